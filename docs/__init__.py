"""What is written about the project; `python -m docs.build` writes docs/rules from the rule files."""
