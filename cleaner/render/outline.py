"""A document as a tree of headings, paragraphs, lists, quotes, tables and code: what its HTML and its Markdown have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.document import Document
from cleaner.model import Verdict

MAX_NESTING = 12
"""Lists, quotes and tables nested deeper than this are written as if they stood at this depth."""
MAX_CELL_BLOCKS = 2
"""A cell with more paragraphs makes its table a frame for the layout of a page, no table of data."""
MAX_EMPTY = 4
"""A table is padded with empty cells up to so many times the cells that it has; beyond that its rows stay as they are."""

_CONTAINERS = {
    "ul": "ul", "menu": "ul", "dir": "ul", "dl": "ul", "ol": "ol", "li": "li", "dt": "li", "dd": "li", "blockquote": "quote",
    "table": "table", "tr": "row", "td": "cell", "th": "head", "pre": "code",
}  # fmt: skip


class Node(NamedTuple):
    """A heading, paragraph or piece of code with its text, or a list, item, quote, table, row or cell with what it holds."""

    kind: str
    """heading, text, code; ul, ol, li, quote, table, row, cell, head."""
    text: str = ""
    children: tuple[Node, ...] = ()
    level: int = 0
    """Of a heading: 2 for the first under the headline."""


class _Open(NamedTuple):
    """A container that is being filled."""

    kind: str
    place: str
    children: list[Node]


def outline(document: Document) -> list[Node]:
    """What was kept, without the headline, in order.

    The structure of a page is that of its elements: lists, quotes, tables of data, code; tables that only lay out a page are left out.
    A text has paragraphs and the subheadings that were found in it. A definition list becomes a plain one.
    """
    kept = [v for v in document.verdicts if v.kept and v.label != "headline"]
    highest = min((level for v in kept if (level := _level(v))), default=2)
    root = _Open("", "", [])
    stack = [root]
    for verdict in kept:
        containers = list(_containers(verdict))[:MAX_NESTING]
        common = 0
        while common < min(len(stack) - 1, len(containers)) and stack[common + 1][:2] == containers[common]:
            common += 1
        _close(stack, common + 1)
        stack += [_Open(kind, place, []) for kind, place in containers[common:]]
        stack[-1].children.append(_leaf(document, verdict, highest))
    _close(stack, 1)
    return list(_tidy(root.children))


def _containers(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """The containers that a block stands in, outer ones first, each with its own path."""
    if verdict.block.element is None:
        return
    path = verdict.block.element.path.partition("#")[0]
    position = 0
    while position >= 0:
        end = path.find("/", position + 1)
        name = path[position + 1 : end if end >= 0 else len(path)].partition("[")[0]
        if name in _CONTAINERS:
            yield _CONTAINERS[name], path[: end if end >= 0 else len(path)]
        position = end


def _close(stack: list[_Open], size: int) -> None:
    while len(stack) > size:
        done = stack.pop()
        place = done.place if done.kind in ("cell", "head") else ""
        stack[-1].children.append(Node(done.kind, place, tuple(done.children)))


def _level(verdict: Verdict) -> int:
    """The level of a heading; 0 for what is none."""
    kind = verdict.block.element.kind if verdict.block.element is not None else ""
    if kind[:1] == "h" and kind[1:].isdigit():
        return int(kind[1:])
    return 2 if verdict.label == "subheading" else 0


def _leaf(document: Document, verdict: Verdict, highest: int) -> Node:
    block, text = verdict.block, document.seen_text(verdict)
    if block.element is not None and block.element.kind == "pre" and not verdict.cuts:
        begin = document.source.rfind("\n", 0, block.start) + 1  # with the indentation of its first line
        return Node("text", document.source[begin : block.end] if not document.source[begin : block.start].strip() else block.text)
    level = _level(verdict)
    return Node("heading", text, level=min(level - highest + 2, 6)) if level else Node("text", text)


def _tidy(nodes: Iterable[Node]) -> Iterator[Node]:
    """The same, made of what HTML and Markdown can say: items in lists only, rows and cells in tables of data only."""
    for node in _grouped(nodes):
        if node.kind == "code":
            yield Node("code", "\n".join(_texts(node)))
        elif node.kind in ("ul", "ol"):
            yield Node(node.kind, children=tuple(_items(node)))
        elif node.kind == "table":
            rows = node._replace(children=tuple(child for child in node.children if child.kind == "row"))
            caption = [child for child in node.children if child.kind != "row"]
            yield from [*_tidy(caption), _table(rows)] if _holds_data(rows) else _tidy(_cells_content(node))
        elif node.kind in ("row", "cell", "head"):
            yield from _tidy(node.children)
        elif node.kind == "quote":
            yield node._replace(children=tuple(_tidy(node.children)))
        else:
            yield node


def _grouped(nodes: Iterable[Node]) -> Iterator[Node]:
    """Items that stand outside any list, in a list."""
    stray: list[Node] = []
    for node in nodes:
        if node.kind == "li":
            stray.append(node)
            continue
        if stray:
            yield Node("ul", children=tuple(stray))
            stray = []
        yield node
    if stray:
        yield Node("ul", children=tuple(stray))


def _items(node: Node) -> Iterator[Node]:
    """The items of a list; what stands between two items belongs to the one above."""
    item: list[Node] = []
    for child in node.children:
        if child.kind == "li":
            if item:
                yield Node("li", children=tuple(_tidy(item)))
            item = list(child.children)
        else:
            item.append(child)
    if item:
        yield Node("li", children=tuple(_tidy(item)))


def _texts(node: Node) -> Iterator[str]:
    if node.kind in ("text", "heading"):
        yield node.text
    for child in node.children:
        yield from _texts(child)


def _holds_data(node: Node) -> bool:
    rows = node.children
    cells = [cell for row in rows for cell in row.children]
    return (
        len(rows) > 1
        and all(cell.kind in ("cell", "head") for cell in cells)
        and max(len(row.children) for row in rows) > 1
        and all(leaf.kind in ("text", "heading") for cell in cells for leaf in cell.children)
        and all(len(cell.children) <= MAX_CELL_BLOCKS for cell in cells)
    )


def _cells_content(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind in ("row", "cell", "head"):
            yield from _cells_content(child)
        else:
            yield child


def _table(node: Node) -> Node:
    """The rows, cells without text put back where the others need them; columns without any text are left out."""
    rows = [_placed(row) for row in node.children]
    columns = sorted({column for row in rows for column in row})
    if len(columns) * len(rows) > MAX_EMPTY * sum(map(len, rows)):
        return Node("table", children=tuple(Node("row", children=tuple(row.values())) for row in rows))
    empty = Node("cell")
    return Node("table", children=tuple(Node("row", children=tuple(row.get(column, empty) for column in columns)) for row in rows))


def _placed(row: Node) -> dict[int, Node]:
    """The cells of a row by their column: its headings, then its other cells, as their paths number them."""
    heads = sum(1 for cell in row.children if cell.kind == "head")
    mixed = heads < len(row.children)
    placed: dict[int, Node] = {}
    for cell in row.children:
        number = cell.text.rpartition("[")[2].removesuffix("]") if cell.text.endswith("]") else "1"
        column = int(number) + (heads if mixed and cell.kind == "cell" else 0)
        while column in placed:
            column += 1
        placed[column] = Node(cell.kind, " ".join(_texts(cell._replace(text=""))))
    return placed
