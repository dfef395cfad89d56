"""How well cleaning does on somebody's labelled texts: figures, and floors that they must not fall below."""
