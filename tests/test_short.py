"""The short way of `cleaner clean FILE` writes what the long way writes, or leaves it to that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import P1, P2, run, start

from cleaner.short import MOST, story

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*/input.*"))
STORY = f"Ten dead in flood near old bridge\n{P1}\n{P2}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a settings file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, "utf8")
    return tmp_path


@pytest.mark.parametrize("file", [file for file in SAMPLES if file.suffix != ".html"], ids=lambda file: file.parent.name)
def test_it_writes_what_the_long_way_writes(file: Path) -> None:
    """And says nothing, for it does not go where there is something to say."""
    long = run("clean", file)
    short = story(["clean", str(file)])
    assert (short is None) == bool(long.stderr)
    assert short in (None, long.stdout)


def test_most_samples_go_the_short_way() -> None:
    texts = [file for file in SAMPLES if file.suffix == ".txt"]
    assert sum(story(["clean", str(file)]) is not None for file in texts) > len(texts) / 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["clean"],
        ["explain", "story.txt"],
        ["clean", "-"],
        ["clean", "-v"],
        ["clean", "--help"],
        ["clean", "story.txt", "-v"],
        ["clean", "story.txt", "story.txt"],
        ["clean", "no-such.txt"],
        ["clean", "."],
        ["clean", "page.txt"],
        ["clean", "latin.txt"],
        ["clean", "empty.txt"],
        ["clean", "binary.txt"],
        ["clean", "large.txt"],
    ],
    ids=" ".join,
)
def test_what_it_leaves_to_the_long_way(here: Path, arguments: list[str]) -> None:
    (here / "page.txt").write_text("<!DOCTYPE html><title>x</title><p>One.</p><p>Two.</p>", "utf8")
    (here / "latin.txt").write_bytes("Zürich trauert um die Brücke.\n".encode("latin-1"))
    (here / "empty.txt").touch()
    (here / "binary.txt").write_bytes(b"\x00" * 99)
    (here / "large.txt").write_text(STORY * (MOST // len(STORY) + 1), "utf8")
    assert story(["clean", "story.txt"]) == STORY
    assert story(arguments) is None


def test_it_leaves_settings_to_the_long_way(here: Path) -> None:
    (here / "cleaner.toml").write_text("body_only = true\n", "utf8")
    assert story(["clean", "story.txt"]) is None
    (here / "cleaner.toml").write_text("bad = [", "utf8")
    assert story(["clean", "story.txt"]) is None
    assert run("clean", "story.txt").exit_code == 2


@pytest.mark.parametrize(
    ("redirect", "code", "said"),
    [
        (">/dev/full", 3, "cleaner: cannot write the output: No space left on device\n"),
        (">&-", 2, "standard output is closed"),
        ("", 141, ""),
    ],
)
def test_it_ends_as_the_long_way_does(here: Path, redirect: str, code: int, said: str) -> None:
    """A disk that is full, a standard output that is closed, and a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    command = f"{sys.executable} -m cleaner clean story.txt {redirect}"
    done = subprocess.run(["bash", "-c", command], cwd=here, stdout=writer, stderr=subprocess.PIPE, check=False, text=True)
    os.close(writer)
    assert done.returncode == code
    assert said in done.stderr if code == 2 else done.stderr == said


def test_the_command_goes_this_way(here: Path) -> None:
    """No parser of command lines is loaded."""
    code = "import sys; sys.argv[1:] = ['clean', 'story.txt']; from cleaner.__main__ import main; main(); print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, check=True)
    assert done.stdout.decode().replace("\r\n", "\n") == STORY + "False\n"
    process = start("clean", "story.txt", cwd=here, stdout=subprocess.PIPE)
    assert process.communicate()[0].decode() == STORY
