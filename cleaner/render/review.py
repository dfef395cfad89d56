"""The review page: one file of HTML that shows documents with what was removed, by which rule and for which words.

Template, styles and script lie beside this module in `page/`. Nothing in the page is loaded from elsewhere, and its Content Security
Policy allows this one script and these styles alone, by their digests. Texts reach the page as packed JSON, and the script puts them into
text nodes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "page"
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which UTF-8 cannot hold: written as escapes of JSON."""


class Heading(NamedTuple):
    """What the top and the foot of the page say of the run."""

    read: int
    """Documents that were cleaned."""
    rules: str
    """What the rules were."""
    digest: str
    version: str
    against: str = ""
    """What the rules were that these are compared with, or an empty text."""
    note: str = ""
    """What somebody who reads the page must know, such as that documents were left out."""


def to_review(data: Mapping[str, Any], heading: Heading) -> str:
    """The page. `data` is that of `page_data`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    files = FileSystemLoader(FOLDER)
    environment = Environment(autoescape=True, loader=files, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style, script = ((FOLDER / name).read_text("utf8") for name in ("review.css", "review.js"))
    return environment.get_template("review.html.j2").render(
        heading=heading,
        total=_total(data["documents"]),
        against=data["against"],
        policy=f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        script=Markup(script),
        data=_packed(data),
    )


def _total(documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Counts for the top of the page."""
    words = [document["words"] for document in documents]
    rows = [row for document in documents for row in document.get("blocks", ())]
    return {
        "documents": len(documents),
        "blocks": len(rows),
        "removed": sum(1 for row in rows if len(row) > 2 and not row[2]),
        "shortened": sum(1 for row in rows if len(row) > 2 and row[2] and row[4]),
        "changed": sum(1 for row in rows if len(row) > 6),
        "words": sum(pair[0] for pair in words),
        "words_gone": sum(pair[0] - pair[1] for pair in words),
    }


def _digest(text: str) -> str:
    """A text as a Content Security Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(data: Mapping[str, Any]) -> str:
    r"""The data as JSON, compressed and in base64, in which nothing can end a script element.

    >>> json.loads(zlib.decompress(base64.b64decode(_packed({"a": "</script>"}))))
    {'a': '</script>'}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode(), 9)).decode()
