"""Bytes of a page into markup: what it is, rather than what it declares itself to be, where the two differ."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cleaner.segment.decode import DecodeError, damaged, guessed, marked_encoding, refuse_formats, strictly

DECLARED_WITHIN = 8192
"""Bytes in which a page's own declaration is looked for; browsers look at 1024."""
BROKEN = 0.01
"""Share of characters that may be broken for a declared charset to be believed."""
NULS = 0.2
"""From this share of NUL bytes on, bytes are UTF-16 without its mark."""
STRAY = 0.001
"""Above this share of NUL bytes, bytes are no page."""
GUESS_FROM = 1 << 16
"""Bytes of text that the detector is shown."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""",
    re.IGNORECASE,
)
_PIECES = re.compile(rb"[\n<>]+")
_AS_BROWSERS_DO = {
    "ascii": "windows-1252", "us-ascii": "windows-1252", "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252",
    "latin1": "windows-1252", "latin-1": "windows-1252", "iso-8859-9": "windows-1254", "latin5": "windows-1254",
    "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "gb2312": "gb18030", "gb_2312-80": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949",
    "windows-949": "cp949", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman", "unicode-1-1-utf-8": "utf-8",
    "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip
"""What browsers read under these names (WHATWG Encoding Standard); a page that can say it is UTF-16 in ASCII is not."""

_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"})
"""Codecs of Python that no browser knows, some of them slow."""


class Markup(NamedTuple):
    """A page's markup, the encoding it was in, and what is doubtful about that, for people; empty when nothing is."""

    text: str
    encoding: str
    doubt: str = ""


def decode_page(data: bytes, encoding: str | None = None, header: str | None = None) -> Markup:
    """The markup of a page.

    An `encoding` that the caller names is taken at its word. Else: a byte order mark; UTF-8 when the bytes allow it; the charset that
    the HTTP `header` or else the page declares when nearly all bytes fit, broken ones becoming U+FFFD as in a browser; else a guess.
    Raises DecodeError for binary data, and for bytes that an encoding named by the caller does not allow.

    >>> decode_page("<meta charset=iso-8859-1><p>Café “Köln”".encode("windows-1252"))
    Markup(text='<meta charset=iso-8859-1><p>Café “Köln”', encoding='windows-1252', doubt='')
    """
    if encoding is not None:
        return Markup(strictly(data, encoding).removeprefix("\ufeff"), encoding)
    marked = marked_encoding(data)
    if marked:
        return Markup(data.decode(marked, "replace").removeprefix("\ufeff"), marked)
    refuse_formats(data)
    nuls = data.count(0)
    if nuls > NULS * len(data):
        name = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return Markup(data.decode(name, "replace"), name, f"has no byte order mark; read as {name}")
    if nuls > STRAY * len(data) + 1:
        raise DecodeError(f"is binary, not a page (a NUL at byte {data.find(0)})")
    names = (*(name.lower() for name in (header, _declaration(data)) if name), None)
    return next(filter(None, (_declared(data, name) for name in names)), None) or _undeclared(data, names[0])


def _declaration(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, DECLARED_WITHIN)
    return (match[1] or match[2]).decode("ascii").lower() if match else None


def _declared(data: bytes, name: str | None) -> Markup | None:
    """The page as it declares itself, or as the UTF-8 that it is."""
    by_escapes = name is not None and name.startswith("iso-2022-") and b"\x1b" in data  # ASCII bytes, and still no UTF-8
    if not by_escapes:
        try:
            return Markup(data.decode(), "utf-8")
        except UnicodeDecodeError:
            found = damaged(data)
            if found:
                return Markup(found.text, found.encoding, "holds bytes that are no UTF-8; they are shown as U+FFFD")
    codec = _AS_BROWSERS_DO.get(name, name) if name else None
    if codec is None or codec == "utf-8":
        return None
    try:
        text = "" if codecs.lookup(codec).name.replace("_", "-") in _NO_CHARSETS else data.decode(codec, "replace")
    except LookupError:
        return None
    broken = text.count("\ufffd")
    if not text or broken > BROKEN * len(text):
        return None
    return Markup(text, codec, f"declares {name}, but {broken} characters do not fit; they are shown as U+FFFD" if broken else "")


def _undeclared(data: bytes, name: str | None) -> Markup:
    """The detector's guess, made from text alone: markup is ASCII and would drown it."""
    said = f"declares {name}, which it is not" if name else "declares no charset"
    shown = b"\n".join(piece for piece in _PIECES.split(data) if not piece.isascii())[:GUESS_FROM]
    try:
        encoding = guessed(shown).encoding
    except DecodeError:
        encoding = "windows-1252"
    return Markup(data.decode(encoding, "replace"), encoding, f"{said}; read as {encoding}")
