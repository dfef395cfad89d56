"""`cleaner clean`: where results go, and that no input is ever overwritten by the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commandline import P1, P2, PROMO, STORY, TEXT, run


def test_output_goes_to_a_file(place: Path, rules: list[str]) -> None:
    result = run("clean", "a.txt", "-o", "out.txt", *rules)
    assert (result.exit_code, result.output) == (0, "")
    assert (place / "out.txt").read_text("utf8") == TEXT
    assert sorted(path.name for path in place.iterdir()) == ["a.txt", "out.txt"]


def test_a_file_that_exists_is_replaced_with_its_permissions_kept(place: Path, rules: list[str]) -> None:
    (place / "out.txt").write_text("old", "utf8")
    (place / "out.txt").chmod(0o640)
    run("clean", "a.txt", "-o", "out.txt", *rules)
    assert (place / "out.txt").read_text("utf8") == TEXT
    assert (place / "out.txt").stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed_not_replaced(place: Path, rules: list[str]) -> None:
    (place / "real.txt").write_text("old", "utf8")
    (place / "link.txt").symlink_to("real.txt")
    run("clean", "a.txt", "-o", "link.txt", *rules)
    assert (place / "link.txt").is_symlink()
    assert (place / "real.txt").read_text("utf8") == TEXT


def _as_itself(place: Path) -> str:
    return "a.txt"


def _as_symlink(place: Path) -> str:
    (place / "link.txt").symlink_to("a.txt")
    return "link.txt"


def _as_hard_link(place: Path) -> str:
    os.link("a.txt", "hard.txt")
    return "hard.txt"


@pytest.mark.parametrize("name", [_as_itself, _as_symlink, _as_hard_link])
def test_o_never_overwrites_an_input(place: Path, rules: list[str], name) -> None:  # type: ignore[no-untyped-def]
    result = run("clean", "a.txt", "-o", name(place), *rules)
    assert result.exit_code == 2
    assert "--in-place" in result.stderr
    assert (place / "a.txt").read_text("utf8") == STORY


def test_output_dir_never_overwrites_an_input(place: Path, rules: list[str]) -> None:
    result = run("clean", ".", "--output-dir", ".", *rules)
    assert result.exit_code == 2
    assert "a.txt" in result.stderr
    assert (place / "a.txt").read_text("utf8") == STORY


def test_a_linked_output_dir_does_not_hide_an_input(place: Path, rules: list[str]) -> None:
    (place / "out").mkdir()
    os.link("a.txt", "out/a.txt")
    assert run("clean", "a.txt", "--output-dir", "out", *rules).exit_code == 2
    assert (place / "a.txt").read_text("utf8") == STORY


def test_o_stays_as_it_is_when_nothing_could_be_read(place: Path, rules: list[str]) -> None:
    (place / "out.txt").write_text("old", "utf8")
    assert run("clean", "missing.txt", "-o", "out.txt", *rules).exit_code == 3
    assert (place / "out.txt").read_text("utf8") == "old"


@pytest.mark.parametrize(("output", "word"), [("nowhere/out.txt", "nowhere"), (".", "folder")])
def test_o_must_be_a_place_for_a_file(place: Path, rules: list[str], output: str, word: str) -> None:
    result = run("clean", "a.txt", "-o", output, *rules)
    assert result.exit_code == 2
    assert word in result.stderr


def test_output_dir_keeps_the_tree(place: Path, rules: list[str]) -> None:
    (place / "in" / "deep" / "er").mkdir(parents=True)
    (place / "in" / "b.txt").write_text(STORY, "utf8")
    (place / "in" / "deep" / "er" / "c.md").write_text(STORY, "utf8")
    for name in ("in/.hidden.txt", "in/page.pdf"):
        (place / name).write_text("no text", "utf8")
    assert run("clean", "in", "--output-dir", "in/out", *rules).exit_code == 0
    first = sorted(path.relative_to("in/out").as_posix() for path in Path("in/out").rglob("*") if path.is_file())
    assert first == ["b.txt", "deep/er/c.md"]
    assert Path("in/out/deep/er/c.md").read_text("utf8") == TEXT[:-1].replace("\n", "\n\n") + "\n", "Markdown keeps its paragraphs apart"
    assert run("clean", "in", "--output-dir", "in/out", *rules).exit_code == 0, "the output folder is no input the second time"
    assert sorted(path.relative_to("in/out").as_posix() for path in Path("in/out").rglob("*") if path.is_file()) == first


def test_output_dir_names_files_after_the_format(place: Path, rules: list[str]) -> None:
    run("clean", "a.txt", "--output-dir", "out", "--format", "json", *rules)
    assert json.loads(Path("out/a.json").read_text("utf8"))["file"] == "a.txt"


def test_two_inputs_must_not_share_an_output(place: Path, rules: list[str]) -> None:
    for name in ("x", "y"):
        (place / name).mkdir()
        (place / name / "n.txt").write_text(STORY, "utf8")
    result = run("clean", "x/n.txt", "y/n.txt", "--output-dir", "out", *rules)
    assert result.exit_code == 2
    assert "x/n.txt" in result.stderr
    assert not Path("out").exists()


def test_one_output_that_cannot_be_written_does_not_stop_the_others(place: Path, rules: list[str]) -> None:
    (place / "b.txt").write_text(STORY, "utf8")
    (place / "out" / "a.txt").mkdir(parents=True)
    result = run("clean", "a.txt", "b.txt", "--output-dir", "out", *rules)
    assert result.exit_code == 3
    assert "out/a.txt" in result.stderr
    assert Path("out/b.txt").read_text("utf8") == TEXT


def test_in_place(place: Path, rules: list[str]) -> None:
    result = run("clean", "a.txt", "--in-place", *rules)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (place / "a.txt").read_text("utf8") == TEXT
    assert [path.name for path in place.iterdir()] == ["a.txt"]


def test_in_place_keeps_encoding_and_line_ends(place: Path, rules: list[str]) -> None:
    text = f"{P1} Le café était fermé.\r\n{PROMO}\r\n{P2} Señor Núñez se quedó.\r\n"
    (place / "a.txt").write_bytes(text.encode("windows-1252"))
    assert run("clean", "a.txt", "--in-place", *rules).exit_code == 0
    assert (place / "a.txt").read_bytes() == text.replace(f"{PROMO}\r\n", "").encode("windows-1252")


def test_in_place_leaves_a_clean_file_untouched(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(TEXT, "utf8")
    before = (place / "a.txt").stat()
    run("clean", "a.txt", "--in-place", *rules)
    after = (place / "a.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_in_place_leaves_a_text_that_lost_everything(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(f"{PROMO}\n", "utf8")
    result = run("clean", "a.txt", "--in-place", *rules)
    assert result.exit_code == 3
    assert "left as it was" in result.stderr
    assert (place / "a.txt").read_text("utf8") == f"{PROMO}\n"


def test_in_place_leaves_a_damaged_file(place: Path, rules: list[str]) -> None:
    data = (f"{PROMO}\n" + "Жители двух улиц ждали всю ночь. " * 3).encode()[:-3]
    (place / "a.txt").write_bytes(data)
    result = run("clean", "a.txt", "--in-place", *rules)
    assert result.exit_code == 3
    assert (place / "a.txt").read_bytes() == data
