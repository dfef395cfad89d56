"""The walk through a page: its runs of visible text, and the elements that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from lxml import etree

from cleaner.segment.limits import MAX_DEPTH, PageError
from cleaner.segment.trace import Marks, Trace
from cleaner.text import BLANK, letter_runs

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noframes ol optgroup p pre section summary table tbody td tfoot th thead tr
    ul br""".split()  # noqa: SIM905
)
_SKIPPED = frozenset(
    """script style template svg math canvas object embed applet audio video iframe map select option textarea input title meta link
    colgroup datalist""".split()  # noqa: SIM905
)
_KINDS = dict.fromkeys(_BLOCKS - {"br", "div"}, "other") | {
    "p": "p", "li": "li", "dd": "li", "dt": "li", "blockquote": "quote", "q": "quote", "td": "cell", "th": "cell", "figcaption": "caption",
    "caption": "caption", "pre": "pre", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
}  # fmt: skip
_ROLE_TOKENS = frozenset("blockquote nav aside footer header article main figure figcaption form dialog button address time".split())  # noqa: SIM905
_NAMING = frozenset({"class", "id", "role", "itemprop", "aria-label", "data-testid"})
"""Attributes whose words say what an element is for."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Their id is a place to link to, made of their words: `social-media` over a section on that is no sign of buttons."""
SLUG_WORDS, SLUG_WITHIN = 5, 12
"""An id of so many words on what holds a heading of the same words, among so many elements, is such a place too."""
_HIDING = frozenset({"hidden", "aria-hidden", "style"})
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HOST = re.compile(r"\s*(?:https?:)?//([^/?#:@\s]+)", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where `AuthorBio` is two words."""
_NO_NAME = re.compile(r"[^\w.:-]")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FOLDED = "until-found"
"""The value of `hidden` for what a reader unfolds, or finds by searching the page."""
_NO_HOSTS: frozenset[str] = frozenset()


class Frame:
    """An element that the walk is in, as far as it concerns the text in it."""

    __slots__ = ("children", "depth", "kind", "link", "named", "number", "parent", "tag", "way")

    def __init__(self, parent: Frame | None, tag: str, named: str) -> None:
        self.parent, self.tag = parent, tag
        self.children: dict[str, int] | None = None
        """How many child elements of each name it holds, if any; complete when the walk is over."""
        self.way = ""
        """Its path, once asked for."""
        self.named: str | frozenset[str] = named
        """Its naming attributes; once asked for, the words of these and of all elements above it."""
        self.link: str | None
        """The host that it links to, empty for the page's own; None outside links."""
        if parent is None:
            self.depth, self.number, self.kind, self.link = 0, 1, "other", None
            return
        self.depth, self.number, self.link = parent.depth + 1, parent.count(tag), parent.link
        if self.depth > MAX_DEPTH:
            raise PageError(f"its elements are nested deeper than {MAX_DEPTH}; the page is broken or hostile")
        self.kind = _KINDS.get(tag) or parent.kind

    def count(self, tag: Any) -> int:
        """One more child of this name, seen or not, and how many there are now: numbers are those of XPath."""
        if self.children is None:
            self.children = {tag: 1}
            return 1
        number = self.children[tag] = self.children.get(tag, 0) + 1
        return number

    def tokens(self, known: dict[tuple[str, str], frozenset[str]]) -> frozenset[str]:
        """The naming words of the element and all above it, lower case, whole and in their parts.

        `known` keeps the words of what was read on this page: most elements are named like others.
        """
        waiting: list[Frame] = []
        at: Frame | None = self
        while at is not None and isinstance(at.named, str):
            waiting.append(at)
            at = at.parent
        words = at.named if at is not None and isinstance(at.named, frozenset) else frozenset()
        for frame in reversed(waiting):
            signs = frame.tag == "footer" and frame.parent is not None and frame.parent.tag == "blockquote"  # says who was quoted
            key = str(frame.named), "" if signs else frame.tag
            own = known.get(key)
            if own is None:
                own = known[key] = _words(*key)
            frame.named = words = words | own if own else words
        return words

    def path(self) -> str:
        """The path of the block element that the text stands in, as `Element.path` defines it, but for the number of the run."""
        waiting: list[Frame] = []
        at: Frame | None = self
        while at is not None and at.tag not in _BLOCKS:
            at = at.parent
        while at is not None and at.parent is not None and not at.way:
            waiting.append(at)
            at = at.parent
        way = at.way if at is not None else ""
        for frame in reversed(waiting):
            tag, above = frame.tag, frame.parent
            name = tag if tag.isalnum() else _NO_NAME.sub("_", tag)
            numbered = above is not None and above.children is not None and above.children[tag] > 1
            frame.way = way = f"{way}/{name}[{frame.number}]" if numbered else f"{way}/{name}"
        return way or "/"


class Run(NamedTuple):
    """Text between two block boundaries."""

    text: str
    """White space folded as a browser does."""
    linked: int
    """Its letters and digits inside links to other pages."""
    hosts: frozenset[str]
    """The hosts of these links, empty for the page's own."""
    frame: Frame
    scripted: bool
    """Whether it stands in a `noscript`: a reader with scripts sees something else."""
    marks: Marks


def runs(tree: Any, trace: Trace | None = None) -> Iterator[Run]:
    """The runs of visible text of a page, in order. Raises PageError for elements nested too deep."""
    walk = _Walk(trace)
    gathered = walk.buffer
    done: Any = None
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            named = _attributes(element, tag) if isinstance(tag, str) and tag not in _SKIPPED else None
            if named is None:
                walker.skip_subtree()
                walk.frame.count(tag)
                done = element
            elif tag in _BLOCKS:
                if gathered and (run := walk.flush()) is not None:
                    yield run
                walk.enter(element, tag, named)
            elif len(element) or trace is not None:
                walk.enter(element, tag, named)
            else:
                walk.word(element, tag)
                done = element
        elif element is done:
            walk.add(element.tail)
        else:
            if gathered and tag in _BLOCKS and (run := walk.flush()) is not None:
                yield run
            walk.leave(element, tag)
    if gathered and (run := walk.flush()) is not None:
        yield run


class _Walk:
    """The text gathered since the last block boundary, and the elements it stands in; lives as long as one walk of a tree."""

    def __init__(self, trace: Trace | None) -> None:
        self.trace = trace
        self.frame = Frame(None, "", "")
        self.buffer: list[str] = []
        self.linked = self.noscript = 0
        self.hosts: set[str] = set()

    def enter(self, element: Any, tag: str, named: str) -> None:
        self.frame = frame = Frame(self.frame, tag, named)
        if tag == "a":
            if frame.link is None:
                frame.link = _leads_to(element.get("href") or "")
        elif tag == "noscript":
            self.noscript += 1
        if self.trace is not None:
            self.trace.enter(element, self.buffer)
        self.add(element.text)

    def word(self, element: Any, tag: str) -> None:
        """An element inside a line that holds text alone: half of all elements are, and no block can begin or end in one."""
        frame = self.frame
        frame.count(tag)
        if tag == "a" and frame.link is None:
            frame.link = _leads_to(element.get("href") or "")
            self.add(element.text)
            frame.link = None
        else:
            self.add(element.text)

    def leave(self, element: Any, tag: str) -> None:
        if tag == "noscript":
            self.noscript -= 1
        assert self.frame.parent is not None
        self.frame = self.frame.parent
        if self.trace is not None:
            self.trace.leave(element, self.buffer)
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if not text:
            return
        frame = self.frame
        if text.isspace():
            if self.buffer or self.trace is not None or frame.kind == "pre":  # space before a block's first word shows in a pre alone
                self.buffer.append(text)
            return
        self.buffer.append(text)
        if frame.link is not None:
            self.linked += sum(map(str.isalnum, text))
            self.hosts.add(frame.link)

    def flush(self) -> Run | None:
        """What was gathered, as a run, if there is anything to see."""
        raw = "".join(self.buffer)
        text = _preformatted(raw) if self.frame.kind == "pre" else _SPACE.sub(" ", raw).strip()
        marks: Marks = {} if self.trace is None else self.trace.flush(raw, text)
        self.buffer.clear()
        if not text.strip(BLANK):
            self.linked = 0
            return None
        linked, hosts = self.linked, _NO_HOSTS
        if linked:
            self.linked, hosts = 0, frozenset(self.hosts)
        self.hosts.clear()
        return Run(text, linked, hosts, self.frame, self.noscript > 0, marks)


def _leads_to(href: str) -> str | None:
    """The host of a link, empty for the page's own; None for a jump within the page: a table of contents leads nowhere else."""
    if href.startswith("#"):
        return None
    match = _HOST.match(href)
    return match[1].lower() if match else ""


def _preformatted(text: str) -> str:
    """Text of a `pre`: its own lines and their indentation, without blank lines around it."""
    lines = text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = [i for i, line in enumerate(lines) if line.strip(BLANK)]
    return "\n".join(lines[shown[0] : shown[-1] + 1]) if shown else ""


def _attributes(element: Any, tag: str) -> str | None:
    """The naming attributes of an element in one text; None when its reader does not see it."""
    named = ""
    for name, value in element.items():
        if name in _NAMING and not (name == "id" and (tag in _HEADINGS or _is_slug(value, element))):
            named = f"{named} {value}" if named else value
        elif name in _HIDING and (value == "true" or HIDDEN.search(value) or (name == "hidden" and value.lower() != _FOLDED)):
            return None
    # Without brackets around it a ruby's reading would run into the word that it explains.
    return None if tag == "rt" and element.getparent().find("rp") is None else named


def _is_slug(name: str, element: Any) -> bool:
    """Whether an id is made of the heading that the element begins with."""
    words = letter_runs(name.lower())
    if len(words) < SLUG_WORDS:
        return False
    heading = next((inner for inner in islice(element.iter(), SLUG_WITHIN) if inner.tag in _HEADINGS), None)
    return heading is not None and letter_runs("".join(heading.itertext()).lower())[: len(words)] == words


def _words(named: str, tag: str) -> frozenset[str]:
    if not named:
        return frozenset({tag}) if tag in _ROLE_TOKENS else frozenset()
    names = named.split()
    words = {name.lower() for name in names}
    for name in names:
        if not (name.isalnum() and (name.islower() or name.isdigit())):
            parts = letter_runs(_HUMP.sub("-", name).lower())
            words.update(parts)
            words.update(f"{one}-{two}" for one, two in pairwise(parts) if one.isalpha() and two.isalpha())  # the others are measures
    if tag in _ROLE_TOKENS:
        words.add(tag)
    return frozenset(words)
