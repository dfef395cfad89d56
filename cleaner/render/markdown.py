"""A document as Markdown (CommonMark, tables as GitHub writes them)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.document import Document
from cleaner.render.facts import about
from cleaner.render.outline import Node, outline

_ANYWHERE = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
_AT_START = re.compile(r"([#+\-=>|])|(\d{1,9})([.)])(?=\s|$)")
_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*")
_TICKS = re.compile("`+")


def to_markdown(document: Document, *, body_only: bool = False) -> str:
    """Headline, a line of facts, and the body with its subheadings, lists, quotes, tables and code; an empty text when nothing is left.

    What Markdown would take for markup is escaped. `body_only` leaves headline and facts out.
    """
    if document.form == "markup":  # it is Markdown already, and stays as its author wrote it
        own = document.body if body_only else document.text
        return f"{own}\n" if own else ""
    parts = [_blocks(outline(document))]
    title = " ".join((document.headline or document.metadata.title).split())
    if not body_only and parts[0] + title:
        facts = " · ".join(about(document.metadata))
        parts = [f"# {_heading(title)}" if title else "", f"*{escaped(facts)}*" if facts else "", *parts]
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n" if text else ""


def escaped(text: str) -> str:
    r"""A text on one line that Markdown shows as it is.

    >>> escaped("1. *Not* a list <b>, snake_case & [this](x)")
    '1\\. \\*Not\\* a list \\<b>, snake_case & \\[this\\](x)'
    """
    line = _ANYWHERE.sub(r"\\\g<0>", _BREAKS.sub(" ", text).strip())
    match = _AT_START.match(line)
    if match is None:
        return line
    return f"\\{line}" if match[1] else f"{match[2]}\\{line[match.start(3) :]}"


def _heading(text: str) -> str:
    """Signs at its end would be taken for its frame."""
    return re.sub(r"(?<!\\)#(?=#*$)", r"\\#", escaped(text))


def _blocks(nodes: Iterable[Node]) -> str:
    parts = []
    before = ""
    other = False
    for node in nodes:
        other = node.kind == before and not other  # two lists in a row are one unless their marks differ
        before = node.kind
        parts.append(_block(node, other=other))
    return "\n\n".join(parts)


def _block(node: Node, *, other: bool) -> str:
    if node.kind == "heading":
        return f"{'#' * node.level} {_heading(node.text)}"
    if node.kind == "text":
        return escaped(node.text)
    if node.kind == "code":
        fence = "`" * max(3, 1 + max((len(ticks) for ticks in _TICKS.findall(node.text)), default=0))
        return f"{fence}\n{node.text}\n{fence}"
    if node.kind == "quote":
        return _indented(_blocks(node.children), "> ", "> ")
    if node.kind == "table":
        return _table(node)
    marks = [f"{number}{')' if other else '.'} " if node.kind == "ol" else f"{'*' if other else '-'} " for number in _numbers(node)]
    items = [_indented(_item(item), mark, " " * len(mark)) for mark, item in zip(marks, node.children, strict=True)]
    return "\n".join(items)


def _numbers(node: Node) -> range:
    return range(1, len(node.children) + 1)


def _item(node: Node) -> str:
    """An item; a list right under its text needs no blank line."""
    first, *rest = node.children
    if first.kind == "text" and rest and all(child.kind in ("ul", "ol") for child in rest):
        return f"{escaped(first.text)}\n{_blocks(rest)}"
    return _blocks(node.children)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() if not line else others + line for line in lines[1:])])


def _table(node: Node) -> str:
    rows = [[escaped(cell.text).replace("|", "\\|") for cell in row.children] for row in node.children]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    headed = all(cell.kind == "head" for cell in node.children[0].children)
    head, *rest = rows if headed else [[""] * width, *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *rest))
