"""Documents as JSON: one object each."""

from __future__ import annotations

import json
import re

from cleaner.document import Document

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(document: Document, *, file: str, indent: bool = False) -> str:
    """Everything known of a document, and the file it came from, as one JSON object, on one line unless indented.

    A lone surrogate, which no file can hold, is written as its escape.
    """
    text = json.dumps({"file": file, **document.to_dict()}, ensure_ascii=False, indent=2 if indent else None)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
