"""Furniture kept on request: a view on the result, for which all promises hold."""

from __future__ import annotations

from documents import texts
from hypothesis import given
from hypothesis import strategies as st
from promises import check_nothing_invented, check_nothing_lost, check_warned
from smallrules import SMALL, one, ruleset

from cleaner import Cleaner
from cleaner.decide import CONTENT, decide
from cleaner.keeping import WISH, undo
from cleaner.ruleset.files import read_labels

CLEANER = Cleaner(ruleset(SMALL))
LABELS = [*read_labels()["furniture"], "headline"]
P = "The river rose at night and took the old bridge with it, two witnesses said on Monday, when the rain had stopped at last."


@given(texts(), st.sets(st.sampled_from(LABELS)))
def test_all_promises_hold(text: str, labels: set[str]) -> None:
    document = CLEANER.clean(text)
    view = document.keeping(labels)
    check_nothing_lost(text, view)
    check_nothing_invented(text, view)
    check_warned(view)
    for before, after in zip(document.verdicts, view.verdicts, strict=True):
        again = decide(after.evidence)
        assert (again.label, again.kept, again.cuts) == (after.label, after.kept, after.cuts), "it replays from its evidence"
        assert undo(after) == before, "what the rules said stays on record"
        assert {e for e in after.evidence if e.rule != WISH} == set(before.evidence)
        if not before.kept and before.label in labels:
            assert after.kept
        if before.kept:
            assert after.kept
            assert after.label == before.label
        if before.label not in labels and not {e.label for e in before.evidence} & labels:
            assert after == before, "nothing else changes"


@given(texts())
def test_keeping_every_label_keeps_everything(text: str) -> None:
    view = CLEANER.clean(text).keeping(LABELS)
    assert not view.removed
    assert not any(verdict.cuts for verdict in view.verdicts)
    assert len(view.text.split()) == sum(len(v.block.text.split()) for v in view.verdicts), "also each repeat of the headline"


@given(texts())
def test_keeping_nothing_changes_nothing(text: str) -> None:
    document = CLEANER.clean(text)
    assert document.keeping([]).verdicts == document.verdicts


@given(texts(), st.sets(st.sampled_from(LABELS)))
def test_metadata_holds_what_kept_blocks_tell(text: str, labels: set[str]) -> None:
    document = CLEANER.clean(text)
    assert document.keeping(labels).metadata == document.metadata


def test_a_kept_block_bears_its_own_label() -> None:
    view = CLEANER.clean(f"{P}\nRead more: Who built the dam?\n{P}").keeping("promo")
    verdict = view.verdicts[1]
    assert (verdict.kept, verdict.label, verdict.rules) == (True, "promo", (WISH, "en-promo-cut", "en-promo-read"))
    assert "Read more" in view.body


def test_a_cut_of_another_label_is_still_cut() -> None:
    document = CLEANER.clean(f"{P} (Photo by J. Doe) READ MORE: Who built the dam?")
    view = document.keeping(["credit"])
    assert view.verdicts[0].label in CONTENT
    assert view.body == f"{P} (Photo by J. Doe)"


def test_of_a_block_that_was_all_cut_only_what_is_wanted_comes_back() -> None:
    cut = one('when.regex = ["photo: [^.]*[.]"]', id="en-credit-photo", effect="cut", more='label = "credit"')
    document = Cleaner(ruleset(SMALL + cut)).clean(f"{P}\nPhoto: J Doe. READ MORE: Who built the dam?\n{P}")
    assert not document.verdicts[1].kept
    view = document.keeping(["credit"])
    assert (view.verdicts[1].label, view.kept_text(view.verdicts[1])) == ("credit", "Photo: J Doe.")


def test_a_promo_with_a_credit_in_it_stays_gone_when_credits_are_kept() -> None:
    document = CLEANER.clean(f"{P}\nRead more: Who built the dam? (Photo by J. Doe)\n{P}")
    assert document.keeping(["credit"]).verdicts == document.verdicts
