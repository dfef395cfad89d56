"""The options, and the decision whether this run uses them; every run of pytest imports this module, so it imports little.

    pytest --cleaner-goldens samples    a test for each sample below the folder (`cleaner golden` makes them)
    pytest --cleaner-rules rules        a test for each rule of the files, with all its examples

Both can stand in the settings of pytest, as `cleaner_goldens` and `cleaner_rules`: lists of paths, from the folder of that file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

OPTIONS = {"goldens": "--cleaner-goldens", "rules": "--cleaner-rules"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cleaner", "samples and rules of Cleaner")
    helps = {
        "goldens": "Collect a test for each of Cleaner's samples below this folder, or in this JSONL file; repeatable.",
        "rules": "Collect a test for each rule of this file or folder, and use the rules for the samples; repeatable.",
    }
    for name, text in helps.items():
        group.addoption(OPTIONS[name], action="append", default=[], metavar="PATH", dest=f"cleaner_{name}", help=text)
        parser.addini(f"cleaner_{name}", f"The same as {OPTIONS[name]}, as a list of paths.", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Take the paths in, and load the rest of the plugin when this run can come across one of them."""
    paths = {name: _paths(config, name) for name in OPTIONS}
    reached = [path for name in OPTIONS for path in paths[name] if _reached(config, path, OPTIONS[name])]
    if reached:
        from pytest_cleaner.collect import Collection

        config.pluginmanager.register(Collection(config, paths["goldens"], paths["rules"]), "cleaner-collection")


def _paths(config: pytest.Config, name: str) -> list[Path]:
    """What the command line and the settings name. Raises UsageError for a path that is missing."""
    given = [config.invocation_params.dir / path for path in config.getoption(f"cleaner_{name}")]
    paths = list(dict.fromkeys(path.resolve() for path in [*given, *config.getini(f"cleaner_{name}")]))
    for path in paths:
        if not path.exists():
            message = f"{OPTIONS[name]}: no such file or folder: {path}"
            raise pytest.UsageError(message)
    return paths


def _reached(config: pytest.Config, path: Path, option: str) -> bool:
    """Whether this run comes across a path; where it should and would not, the path joins what pytest collects.

    It should unless the command line names other paths and not this option: `pytest tests/test_one.py` runs one file, whatever
    the settings say. A path inside this one, such as a single sample, stands for itself.
    """
    named = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    if any(own.is_relative_to(path) or path.is_relative_to(own) for own in named):
        return True
    asked = any(str(arg).startswith(option) for arg in config.invocation_params.args)
    if config.args_source is config.ArgsSource.ARGS and not asked:
        return False
    config.args.append(str(path))
    return True
