"""Regexes made ready by `patterns.py` as RE2 reads them: placeholders, Unicode classes and word boundaries written out."""

from __future__ import annotations

import re

# Word characters as a few wide ranges: RE2 turns \p{L} into thousands of instructions, and a pattern with five of them
# leaves its fast automaton. Commas, question marks and full stops of Arabic, Urdu and Hindi
# are left out. The ranges agree with `text.is_word_char` on the letters that news is written in (tested).
WORD = (
    r"0-9A-Z_a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{60B}"
    r"\x{60D}-\x{61A}\x{61D}\x{61E}\x{620}-\x{6D3}\x{6D5}-\x{963}\x{966}-\x{1FFF}\x{2C00}-\x{2DFF}\x{2E80}-\x{2FFF}"
    r"\x{3005}-\x{3007}\x{3031}-\x{309F}\x{30A1}-\x{30FA}\x{30FC}-\x{FE0F}\x{FE20}-\x{FE2F}\x{FE70}-\x{FEFE}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{FF66}-\x{FFDC}\x{20000}-\x{3FFFF}"
)
_UPPER = r"A-Z\x{C0}-\x{D6}\x{D8}-\x{DE}\x{100}-\x{24F}\x{386}-\x{3AB}\x{400}-\x{42F}\x{460}-\x{52F}\x{531}-\x{556}\x{10A0}-\x{10CD}\x{1E00}-\x{1EFF}"  # noqa: E501
_LETTER = r"A-Za-z\x{C0}-\x{1FFF}"
_CAP = rf"(?:[dDlLO]')?[{_UPPER}][{_LETTER}'.\-]*"
_PARTICLE = r"(?:d[aeiou](?: l[ao]s?)?|del|della|dos|das|(?:v[ao]n )?de[rn]|van|von|zum?|ibn|bint?|al|el|l[ae]|a[fv]|te[rn]|y|e|and)"
_NAME = rf"(?-i:{_CAP}(?: (?:{_PARTICLE} )?{_CAP}){{1,3}})"
_AND = r"(?:, (?:and |und |et |y )?| and | und | et | y | e | en | och | og | i | и | та | ve | & ?| ?/ ?| ?\| )"
_URL = r"(?:https?://[^ ]+|www\.[^ ]+|[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,6}(?:/[^ ]*)?)"
_DIGIT = r"0-9\x{660}-\x{669}\x{6F0}-\x{6F9}\x{966}-\x{96F}\x{FF10}-\x{FF19}"
SETS = {"\\w": "\x01", "\\d": "\x02", "\\p{L}": "\x03", "\\p{Lu}": "\x04", "\\p{Nd}": "\x02"}
"""A letter for each Unicode class, which stands for it in a pattern made ready; no TOML file can hold it as it is."""
_WRITTEN_OUT = {"\x01": WORD, "\x02": _DIGIT, "\x03": WORD.replace("0-9", "").replace("_", ""), "\x04": _UPPER}
"""What the letters stand for, as wide ranges for the inside of brackets."""
PLACEHOLDERS = {
    "name": _NAME,
    "names": rf"{_NAME}(?:{_AND}{_NAME})*",
    "caps": rf"(?-i:[{_UPPER}][{_UPPER}0-9.\-]+)",
    "cap": rf"(?-i:{_CAP})",
    "date": r"(?:\d{1,4}[./\-] ?\d{1,2}[./\-] ?\d{2,4}|\d{1,2}(?:st|nd|rd|th|[.ºª]|er)? (?:de |of )?(?-i:[A-Za-z\x{C0}-\x{1FFF}]{3,12})\.?,?(?: de| del)? \d{4}"  # noqa: E501
    r"|(?-i:[A-Za-z\x{C0}-\x{1FFF}]{3,12})\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])",
    "time": r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: uhr)?|\d{1,2} ?(?:[ap]\.?m\.?|uhr))",
    "email": r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    "url": _URL,
    "handle": r"@[\w.]{2,}",
    "n": r"\d(?:[\d.,' ]*\d)?",
}
"""What `{name}` and the like stand for inside a regex of a rule file."""

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def re2_source(checked: str) -> str:
    """The RE2 source of a pattern that `patterns.checked` has made ready; group 1 is the quote.

    >>> re2_source("--©.*")
    '((?i:©.*))'
    """
    left = f"(?:^|[^{WORD}])" if checked[0] == "b" else ""
    right = f"(?:$|[^{WORD}])" if checked[1] == "b" else ""
    pattern = checked[2:]
    for letter, ranges in _WRITTEN_OUT.items():
        pattern = pattern.replace(letter, ranges)
    pattern = _PLACEHOLDER.sub(lambda match: f"(?:{PLACEHOLDERS[match[1]]})", pattern)
    return f"{left}((?i:{pattern})){right}"
