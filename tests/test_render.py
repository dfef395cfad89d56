"""Documents as text, JSON, golden lines, diff and explanation."""

from __future__ import annotations

import json

import pytest
from documents import texts
from hypothesis import given
from hypothesis import strategies as st
from smallrules import SMALL, ruleset

from cleaner import Cleaner
from cleaner.render.diff import to_diff
from cleaner.render.explained import to_explained
from cleaner.render.records import to_json
from cleaner.render.text import to_text
from cleaner.render.tsv import Row, TsvError, format_row, parse_tsv, rows, to_tsv

SMALL_CLEANER = Cleaner(ruleset(SMALL))
P = "The river rose at night and took the old bridge with it, two witnesses said on Monday, when the rain had stopped at last."
CUT = f"{P} (Photo by J. Doe) {P}"

cells = st.text(alphabet=st.characters(exclude_characters="\t\n", exclude_categories=["Cs", "Cc"]))


@st.composite
def some_rows(draw: st.DrawFn) -> Row:
    text = draw(st.text(alphabet=st.one_of(st.sampled_from("\\[]\t\n\r\x0c\x85\u2028 ab\ud800xu"), st.characters())))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    cuts = tuple(zip(edges[::2], edges[1::2], strict=False))
    ids = draw(st.lists(st.from_regex(r"[a-z-]{1,9}", fullmatch=True), max_size=3))
    return Row(draw(st.sampled_from("+-~")), draw(st.sampled_from(["body", "promo"])), tuple(ids), text, cuts)


@given(some_rows())
def test_a_row_is_one_line_and_comes_back(row: Row) -> None:
    line = format_row(row)
    assert len(line.splitlines()) == 1
    assert line.count("\t") == 3
    assert line.isascii() or "\ud800" not in line
    assert parse_tsv(line) == [row]


def test_whatever_ends_a_line_elsewhere_is_escaped() -> None:
    row = Row("+", "body", (), "a".join("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\t\\"))
    assert len(format_row(row).splitlines()) == 1
    assert parse_tsv(format_row(row)) == [row]


@given(texts())
def test_golden_lines_of_any_document_come_back(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    assert parse_tsv(to_tsv(document)) == list(rows(document))
    for row, verdict in zip(rows(document), document.verdicts, strict=True):
        assert row.text == verdict.block.text
        assert [row.text[low:high] for low, high in row.cuts] == [text[low:high] for low, high in verdict.cuts]


def test_golden_lines_survive_other_line_ends() -> None:
    document = SMALL_CLEANER.clean(f"{CUT}\r\nRead more: x\r\n")
    assert parse_tsv(to_tsv(document).replace("\n", "\r\n")) == list(rows(document))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("+\tbody\ttext", "line 1: 3 columns"),
        ("+\tbody\t\ttext\n?\tbody\t\ttext", "line 2: begins with '?'"),
        ("+\tbody\t\ta\\qb", r"\\q is no escape"),
        ("~\tbody\t\ta\\[b", "without its"),
        ("~\tbody\t\ta\\]b", "wrong place"),
        ("~\tbody\t\t\\[a\\[b\\]\\]", "wrong place"),
        ("+\tbody\t\ta\\", "no escape"),
        ("+\tbody\t\ta\\x4", r"\\x is no escape"),
    ],
)
def test_what_is_no_golden_line_is_refused(line: str, words: str) -> None:
    with pytest.raises(TsvError, match=words):
        parse_tsv(line)


@given(texts())
def test_text_is_headline_and_body(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    assert to_text(document) == (f"{document.text}\n" if document.text else "")
    assert to_text(document, body_only=True) == (f"{document.body}\n" if document.body else "")


@given(texts())
def test_json_is_one_line_that_holds_everything(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    line = to_json(document, file="a.txt")
    line.encode()
    assert "\n" not in line
    assert json.loads(line) == {"file": "a.txt", **document.to_dict()}
    assert json.loads(to_json(document, file="a.txt", indent=True)) == json.loads(line)


@given(texts())
def test_diff_shows_each_removed_block_once_and_nothing_of_a_clean_text(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    lines = to_diff(document, name="a.txt").split("\n")
    assert lines[-1] == ""
    gone = sum(1 for verdict in document.verdicts if not verdict.kept or verdict.cuts)
    body = lines[2:]
    assert sum(line.startswith("-") for line in body) == gone
    assert sum(line.startswith("+") for line in body) == sum(1 for verdict in document.verdicts if verdict.cuts and verdict.kept)


def test_diff_names_the_line_of_each_hunk() -> None:
    far = "\n".join([P] * 9)
    diff = to_diff(SMALL_CLEANER.clean(f"{far}\n\nRead more: a b c\n{far}\n{CUT}\n{P}"), name="a.txt")
    assert [line for line in diff.splitlines() if line.startswith("@@")] == ["@@ line 8 @@", "@@ line 19 @@"]


@given(texts())
def test_explanation_holds_a_line_for_each_block_and_each_proof(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    lines = to_explained(document, name="a.txt").split("\n")
    assert len(lines) - 2 - len(document.warnings) == len(document.verdicts) + sum(len(v.evidence) for v in document.verdicts)


@pytest.mark.parametrize("render", [to_diff, to_explained])
def test_a_terminal_gets_no_commands_from_a_text(render) -> None:  # type: ignore[no-untyped-def]
    text = f"{P} \x1b[2J\x07 \u202egnp\n\nRead more: \x1b]0;x\x07 \x9bwho\n"
    shown = render(SMALL_CLEANER.clean(text), name="a\x1b[2Jb.txt")
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert "\\x1b[2J" in shown
    coloured = render(SMALL_CLEANER.clean(text), name="a.txt", colour=True)
    assert "\x1b[31m" in coloured
    assert "\x1b[2J" not in coloured
