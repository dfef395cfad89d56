"""The command as a process: pipes, terminals, signals, closed streams."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import P1, PROMO, STORY, TEXT, start

PIPE = subprocess.PIPE


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, "utf8")
    return folder


def shell(command: str, place: Path) -> subprocess.CompletedProcess[bytes]:
    """A line of shell, in which `cleaner` is the command."""
    line = f'cleaner() {{ "{sys.executable}" -m cleaner "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, timeout=120, check=False)


def on_terminal(args: list[str], place: Path, env: dict[str, str] | None = None, stream: str = "stdout") -> tuple[bytes, int]:
    """What a terminal gets that stands in for one stream, and the exit code."""
    ours, theirs = pty.openpty()
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    process = start(*args, cwd=place, env=env, **streams)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux reports the other end of a terminal as closed in this way
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    return seen, process.wait(timeout=120)


def test_head_ends_it_quietly(place: Path, rules: list[str]) -> None:
    (place / "long.txt").write_text(f"{P1}\n" * 20_000, "utf8")
    done = shell(f"set -o pipefail; cleaner clean long.txt {' '.join(rules)} | head -1", place)
    assert done.stdout == f"{P1}\n".encode()
    assert done.stderr == b""
    assert done.returncode in (0, 141)


def test_a_reader_that_never_reads(place: Path, rules: list[str]) -> None:
    done = shell(f"set -o pipefail; cleaner clean a.txt {' '.join(rules)} | true", place)
    assert done.stderr == b""
    assert done.returncode in (0, 141)


def test_closed_standard_output_is_said(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean a.txt {' '.join(rules)} >&-", place)
    assert done.returncode == 2
    assert b"standard output is closed" in done.stderr
    assert b"Traceback" not in done.stderr


def test_closed_standard_output_does_not_matter_with_a_file(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean a.txt -o out.txt {' '.join(rules)} >&-", place)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (place / "out.txt").read_text("utf8") == TEXT


def test_closed_standard_error_does_not_matter(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean missing.txt a.txt {' '.join(rules)} 2>&-", place)
    assert done.returncode == 3
    assert done.stdout.decode() == TEXT


def test_closed_standard_input_is_bad_input(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean - {' '.join(rules)} <&-", place)
    assert done.returncode == 3
    assert done.stderr == b"cleaner: standard input: is closed\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean a.txt {' '.join(rules)} >/dev/full", place)
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["cleaner --help >/dev/full", "cleaner --version >/dev/full"])
def test_help_on_a_full_disk_is_said(place: Path, command: str) -> None:
    done = shell(command, place)
    assert done.returncode == 3
    assert done.stderr == b"cleaner: cannot write the output: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_messages_that_cannot_be_written_leave_the_exit_code(place: Path) -> None:
    assert shell("cleaner clean nofile 2>/dev/full", place).returncode == 3


def test_wrong_usage_does_not_go_into_the_output(place: Path) -> None:
    done = shell("cleaner clean a.txt --keep xx 2>&-", place)
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_device_is_written_to_not_replaced(place: Path, rules: list[str]) -> None:
    os.mkfifo(place / "pipe")
    done = shell(f"cat pipe > got & cleaner clean a.txt -o pipe {' '.join(rules)}; wait", place)
    assert done.returncode == 0
    assert (place / "pipe").is_fifo()
    assert (place / "got").read_text("utf8") == TEXT


def test_input_through_a_named_pipe(place: Path, rules: list[str]) -> None:
    done = shell(f"cleaner clean <(cat a.txt) {' '.join(rules)}", place)
    assert (done.returncode, done.stdout.decode()) == (0, TEXT)


def test_ctrl_c_ends_with_130_and_leaves_nothing_behind(place: Path, rules: list[str]) -> None:
    os.mkfifo(place / "waits")
    process = start("clean", "a.txt", "waits", "-v", "-o", "out.txt", *rules, cwd=place, stdout=PIPE, stderr=PIPE)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"cleaner: a.txt: 4 blocks")  # from now on it waits for somebody to write
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 130
    assert (stdout, stderr) == (b"", b"cleaner: interrupted\n")
    assert sorted(path.name for path in place.iterdir()) == ["a.txt", "waits"]


def test_a_pipe_gets_utf8_whatever_the_locale(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(f"{P1} “Жители” ждали, 待って\n{PROMO}\n", "utf8")
    process = start("clean", "a.txt", *rules, cwd=place, env={"PYTHONIOENCODING": "ascii"}, stdout=PIPE, stderr=PIPE)
    stdout, stderr = process.communicate(timeout=120)
    assert (process.returncode, stderr) == (0, b"")
    assert stdout.decode() == f"{P1} “Жители” ждали, 待って\n"


def test_a_terminal_without_the_letters_shows_what_it_can(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(f"{P1} “Жители”\n", "utf8")
    seen, code = on_terminal(["clean", "a.txt", *rules], place, {"PYTHONIOENCODING": "ascii"})
    assert (seen.decode(), code) == (f"{P1} ????????\r\n", 0)


def test_diff_and_explain_are_coloured_on_a_terminal_only_when_wanted(place: Path, rules: list[str]) -> None:
    for args in (["clean", "a.txt", "--diff", *rules], ["explain", "a.txt", *rules]):
        coloured, _ = on_terminal(args, place, {"NO_COLOR": ""})
        assert b"\x1b[31m-" in coloured
        plain, _ = on_terminal(args, place, {"NO_COLOR": "1"})
        assert b"\x1b" not in plain
        assert b"en-promo-read" in plain


def test_progress_of_many_files_on_a_terminal(place: Path, rules: list[str]) -> None:
    for number in range(12):
        (place / f"{number}.txt").write_text(STORY, "utf8")
    seen, code = on_terminal(["clean", ".", "--output-dir", "out", *rules], place, stream="stderr")
    assert code == 0
    assert b"13 of 13" in seen
    assert seen.endswith(b"\r\x1b[K"), "the line is taken away at the end"
    quiet, _ = on_terminal(["clean", ".", "--output-dir", "out", "-q", *rules], place, stream="stderr")
    assert quiet == b""


def test_nothing_to_read_on_a_terminal_is_wrong_usage(place: Path, rules: list[str]) -> None:
    ours, theirs = pty.openpty()
    process = start("clean", *rules, cwd=place, stdin=theirs, stdout=PIPE, stderr=PIPE)
    _, stderr = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 2
    assert b"nothing to read" in stderr
