"""Bytes into text: UTF-8 first, a byte order mark where there is one, else a guess that is said to be one."""

from __future__ import annotations

from typing import NamedTuple

MOSTLY = 20
"""Bytes are damaged UTF-8 when they hold so many times as many sound characters beyond ASCII as broken ones."""
FEW_LETTERS = 0.3
"""Western European text has no greater share of its bytes beyond ASCII."""
CONTROLS = 0.02
"""More control characters than this share make a file binary."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_FORMATS = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip archive (perhaps .docx, .odt or .epub)"), (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"), (b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
)  # fmt: skip
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœŸÿ“”‘’„‚–—…«»‹›€£§©®°·•¿¡†‰™´\u00a0\u00adÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ½¼²³×ªº")
"""What a Western European text may hold beyond ASCII; in Cyrillic, Greek or Polish bytes read as windows-1252 much else turns up."""
_CZECH = frozenset("èøìùïòÈØÌÙÏÒ")
"""Six letters of Czech bytes read so, of which no Western language uses more than four."""
_NEVER = (
    "utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "mac_latin2", "mac_iceland", "mac_turkish",
    "mac_croatian", "mac_roman", "mac_romanian", "hp_roman8", "ptcp154", "kz1048", "cp037", "cp273", "cp424", "cp437", "cp500",
    "cp850", "cp852", "cp858", "cp875", "cp1026", "cp1140", "iso8859_10", "iso8859_13", "iso8859_14", "iso8859_16", "johab",
)  # fmt: skip
"""What the detector likes to guess for short texts, and what nobody writes articles in, or what shows by a mark or a NUL."""


class DecodeError(ValueError):
    """Bytes that are no text, or not in the encoding they should be in."""


class Decoded(NamedTuple):
    """A text, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of some bytes, without its byte order mark, and the name of their encoding.

    An `encoding` that the caller names is taken at its word. Without one: a byte order mark, else UTF-8, else what bs4's
    UnicodeDammit detects. UTF-8 with a few broken bytes, such as a text cut off in the middle of a character, is called
    `utf-8 (damaged)`, and each broken piece becomes U+FFFD.
    Raises DecodeError for binary data and for bytes that the named encoding does not allow, TypeError for what is no bytes.

    >>> decode("Köln".encode())
    Decoded(text='Köln', encoding='utf-8')
    """
    if not isinstance(data, bytes):
        raise TypeError(f"decode() takes bytes, not {type(data).__name__}")
    if encoding is not None:
        return Decoded(strictly(data, encoding).removeprefix("\ufeff"), encoding)
    marked = marked_encoding(data)
    if marked:
        return Decoded(strictly(data, marked).removeprefix("\ufeff"), marked)
    refuse_formats(data)
    place = data.find(0)
    if place >= 0:
        raise DecodeError(f"is binary, not text (a NUL at byte {place}); if it is text, name its encoding, such as utf-16-le")
    try:
        found = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        found = damaged(data) or guessed(data)
    controls = sum(found.text.count(chr(code)) for code in (*range(1, 9), *range(14, 27)))
    if controls > CONTROLS * len(found.text):
        raise DecodeError(f"is binary, not text ({controls} control characters)")
    return found


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark shows."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def refuse_formats(data: bytes) -> None:
    """Raise DecodeError for what is known to be no text by its first bytes."""
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise DecodeError(f"is {what}, not text; extract its text first")


def strictly(data: bytes, encoding: str) -> str:
    """The text in this encoding; DecodeError for bytes that it does not allow and for an unknown one."""
    try:
        return data.decode(encoding)
    except LookupError:
        raise DecodeError(f"cannot be read as {encoding!r}: Python knows no such text encoding") from None
    except UnicodeError as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise DecodeError(f"is not {encoding}{place}: {getattr(error, 'reason', error)}") from None


def damaged(data: bytes) -> Decoded | None:
    """The text when it is UTF-8 but for a few bytes."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = sum(byte >= 0xC0 for byte in data) - broken
    return Decoded(text, "utf-8 (damaged)") if sound >= MOSTLY * broken else None


def guessed(data: bytes) -> Decoded:
    """The detector's guess, but for Western European letters, which it takes for Polish or Turkish ones when they are few.

    Raises DecodeError when there is none.
    """
    from bs4.dammit import UnicodeDammit

    few = sum(byte > 0x7F for byte in data) <= FEW_LETTERS * len(data)
    western = ["windows-1252"] if few and _is_western(data) else []
    dammit = UnicodeDammit(data, known_definite_encodings=western, exclude_encodings=list(_NEVER))
    text, name = dammit.unicode_markup, dammit.original_encoding
    # windows-1252 is what the detector falls back on: with hardly an ASCII letter in it the text would be gibberish.
    if text is None or name is None or dammit.contains_replacement_characters or (name == "windows-1252" and not few):
        raise DecodeError("is neither UTF-8 nor in any encoding that could be detected; name its encoding")
    return Decoded(text, name)


def _is_western(data: bytes) -> bool:
    beyond = {char for char in data.decode("windows-1252", "replace") if char > "\x7f"}
    return _WESTERN.issuperset(beyond) and len(_CZECH & beyond) <= 4
