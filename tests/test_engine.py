"""The engine finds, hit for hit, what trying every rule on every block finds; so does the one with the compiled index."""

from __future__ import annotations

import math
import unicodedata

import pytest
import reference
from documents import STORY, texts
from hypothesis import assume, given
from hypothesis import strategies as st
from smallrules import SMALL, one, parse

from cleaner.engine import Engine
from cleaner.index import MAX_CLOSERS
from cleaner.model import Element
from cleaner.native import built
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.files import read_labels, read_rules, rule_files, rules_dir
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.plan import LOOSE_WORDS
from cleaner.ruleset.schema import KINDS, TEXT_KEYS, ZONES, Rule, parse_file
from cleaner.segment.plain import segment
from cleaner.survey import Facts, survey
from cleaner.text import SHAPES

WORDS = (
    "read",
    "more",
    "Read",
    "MORE",
    "reader",
    "foto",
    "Straße",
    "STRASSE",
    "İstanbul",
    "ıstanbul",
    "über",
    "u\u0308ber",
    "ΤΕΛΟΣ",
    "τέλος",
    "фото",
    "画像",
    "関連",
    "ไทย",
    "“x”",
    "don’t",
    "2024",
    "a",
    "the",
    "©",
    "é",
    "—",
    "3.",
    "한국",
)
LITERAL_KEYS = tuple(key for key in TEXT_KEYS if key != "regex")
REGEXES = (
    "read {name}",
    "foto[: ]+{caps}",
    "^read",
    "more$",
    "(?:read|foto) more",
    "über .*",
    "τέλος",
    "фото",
    "画像",
    r"read \d+",
    r"read\W+more",
    r"\w+ straße",
    "©.*",
    "the [a-z]+ read$",
)

words = st.sampled_from(WORDS)
entries = st.lists(
    st.tuples(st.lists(words, min_size=1, max_size=3).map(" ".join), st.sampled_from(("", "", ":", " |", "…", "."))).map("".join),
    min_size=1,
    max_size=3,
)
text_conditions = dict.fromkeys(LITERAL_KEYS, entries) | {"regex": st.lists(st.sampled_from(REGEXES), min_size=1, max_size=2)}
place_conditions = {
    "min_words": st.integers(0, 4),
    "max_words": st.integers(1, 25),
    "zone": st.lists(st.sampled_from(ZONES), min_size=1, max_size=2),
    "shape": st.lists(st.sampled_from(list(SHAPES.values())), min_size=1, max_size=6),
    "run": st.sampled_from(("(nx)+n", "h+", "s[sh]+", "^.", "p", "[^p]+$", "sx?s")),
}
page_conditions = {
    "kind": st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
    "token": st.lists(st.sampled_from(("Promo", "body", "nav")), min_size=1, max_size=2),
    "min_link_share": st.sampled_from((0.2, 0.5, 1.0)),
    "max_link_share": st.sampled_from((0.0, 0.3, 0.9)),
}
whens = st.fixed_dictionaries({}, optional=text_conditions | place_conditions)
page_whens = st.fixed_dictionaries({}, optional=text_conditions | page_conditions)
cores = st.lists(words, min_size=1, max_size=5).flatmap(
    lambda chosen: st.sampled_from((" ", " ", "  ", ": ", "-", ". ", "")).map(lambda gap: gap.join(chosen))
)
before = st.sampled_from(("", "", "", "• ", "— ", "1. ", "[", "» ", "the ", "x"))
after = st.sampled_from(
    ("", "", "", ".", "…", ")", " »", ":", " 2024", "s", " and so it went on for more than a day, she said, until the river fell.")
)
elements = st.none() | st.builds(
    Element,
    st.just("/p"),
    st.sampled_from(("p", "li", "h", "h1", "h2", "quote", "other")),
    st.frozensets(st.sampled_from(("promo", "body", "nav"))),
    st.sampled_from((0.0, 0.3, 0.5, 1.0)),
)
Table = dict[str, object]
Case = tuple[list[Rule], list[str]]


@st.composite
def cases(draw: st.DrawFn, when: st.SearchStrategy[Table], unless: st.SearchStrategy[Table]) -> Case:
    """Some rules, and lines that are likely to meet them: many hold a literal of a rule, in another case or form."""
    tables = draw(st.lists(st.tuples(when, unless), min_size=1, max_size=5))
    rules = made(tables, effect=draw(st.sampled_from(("drop", "cut", "hint"))))
    assume(rules)
    literals = [entry for rule in rules for side in (rule.when, rule.unless) for key in LITERAL_KEYS for entry in getattr(side, key)]
    near = st.sampled_from(literals or WORDS).flatmap(
        lambda entry: st.sampled_from(
            (entry, entry.upper(), entry.title(), unicodedata.normalize("NFD", entry), entry.replace(" ", "\u00a0"))
        )
    )
    line = st.tuples(before, near | near | cores, after).map("".join) | st.sampled_from(STORY)
    return rules, [text for text in map(str.strip, draw(st.lists(line, min_size=1, max_size=8))) if text]


def made(conditions: list[tuple[dict[str, object], dict[str, object]]], hosts: tuple[str, ...] = (), effect: str = "drop") -> list[Rule]:
    """Rules of these `when` and `unless` tables; those that the schema or the compiler refuses are left out."""
    rules = []
    head = {"label": "promo", "lang": "en", "about": "A test.", "hosts": list(hosts)}
    for number, (when, unless) in enumerate(conditions):
        raw = {
            "id": f"en-promo-{number}",
            "effect": effect,
            "why": "A test.",
            "when": when,
            "unless": unless,
            "hits": ["a"],
            "misses": ["b"],
        }
        try:
            rule = parse_file({"file": head, "rule": [raw]}, "test.toml", ["promo"])[1][0][0]
            compile_rule(rule)
        except RuleError:
            continue
        rules.append(rule)
    return rules


def facts_of(text: str) -> Facts:
    return survey([" ".join(block.text.split("\n")) for block in segment(text)])


def found(rules: list[Rule], facts: Facts, hosts: frozenset[str] = frozenset(), *, compiled: bool = False) -> set[reference.Hit]:
    """What the engine finds, in the form of the reference."""
    engine = Engine(RuleSet(compile_rule(rule) for rule in rules), python_letters=0 if compiled else math.inf)
    scanned = [*engine.scan(facts, hosts), *engine.scan(facts, hosts, keeping=True)]
    claims = list(engine.locate(scanned, facts, list(range(len(facts.texts))), hosts))
    hits = {(claim.block, claim.rule.plan.id, claim.start, claim.end) for claim in claims}
    assert len(hits) == len(claims), "each hit is told once"
    return hits


def check(rules: list[Rule], facts: Facts, hosts: frozenset[str] = frozenset()) -> None:
    """The same hits, of rules that remove and of rules that keep."""
    expected = reference.hits(rules, facts, hosts)
    for compiled in (False, True) if built() else (False,):
        assert found(rules, facts, hosts, compiled=compiled) == expected


@given(cases(whens, st.fixed_dictionaries({}, optional=text_conditions)))
def test_any_rules_on_any_text(case: Case) -> None:
    check(case[0], survey(case[1]))


@given(cases(st.fixed_dictionaries({}, optional=place_conditions), st.fixed_dictionaries({}, optional=text_conditions)))
def test_rules_of_place_with_vetoes_of_text(case: Case) -> None:
    check(case[0], survey(case[1]))


@given(cases(whens, st.fixed_dictionaries({}, optional=place_conditions)))
def test_places_as_vetoes(case: Case) -> None:
    check(case[0], survey(case[1]))


@given(cases(page_whens, st.fixed_dictionaries({}, optional=page_conditions)), st.lists(elements, min_size=8, max_size=8))
def test_elements_of_pages(case: Case, drawn: list[Element | None]) -> None:
    rules, lines = case
    check(rules, survey(lines, drawn[: len(lines)]))


@pytest.mark.parametrize("words", [LOOSE_WORDS - 1, LOOSE_WORDS, LOOSE_WORDS + 1])
def test_the_longest_line_for_a_rule_without_a_literal(words: int) -> None:
    rules = made([({"regex": ["^[a-z ]+$"], "max_words": LOOSE_WORDS}, {})])
    facts = survey([" ".join("a" * words)])
    check(rules, facts)
    assert bool(found(rules, facts)) is (words <= LOOSE_WORDS)


@pytest.mark.parametrize("closers", range(MAX_CLOSERS + 2))
def test_closing_punctuation_behind_what_a_line_ends_with(closers: int) -> None:
    rules = made([({"ends": ["our promo"]}, {})])
    facts = survey(["See our promo" + "." * closers])
    for compiled in (False, True) if built() else (False,):
        assert bool(found(rules, facts, compiled=compiled)) is (closers < MAX_CLOSERS)


@given(texts())
def test_one_rule_of_each_kind(text: str) -> None:
    rules = [rule for rule, _ in parse(SMALL)]
    check(rules, facts_of(text))


HOSTS = [
    (frozenset(), False),
    (frozenset({"com", "example.com", "www.example.com"}), True),
    (frozenset({"com", "other.com"}), False),
]


@pytest.mark.parametrize(("hosts", "speaks"), HOSTS)
@pytest.mark.parametrize(
    "when", [{"phrase": ["promo"]}, {"regex": ["^.{3,9}$"], "max_words": 3}, {"shape": ["short"]}], ids=["literal", "loose", "place"]
)
def test_rules_of_a_site_speak_there_alone(hosts: frozenset[str], speaks: bool, when: dict[str, object]) -> None:
    rules = made([(when, {})], hosts=("example.com",))
    facts = survey(["A promo", "The story goes on for some words and then it ends."])
    check(rules, facts, hosts)
    assert bool(found(rules, facts, hosts)) is speaks


def test_shipped_rules_on_their_own_examples() -> None:
    """Every line that any shipped rule shows, as one long text in pieces: no gate misses what the rule means."""
    shipped = read_rules(rule_files(rules_dir()))
    shown = [
        line.strip().removeprefix("> ")
        for _, examples in shipped
        for example in (*examples.hits, *examples.misses)
        for line in example.splitlines()
        if line.strip()
    ]
    rules = [rule for rule, _ in shipped if not rule.when.run][::7]
    facts = survey([line for line in shown[::29] if line])
    hosts = frozenset(host for rule in rules for host in rule.hosts)
    check(rules, facts, hosts)


LITERALS = [
    ("read more:", "READ MORE: x", (0, 10)),
    ("read more:", "• Read more: x", (2, 12)),
    ("straße", "STRASSE frei", (0, 7)),
    ("straße", "Straße frei", (0, 6)),
    ("istanbul", "İSTANBUL bugün", (0, 8)),
    ("ıstanbul", "Istanbul bugün", (0, 8)),
    ("τέλος", "ΤΈΛΟΣ εδώ", (0, 5)),
    ("τέλος", unicodedata.normalize("NFD", "τέλος εδώ"), (0, 6)),
    ("más información", unicodedata.normalize("NFD", "Más información: uno"), (0, 17)),
    ("читайте", "ЧИТАЙТЕ также", (0, 7)),
    ("читай", "Читайте также", None),
    ("don't miss", "Don’t miss this", (0, 10)),
    ("関連", "関連記事はこちら", (0, 2)),
    ("read more", "read\u00a0more", (0, 9)),
    ("cafe", "cafe\u0301 noir", None),
]


@pytest.mark.parametrize(("literal", "line", "quote"), LITERALS)
def test_unicode_of_literals(literal: str, line: str, quote: tuple[int, int] | None) -> None:
    """The quote is exact, in characters of the text, whatever form the letters have."""
    rules = made([({"starts": [literal]}, {})])
    assert found(rules, survey([line])) == ({(0, "en-promo-0", *quote)} if quote else set())


def test_overlapping_literals_are_all_seen() -> None:
    """A literal inside another, or sharing its end, must not hide it."""
    rules = [
        rule
        for rule, _ in parse(
            "".join(one(f'when.phrase = ["{p}"]', id=f"en-{n}") for n, p in enumerate(("a b", "b c", "a b c", "c d", "b c d", "b")))
        )
    ]
    facts = survey(["a b c d"])
    assert {hit[1] for hit in found(rules, facts)} == {f"en-{n}" for n in range(6)} == {hit[1] for hit in reference.hits(rules, facts)}


def test_a_literal_does_not_span_two_blocks() -> None:
    rules = made([({"phrase": ["read more"]}, {}), ({"regex": [r"read\W+more"]}, {})])
    assert not found(rules, survey(["read", "more"]))


def test_blocks_that_read_the_same_are_all_seen() -> None:
    """In plain text they are looked at once; on a page each stands in an element of its own."""
    rules = made([({"phrase": ["read more"]}, {}), ({"regex": ["more"]}, {}), ({"phrase": ["read"], "kind": ["li"]}, {})])
    lines = ["Read more", "The river", "Read more", "More", "Read more"]
    elements = [None, None, None, None, Element("/li", "li", frozenset(), 0.0)]
    for facts in (survey(lines), survey(lines, elements)):
        check(rules, facts)
        assert {hit[0] for hit in found(rules, facts)} == {0, 2, 3, 4}


def test_engine_without_rules_or_blocks() -> None:
    assert found([], survey(["A line"])) == set()
    assert found(made([({"phrase": ["read"]}, {})]), survey([])) == set()


def test_labels_are_known_to_this_test() -> None:
    """The generated rules use a label that exists."""
    assert "promo" in read_labels()["furniture"]
