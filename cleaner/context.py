"""Evidence from evidence: what neighbours, the reach of a header and the headline say of a block.

Everything is computed from a snapshot and only adds evidence; ids begin with `context-`. The snapshot is of the blocks still
there (`Facts`), so what it says of a text it also says of that text cleaned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import islice

from cleaner.decide import decide
from cleaner.headline import letters, likeness
from cleaner.lead import Lead, lead_above
from cleaner.model import Effect, Evidence, Span
from cleaner.opening import opening
from cleaner.reach import Header, is_name, reached
from cleaner.survey import PROSE, Facts
from cleaner.text import fold, letter_runs
from cleaner.thread import thread
from cleaner.zone import Zone, story_zone

REPEAT_WORDS = 36
"""Longest line, in words, that may repeat the headline."""
REPEAT_ABOVE = 2
"""So many paragraphs into the story, a line in the headline's words right above a paragraph or a list is a subheading."""
SPEAKER = 2
"""A name that stands so often on a line of its own says who is speaking, or heads what is told of it."""
BYLINES = 8
"""So many removed bylines are asked for a name; a text may be made of nothing else."""


def context(
    facts: Facts, spans: Sequence[Span], evidence: Mapping[int, list[Evidence]], headers: list[Header], title: str | None, found: bool
) -> dict[int, list[Evidence]]:
    """More evidence, by block.

    `spans` are the blocks' places in the input, `evidence` what the rules said, `headers` those among them that reach further,
    `title` the headline when the caller or an earlier pass knows it, `found` whether an earlier pass met it in the text.
    """
    more: dict[int, list[Evidence]] = {}
    decisions = {i: decide(found_) for i, found_ in evidence.items()}
    gone = {i: decision.label for i, decision in decisions.items() if not decision.kept}
    reaching = [header for header in headers if header.block in gone and facts.texts[header.block][-1] != ","]  # a sentence broken there
    rest = min((h.block for h in reaching if h.reach == "rest" and h.block + 1 >= facts.tail), default=-1)
    for header in reaching:
        if header.reach != "rest" or header.block == rest:
            for i in reached(facts, header, gone):
                quote = header.evidence
                more.setdefault(i, []).append(
                    Evidence(f"context-{header.reach}", quote.label, "drop", quote.start, quote.end, f"under {quote.rule}")
                )
    numbers = [h.block for h in reaching if h.reach == "rest" and h.evidence.label == "comments"]
    comments = dict(_comments(facts, spans, gone, numbers))
    names = (*_authors(facts, gone, evidence), *_signed(facts, spans, gone))
    for i, evidence_ in (*_same_list(facts, gone, evidence), *names, *comments.items()):
        more.setdefault(i, []).append(evidence_)
    first = facts.elements[0] if facts.elements else None
    of_page = first is not None and bool(first.path)  # its markup and its witnesses have framed the story already
    heads = {header.block for header in reaching if header.reach == "list"}
    told = gone | {i: found_[0].label for i, found_ in more.items()}
    zone = None if of_page else _zone_beside(facts, told, heads, comments)
    if zone is not None:
        for i, evidence_ in _outside(facts, spans, zone, gone | dict.fromkeys(comments, "comments"), headline_wanted=not found):
            more.setdefault(i, []).append(evidence_)
    for i, evidence_ in _headline(facts, spans, set(gone) | set(more), title, found):
        more.setdefault(i, []).append(evidence_)
    return more


def _same_list(facts: Facts, gone: Mapping[int, str], evidence: Mapping[int, list[Evidence]]) -> Iterator[tuple[int, Evidence]]:
    """What is left of a list of which at least half goes as promos: a list of links is one list."""
    if "promo" not in gone.values():
        return
    for run in re.finditer("b+", facts.shapes):
        items = range(*run.span())
        linked = [i for i in items if gone.get(i) == "promo"]
        if linked and 2 * len(linked) >= len(items):
            proof = next(e for e in evidence[linked[0]] if e.label == "promo")
            note = f"{len(linked)} of {len(items)} items of this list are promos"
            yield from (
                (i, _evidence("context-same-list", "promo", "drop", (proof.start, proof.end), note)) for i in items if i not in gone
            )


def _authors(facts: Facts, gone: Mapping[int, str], evidence: Mapping[int, list[Evidence]]) -> Iterator[tuple[int, Evidence]]:
    """Names on lines of their own above the blurb that begins with them: a box about the author."""
    for i, label in gone.items():
        if label == "author_bio" and i > 1 and is_name(facts, i - 1) and facts.texts[i].startswith(facts.texts[i - 1].split()[0] + " "):
            proof = next(e for e in evidence[i] if e.label == label)
            yield i - 1, _evidence("context-author", label, "drop", (proof.start, proof.end), "the blurb below begins with this name")


def _signed(facts: Facts, spans: Sequence[Span], gone: Mapping[int, str]) -> Iterator[tuple[int, Evidence]]:
    """Lines that are nothing but a name which stands in a removed byline: a box about the author, the signature."""
    bylines = {i: _runs(facts.texts[i]) for i in sorted(gone) if gone[i] == "byline" and facts.words[i] > 1}
    if not bylines:
        return
    times = Counter(facts.texts)
    for i, text in enumerate(facts.texts):
        if i not in gone and times[text] < SPEAKER and i > 0 and is_name(facts, i):
            name = _runs(text)
            proof = next((k for k, byline in islice(bylines.items(), BYLINES) if name in byline), None)
            if proof is not None:
                yield i, _evidence("context-signed", "byline", "drop", spans[proof], "the byline names the same")


def _runs(text: str) -> str:
    """The words of a text, folded, with a space on both sides of each."""
    return f" {' '.join(letter_runs(fold(text)))} "


def _comments(facts: Facts, spans: Sequence[Span], gone: Mapping[int, str], numbers: Sequence[int]) -> Iterator[tuple[int, Evidence]]:
    """What readers wrote below the story; `numbers` are the lines that say how many of them did."""
    found = thread(facts, gone, numbers)
    for i in found:
        if gone.get(i) != "comments":
            yield (
                i,
                _evidence("context-thread", "comments", "drop", spans[found.start - 1], "below this line, up to the last about comments"),
            )


def _evidence(rule: str, label: str, effect: Effect, span: Span, note: str) -> Evidence:
    return Evidence(rule, label, effect, span[0], span[1], note)


def _zone_beside(facts: Facts, gone: Mapping[int, str], heads: Set[int], comments: Collection[int]) -> Zone | None:
    """The story zone of the text without its readers' comments, which stand below articles too and make no page of one."""
    if not comments:
        return story_zone(facts, gone, heads)
    rest = [i for i in range(len(facts.texts)) if i not in comments]
    zone = story_zone(
        facts.only(rest), {n: gone[i] for n, i in enumerate(rest) if i in gone}, {n for n, i in enumerate(rest) if i in heads}
    )
    return zone and zone._replace(start=rest[zone.start], end=rest[zone.end - 1] + 1)


def _outside(
    facts: Facts, spans: Sequence[Span], zone: Zone, gone: Mapping[int, str], *, headline_wanted: bool
) -> list[tuple[int, Evidence]]:
    """What lies outside the story: the headline above it, teasers, and the page around."""
    headline, standfirst = lead_above(facts, zone, gone) if headline_wanted else Lead(None, None)
    out: list[tuple[int, Evidence]] = []
    for i in (*range(zone.start), *range(zone.end, len(facts.texts))):
        if i == headline:
            out.append((i, _evidence("context-headline", "headline", "keep", spans[i], "above the story")))
        elif i == standfirst:
            out.append((i, _evidence("context-standfirst", "standfirst", "keep", spans[i], "under the headline, above the story")))
        elif i not in gone:
            label = "promo" if facts.shapes[i] in "hqpt" and i >= zone.end else "navigation"
            out.append((i, _evidence("context-outside-story", label, "drop", spans[i], zone.note(i))))
    return out


def _headline(facts: Facts, spans: Sequence[Span], gone: set[int], title: str | None, met: bool) -> list[tuple[int, Evidence]]:
    """The headline, its repeats and its truncated copies; a kicker right above it."""
    out: list[tuple[int, Evidence]] = []
    key = letters(title or "")
    under_way = _under_way(facts) if key else 0
    for i, letter in enumerate(facts.shapes if key else ""):
        element = facts.elements[i] if i in gone and not met and i < facts.first_prose else None
        linked = element is not None and element.is_heading  # rules take it for a promo, but blogs link headlines to themselves
        asked = letter != "x" and facts.words[i] <= REPEAT_WORDS and (linked or i not in gone)
        like = likeness(facts.texts[i], key, facts.words[i]) if asked else None
        if linked and like != "same":
            continue
        if like == "with-kicker" and i > facts.first_prose:  # a subheading may well end in the headline's words
            like = None
        if like == "truncated":
            out.append((i, _evidence("context-headline-truncated", "breadcrumb", "drop", spans[i], "the headline, cut off")))
        elif like and met and i > under_way and _heads_prose(facts, i):
            continue
        elif like and met:
            out.append((i, _evidence("context-headline-repeated", "headline", "drop", spans[i], like)))
        elif like:
            out.append((i, _evidence("context-headline", "headline", "keep", spans[i], like)))
            met = True
    if met or gone or out:  # what leaves now may lead, or hide, the headline; the next pass sees it
        return out
    lead = opening(facts)
    if lead is not None:
        out.append((lead, _evidence("context-headline", "headline", "keep", spans[lead], "at the top, no full stop, prose below")))
        out.extend((i, _above_headline(facts, spans, i)) for i in range(lead))
    return out


def _above_headline(facts: Facts, spans: Sequence[Span], i: int) -> Evidence:
    if facts.shapes[i] in "sc":
        return _evidence("context-kicker", "kicker", "drop", spans[i], "a word or two above the headline")
    return _evidence("context-above-headline", "navigation", "drop", spans[i], "the headline below has more of the story's words")


def _heads_prose(facts: Facts, i: int) -> bool:
    """Whether a line inside the story stands above a paragraph or a list, as a subheading does."""
    return facts.shapes[i + 1 : i + 2] in tuple(PROSE + "bn") and facts.first_prose < i


def _under_way(facts: Facts) -> int:
    """Where the story has so many paragraphs that a subheading may follow; the end of a text that never has."""
    prose = (i for i, letter in enumerate(facts.shapes) if letter in PROSE)
    return next(islice(prose, REPEAT_ABOVE - 1, None), len(facts.shapes))
