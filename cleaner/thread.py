"""Comments of readers below a story: where their thread begins and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter

from cleaner.survey import Facts

STORY_WORDS = 150
"""Words of prose above a thread; a line that counts comments under the headline has less above it."""
COUNT_WORDS, HEADING_WORDS = 12, 2
"""Longest line, in words, that heads a thread with a figure ("59 comments on “The old bridge”") and without one ("Comments"). A longer one
without asks for comments ("Tell us yours in the comments"), and the list below it is the story's."""
NUMBERS = 2
"""So many different numbers of comments may stand in a text with one story, on a button above it and below it; of more, each counts those
on one thing of many."""
BEATS, BEAT_WORDS, BEAT_GAP = 3, 4, 12
"""A short line that so many comments have ("Reply", "1 year ago"), its words, and the blocks of a long comment between two of them."""
HEADS = 8
"""So many lines that may head a thread are looked at; each look reads on to the end, and a text may be made of nothing else."""
_ITEMS, _SENTENCES = ("bB", "nN"), "pqt"
_NOTHING = range(0)


def thread(facts: Facts, gone: Mapping[int, str], numbers: Sequence[int] = ()) -> range:
    """The blocks from the heading of the readers' comments to the last thing that rules know of them; empty when there are none.

    `gone` are the labels of what is removed, `numbers` the lines among these that say how many comments there are. Comments are prose, so
    nothing but what stands around and between them tells them from the story: their number, below which no story goes on; or a heading
    that is not said again further down, and then items of a list that end in a line about comments (a form, a button), or one short
    line that returns with every comment, about it or with a figure: names return in interviews too.
    """
    if numbers and len({facts.texts[i] for i in numbers}) <= NUMBERS and _told(facts, max(numbers), gone):
        return range(max(numbers) + 1, len(facts.texts))
    marks = [i for i in sorted(gone) if gone[i] == "comments"]
    later = {facts.texts[i]: i for i in marks}
    heads = (i for i in marks if _heads(facts, i) and later[facts.texts[i]] == i)
    for head in islice(heads, HEADS):
        end = max(_listed(facts, head, marks[-1]), _beaten(facts, head, gone))
        if end > head and _told(facts, head, gone):
            return range(head + 1, end)
    return _NOTHING


def _heads(facts: Facts, i: int) -> bool:
    """Whether a line about comments may head a thread."""
    counts = any(map(str.isdigit, facts.texts[i]))
    return facts.shapes[i] not in _SENTENCES and facts.words[i] <= (COUNT_WORDS if counts else HEADING_WORDS)


def _told(facts: Facts, head: int, gone: Mapping[int, str]) -> bool:
    """Whether a story stands above the heading."""
    return sum(facts.words[i] for i in range(head) if facts.shapes[i] == "p" and i not in gone) >= STORY_WORDS


def _listed(facts: Facts, head: int, last: int) -> int:
    """The end of a thread of bullets or numbers right under its heading, which is the last line about comments; 0 when there is none."""
    first = facts.shapes[head + 1 : head + 2]
    return last if any(first in items for items in _ITEMS if first) and last > head + 1 else 0


def _beaten(facts: Facts, head: int, gone: Mapping[int, str]) -> int:
    """The end of a thread in which one short line returns, which is the last of these; 0 when none does."""
    below = range(head + 1, len(facts.texts))
    times = Counter(facts.texts[i] for i in below if facts.words[i] <= BEAT_WORDS and _beats(facts.texts[i], gone.get(i)))
    line, count = max(times.items(), key=itemgetter(1), default=("", 0))
    end = head
    for i in below if count >= BEATS else ():
        if facts.texts[i] == line and i - end <= BEAT_GAP:
            end = i
    return end + 1 if end > head else 0


def _beats(text: str, label: str | None) -> bool:
    """Whether a short line may be what stands at every comment."""
    return label == "comments" or (label in (None, "timestamp") and any(map(str.isdigit, text)) and any(map(str.isalpha, text)))
