"""Paths that are empty, cannot be read or cannot be printed as they are: one message each, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import STORY, TEXT, run

from cleaner import RuleError, load_rules
from cleaner.batch.write import replacing

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


UNTOUCHED = "One paragraph of the story stands here.\n\nAnother one stands below it, after a blank line.\n"


def test_in_place_does_not_touch_a_file_from_which_nothing_is_removed(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(UNTOUCHED, "utf8")
    before = (place / "a.txt").stat()
    assert run("clean", "a.txt", "--in-place", *rules).exit_code == 0
    assert (place / "a.txt").read_text("utf8") == UNTOUCHED
    assert (place / "a.txt").stat().st_ino == before.st_ino


@pytest.mark.parametrize("options", [[], ["--encoding", "utf-8"], ["--encoding", "utf-8-sig"]])
def test_in_place_keeps_a_byte_order_mark(place: Path, rules: list[str], options: list[str]) -> None:
    (place / "a.txt").write_text(STORY, "utf-8-sig")
    assert run("clean", "a.txt", "--in-place", *options, *rules).exit_code == 0
    assert (place / "a.txt").read_bytes() == TEXT.encode("utf-8-sig")


def test_a_page_and_a_text_of_one_name_get_a_remedy_that_helps(place: Path, rules: list[str]) -> None:
    (place / "x").mkdir()
    for name in ("a.txt", "a.html"):
        (place / "x" / name).write_text(STORY, "utf8")
    result = run("clean", "x", "--output-dir", "out", *rules)
    assert result.exit_code == 2
    assert "rename one" in result.stderr
    assert "name the folder" not in result.stderr


def test_a_rule_file_and_settings_may_begin_with_a_byte_order_mark(place: Path, rules: list[str]) -> None:
    file = Path(rules[-1])
    file.write_text(file.read_text("utf8"), "utf-8-sig")
    (place / "cleaner.toml").write_text('keep = ["credit"]\n', "utf-8-sig")
    result = run("clean", "a.txt", *rules)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", ["own.toml", "cleaner.toml"])
def test_toml_in_another_encoding_is_told_to_be_saved_as_utf8(place: Path, name: str) -> None:
    (place / name).write_text("# rules\n", "utf-16")
    result = run("clean", "a.txt", *(["--rules", name] if name == "own.toml" else []))
    assert result.exit_code == 2
    assert name in result.stderr
    assert "must be UTF-8" in result.stderr
    assert "codec" not in result.stderr


@pytest.mark.parametrize("name", ["x" * 300, "/proc/self/mem"])
def test_a_rule_file_that_cannot_be_read_is_wrong_usage(place: Path, name: str) -> None:
    if name.startswith("/proc") and not Path(name).exists():
        pytest.skip("this system has no file that is there and that nobody can read")
    result = run("clean", "a.txt", "--rules", name)
    assert (result.exit_code, name in result.stderr, "cannot be read" in result.stderr) == (2, True, True)


@pytest.mark.parametrize("setting", ['encoding = "nope"', 'langs = ["xx"]'])
def test_a_bad_value_of_the_settings_file_names_that_file(place: Path, setting: str) -> None:
    (place / "cleaner.toml").write_text(f"{setting}\n", "utf8")
    result = run("clean", "a.txt")
    assert (result.exit_code, "cleaner.toml" in result.stderr) == (2, True)


def test_review_does_not_speak_of_an_option_that_it_lacks(place: Path, rules: list[str]) -> None:
    result = run("review", "a.txt", "-o", "a.txt", *rules)
    assert (result.exit_code, "--in-place" in result.stderr) == (2, False)
    assert (place / "a.txt").read_text("utf8") == STORY


def test_a_file_that_cannot_be_made_is_called_by_its_own_name(tmp_path: Path) -> None:
    target = tmp_path / "none" / "x.txt"
    with pytest.raises(OSError, match="No such file") as caught, replacing(target):
        pass
    assert caught.value.filename == str(target)


def test_a_long_name_of_long_characters_can_be_written(place: Path, rules: list[str]) -> None:
    name = "\N{GRINNING FACE}" * 62 + ".txt"  # 252 bytes
    assert run("clean", "a.txt", "-o", name, *rules).exit_code == 0
    assert (place / name).read_text("utf8") == TEXT


@pytest.mark.parametrize(
    "arguments",
    [["clean"], ["clean", "--format", "html", "a.txt"], ["run", "-o", "out.jsonl"], ["clean", "--rules"], ["rules", "import-ftr"]],
)
def test_names_are_escaped_on_standard_error(place: Path, arguments: list[str]) -> None:
    result = run(*arguments, "no\x1b[31m\nx.txt")
    assert result.exit_code in (2, 3)
    assert "\x1b" not in result.stderr


def test_ctrl_c_while_a_file_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python hears of it when the call that makes the file is over."""
    made = Path.open

    def interrupted(path: Path, mode: str) -> None:
        made(path, mode).close()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", interrupted)
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "out.txt"):
        pass
    assert list(tmp_path.iterdir()) == []
