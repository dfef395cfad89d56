"""Passes over one text until nothing changes; cuts."""

from __future__ import annotations

import textwrap

from smallrules import SMALL, one, ruleset

from cleaner import Cleaner, RuleSet
from cleaner.settle import MAX_PASSES

P = "The river rose at night and took the old bridge with it, two witnesses said on Monday in the town."
H = "Ten dead as flood sweeps through hill town"
CLEANER = Cleaner(ruleset(SMALL))


def test_no_blocks() -> None:
    assert CLEANER.clean(" \n ").verdicts == ()


def test_no_rules() -> None:
    assert [v.kept for v in Cleaner(RuleSet([])).clean(f"{P}\nRead more: x").verdicts] == [True, True]


def test_what_leaves_uncovers_the_headline() -> None:
    doc = CLEANER.clean("\n".join(["1. Home", ">", "2. World", "Read more: Who built the dam?", H, P, P]))
    assert (doc.headline, doc.body) == (H, f"{P}\n{P}")


def test_what_leaves_moves_the_tail() -> None:
    """With nine links below it the header stands in the middle; they go first, then it is in the tail."""
    links = [f"Read more: story number {n}" for n in range(9)]
    story = [P, P.replace("two", "three"), P.replace("two", "ten")]  # a paragraph that stands twice counts once
    doc = CLEANER.clean("\n".join([*story, "About the author", "Jane Doe writes about rivers", *links]))
    assert doc.body == "\n".join(story)


def test_a_cut_leaves_the_rest() -> None:
    doc = CLEANER.clean(f"{P} (Photo by J. Doe/Getty Images)\n{P} READ MORE: Storm hits coast\n{P}")
    assert doc.body == "\n".join([P] * 3)
    assert doc.removed == ()
    assert [doc.source[low:high] for v in doc.verdicts for low, high in v.cuts] == [
        "(Photo by J. Doe/Getty Images)",
        "READ MORE: Storm hits coast",
    ]


def test_a_cut_in_the_middle_leaves_one_space() -> None:
    assert CLEANER.clean(f"He left. (Photo by X/Getty) She stayed.\n{P}").body == f"He left. She stayed.\n{P}"


def test_a_cut_without_spaces_glues_nothing_new() -> None:
    assert CLEANER.clean(f"He left.(Photo by X/Getty)She stayed.\n{P}").body == f"He left.She stayed.\n{P}"


def test_nothing_is_left_of_a_block() -> None:
    doc = CLEANER.clean(f"{P}\n(Photo by X/Getty) (Photo by Y/Getty)\n{P}")
    (gone,) = doc.removed
    assert gone.label == "credit"
    assert "context-nothing-left" in gone.rules
    assert doc.body == f"{P}\n{P}"


def test_a_rest_of_marks_is_judged_again() -> None:
    """What a cut leaves is a block like any other: here a separator."""
    doc = CLEANER.clean(f"{P}\n* (Photo by X/Getty) *\n{P}")
    assert doc.body == f"{P}\n{P}"


def test_a_cut_uncovers_another_rule() -> None:
    """With the credit gone the line is exactly the header, and takes its list along."""
    doc = CLEANER.clean(f"{P}\n{P}\nRelated articles (Photo by X/Getty)\nWho built the old dam upriver")
    assert doc.body == f"{P}\n{P}"
    assert {"en-credit-cut", "en-promo-list"} <= set(doc.removed[0].rules)


def test_many_cuts_in_one_line() -> None:
    text = "He left." + " (Photo by X/Getty) He left." * (3 * MAX_PASSES)
    assert CLEANER.clean(text).body == "He left." + " He left." * (3 * MAX_PASSES)


def test_a_cut_at_the_beginning() -> None:
    assert CLEANER.clean(f"(Photo by X/Getty) She stayed.\n{P}").body == f"She stayed.\n{P}"


def test_a_keep_protects_its_quote_alone() -> None:
    doc = CLEANER.clean(f"(Photo by the minister told us) {P} (Photo by X/Getty)\n{P}")
    assert doc.body == f"(Photo by the minister told us) {P}\n{P}"


def test_cuts_in_a_wrapped_paragraph() -> None:
    """The spans are exact though the quote runs over a line end."""
    paragraph = f"{P} (Photo by J. Doe of the Daily Planet/Getty Images) {P}"
    text = "\n\n".join(textwrap.fill(p, 60) for p in (paragraph, P, P))
    doc = CLEANER.clean(text)
    assert doc.body == f"{P} {P}\n{P}\n{P}"
    assert doc.restore() == text
    (cut,) = doc.verdicts[0].cuts
    assert " ".join(text[slice(*cut)].split()) == "(Photo by J. Doe of the Daily Planet/Getty Images)"


def test_a_keep_protects_from_rules_of_place() -> None:
    rules = one('when.shape = ["short"]') + one('when.whole = ["the end"]', id="en-keep", effect="keep", more='label = "body"')
    doc = Cleaner(ruleset(rules)).clean(f"{P}\n{P}\nThe End\nSport")
    assert [v.block.text for v in doc.removed] == ["Sport"]


def test_a_keep_protects_from_the_neighbours() -> None:
    """Under a header, in the rest after one, and above a headline."""
    keep = one('when.starts = ["ten dead"]', id="en-keep", effect="keep", more='label = "body"')
    for reach in ("list", "rest"):
        cleaner = Cleaner(ruleset(one('when.whole = ["related"]', more=f'reach = "{reach}"') + keep))
        doc = cleaner.clean(f"{P}\n{P}\nRelated\nWho built the old dam upriver\nTen dead in flood")
        assert [v.block.text for v in doc.removed] == ["Related", "Who built the old dam upriver"], reach
    kicker = Cleaner(ruleset(one('when.whole = ["world"]', id="en-keep", effect="keep", more='label = "body"')))
    assert kicker.clean(f"World\n{H}\n{P}").removed == ()


def test_two_hints_remove_and_one_does_not() -> None:
    doc = CLEANER.clean(f"{P}\nSign up for our newsletter\nSign up here\n{P}")
    assert [v.block.text for v in doc.removed] == ["Sign up for our newsletter"]


def test_evidence_that_lost_is_kept_on_record() -> None:
    doc = CLEANER.clean(f"{P}\nRead more: the minister told nobody\n{P}")
    verdict = doc.verdicts[1]
    assert verdict.kept
    assert set(verdict.rules) >= {"en-promo-read", "en-keep-told"}


def test_rules_of_a_site() -> None:
    house = ruleset(one('when.starts = ["planet"]'), '[file]\nlabel = "promo"\nlang = "en"\nabout = "x"\nhosts = ["example.com"]\n')
    cleaner, text = Cleaner(house), f"{P}\nPlanet picks\n{P}"
    assert cleaner.clean(text).removed == ()
    assert cleaner.clean(text, url="https://other.com/a").removed == ()
    for url in ("https://example.com/a", "http://www.EXAMPLE.com", "news.example.com/x?y=z"):
        assert len(cleaner.clean(text, url=url).removed) == 1, url
    assert cleaner.clean(text, url="https://notexample.com").removed == ()


def test_clean_takes_text() -> None:
    for wrong in (b"bytes", None, 5):
        try:
            CLEANER.clean(wrong)  # type: ignore[arg-type]
        except TypeError as error:
            assert type(wrong).__name__ in str(error)  # noqa: PT017
        else:
            raise AssertionError(f"{wrong!r} was taken")
