"""Where the story lies in a text that holds more than the story: the best-scoring run of blocks.

Prose adds its words, everything else costs, and the run with the highest sum is the story, with whatever interrupts it: content
extraction as a maximum subsequence (Pasternack and Roth, WWW 2009), on lines instead of tokens. The constants were chosen on the
bench pages by hand, one at a time; `python -m benchmarks.zones` prints what each is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

from cleaner.listing import headed_lists, is_entry, near_amounts
from cleaner.survey import PROSE, Facts
from cleaner.text import HEADLINE_WORDS, closes

WORDS_CAP = 150
"""Words beyond which a paragraph counts no more, so that one long disclaimer does not outweigh a story."""
LONELY = 0.4
"""What a paragraph without prose beside it counts for: teasers alternate with headlines, stories do not."""
LONELY_SENTENCE = 0.6
ALONE_WORDS = 80
"""A paragraph of so many words that ends like a sentence is no teaser, and never counts as lonely."""
UNCLOSED = 0.15
"""What a long line without closing punctuation counts for, unless it goes on in lower case below; menus glued together look so."""
LISTED = 0.7
COST = {"h": 2.0, "b": 1.5, "n": 1.5, "q": 1.0, "l": 1.5, "s": 8.0, "c": 4.0, "d": 10.0, "u": 8.0, "x": 2.0}
"""What a block of each shape costs a run."""
SUBHEADING, SUBHEADING_WORDS = 4.0, 80
"""What a short line costs between two paragraphs that hold so many words together; teasers are shorter."""
ITEM_WORDS, ITEM_COST = 6, 0.2
"""A list item of so many words is no entry of a menu, and costs this."""
ASKED_WORDS, ASKED = 10, 0.2
"""A question or an appeal of so many words right below prose counts this; stories end in one."""
REMARK = 0.6
"""What the words of a whole line in brackets count for; it opens or closes a story."""
INTERRUPTION, BOUNDARY = 3.0, 15.0
"""What a removed block costs: little where its label is one that stands between paragraphs, much where it opens or ends a story."""
INTERRUPTIONS = frozenset({"promo", "newsletter", "advert", "caption", "credit", "share", "notice"})
LEAD_MENU, TAIL_MENU, BOTH_MENU = 8, 10, 12
"""Menu lines at the top, at the bottom and together, from which on a text counts as a page and not as an article."""
STORY_SHARE = 0.06
"""A run with a smaller share of the text's words is not its story; a text of tables and lists has no story zone."""
STORY_WORDS = 30
"""A run of fewer words is no story to tell the rest by: a remark below a table of results is as long."""
PROSE_SHARE, EASE = 0.6, (1.0, 0.5, 0.25)
"""A story holds this share of what the prose of its text is worth; what interrupts a run costs less and less until one does. A text
of many tables, lists and headings is one story, not the longest piece of prose in it."""
CHROME, MENU, MENU_WORDS = "sdxuclhbnq", "sdxuc", 4
"""Shapes that may stand above and below a story; those of them that menus are made of; words of a list item in a menu."""
LIST_ALONE = frozenset("bnlBNth")
"""When nothing but a list, its heading and the words above it follow, the article ends in a list."""
MENU_PER_PROSE = 5
"""So many menu lines for each line of prose among them are a menu all the same; counted where there are menus at both ends alone, for
an article may end in tables."""
PAGE_LABELS = frozenset({"navigation", "legal", "share", "newsletter", "notice", "comments", "tags", "contact", "breadcrumb"})
PAGE_KINDS, PAGE_MENU, PAGE_PER_PROSE = 4, 10, 3
"""Where rules have found so many of these kinds of furniture around the run, the text is a page: so many menu lines at one end are enough,
with so many of them for each line of prose."""
DATED = "dated entries"
STILL = {
    "legal": 0.15, "tags": 0.1, "author_bio": 0.1, "comments": 0.05, "contact": 0.6, "newsletter": 0.8, "timestamp": 0.6, "agency": 0.6,
    "promo": 0.8, DATED: 0.15,
}  # fmt: skip
"""What prose still counts for once a removed block of such a label has stood below the story's beginning; of promos, one that heads a
list. A story ends once, so each label speaks once, and however long the comments are, they outweigh no short story."""
DATES, DATES_WITHIN = 3, 4
"""So many dates, each so few blocks below the one before, head entries: where they begin below a story, comments or other stories."""
STILL_LONELY = 0.7
"""... and a lone paragraph behind such a block."""
BEGUN, BEGUN_SHARE = 200, 0.15
"""Words of paragraphs that stand together, and their share of the run, from which on a story is under way and may end."""


class Zone(NamedTuple):
    """The story as a run of blocks, end exclusive, and the numbers that chose it."""

    start: int
    end: int
    score: float
    lead: int
    """Menu lines above it."""
    tail: int
    """Menu lines below it."""
    above: float
    """What everything above it would add to the score."""
    below: float
    """What everything below it would add."""
    ended: tuple[str, ...] = ()
    """Labels of the removed blocks after which prose counted less, in order; the story goes on behind some of them."""

    def note(self, i: int) -> str:
        """Why block i lies outside: what the zone scores, and what it would lose by reaching to that end of the text."""
        side, menu, more = ("above", self.lead, self.above) if i < self.start else ("below", self.tail, self.below)
        ended = f" after {', '.join(self.ended)}" if self.ended and i >= self.end else ""
        return f"{side} the story, which scores {self.score:.0f}; {menu} menu lines {side} it; taken in, that end counts {more:+.0f}{ended}"


def story_zone(facts: Facts, gone: Mapping[int, str], heads: Set[int] = frozenset()) -> Zone | None:
    """The zone of the story; None when the text has too little chrome around it to be more than an article.

    `gone` holds the labels of the blocks that rules remove, `heads` those among them that head a list.
    """
    few = min(LEAD_MENU, TAIL_MENU, BOTH_MENU, PAGE_MENU)
    if len(gone) + sum(map(facts.shapes.count, MENU + "bn")) < few:  # no page, wherever they stand; most articles end here
        return None
    menu = [
        i in gone or ((letter in MENU or (letter in "bn" and facts.words[i] <= MENU_WORDS)) and not is_entry(facts.texts[i]))
        for i, letter in enumerate(facts.shapes)
    ]
    if sum(menu) < few:
        return None
    facts = _said_once(facts)
    prose = [letter in PROSE and i not in gone for i, letter in enumerate(facts.shapes)]
    scores, alone = _scores(facts, prose, gone, frozenset())
    start, end, eased = _run(scores)
    listed = headed_lists(facts, prose, gone)
    if listed:
        more, _ = _scores(facts, prose, gone, listed)
        wider = _run(more)
        if wider[0] <= start and end <= wider[1]:
            scores, start, end = more, *wider[:2]
    held = sum(facts.words[start:end])
    if held < STORY_WORDS or held < STORY_SHARE * sum(facts.words):
        return None
    part = _gains(scores[start:end]) < PROSE_SHARE * _gains(scores)
    amounts = near_amounts(facts, start, gone)
    menu = [is_menu and i not in amounts for i, is_menu in enumerate(menu)]
    page, lead, tail = _menus(facts.shapes, menu, (start, end), gone, part=part)
    if not page:
        return None
    run = [score if score > 0 else score * eased for score in scores[start:end]]
    dated = _dated(facts.shapes, gone)
    length, score, ended = _ended(run, [_mark(i, gone, heads, dated) for i in range(start, end)], alone[start:end])
    return Zone(start, start + length, score, lead, tail, sum(scores[:start]), sum(run[length:]) + sum(scores[end:]), ended)


def _said_once(facts: Facts) -> Facts:
    """The facts with each paragraph that has stood before as a heading: pages say notices, offers and comments twice, stories nothing."""
    seen: set[str] = set()
    shapes = []
    for text, letter in zip(facts.texts, facts.shapes, strict=True):
        shapes.append("h" if letter in PROSE and text in seen else letter)
        seen.add(text)
    return facts._replace(shapes="".join(shapes))


def _scores(facts: Facts, prose: list[bool], gone: Mapping[int, str], listed: Set[int]) -> tuple[list[float], list[bool]]:
    """What each block adds to a run, or costs it, and whether it is prose that stands alone; `listed` are lists of the story's own."""
    alone = [i + 1 not in listed and _alone(facts, prose, i) for i in range(len(prose))]
    scores = [_score(facts, i, prose, gone, lonely=lonely) for i, lonely in enumerate(alone)]
    return [max(score, -ITEM_COST) if i in listed else score for i, score in enumerate(scores)], alone


def _run(scores: list[float]) -> tuple[int, int, float]:
    """The run that the story lies in, and how much of what costs counted in it."""
    start, end = _best_run(scores, EASE[0])
    eased = EASE[0]
    for ease in EASE[1:]:
        if _gains(scores[start:end]) >= PROSE_SHARE * _gains(scores):
            break
        wider = _best_run(scores, ease)
        if wider[0] <= start and end <= wider[1]:
            (start, end), eased = wider, ease
    return start, end, eased


def _menus(shapes: str, menu: list[bool], run: tuple[int, int], gone: Mapping[int, str], *, part: bool) -> tuple[bool, int, int]:
    """Whether what stands around a run makes the text a page, and the menu lines above and below; `part` when the run holds too little."""
    start, end = run
    chrome = [menu[i] or letter in CHROME for i, letter in enumerate(shapes)]
    above, below = (menu[:start], chrome[:start]), (menu[end:][::-1], chrome[end:][::-1])
    list_alone = set(shapes[end:]) <= LIST_ALONE
    lead, tail = _menu_lines(*above), 0 if list_alone else _menu_lines(*below)
    if not part and (lead >= LEAD_MENU or tail >= TAIL_MENU or lead + tail >= BOTH_MENU):
        return True, lead, tail
    kinds = PAGE_LABELS.intersection(label for i, label in gone.items() if not start <= i < end)
    known = not part and len(kinds) >= PAGE_KINDS
    per_prose = PAGE_PER_PROSE if known else MENU_PER_PROSE
    lead, tail = _menu_lines(*above, among=per_prose), _menu_lines(*below, among=per_prose)
    at_one_end = known and max(lead, 0 if list_alone else tail) >= PAGE_MENU
    return at_one_end or (lead >= LEAD_MENU and tail >= TAIL_MENU), lead, tail


def _ended(scores: list[float], marks: list[str], alone: list[bool]) -> tuple[int, float, tuple[str, ...]]:
    """How long a run is when prose counts less behind each mark, what it scores then, and the marks met; `scores` is changed so."""
    begun = BEGUN_SHARE * _gains(scores)
    still, total, together = 1.0, 0.0, 0.0
    best, met = (0, 0.0), dict[str, None]()
    for i, score in enumerate(scores):
        if marks[i] and marks[i] not in met and together >= BEGUN and together >= begun:
            met[marks[i]] = None
            still *= STILL[marks[i]]
        if score > 0:
            together += 0.0 if alone[i] else score
            scores[i] *= still * STILL_LONELY if alone[i] and met else still
        total += scores[i]
        if total > best[1]:
            best = (i + 1, total)
    return *best, tuple(met)


def _mark(i: int, gone: Mapping[int, str], heads: Set[int], dated: Set[int]) -> str:
    """The label of a removed block, or what else may stand where a story has ended; else nothing."""
    label = gone.get(i, "")
    if label in STILL and (label != "promo" or i in heads):
        return label
    return DATED if i in dated else ""


def _dated(shapes: str, gone: Mapping[int, str]) -> set[int]:
    """Where series of dated entries begin; dates on neighbouring lines are one."""
    found: set[int] = set()
    series: list[int] = []
    for i, letter in enumerate(shapes):
        if letter != "d" and gone.get(i) != "timestamp":
            continue
        if series and i - series[-1] > DATES_WITHIN:
            series = []
        if not series or i - series[-1] > 1:
            series.append(i)
        if len(series) == DATES:
            found.add(series[0])
    return found


def _alone(facts: Facts, prose: list[bool], i: int) -> bool:
    """Whether no prose stands beside block i, which could be a teaser."""
    if (i and prose[i - 1]) or (i + 1 < len(prose) and prose[i + 1]):
        return False
    return facts.words[i] < ALONE_WORDS or not closes(facts.texts[i])


def _menu_lines(menu: list[bool], chrome: list[bool], *, among: int = 0) -> int:
    """Menu lines from the outer end of a text inwards, up to the first prose; all where there are so many for each line of prose."""
    if among and sum(menu) >= among * chrome.count(False):
        return sum(menu)
    return sum(menu[: chrome.index(False)] if False in chrome else menu)


def _best_run(scores: list[float], ease: float) -> tuple[int, int]:
    """The run with the highest sum, where everything that costs costs this much of it."""
    best = (0, 0)
    start, total, most = 0, 0.0, 0.0
    for i, score in enumerate(scores):
        if total <= 0:
            start, total = i, 0.0
        total += score if score > 0 else score * ease
        if total > most:
            best, most = (start, i + 1), total
    return best


def _gains(scores: list[float]) -> float:
    return sum(score for score in scores if score > 0)


def _score(facts: Facts, i: int, prose: list[bool], gone: Mapping[int, str], *, lonely: bool) -> float:
    if i in gone:
        return -INTERRUPTION if gone[i] in INTERRUPTIONS else -BOUNDARY
    letter = facts.shapes[i]
    if letter in "bn" and facts.words[i] >= ITEM_WORDS:
        return -ITEM_COST
    if letter == "h" and facts.texts[i][0] in "(（［[" and facts.texts[i][-1] in ")）］]":
        return facts.words[i] * REMARK
    if letter == "q" and facts.words[i] >= ASKED_WORDS and i and prose[i - 1]:
        return ASKED
    if letter == "s" and prose[i - 1 : i + 2] == [True, False, True] and facts.words[i - 1] + facts.words[i + 1] >= SUBHEADING_WORDS:
        return -SUBHEADING
    if letter in COST:
        return -COST[letter]
    score = float(min(facts.words[i], WORDS_CAP))
    if letter == "t":
        return score * LONELY_SENTENCE if lonely else score
    if letter in "BN":
        score *= LISTED
    if (
        facts.words[i] > HEADLINE_WORDS
        and not closes(facts.texts[i])
        and not (prose[i + 1 : i + 2] == [True] and facts.texts[i + 1][0].islower())
    ):
        score *= UNCLOSED
    return score * LONELY if lonely else score
