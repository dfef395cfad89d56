"""A paragraph into sentences.

A sentence ends where closing punctuation is followed by white space and something that may begin one, but for abbreviations, initials,
ordinals and decimals (the cases of Palmer and Hearst, Computational Linguistics 23, 1997); in Chinese and Japanese, at a full stop.
"""

from __future__ import annotations

import re

from cleaner.model import Span

MIN_ITEMS = 2

_END = re.compile(
    r"""
    (?<=\S)(?:[.!?…]{1,4}|\.\s?\.\s?\.)["'”’»«)\]]{0,3}(?P<gap>\s+)(?=["'“”„‚‘«»(\[¿¡*•–—-]{0,3}\s?[^\W_a-zà-öø-ÿа-яα-ω])
  | [。！？]{1,3}[」』）】”’"]{0,3}\s*
  | [؟۔।]{1,2}\s+
    """,
    re.VERBOSE,
)
_ITEM = re.compile(
    r"""
    (?<=\S)(?P<gap>\s+)(?:
        (?=(?:[-–*•·▪►]|>>)\s+["'“„‘«»(\[¿¡]?[^\W_a-zà-öø-ÿа-яα-ω])
      | (?=(?:©|\([cC]\))\s?\S)
      | [A-ZÀ-ÖØ-ÞА-Я]{3,}(?:\s[A-ZÀ-ÖØ-ÞА-Я]{2,}){0,3}\s?:(?=\s)
    )
    """,
    re.VERBOSE,
)
"""Where a list's item that has lost its line begins, a notice of copyright, or a label in capitals."""
_BEFORE = re.compile(r"""([^\s.(\["'“„«]+(?:\.[^\s.]+)*)\.$""")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_MARKS = tuple("-*•·▪►>")
_SHORTENED = """
mr mrs ms dr prof st sr jr rev gen col lt sgt capt gov sen rep hon maj cpl adm inc ltd co corp dept est fig no nos vol pp ed vs etc al
approx jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd
bzw ca evtl ggf inkl mio mrd nr str tel usw vgl zzgl abs bd geb gest hl ing jh sog hr fr dipl
mme mlle mm av env éd sra srta dña ud uds avda núm pág sig dott avv geom rag on dhr mevr drs jl blz bijv resp
tzv např čís ul pl tzn mgr inż hab godz ok im ks tys mln bl feks kl osv pga tlf tidl г ул им стр тыс млн млрд руб см тов проф
"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
"""Words that end in a full stop and no sentence, lower case."""


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The spans of the sentences of text[start:end], without the space between them.

    >>> t = 'Dr. J. Doe paid 3.5 million. "Too much!" Nobody spoke.'
    >>> [t[low:high] for low, high in sentences(t, 0, len(t))]
    ['Dr. J. Doe paid 3.5 million.', '"Too much!"', 'Nobody spoke.']
    """
    spans: list[Span] = []
    low = start
    for match in _END.finditer(text, start, end):
        gap = match.start("gap") if match["gap"] else match.start() + len(match.group().rstrip())
        if low < gap and match.end() < end and not (match["gap"] and _goes_on(text, low, match)):
            spans.append((low, gap))
            low = match.end()
    spans.append((low, end))
    return [part for span in spans for part in _items(text, span)]


def _items(text: str, span: Span) -> list[Span]:
    """A sentence before and behind the marks of a list; a single dash is a dash."""
    marks = list(_ITEM.finditer(text, *span))
    listed = [mark for mark in marks if text[mark.end("gap")] in _MARKS]
    if len(listed) < MIN_ITEMS and not text.startswith(_MARKS, span[0]):
        marks = [mark for mark in marks if mark not in listed]
    edges = [span[0], *(edge for mark in marks for edge in mark.span("gap")), span[1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _goes_on(text: str, low: int, match: re.Match[str]) -> bool:
    """Whether the sentence goes on behind this full stop."""
    if match.group().rstrip()[0] != "." or match.group().startswith(".."):
        return False
    before = _BEFORE.search(text, max(low, match.start() - 40), match.start() + 1)
    if before is None:
        return False
    word = before[1]
    if word.isdigit():
        return len(word) <= 2
    return len(word) == 1 or word.lower() in _ABBREVIATIONS or _DOTTED.fullmatch(word) is not None
