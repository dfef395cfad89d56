"""Paths that are empty, cannot be read or cannot be printed as they are: one message each, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import STORY, TEXT, run

from cleaner import RuleError, load_rules

EMPTY = [
    ["clean", "", "--in-place"],
    ["clean", "a.txt", ""],
    ["clean", "a.txt", "-o", ""],
    ["clean", "a.txt", "--output-dir", ""],
    ["clean", "a.txt", "--rules", ""],
    ["clean", "a.txt", "--site-config", ""],
    ["explain", ""],
    ["run", "", "-o", "out.jsonl"],
    ["run", "a.txt", "-o", ""],
    ["run", "a.txt", "-o", "out.jsonl", "--stats", ""],
    ["review", "", "-o", "out.html"],
    ["review", "a.txt", "-o", ""],
    ["review", "a.txt", "-o", "out.html", "--against", ""],
    ["rules", "list", ""],
    ["rules", "show", "some-id", "--rules", ""],
    ["rules", "check", ""],
    ["rules", "new", ""],
    ["rules", "import-ftr", ""],
    ["rules", "import-ftr", "a.txt", "-o", ""],
    ["golden", "check", ""],
    ["golden", "update", ""],
    ["golden", "add", "", "a.txt"],
    ["golden", "add", "samples", ""],
    ["eval", ""],
    ["eval", "a.txt", "--floor", ""],
]


@pytest.mark.parametrize("arguments", EMPTY, ids=" ".join)
def test_an_empty_path_is_wrong_usage_and_never_the_current_folder(place: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "a path is empty" in result.stderr
    assert [path.name for path in place.iterdir()] == ["a.txt"]
    assert (place / "a.txt").read_text("utf8") == STORY


def test_the_library_takes_no_empty_path_for_the_current_folder() -> None:
    with pytest.raises(RuleError, match="a path is empty"):
        load_rules("")


@pytest.fixture
def loop(place: Path) -> Path:
    """A folder with a story, and a link to itself beside it."""
    (place / "d").mkdir()
    (place / "d" / "a.txt").write_text(STORY, "utf8")
    (place / "d" / "l").symlink_to("l")
    return place


def test_a_link_to_itself_does_not_stop_the_others(loop: Path, rules: list[str]) -> None:
    result = run("clean", "d", "--output-dir", "out", *rules)
    assert (result.exit_code, result.stderr) == (3, "cleaner: d/l: cannot be read: Too many levels of symbolic links\n")
    assert (loop / "out" / "a.txt").read_text("utf8") == TEXT


def test_a_page_of_review_holds_what_could_be_read(loop: Path, rules: list[str]) -> None:
    result = run("review", "d", "-o", "out.html", *rules)
    assert (result.exit_code, result.stderr) == (3, "cleaner: d/l: cannot be read: Too many levels of symbolic links\n")
    assert (loop / "out.html").is_file()


def test_golden_add_adds_what_could_be_read(loop: Path, rules: list[str]) -> None:
    assert run("golden", "add", "samples", "d", *rules).exit_code == 3
    assert (loop / "samples" / "a" / "expected.tsv").is_file()


def test_a_name_that_is_too_long_does_not_stop_the_others(place: Path, rules: list[str]) -> None:
    name = "x" * 300
    result = run("clean", name, "a.txt", "-o", "all.txt", *rules)
    assert (result.exit_code, result.stderr) == (3, f"cleaner: {name}: cannot be read: File name too long\n")
    assert (place / "all.txt").read_text("utf8") == TEXT
