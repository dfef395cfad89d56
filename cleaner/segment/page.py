"""A page into blocks: what a reader sees, in order, each block with the element it comes from."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from cleaner.model import Block, Element, Span
from cleaner.segment.folded import unfold
from cleaner.segment.leads import OUTBOUND, in_lists, outbound
from cleaner.segment.limits import MAX_BYTES, MAX_WEIGHT, PageError
from cleaner.segment.shadow import MARK, open_shadows
from cleaner.segment.streamed import put_in_place
from cleaner.segment.trace import Marks, Trace, covers
from cleaner.segment.walk import Frame, Run, runs
from cleaner.text import BLANK, encodable, letter_runs


class Page(NamedTuple):
    """A page as text: its blocks' texts joined by line feeds, which the blocks' spans count in."""

    text: str
    blocks: list[Block]
    marks: list[Marks]
    """For each block what of it stands in traced elements; spans count in the page's text."""


_NONE: frozenset[str] = frozenset()
_EMPTY = b"<html></html>"
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
"""What follows the first end tag of `html` is shown by browsers and left out by libxml2: templates that close the page in their header."""
_ELEMENTS = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)
"""lxml.html's own look-up calls Python for each element that is touched, which is a fifth of the time of an extractor."""


def parse(source: str | bytes) -> Any:
    """The tree of a page, without network, entities or scripts.

    What holds no element, such as a page cut off in its first tag, is an empty page. Raises PageError for a page over 64 MiB.
    """
    if len(source) > MAX_BYTES:
        raise PageError(f"the page is larger than {MAX_BYTES >> 20} MiB; cut it up or raise the limit at the caller")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    parser.set_element_class_lookup(_ELEMENTS)
    data = encodable(source).encode() if isinstance(source, str) else source
    try:
        tree = lxml_html.document_fromstring(_END.sub(b"", data.replace(b"\x00", b"")) or _EMPTY, parser=parser)
    except etree.ParserError:
        tree = lxml_html.document_fromstring(_EMPTY, parser=parser)
    except etree.XMLSyntaxError as error:
        raise PageError(f"no HTML could be read: {error}") from None
    if MARK.encode() in data:
        open_shadows(tree)
    put_in_place(tree)
    unfold(tree)
    return tree


def page_blocks(tree: Any, trace: Trace | None = None, sites: frozenset[str] = frozenset()) -> Page:
    """The blocks of a parsed page: reader-visible text, white space folded as a browser does; and what of them `trace` marks.

    `sites` are the page's own domains, as far as they are known.
    """
    found = _visible(list(runs(tree, trace)))  # paths are known when the whole tree is: a number is left out where there is no sibling
    blocks: list[Block] = []
    marked: list[Marks] = []
    position = weight = 0
    numbers: dict[str, int] = {}
    paths: dict[Frame, str] = {}
    known: dict[tuple[str, str], frozenset[str]] = {}
    for (text, linked, _, frame, _, marks), leads_out in zip(found, outbound(found, sites), strict=True):
        path = paths.get(frame)
        if path is None:
            path = paths[frame] = frame.path()
        number = numbers[path] = numbers.get(path, 0) + 1
        unique = path if number == 1 else f"{path}#{number}"
        tokens = frame.tokens(known)
        weight += 8 * frame.depth + 32 * len(tokens)
        if weight > MAX_WEIGHT:
            raise PageError("its text is nested too deep, too often, or under too many class words; the page is broken or hostile")
        share = min(1.0, linked / sum(map(str.isalnum, text))) if linked else 0.0
        selected = frozenset([name for name, spans in marks.items() if covers(spans, text)]) if marks else _NONE
        blocks.append(_block(text, position, Element(unique, frame.kind, tokens | OUTBOUND if leads_out else tokens, share, selected)))
        marked.append(marks and {name: [(position + start, position + end) for start, end in spans] for name, spans in marks.items()})
        position += len(text) + 1
    return Page("\n".join([run.text for run in found]), in_lists(blocks), marked)


def _visible(found: list[Run]) -> list[Run]:
    """The runs without what a `noscript` repeats: lazy pages hold it twice."""
    if not any(run.scripted for run in found):
        return found
    out = []
    seen: set[str] = set()
    for run in found:
        key = "".join(letter_runs(run.text))
        if run.scripted and (not key or key in seen):
            continue
        seen.add(key)
        out.append(run)
    return out


def _block(text: str, position: int, element: Element) -> Block:
    """The block of a run of text that begins at a position; preformatted text keeps its lines."""
    if "\n" not in text:
        return Block(text, position, position + len(text), (), element)
    lines: list[Span] = []
    for line in text.split("\n"):
        core = line.strip(BLANK)
        if core:
            start = position + line.index(core)
            lines.append((start, start + len(core)))
        position += len(line) + 1
    start, end = lines[0][0], lines[-1][1]
    begin = position - len(text) - 1
    return Block(text[start - begin : end - begin], start, end, tuple(lines), element)
