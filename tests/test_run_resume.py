"""`cleaner run` that is killed, changed, locked, or worked at by several processes: the output is always the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result
from commandline import run, start
from datasets import body, lines, read, records, response, write
from killer import SMALL_CHUNK
from smallrules import HEAD, one
from test_cli_process import on_terminal

from cleaner.batch.readers import csvfile, folder, parquet, warc
from cleaner.batch.readers import lines as line_reader

HERE = Path(__file__).parent
PIPE = subprocess.PIPE
FILLER = "The mayor said nothing about the bridge, the ferry or the dam, and went home before the rain began to fall again. " * 40


@pytest.fixture
def place(empty_place: Path) -> Path:
    return empty_place


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of some hundred bytes, so that small inputs have several."""
    for reader in (line_reader, csvfile, parquet, warc, folder):
        monkeypatch.setattr(reader, "CHUNK_BYTES", SMALL_CHUNK)


def go(rules: list[str], *args: str | Path, jobs: int = 1) -> Result:
    return run("run", *args, "-j", str(jobs), *rules)


def big(count: int) -> list[dict[str, object]]:
    """Records of 4.6 KB, so that a chunk holds 230."""
    return [{**row, "filler": f"{row['id']} {FILLER}"} for row in records(count)]


@pytest.mark.parametrize(("output", "stride"), [("out.jsonl", 3), ("out.jsonl.zst", 17), ("out.parquet", 17)])
def test_killed_at_every_step(place: Path, rules: list[str], small_chunks: None, output: str, stride: int) -> None:
    """A run is killed before each third line, or fewer, of what writes, and taken up; two of the records fail."""
    (place / "a.jsonl").write_bytes(lines(records(3)) + b"{\n" + lines(records(2)) + b"[]\n")
    write(place / "b.csv.gz", records(2))
    args = ["run", "a.jsonl", "b.csv.gz", "-o", output, "-j", "1", "-q", *rules]
    failed = f"{output}.failed.jsonl"
    assert run(*args).exit_code == 3
    Path(output).rename("expected")
    Path(failed).rename("expected.failed")
    done = subprocess.run(
        [sys.executable, HERE / "killer.py", str(stride), output, failed, *args], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 100, "the tracer saw the lines that write"


def test_what_came_after_the_last_state_is_cut_off(place: Path, rules: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies while it writes leaves pieces of lines."""
    write(place / "a.jsonl", big(600))
    assert go(rules, "a.jsonl", "-o", "whole.jsonl").exit_code == 0
    stop_after(monkeypatch, 1)
    with pytest.raises(StopHereError):
        go(rules, "a.jsonl", "-o", "out.jsonl")
    monkeypatch.undo()
    monkeypatch.chdir(place)
    for name in ("output", "failed"):
        with (place / "out.jsonl.partial" / name).open("ab") as file:
            file.write(b'{"id": "half a rec' * 200_000)  # more than all that is still to come
    done = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert done.exit_code == 0
    assert "going on after 2" in done.stderr
    assert (place / "out.jsonl").read_bytes() == (place / "whole.jsonl").read_bytes()
    assert "documents  600" in done.stderr
    assert not (place / "out.jsonl.failed.jsonl").exists()


class StopHereError(Exception):
    """Ends a run in a test."""


def stop_after(monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    """End every run after so many chunks are written."""
    from cleaner.batch.journal import Journal

    add, count = Journal.add, 0

    def counted(self: Journal, data: bytes, failed: bytes, state: object) -> None:
        nonlocal count
        add(self, data, failed, state)  # type: ignore[arg-type]
        count += 1
        if count == chunks:
            raise StopHereError

    monkeypatch.setattr(Journal, "add", counted)


@pytest.mark.parametrize(("change", "said"), [
    ("input", "the inputs changed"), ("rules", "the rules changed"), ("options", "the options changed"), ("nothing", None),
    ("restart", "--restart was said"), ("output", "its files are damaged"), ("state", "its files are damaged"),
])  # fmt: skip
def test_what_has_changed_since(place: Path, rules: list[str], monkeypatch: pytest.MonkeyPatch, change: str, said: str | None) -> None:
    write(place / "a.jsonl", big(600))
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        with pytest.raises(StopHereError):
            go(rules, "a.jsonl", "-o", "out.jsonl")
    args: list[str | Path] = ["a.jsonl", "-o", "out.jsonl"]
    if change == "input":
        write(place / "a.jsonl", [*big(600), *big(1)])
    elif change == "rules":
        (place / "more.toml").write_text(Path(rules[-1]).read_text("utf8").replace('id = "en-', 'id = "en-more-'), "utf8")
        args += ["--rules", "more.toml"]
    elif change == "options":
        args += ["--prefix", "x_"]
    elif change == "restart":
        args += ["--restart"]
    elif change == "output":
        (place / "out.jsonl.partial" / "output").write_bytes(b"")
    elif change == "state":
        (place / "out.jsonl.partial" / "state.json").write_bytes(b"{")
    done = go(rules, *args)
    assert done.exit_code == 0
    afresh = "an unfinished run was there, but " in done.stderr
    assert afresh == (said is not None)
    assert (said or "going on after 4") in done.stderr
    rows = read(place / "out.jsonl")
    name = "x_body" if change == "options" else "body"
    assert [row[name] for row in rows][:600] == [body(n) for n in range(600)]
    assert len(rows) == (601 if change == "input" else 600)
    assert not (place / "out.jsonl.partial").exists()


def test_a_file_list_that_grew_begins_afresh(place: Path, rules: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "news").mkdir()
    write(place / "news" / "b.jsonl", big(300))
    with monkeypatch.context() as patch:
        stop_after(patch, 1)
        with pytest.raises(StopHereError):
            go(rules, "news", "-o", "out.jsonl")
    write(place / "news" / "a.jsonl", records(1))
    assert "the inputs changed" in go(rules, "news", "-o", "out.jsonl").stderr
    assert len(read(place / "out.jsonl")) == 301


def test_resuming_packed_and_other_inputs(place: Path, rules: list[str], small_chunks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "docs").mkdir()
    for n in range(9):
        (place / "docs" / f"{n}.txt").write_text(body(n) * 3, "utf8")
    rows = records(20)
    inputs: list[str | Path] = ["docs", *(write(place / name, rows) for name in ("a.jsonl.gz", "b.jsonl.zst", "c.csv", "d.parquet"))]
    (place / "e.warc").write_bytes(b"".join(response(f"https://varn.example/{n:03}", FILLER[:300].encode()) for n in range(9)))
    inputs.append("e.warc")
    go(rules, *inputs, "-o", "whole.jsonl")
    for chunks in range(1, 38, 9):
        with monkeypatch.context() as patch:
            stop_after(patch, chunks)
            with pytest.raises(StopHereError):
                go(rules, *inputs, "-o", "out.jsonl")
        assert "going on" in go(rules, *inputs, "-o", "out.jsonl").stderr
        assert (place / "out.jsonl").read_bytes() == (place / "whole.jsonl").read_bytes()


@pytest.mark.parametrize("output", ["out.jsonl.gz", "out.parquet"])
def test_workers_change_nothing(place: Path, rules: list[str], output: str) -> None:
    broken = b'{"id": 1}\n{\n'
    (place / "a.jsonl").write_bytes(lines(big(300)) + broken + lines(big(300)) + broken)
    write(place / "b.parquet", records(9))
    results = []
    for jobs in (1, 3):
        done = go(rules, "a.jsonl", "b.parquet", "-o", output, "--stats", "stats.json", jobs=jobs)
        assert done.exit_code == 3
        stats = json.loads((place / "stats.json").read_text())
        counts = {name: value for name, value in stats.items() if name not in ("seconds", "mb_per_second")}
        results.append(((place / output).read_bytes(), (place / f"{output}.failed.jsonl").read_bytes(), counts))
    assert results[0] == results[1]
    told = [json.loads(line) for line in results[0][1].splitlines()]
    assert [entry["line"] for entry in told] == [301, 302, 603, 604]


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def wait_for(what: str, holds: object) -> None:
    """Wait until something holds, for two minutes at most."""
    assert callable(holds)
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


def kill_after(process: subprocess.Popen[bytes], chunks: int, state: Path) -> None:
    """Kill a run once so many chunks are done, and see its workers end."""
    wait_for("chunks", lambda: process.poll() is not None or (state.exists() and json.loads(state.read_text())["chunks"] >= chunks))
    workers = children(process.pid) if process.poll() is None else []
    process.kill()
    process.communicate()
    wait_for("the workers to end", lambda: all(map(gone, workers)))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_killed_with_its_workers_at_work(place: Path, rules: list[str]) -> None:
    """The main process is killed; its workers end by themselves, and the next run goes on."""
    write(place / "a.jsonl", big(2000))
    args = ["run", "a.jsonl", "-o", "out.jsonl", "-j", "2", *rules]
    assert run(*args).exit_code == 0
    (place / "out.jsonl").rename(place / "whole.jsonl")
    for chunks in (1, 3):
        kill_after(start(*args, cwd=place, stdout=PIPE, stderr=PIPE), chunks, place / "out.jsonl.partial" / "state.json")
    done = run(*args)
    assert done.exit_code == 0
    assert (place / "out.jsonl").read_bytes() == (place / "whole.jsonl").read_bytes()
    assert not (place / "out.jsonl.partial").exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_a_worker_that_dies_is_told(place: Path, rules: list[str]) -> None:
    os.mkfifo(place / "pipe.jsonl")
    process = start("run", "-", "-o", "out.jsonl", "-j", "2", *rules, cwd=place, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert process.stdin is not None
    process.stdin.write(lines(big(500)))  # two chunks and more: now there are workers, and the run waits for the rest
    process.stdin.flush()
    wait_for("workers", lambda: any("spawn_main" in Path(f"/proc/{child}/cmdline").read_text() for child in children(process.pid)))
    for child in children(process.pid):
        if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
            os.kill(child, signal.SIGKILL)
    _, stderr = process.communicate(lines(big(900)), timeout=120)
    assert process.returncode == 3
    assert b"a worker process ended by SIGKILL (it may have run out of memory: try fewer with -j)" in stderr
    assert b"Traceback" not in stderr


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_a_worker_that_dies_before_it_has_read_its_orders_is_told(place: Path, rules: list[str]) -> None:
    """These are more than a pipe holds, and nobody is left to read them."""
    phrases = [f"the house of {number}" for number in range(9000)]
    (place / "more.toml").write_text(HEAD + one(f"when.phrase = {json.dumps(phrases)}", id="en-promo-house"), "utf8")
    write(place / "a.jsonl", big(2000))
    args = ("run", "a.jsonl", "-o", "out.jsonl", "-j", "2", *rules, "--rules", "more.toml")
    process = start(*args, cwd=place, stdout=PIPE, stderr=PIPE)

    def workers() -> list[int]:
        return [child for child in children(process.pid) if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]

    wait_for("a worker", workers)
    os.kill(workers()[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 3
    assert b"a worker process ended by SIGKILL" in stderr
    assert b"Traceback" not in stderr


def test_two_runs_of_one_output(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", records(3))
    first = start("run", "-", "-o", "out.jsonl", *rules, cwd=place, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    wait_for("the first run", (place / "out.jsonl.partial" / "state.json").exists)
    second = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert second.exit_code == 3
    assert second.stderr.endswith("out.jsonl: another run writes it just now; wait for it, or choose another -o\n")
    first.communicate(lines(records(2)), timeout=120)
    assert first.returncode == 0
    assert len(read(place / "out.jsonl")) == 2


def test_ctrl_c_keeps_what_is_done(place: Path, rules: list[str]) -> None:
    process = start("run", "-", "-o", "out.jsonl", "-j", "2", *rules, cwd=place, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    wait_for("the run", (place / "out.jsonl.partial" / "state.json").exists)
    assert process.stdin is not None
    process.stdin.write(lines(big(700)))
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 130
    assert stderr.decode().splitlines()[-1] == "cleaner: interrupted; what is done is kept, and the same command goes on from there"
    assert b"Traceback" not in stderr
    assert not (place / "out.jsonl").exists()
    (place / "b.jsonl").write_bytes(lines(records(2)))
    again = go(rules, "-", "-o", "out.jsonl")  # standard input of a test is empty
    assert again.exit_code == 0
    assert "standard input cannot be read twice: beginning afresh" in again.stderr


def test_progress_and_summary_on_a_terminal(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", big(300))
    seen, code = on_terminal(["run", "a.jsonl", "-o", "out.jsonl", "-j", "2", *rules], place, {"TERM": "xterm"}, stream="stderr")
    assert code == 0
    assert b"300 documents" in seen
    assert b"100 %" in seen
    assert "│ documents │ 300".encode() in seen
    quiet, _ = on_terminal(["run", "a.jsonl", "-o", "out.jsonl", "-q", *rules], place, stream="stderr")
    assert quiet == b""


def test_an_output_keeps_its_permissions_and_a_link_is_followed(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", records(2))
    (place / "real").mkdir()
    (place / "real" / "out.jsonl").write_bytes(b"old")
    (place / "real" / "out.jsonl").chmod(0o640)
    (place / "out.jsonl").symlink_to("real/out.jsonl")
    assert go(rules, "a.jsonl", "-o", "out.jsonl").exit_code == 0
    assert (place / "out.jsonl").is_symlink()
    assert (place / "real" / "out.jsonl").stat().st_mode & 0o777 == 0o640
    assert len(read(place / "out.jsonl")) == 2
    assert sorted(path.name for path in (place / "real").iterdir()) == ["out.jsonl"]
