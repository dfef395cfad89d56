"""Kinds of input: how bytes become a document. What one kind needs is imported when the first input of that kind comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from cleaner.config import Settings
from cleaner.document import Document
from cleaner.pipeline import Cleaner
from cleaner.segment.decode import decode

AUTO = "auto"
"""The input format that goes by name and content."""


class Origin(NamedTuple):
    """What the caller knows of a text."""

    url: str | None = None
    title: str | None = None


class Reading(NamedTuple):
    """One input as a document."""

    document: Document
    encoding: str
    kind: str
    notes: tuple[str, ...] = ()
    """What the caller should know about how it was read, such as an encoding that was guessed."""


Reader = Callable[[Cleaner, bytes, Settings, Origin], Reading]


class Kind(NamedTuple):
    """A kind of input: how its files end, and how their bytes become a document."""

    suffixes: tuple[str, ...]
    reader: Reader


def read_text(cleaner: Cleaner, data: bytes, settings: Settings, origin: Origin) -> Reading:
    """Text, and which marks it has found out unless the settings say that it is text. Raises DecodeError for bytes that are none."""
    return _as_text(cleaner, data, settings, origin, "auto" if settings.input_format == AUTO else "none")


def read_markdown(cleaner: Cleaner, data: bytes, settings: Settings, origin: Origin) -> Reading:
    """Markdown, or text with HTML left in it. Raises DecodeError for bytes that are none."""
    return _as_text(cleaner, data, settings, origin, "markdown")._replace(kind="markdown")


def _as_text(cleaner: Cleaner, data: bytes, settings: Settings, origin: Origin, markup: str) -> Reading:
    text, encoding = decode(data, settings.encoding)
    guessed = encoding not in ("utf-8", settings.encoding)
    notes = (f"read as {encoding}; if that is wrong, say --encoding NAME",) if guessed else ()
    return Reading(cleaner.clean(text, url=origin.url, title=origin.title, markup=markup), encoding, "text", notes)


def read_page(cleaner: Cleaner, data: bytes, settings: Settings, origin: Origin) -> Reading:
    """A page of HTML. Raises DecodeError for bytes that are none, PageError for a page that cannot be read."""
    from cleaner.segment.charset import decode_page

    markup, encoding, doubt = decode_page(data, settings.encoding)
    document = cleaner.clean_html(markup, url=origin.url, title=origin.title, engine=settings.engine)
    return Reading(document, encoding, "html", (f"{doubt}; if that is wrong, say --encoding NAME",) if doubt else ())


KINDS: Mapping[str, Kind] = {
    "text": Kind((".txt", ".text"), read_text),
    "markdown": Kind((".md", ".markdown"), read_markdown),
    "html": Kind((".html", ".htm", ".xhtml", ".xht", ".shtml"), read_page),
}
"""Every kind of input; a file that ends like none of them is text, unless its content shows that it is a page."""
SUFFIXES = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)
_NAMES = {"text": "text", "markdown": "Markdown", "html": "HTML"}


def kind_by_name(path: PurePath) -> str | None:
    """The kind that a file's name promises."""
    suffix = path.suffix.lower()
    return next((name for name, kind in KINDS.items() if suffix in kind.suffixes), None)


def kind_of(data: bytes, place: PurePath) -> str:
    """The kind of an input by its content, which is heard before its name."""
    return _kind_by_content(data, kind_by_name(place))


def read_document(cleaner: Cleaner, data: bytes, place: PurePath, settings: Settings, origin: Origin) -> Reading:
    """The document of one input, by the input format that the settings name, else by what it is called and holds.

    Where content and name contradict each other, content wins and a note says so.
    Raises DecodeError and PageError for what cannot be read.
    """
    if settings.input_format != AUTO:
        return KINDS[settings.input_format].reader(cleaner, data, settings, origin)
    promised = kind_by_name(place)
    kind = kind_of(data, place)
    reading = KINDS[kind].reader(cleaner, data, settings, origin)
    if promised is None or promised == kind:
        return reading
    note = f"is called {place.suffix} but holds {_NAMES[kind]}, and is read so; --input-format {promised} reads it as {_NAMES[promised]}"
    return reading._replace(notes=(note, *reading.notes))


def _kind_by_content(data: bytes, promised: str | None) -> str:
    if b"<" not in data:  # no tag; what looks for tags takes a while to load
        return "text" if promised == "html" and data.strip() else promised or "text"
    from cleaner.segment.sniff import has_tags, is_page, is_whole_page, preview

    if promised == "html":
        return "html" if has_tags(preview(data)) or has_tags(data.decode("latin-1")) else "text"
    shown = preview(data)
    if promised == "markdown":  # it may hold tags, and begin with one
        return "html" if is_whole_page(shown) else "markdown"
    return "html" if is_page(shown) else "text"
