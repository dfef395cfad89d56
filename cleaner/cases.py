"""Examples of a rule, made ready to run: one-line examples are put into an article."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.ruleset.schema import Rule

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
HEADLINE = "Council puts off decision on bridge repairs until June"
_BEFORE = 2
"""So many paragraphs stand before an example that asks for no place, or for the story."""


class Case(NamedTuple):
    """The text to run for one example, the blocks that the rule must hit, and the line that names it in a message."""

    text: str
    marked: frozenset[str]
    subject: str


def case_of(rule: Rule, example: str, *, hit: bool) -> Case:
    """The text to run for an example; a one-line example goes into a neutral article, where its rule's zone asks for."""
    if is_page(example):
        return Case(example, frozenset(), example)
    lines = _lines(example)
    if is_line(example):
        before, after = around(place_of(rule))
        return Case("\n\n".join((*before, *lines, *after)), frozenset(lines if hit else ()), lines[0])
    marked = frozenset(line.removeprefix(MARK) for line in lines if line.startswith(MARK))
    return Case("\n\n".join(line.removeprefix(MARK) for line in lines), marked if hit else frozenset(), lines[0])


def is_page(example: str) -> bool:
    """Whether an example is a piece of a page, for rules that look at markup."""
    return example.lstrip().startswith("<")


def is_line(example: str) -> bool:
    """Whether an example is a line that must go or stay by itself, rather than a text that marks what goes."""
    return len(_lines(example)) == 1 and not example.lstrip().startswith(("<", MARK))


def _lines(example: str) -> list[str]:
    return [line.strip() for line in example.strip().splitlines() if line.strip()]


def place_of(rule: Rule) -> str:
    """Where in the neutral article a rule's one-line examples stand: head, story or tail."""
    zone = rule.when.zone
    return "story" if not zone or "story" in zone else "tail" if "tail" in zone else "head"


def around(place: str) -> tuple[list[str], list[str]]:
    """The paragraphs of the neutral article above and below a one-line example in this place."""
    if place == "head":
        return [HEADLINE], list(NEUTRAL)
    before = len(NEUTRAL) if place == "tail" else _BEFORE
    return list(NEUTRAL[:before]), list(NEUTRAL[before:])
