"""Colours of a terminal."""

from __future__ import annotations

import re

RED, GREEN, YELLOW, CYAN, DIM, BOLD = "31", "32", "33", "36", "2", "1"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, what turns the direction of writing, and halves of characters that cannot be written at all."""


def paint(text: str, code: str, *, colour: bool) -> str:
    """The text in a colour, or as it is.

    >>> paint("gone", RED, colour=False)
    'gone'
    """
    return f"\x1b[{code}m{text}\x1b[0m" if colour and text else text


def plain(text: str) -> str:
    r"""A text that a terminal cannot take for commands: white space is shown as spaces, other control characters as escapes.

    >>> plain("a\x1b[2Jb\tc")
    'a\\x1b[2Jb c'
    """
    return _CONTROL.sub(lambda match: " " if match[0].isspace() else f"\\x{ord(match[0]):02x}", text)
