"""Examples of a rule, made ready to run: put into an article, alone or several together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.ruleset.schema import Examples, Rule

MARK = "> "

NEUTRAL = (
    "The council met on Tuesday evening in the small hall behind the library to talk about the bridge.",
    "Engineers had told the members in spring that two of its four piers would not last another winter.",
    "Repairs would take eleven months, the report said, and the road would have to be closed for seven of them.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers come across on foot.",
    "A ferry could run every twenty minutes, but nobody could say on Tuesday who would pay for the landing stage.",
    "The mayor promised an answer before the summer and asked both sides to send their figures to the town clerk.",
    "Two members voted against the plan because they wanted the old stones to be kept and numbered one by one.",
    "The next meeting is planned for the first week of June, when the estimate for the ferry should be ready.",
)
"""Eight paragraphs of plain story, into which one-line examples are put."""
_MORE = (
    "Masons from the next valley looked at the stones in March and found the mortar gone in most of the joints.",
    "Until the work begins, lorries have to take the long way round by the mill, which adds forty minutes to each trip.",
    "The school has asked for a shuttle, because ninety of its pupils live across the water and walk over every morning.",
    "Farmers along the river would rather see a new crossing further down, where the banks are low and the ground is firm.",
    "An offer from a builder of steel spans lies with the clerk, though it says nothing about the cost of the foundations.",
    "In the hall some people clapped when the oldest member recalled how the first arch had been closed in a snowstorm.",
    "The county would pay a third of the sum if the plans were handed in by autumn and left room for a path for bicycles.",
    "Nobody spoke for the fishermen, who lease the pools under the arches and have not been asked by anyone so far.",
)
_HEADLINE = "Council puts off decision on bridge repairs until June"
_BEFORE = 2
"""So many paragraphs stand before an example that asks for no place, or for the story."""
_AMONG = 13
"""So many examples share the long article: two of its paragraphs stay before them, two after them, and one between each two."""
_AT_AN_END = 3
"""So many share the head of an article, or its tail; more would be a list."""


class Case(NamedTuple):
    """The text to run for one example, the blocks that the rule must hit, and the line that names it in a message."""

    text: str
    marked: frozenset[str]
    subject: str


class Shared(NamedTuple):
    """A text with one-line examples of several rules."""

    text: str
    hits: dict[str, Rule]
    misses: dict[str, Rule]


def case_of(rule: Rule, example: str, *, hit: bool) -> Case:
    """The text to run for an example; a one-line example goes into a neutral article, where its rule's zone asks for."""
    if is_page(example):
        return Case(example, frozenset(), example)
    lines = _lines(example)
    if is_line(example):
        return Case(_article(_place(rule), lines, NEUTRAL), frozenset(lines if hit else ()), lines[0])
    marked = frozenset(line.removeprefix(MARK) for line in lines if line.startswith(MARK))
    return Case("\n\n".join(line.removeprefix(MARK) for line in lines), marked if hit else frozenset(), lines[0])


def shared_cases(rules: Iterable[tuple[Rule, Examples]]) -> Iterator[Shared]:
    """All one-line hits and misses of the rules, as many to an article as leave each in the place that its rule asks for."""
    by_place: dict[str, list[tuple[str, Rule, bool]]] = {"head": [], "story": [], "tail": []}
    for rule, examples in rules:
        for hit, entries in ((True, examples.hits), (False, examples.misses)):
            by_place[_place(rule)] += [(example.strip(), rule, hit) for example in entries if is_line(example)]
    for place, lines in by_place.items():
        size = _AMONG if place == "story" else _AT_AN_END
        for start in range(0, len(lines), size):
            some = lines[start : start + size]
            text = _article(place, [line for line, _, _ in some], (*NEUTRAL, *_MORE)[: max(len(NEUTRAL), len(some) + 2 * _BEFORE - 1)])
            yield Shared(text, {line: rule for line, rule, hit in some if hit}, {line: rule for line, rule, hit in some if not hit})


def is_page(example: str) -> bool:
    """Whether an example is a piece of a page, for rules that look at markup."""
    return example.lstrip().startswith("<")


def is_line(example: str) -> bool:
    """Whether an example is a line that must go or stay by itself, rather than a text that marks what goes."""
    return len(_lines(example)) == 1 and not example.lstrip().startswith(("<", MARK))


def _lines(example: str) -> list[str]:
    return [line.strip() for line in example.strip().splitlines() if line.strip()]


def _place(rule: Rule) -> str:
    zone = rule.when.zone
    return "story" if not zone or "story" in zone else "tail" if "tail" in zone else "head"


def _article(place: str, lines: list[str], neutral: Sequence[str]) -> str:
    """The article with these lines at its head or end, one after another, or each between two of its paragraphs."""
    blocks = [*neutral, *lines] if place == "tail" else [_HEADLINE, *lines, *neutral] if place == "head" else list(neutral)
    if place == "story":
        for k, line in enumerate(lines):
            blocks.insert(_BEFORE + 2 * k, line)
    return "\n\n".join(blocks)
