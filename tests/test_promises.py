"""What users are promised, put to generated documents and to every text of the benchmark."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from counting import steps
from documents import FURNITURE, STORY, texts
from hypothesis import given
from hypothesis import strategies as st
from promises import check_all, check_any
from shared_data import pages
from smallrules import SMALL, one, ruleset

import cleaner
from cleaner import Cleaner, RuleSet
from cleaner.ruleset.files import read_rules, rule_files, rules_dir

P = "The river rose at night and took the old bridge with it, two witnesses said on Monday in the town."
SMALL_CLEANER = Cleaner(ruleset(SMALL))


@pytest.fixture(scope="session")
def shipped() -> Cleaner:
    return Cleaner()


@pytest.fixture(params=["small", "shipped"])
def rules(request: pytest.FixtureRequest) -> Cleaner:
    """A cleaner with one rule of each kind, and one with all the shipped rules."""
    return SMALL_CLEANER if request.param == "small" else request.getfixturevalue("shipped")


def odd_texts() -> list[str]:
    """Inputs that have broken cleaners before."""
    return [
        "",
        " ",
        "\n\n\n",
        "\ufeff",
        "\u200b\n\u200b",
        "x",
        "...",
        "\x00",
        "Read more: x",
        "Related articles\n",
        "Hello \ud83d there.\nRead more: \udc00",
        "He left." + " (Photo by X/Getty Images) He left." * 20,
        "a" * 5000,
        "- " * 500,
        "“" * 300,
        "Why did nobody warn them?\nScore: 3-1\nALSO READ: Ten dead in flood\n" + P,
        "\r".join(["Ten dead in flood", P, "Read more: x"]),
        "\n".join([P, P, *["Comments"] * 30]),
        "\n".join(["Ten dead in flood"] * 12),
        "1. Home\n>\n" * 9 + "2. World\n" + P,
        "\n".join([P] * 3 + ["Sign up for our newsletter"] * 3),
        "Sport\nTen dead in flood\nShort line\nWho built the old dam\n" + P,
        f"World\n{P}\nWorld\n{P}",
        f"Ten dead in flood\n* * *\nNo one was warned at night\n* * *\n{P}",
    ]


@pytest.mark.parametrize("text", odd_texts(), ids=lambda text: repr(text[:24]))
def test_odd_texts(rules: Cleaner, text: str) -> None:
    check_all(text, rules.clean(text), rules)
    check_any(text, rules.clean(text, title="Ten dead in flood"), rules)


@given(texts())
def test_generated_texts_small(text: str) -> None:
    check_all(text, SMALL_CLEANER.clean(text), SMALL_CLEANER)


def shown_lines() -> list[str]:
    """Every line of every example of the shipped rules."""
    shipped = read_rules(rule_files(rules_dir()))
    return sorted({line.strip().removeprefix("> ") for _, e in shipped for shown in (*e.hits, *e.misses) for line in shown.splitlines()})


@pytest.mark.parametrize("seed", range(8))
def test_texts_of_rule_examples(shipped: Cleaner, seed: int) -> None:
    """The lines that rules are about, mixed with story, in more ways than their authors thought of."""
    chance = random.Random(seed)
    shown = shown_lines()
    for _ in range(60):
        lines = [chance.choice(shown if chance.random() < 0.5 else STORY) for _ in range(chance.randrange(1, 25))]
        text = chance.choice(("\n", "\n\n", "\r\n")).join(lines)
        check_all(text, shipped.clean(text), shipped)


@given(data=st.data())
def test_generated_texts_shipped(shipped: Cleaner, data: st.DataObject) -> None:
    text = data.draw(texts())
    check_all(text, shipped.clean(text), shipped)


@given(data=st.data(), title=st.sampled_from([*FURNITURE, "Ten dead as flood sweeps through hill town", "   ", "x"]))
def test_generated_texts_with_title(shipped: Cleaner, data: st.DataObject, title: str) -> None:
    """With a title, all but idempotence: the body alone does not tell the title any more."""
    text = data.draw(texts())
    check_any(text, shipped.clean(text, title=title), shipped)


SHARDS = 8
SETS = [(name, kind) for name in ("fundus-dev", "wcxb-dev") for kind in ("trafilatura", "resiliparse", "page")]
LONG = {("wcxb-dev", "resiliparse"), ("wcxb-dev", "page"), ("fundus-dev", "page")}
"""Sets that take minutes; every eighth text of them is read, and all where `CLEANER_EVERY_TEXT` is set, as CI sets it once."""


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize(("name", "kind"), SETS)
def test_bench_texts(shipped: Cleaner, name: str, kind: str, shard: int) -> None:
    """Real pages, as two extractors left them and whole."""
    step = SHARDS * (8 if (name, kind) in LONG and not os.environ.get("CLEANER_EVERY_TEXT") else 1)
    for page, text in pages(name, kind)[shard::step]:
        doc = shipped.clean(text)
        try:
            check_all(text, doc, shipped)
        except AssertionError as error:
            raise AssertionError(f"{name} {kind} {page}: {error}") from error


def test_a_program_that_a_text_shows_stays_as_it_is(shipped: Cleaner) -> None:
    """Its tags are not left over from a page; read as markup, its lines would be joined and other parts of it look like tags."""
    code = "return (\n    <div>\n        <p onClick={() => rise(river.id)}>The river</p>\n        <br />\n    </div>\n);"
    text = f"{P}\n\n{code}\n\n{P.replace('two', 'six')}"
    doc = shipped.clean(text)
    check_all(text, doc, shipped)
    assert doc.body.splitlines()[1:-1] == [line.strip() for line in code.splitlines()]


def test_a_story_of_one_paragraph_stays_as_it_is(shipped: Cleaner) -> None:
    """What is left of this page is one line long enough to be read as a text of one line, and one of its sentences is furniture."""
    sentences = [P.replace("two", number) for number in ("two", "three", "four", "five", "six", "seven")]
    story = " ".join([*sentences[:5], "Sign up for our newsletter and never miss a story.", sentences[5]])
    assert len(story.split()) >= 100
    text = f"Home\n\n{story}\n\nRead more: Who built the dam?\n\nShare this article"
    doc = shipped.clean(text)
    check_all(text, doc, shipped)
    assert "newsletter" not in doc.body


# One path


@given(texts())
def test_all_entrances_give_one_result(text: str) -> None:
    rules = SMALL_CLEANER.rules
    results = [
        SMALL_CLEANER.clean(text),
        cleaner.clean(text, rules=rules),
        next(cleaner.clean_many([text], rules=rules)),
        *SMALL_CLEANER.clean_many([text]),
    ]
    assert len({repr(doc.to_dict()) for doc in results}) == 1


@given(texts())
def test_views_are_of_the_verdicts_alone(text: str) -> None:
    """What is cleaned is what is explained: a document made of the same verdicts is the same."""
    doc = SMALL_CLEANER.clean(text)
    again = cleaner.Document(doc.source, doc.verdicts, doc.rules_digest)
    assert again.to_dict() == doc.to_dict()
    assert [block["kept"] for block in doc.to_dict()["blocks"]] == [v.kept for v in doc.verdicts]
    assert doc.removed == tuple(v for v in doc.verdicts if not v.kept)
    assert doc.text == (f"{doc.headline}\n{doc.body}" if doc.headline and doc.body else doc.headline + doc.body)


# Order-free and stateless


@given(data=st.data())
def test_order_of_rules(data: st.DataObject) -> None:
    text, plans = data.draw(texts()), data.draw(st.permutations(list(SMALL_CLEANER.rules)))
    shuffled = RuleSet(plans)
    assert shuffled.digest == SMALL_CLEANER.rules.digest
    assert Cleaner(shuffled).clean(text).to_dict() == SMALL_CLEANER.clean(text).to_dict()


def mixed_texts(seed: int, count: int = 40) -> list[str]:
    chance = random.Random(seed)
    return ["\n".join(chance.choice((*STORY, *FURNITURE)) for _ in range(chance.randrange(1, 20))) for _ in range(count)]


def test_order_of_shipped_rules(shipped: Cleaner) -> None:
    plans = list(shipped.rules)
    random.Random(5).shuffle(plans)
    other = Cleaner(RuleSet(plans))
    for text in mixed_texts(1):
        assert other.clean(text).verdicts == shipped.clean(text).verdicts


def test_order_of_documents(shipped: Cleaner) -> None:
    """No text leaves anything behind that a later one could see."""
    documents = mixed_texts(2)
    alone = {text: Cleaner(shipped.rules).clean(text).to_dict() for text in documents[:5]} | {
        text: shipped.clean(text).to_dict() for text in documents[5:]
    }
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        assert [doc.to_dict() for doc in shipped.clean_many(documents)] == [alone[text] for text in documents]


def test_threads_share_a_cleaner() -> None:
    fresh = Cleaner(SMALL_CLEANER.rules)  # its regexes are not compiled yet, so the threads race to do it
    documents = mixed_texts(3, 200)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(fresh.clean, documents))
    assert [doc.to_dict() for doc in together] == [SMALL_CLEANER.clean(text).to_dict() for text in documents]


def test_pickled_cleaner() -> None:
    copy = pickle.loads(pickle.dumps(SMALL_CLEANER))
    assert copy.rules.digest == SMALL_CLEANER.rules.digest
    for text in mixed_texts(4):
        assert copy.clean(text).to_dict() == SMALL_CLEANER.clean(text).to_dict()


CHILD = """
import hashlib, json, sys
from test_promises import mixed_texts
from cleaner import Cleaner
clean = Cleaner().clean
print(hashlib.sha256(json.dumps([clean(t).to_dict() for t in mixed_texts(6)]).encode()).hexdigest())
"""


def test_other_processes_agree() -> None:
    """Sets and hashes differ from process to process; results do not."""
    paths = [str(Path(__file__).parent), *filter(None, sys.path)]
    digests = set()
    for seed in ("1", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(paths)}
        child = subprocess.run([sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=False)
        assert child.returncode == 0, child.stderr
        digests.add(child.stdout)
    assert len(digests) == 1


# Never silently empty


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["no-text"]),
        (" \n\ufeff", ["no-text"]),
        ("Read more: x", ["lost-all"]),
        ("\n".join([*["Read more: one two three"] * 3, "He left."]), ["lost-much"]),
        ("\n".join([*["Read more: one two three"] * 2, "He left."]), []),
        (P, []),
    ],
)
def test_warnings(text: str, codes: list[str]) -> None:
    assert [caution.code for caution in SMALL_CLEANER.clean(text).warnings] == codes


def test_a_long_story_may_lose_much() -> None:
    """Sixty words of story are a story, however much stood around them."""
    furniture = "\n".join(["Read more: one two three four"] * 400)
    story = "\n".join(["The old bridge fell into the river at night."] * 7)
    assert [c.code for c in SMALL_CLEANER.clean(f"{story}\n{furniture}").warnings] == []
    fewer = story.rsplit("\n", 1)[0]
    assert [c.code for c in SMALL_CLEANER.clean(f"{fewer}\n{furniture}").warnings] == ["lost-much"]


# Linear time, measured in steps of the interpreter and in what is produced, never by the clock


def cost(clean: Cleaner, text: str) -> int:
    """The steps that it takes to clean a text and to look at all of the result."""

    def look() -> None:
        doc = clean.clean(text)
        doc.to_dict()
        doc.restore()
        len(doc.text)

    return steps(look)


LINEAR_RULES = SMALL + "".join((
    one('when.phrase = ["he left"]', id="en-literal-cut", effect="cut"),
    one('when.run = "h+x|h"\nwhen.zone = ["tail"]', id="en-greedy-run", effect="hint"),
    one('when.max_words = 40', id="en-everything", effect="hint"),
    one('when.regex = ["(?:[a-z]+ )*dead"]\nwhen.max_words = 25', id="en-nested", effect="hint"),
))  # fmt: skip
W = "The river rose at night and took the old bridge with it as two witnesses"
FAMILIES = {
    "prose": lambda n: "\n".join([P] * n),
    "one line": lambda n: " ".join([P] * n),
    "cuts in one line": lambda n: "She left." + " (Photo by X/Getty) She left." * n,
    "literal cuts in one line": lambda n: "She saw why he left and went. " * n,
    "cuts in a wrapped paragraph": lambda n: (
        "\n".join([W] * 4) + "\n\n" + "\n".join(["The river rose (photo by X/Getty) at night and took the old bridge a"] * n)
    ),
    "wrapped": lambda n: "\n\n".join(["\n".join([W] * 4)] * n),
    "list headers": lambda n: "\n".join([P, P, *["Related articles"] * n]),
    "headers and links": lambda n: "\n".join([P, *["Related articles", "Ten dead in flood"] * n, P]),
    "rest headers": lambda n: "\n".join([P, P, *["About the author"] * n]),
    "rest and list headers": lambda n: "\n".join([P, P, *["Comments", "Related articles", P] * n]),
    "hints": lambda n: "\n".join([P, *["Sign up for the newsletter"] * n]),
    "breadcrumb": lambda n: "1. Home\n>\n" * n + P,
    "headline-like lines": lambda n: "\n".join(["Ten dead in flood"] * n + [P]),
    "kickers and headlines": lambda n: "\n".join(["World", "Ten dead in flood"] * n + [P]),
    "headlines and separators": lambda n: "\n".join(["Ten dead in flood", "* * *"] * n + [P]),
    "questions": lambda n: "\n".join([f"Why did {i} people stay here?" for i in range(n)] + [P]),
    "tail peeled from the end": lambda n: "\n".join([P, P, P] + ["Comments", "Ten dead in flood"] * n),
    "near misses": lambda n: "read more read mor read more" * n,
    "decoration": lambda n: "- " * n + "x",
    "brackets": lambda n: "(photo by " * n,
    "blank lines": lambda n: "x\n" + "\n" * n,
    "no spaces": lambda n: "abcdefgh" * n,
    "zero width": lambda n: "\u200ba" * n,
    "Chinese": lambda n: "市議会は火曜日、橋の修理について" * n,
}


SIZE = 150
"""Large enough that no threshold, such as how many lines make a page, lies between the text and its double."""


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_text_is_twice_the_work(family: str) -> None:
    rules, make = Cleaner(ruleset(LINEAR_RULES)), FAMILIES[family]
    rules.clean(make(SIZE))  # regexes are compiled when first needed
    once, twice = cost(rules, make(SIZE)), cost(rules, make(2 * SIZE))
    assert twice <= 2.3 * once + 500, f"{once} steps for the text, {twice} for twice the text"


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_produced_is_linear(family: str) -> None:
    rules, make = Cleaner(ruleset(LINEAR_RULES)), FAMILIES[family]
    once, twice = (sum(len(v.evidence) + len(v.cuts) + 1 for v in rules.clean(make(n)).verdicts) for n in (300, 600))
    assert twice <= 2.3 * once + 20


def test_more_rules_are_not_more_passes() -> None:
    """A rule that finds nothing costs its letters in the automaton, not a look at each block."""
    text = "\n".join([P, "Ten dead in flood"] * 100)
    few = RuleSet(ruleset(one('when.starts = ["zebra"]')))
    many = ruleset("".join(one(f'when.starts = ["zebra {n}"]', id=f"en-promo-{n}") for n in range(1000)))
    cost(Cleaner(few), text)
    assert cost(Cleaner(many), text) <= 1.05 * cost(Cleaner(few), text)


def test_the_measure_sees_a_square() -> None:
    """The measure itself can fail: a loop in a loop is four times the work."""

    class Slow(Cleaner):
        __slots__ = ()

        def clean(self, text: str, **_: Any) -> cleaner.Document:
            for low in range(len(text)):
                for _high in range(low):
                    pass
            return super().clean(text)

    slow = Slow(ruleset(SMALL))
    cost(slow, "x y " * 60)
    assert cost(slow, "x y " * 120) > 3 * cost(slow, "x y " * 60)
