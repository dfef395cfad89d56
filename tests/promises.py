"""The promises that hold of any one document, each as a check that says what broke."""

from __future__ import annotations

from cleaner import Cleaner, Document, Verdict
from cleaner.decide import CONTENT, decide
from cleaner.text import INVISIBLE


def check_nothing_lost(text: str, doc: Document) -> None:
    """Blocks, kept and removed, tile the input."""
    assert doc.restore() == text
    assert doc.source == text
    position = 0
    for verdict in doc.verdicts:
        block = verdict.block
        assert position <= block.start < block.end <= len(text), "blocks are in order, none empty, none over another"
        assert text[block.start : block.end] == block.text
        gap = text[position : block.start]
        assert not any(map(str.isalnum, gap)), f"words lie between two blocks: {gap!r}"
        position = block.end
    assert not any(map(str.isalnum, text[position:])), "words lie behind the last block"


def check_nothing_invented(text: str, doc: Document) -> None:
    """Each kept line is made of pieces of its block, in order, and nothing that was neither removed nor cut is missing."""
    kept = [v for v in doc.verdicts if v.kept]
    lines = [*_headline_lines(doc, kept), *_body_lines(doc, kept)]
    if doc.form == "lines":
        assert doc.headline.split("\n") + doc.body.split("\n") == lines
    else:  # sentences of one line share it again, paragraphs of Markdown stay apart
        assert _dense(doc.headline + doc.body) == _dense("".join(lines))
    for verdict in kept:
        expected = "".join(char for place, char in _characters(text, verdict) if not any(low <= place < high for low, high in verdict.cuts))
        assert _dense(doc.kept_text(verdict)) == _dense(expected)


def _headline_lines(doc: Document, kept: list[Verdict]) -> list[str]:
    return [next((doc.kept_text(v) for v in kept if v.label == "headline"), "")]


def _body_lines(doc: Document, kept: list[Verdict]) -> list[str]:
    return "\n".join(doc.kept_text(v) for v in kept if v.label != "headline").split("\n")


def _characters(text: str, verdict: Verdict) -> list[tuple[int, str]]:
    return [(place, text[place]) for low, high in verdict.block.spans for place in range(low, high)]


_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


def _dense(text: str) -> str:
    """The text without the white space and zero-width characters that may change at the edges of a piece."""
    return "".join(text.translate(_INVISIBLE).split())


def check_explained(text: str, doc: Document, cleaner: Cleaner) -> None:
    """Each removal names rule, label and quote; verdicts follow from their evidence alone, in any order."""
    for verdict in doc.verdicts:
        low, high = verdict.block.start, verdict.block.end
        if not verdict.kept or verdict.cuts:
            assert verdict.evidence, f"{verdict.block.text!r} went without a reason"
        assert verdict.label in CONTENT if verdict.kept else verdict.label not in ("body", "standfirst", "subheading")
        for evidence in verdict.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text), f"{evidence} quotes nothing"
            if evidence.rule in cleaner.rules.ids:
                assert low <= evidence.start < evidence.end <= high, f"{evidence} quotes what lies outside its block"
            else:
                assert evidence.rule.startswith("context-"), f"{evidence.rule} is no rule of the set"
        again = decide(reversed(verdict.evidence))
        assert (again.label, again.kept, again.cuts) == (verdict.label, verdict.kept, verdict.cuts)


def check_warned(doc: Document) -> None:
    """A text that loses all, or nearly all, carries a warning."""
    codes = {caution.code for caution in doc.warnings}
    total = sum(len(v.block.text.split()) for v in doc.verdicts)
    left = len(doc.text.split())
    if not total:
        assert codes == {"no-text"}
    elif not left:
        assert codes == {"lost-all"}
    elif left < 60 and left / total < 0.15:
        assert codes == {"lost-much"}
    else:
        assert not codes


def check_idempotent(doc: Document, cleaner: Cleaner) -> None:
    """The body, cleaned again, is the body."""
    again = cleaner.clean(doc.body)
    gone = [(v.block.text, v.rules) for v in again.verdicts if not v.kept or v.cuts or v.label == "headline"]
    assert again.body == doc.body, f"cleaning the body took {gone}"


def check_any(text: str, doc: Document, cleaner: Cleaner) -> None:
    """What holds of every document, also where the caller knew more than the text says, such as a title."""
    check_nothing_lost(text, doc)
    check_nothing_invented(text, doc)
    check_explained(text, doc, cleaner)
    check_warned(doc)


def check_all(text: str, doc: Document, cleaner: Cleaner) -> None:
    """All of it, for a text cleaned by itself."""
    check_any(text, doc, cleaner)
    check_idempotent(doc, cleaner)
