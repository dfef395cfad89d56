"""`cleaner golden`: samples are made, compared block by block, and written anew only after they were shown."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import P1, P2, PROMO, STORY, TEXT, run, start
from smallrules import HEAD, SMALL

from cleaner.goldens.samples import MAX_NAME, golden_name

PAGE = f"<html><body><article><h1>Ten dead in flood near old bridge</h1><p>{P1}</p><p>{PROMO}</p><p>{P2}</p></article></body></html>"
ROOT = Path(__file__).parent.parent


@pytest.fixture
def suite(place: Path, rules: list[str]) -> Path:
    """Two samples: a story with a promo, and one that is clean."""
    (place / "clean.txt").write_text(TEXT, "utf8")
    assert run("golden", "add", "suite", "a.txt", "clean.txt", *rules).exit_code == 0
    return place / "suite"


def without_promos(rules: list[str]) -> None:
    """Break the two of the small rules that know a "Read more" line."""
    broken = SMALL.replace('["read more:"', '["xyzzy:"').replace("READ MORE", "XYZZY")
    Path(rules[-1]).write_text(HEAD + broken, "utf8")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_add_makes_a_folder_with_input_and_golden(suite: Path, rules: list[str]) -> None:
    assert files(suite) == ["a/expected.tsv", "a/input.txt", "clean/expected.tsv", "clean/input.txt"]
    assert (suite / "a" / "input.txt").read_text("utf8") == STORY
    assert (suite / "a" / "expected.tsv").read_text("utf8") == run("clean", "a.txt", "--format", "tsv", *rules).stdout


def test_add_says_what_it_claims(place: Path, rules: list[str]) -> None:
    assert run("golden", "add", "suite", "a.txt", *rules).stdout == "suite/a/expected.tsv: 4 blocks, 1 removed (promo 1)\n"
    assert run("golden", "add", "suite", "a.txt", "--name", "b", "-q", *rules).stdout == ""


def test_add_keeps_what_the_caller_knows(place: Path, rules: list[str]) -> None:
    (place / "page.html").write_text(PAGE, "utf8")
    given = ["--url", "https://example.com/a", "--title", 'A "headline"', "--lang", "en", "--note", "Why it is here."]
    assert run("golden", "add", "suite", "page.html", *given, *rules).exit_code == 0
    assert files(place / "suite") == ["page/NOTE.md", "page/expected.tsv", "page/input.html", "page/sample.toml"]
    assert (place / "suite/page/NOTE.md").read_text("utf8") == "Why it is here.\n"
    settings = 'url = "https://example.com/a"\ntitle = "A \\"headline\\""\nlangs = ["en"]\n'
    assert (place / "suite/page/sample.toml").read_text("utf8") == settings
    assert run("golden", "check", "suite", *rules).exit_code == 0


def test_add_reads_standard_input(place: Path, rules: list[str]) -> None:
    assert run("golden", "add", "suite", "-", "--name", "x", *rules, stdin=STORY).exit_code == 0
    assert run("golden", "add", "suite", "-", "--name", "p", *rules, stdin=PAGE).exit_code == 0
    lines = "".join(json.dumps({"id": number, "text": STORY}) + "\n" for number in (1, 2))
    assert run("golden", "add", "suite", "-", "--jsonl", *rules, stdin=lines).exit_code == 0
    assert sorted(path.name for path in (place / "suite").iterdir()) == ["1", "2", "p", "x"]
    assert run("golden", "check", "suite", *rules).stdout == "4 samples, all as expected\n"


def test_add_takes_records(place: Path, rules: list[str]) -> None:
    good = [{"id": "Été 1/2", "text": STORY, "url": "https://example.com/x"}, {"id": "p", "html": PAGE, "other": 1}]
    bad = ['{"text": "no id"}', "{", '{"id": "x"}', '{"id": "y", "text": "a", "html": "b"}', '{"id": "z", "text": 3}', "[]"]
    (place / "in.jsonl").write_text("\n".join([*map(json.dumps, good), *bad]) + "\n", "utf8")
    result = run("golden", "add", "suite", "in.jsonl", *rules)
    assert result.exit_code == 3
    told = [line.split(": ")[1:3] for line in result.stderr.splitlines()]
    assert told == [
        ["in.jsonl:3", "id"], ["in.jsonl:4", "is not JSON"], ["in.jsonl:5", "text"], ["in.jsonl:6", "html"], ["in.jsonl:7", "text"],
        ["in.jsonl:8", 'holds a list instead of an object such as {"id"'],
    ]  # fmt: skip
    assert files(place / "suite") == [
        "p/expected.tsv", "p/input.html", "p/sample.toml", "été-1-2/expected.tsv", "été-1-2/input.txt", "été-1-2/sample.toml",
    ]  # fmt: skip
    assert run("golden", "check", "suite", *rules).exit_code == 0


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (["suite", "a.txt"], 3, "exists"), (["suite", "nowhere.txt"], 3, "nowhere.txt"), (["suite", "bin"], 3, "binary"),
        (["suite", "!.txt"], 3, "--name"), (["suite", "-"], 2, "--name"), (["a.txt", "clean.txt"], 2, "no folder"),
        (["suite", "a.txt", "clean.txt", "--name", "x"], 2, "--name"), (["suite", "bin", "--lang", "xx"], 3, "'xx'"),
    ],
)  # fmt: skip
def test_add_leaves_nothing_behind_when_it_cannot(suite: Path, rules: list[str], args: list[str], code: int, word: str) -> None:
    Path("bin").write_bytes(b"\x00\x01\x02")
    Path("!.txt").write_text(STORY, "utf8")
    before = files(suite)
    result = run("golden", "add", *args, *rules, stdin=STORY)
    assert (result.exit_code, word in result.stderr) == (code, True), result.stderr
    assert files(suite) == before
    assert [path.name for path in suite.iterdir() if path.name.startswith(".")] == []


def test_check_names_rule_sample_and_line(suite: Path, rules: list[str]) -> None:
    assert run("golden", "check", "suite", *rules).stdout == "2 samples, all as expected\n"
    without_promos(rules)
    result = run("golden", "check", "suite", *rules)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "suite/a/expected.tsv:3: was removed as promo, is kept",
        f"    {PROMO}",
        "    no longer speaks: en-promo-cut, en-promo-read",
        "rules that moved blocks:",
        "  en-promo-cut: no longer speaks of 1 block, in 1 sample",
        "  en-promo-read: no longer speaks of 1 block, in 1 sample",
        "1 of 2 samples differ; if that is right: cleaner golden update suite",
    ]


def test_check_says_what_became_of_a_block(suite: Path, rules: list[str]) -> None:
    golden = suite / "a" / "expected.tsv"
    rows = golden.read_text("utf8").splitlines()
    changed = [rows[0], rows[1].replace("+\tbody\t", "-\tlegal\ten-x"), rows[3].replace("\\[", "").replace("\\]", "") + "!", ""]
    golden.write_text("\n".join(changed), "utf8")
    said = [line for line in run("golden", "check", "suite", *rules).stdout.splitlines() if line.startswith("suite")]
    assert said == [
        "suite/a/expected.tsv:2: was removed as legal, is kept",
        "suite/a/expected.tsv:3: a block that is not there any more (it was kept, with a part cut out)",
        "suite/a/expected.tsv:3: a block that the golden lacks: removed as promo",
        "suite/a/expected.tsv:3: a block that the golden lacks: kept, with a part cut out",
    ]


def test_what_is_to_be_typed_can_be_typed(place: Path, rules: list[str]) -> None:
    run("golden", "add", "my samples", "a.txt", *rules)
    Path("my samples/a/expected.tsv").unlink()
    assert run("golden", "check", "my samples", *rules).stdout.endswith("if that is right: cleaner golden update 'my samples'\n")
    Path("empty").mkdir()
    result = run("golden", "check", "empty", *rules)
    assert (result.exit_code, result.stdout) == (3, "")


def test_check_sees_another_cut(suite: Path, rules: list[str]) -> None:
    golden = suite / "a" / "expected.tsv"
    golden.write_text(golden.read_text("utf8").replace("\\[(Photo by J. Doe)\\]", "\\[(Photo by\\] J. Doe)"), "utf8")
    said = run("golden", "check", "suite", *rules).stdout
    assert (
        "suite/a/expected.tsv:4: was kept, with a part cut out, and still is, but loses “(Photo by J. Doe)” instead of “(Photo by”" in said
    )


def test_check_reads_all_it_can(suite: Path, rules: list[str]) -> None:
    for name in ("broken", "half", "two", "bare", "typo"):
        (suite / name).mkdir()
    (suite / "broken" / "input.txt").write_text(STORY, "utf8")
    (suite / "broken" / "expected.tsv").write_text("<<<<<<< HEAD\n", "utf8")
    (suite / "half" / "expected.tsv").write_text("", "utf8")
    for name in ("two/input.txt", "two/input.html", "bare/input.txt", "typo/input.txt"):
        (suite / name).write_text(PAGE, "utf8")
    (suite / "typo" / "sample.toml").write_text('ulr = "x"\n', "utf8")
    without_promos(rules)
    result = run("golden", "check", "suite", "nowhere", *rules)
    assert result.exit_code == 3
    assert [line.removeprefix("cleaner: ").split(": ")[0] for line in result.stderr.splitlines()] == [
        "suite/half", "suite/two", "suite/typo/sample.toml", "nowhere", "suite/broken/expected.tsv",
    ]  # fmt: skip
    assert "ulr: unknown key; known are url, title, langs, encoding, engine" in result.stderr
    assert "line 1: 1 columns" in result.stderr
    assert "suite/a/expected.tsv:3:" in result.stdout
    assert "suite/bare/expected.tsv: is missing (" in result.stdout


def test_settings_of_a_sample_may_begin_with_a_byte_order_mark(suite: Path, rules: list[str]) -> None:
    (suite / "a" / "sample.toml").write_text('url = "https://example.com"\n', "utf-8-sig")
    assert run("golden", "check", "suite", *rules).exit_code == 0


@pytest.mark.parametrize("line", ['langs = "en"', "url = 3", 'engine = "slow"', "url ="])
def test_bad_settings_of_a_sample(suite: Path, rules: list[str], line: str) -> None:
    (suite / "a" / "sample.toml").write_text(f"{line}\n", "utf8")
    result = run("golden", "check", "suite", *rules)
    assert (result.exit_code, "suite/a/sample.toml" in result.stderr) == (3, True)


def test_settings_of_a_sample_count(suite: Path, rules: list[str]) -> None:
    (suite / "clean" / "input.txt").write_bytes(f"Überschrift\n{P1}\n".encode("utf-16-le"))
    (suite / "clean" / "sample.toml").write_text('encoding = "utf-16-le"\ntitle = "Überschrift"\n', "utf8")
    run("golden", "update", "suite/clean", "--yes", *rules)
    assert (suite / "clean" / "expected.tsv").read_text("utf8").startswith("+\theadline\tcontext-headline\tÜberschrift\n")


def test_records_are_samples(place: Path, rules: list[str]) -> None:
    records = [{"id": "a/b", "text": STORY}, {"id": "ü", "html": PAGE, "url": "https://example.com"}, {"id": 7, "text": TEXT, "more": [1]}]
    lines = Path("wire/news.jsonl")
    lines.parent.mkdir()
    lines.write_text("\n\n".join(map(json.dumps, records)), "utf8")
    first = run("golden", "check", "wire", *rules)
    assert (first.exit_code, first.stdout.count("is missing")) == (1, 3)
    assert run("golden", "update", "wire", "--yes", *rules).exit_code == 0
    assert files(place / "wire") == ["news.expected/7.tsv", "news.expected/a%2Fb.tsv", "news.expected/ü.tsv", "news.jsonl"]
    assert run("golden", "check", "wire", *rules).stdout == "3 samples, all as expected\n"
    without_promos(rules)
    moved = run("golden", "check", "wire/news.jsonl", *rules).stdout
    assert "wire/news.expected/a%2Fb.tsv:3: " in moved
    assert "en-promo-read: no longer speaks of 2 blocks, in 2 samples" in moved


def test_a_golden_without_its_record_is_stale(place: Path, rules: list[str]) -> None:
    lines = Path("wire.jsonl")
    lines.write_text("".join(json.dumps({"id": name, "text": STORY}) + "\n" for name in "ab"), "utf8")
    run("golden", "update", "wire.jsonl", "--yes", *rules)
    lines.write_text(json.dumps({"id": "a", "text": STORY}) + "\n", "utf8")
    result = run("golden", "check", "wire.jsonl", *rules)
    assert (result.exit_code, "wire.expected/b.tsv: no record" in result.stdout) == (1, True)
    assert run("golden", "update", "wire.jsonl", "--yes", *rules).exit_code == 0
    assert files(place / "wire.expected") == ["a.tsv"]
    lines.write_text("{\n", "utf8")
    assert run("golden", "update", "wire.jsonl", "--yes", *rules).exit_code == 3
    assert files(place / "wire.expected") == ["a.tsv"], "a line that cannot be read may be the one that claims it"


def test_ids_must_differ(place: Path, rules: list[str]) -> None:
    Path("wire.jsonl").write_text("".join(json.dumps({"id": name, "text": STORY}) + "\n" for name in ("a", "b", "A")), "utf8")
    result = run("golden", "check", "wire.jsonl", *rules)
    assert result.exit_code == 3
    assert "wire.jsonl:3: id: 'A' is taken by wire.jsonl:1" in result.stderr


def test_golden_names_are_names_of_files(tmp_path: Path) -> None:
    ids = ["a", "../x", ".hidden", "a b", "é" * 200, "é" * 201, "\ud800", "con\n", 'q"?', "%2F", "/"]
    names = [golden_name(name) for name in ids]
    assert len(set(names)) == len(ids)
    for name in names:
        assert len(name.encode()) <= MAX_NAME + len(".tsv")
        (tmp_path / name).write_text("", "utf8")
    assert len(list(tmp_path.iterdir())) == len(ids)


def test_update_shows_and_writes_nothing_where_nobody_can_be_asked(suite: Path, rules: list[str]) -> None:
    without_promos(rules)
    golden = suite / "a" / "expected.tsv"
    before = golden.read_bytes()
    result = run("golden", "update", "suite", *rules)
    assert (result.exit_code, "--yes" in result.stderr) == (2, True)
    assert "suite/a/expected.tsv:3:" in result.stdout
    assert golden.read_bytes() == before
    untouched = (suite / "clean" / "expected.tsv").stat().st_mtime_ns
    result = run("golden", "update", "suite", "--yes", *rules)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 written, 0 deleted, 1 as they were")
    assert "suite/a/expected.tsv:3:" in result.stdout
    assert run("golden", "check", "suite", *rules).exit_code == 0
    assert (suite / "clean" / "expected.tsv").stat().st_mtime_ns == untouched
    assert run("golden", "update", "suite", *rules).stdout == "2 samples, nothing to write\n"


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1)])
def test_update_asks_on_a_terminal(suite: Path, rules: list[str], answer: bytes, code: int) -> None:
    without_promos(rules)
    golden = suite / "a" / "expected.tsv"
    before = golden.read_bytes()
    ours, theirs = pty.openpty()
    process = start("golden", "update", "suite", *rules, cwd=suite.parent, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(theirs)
    os.write(ours, answer)
    out, err = process.communicate(timeout=120)
    os.close(ours)
    assert process.returncode == code, err
    assert b"write 1 and delete 0 goldens?" in err
    assert b"expected.tsv:3:" in out
    assert (golden.read_bytes() != before) == (code == 0)


def test_many_samples_by_several_processes(place: Path, rules: list[str]) -> None:
    texts = [STORY.replace("40", str(number)) if number % 3 else TEXT for number in range(430)]
    Path("wire.jsonl").write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)), "utf8")
    run("golden", "update", "wire.jsonl", "--yes", "-j", "1", *rules)
    assert run("golden", "check", "wire.jsonl", "-j", "2", *rules).stdout == "430 samples, all as expected\n"
    Path("wire.expected/77.tsv").unlink()
    without_promos(rules)
    Path("broken").mkdir()
    Path("broken/input.txt").write_bytes(b"\x00")
    several, alone = (run("golden", "check", "wire.jsonl", "broken", "-j", n, *rules) for n in ("2", "1"))
    assert (several.output, several.exit_code) == (alone.output, 3)
    assert "286 of 430 samples differ" in alone.stdout


def test_settings_file_is_honoured(suite: Path, rules: list[str]) -> None:
    Path("cleaner.toml").write_text(f'rules = ["{rules[-1]}"]\ndefault_rules = false\n', "utf8")
    assert run("golden", "check", "suite").exit_code == 0
    Path("cleaner.toml").write_text(f'rules = ["{rules[-1]}"]\ndefault_rules = false\nkeep = ["promo"]\n', "utf8")
    kept = run("golden", "check", "suite")
    assert "suite/a/expected.tsv:3: was removed as promo, is kept" in kept.stdout
    assert "now speaks: context-keep" in kept.stdout


def test_hostile_text_reaches_no_terminal(place: Path, rules: list[str]) -> None:
    Path("wire.jsonl").write_text(json.dumps({"id": "a", "text": f"\x1b[2J{P1}"}) + "\n", "utf8")
    run("golden", "update", "wire.jsonl", "--yes", *rules)
    Path("wire.jsonl").write_text(json.dumps({"id": "a", "text": f"\x1b[3J{P1}"}) + "\n", "utf8")
    result = run("golden", "check", "wire.jsonl", *rules)
    assert "\\x1b[3J" in result.stdout
    assert "\x1b" not in result.stdout


def test_our_own_samples() -> None:
    command = [sys.executable, "-m", "cleaner", "golden", "check", "samples"]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (child.returncode, child.stdout) == (0, f"{len(list((ROOT / 'samples').iterdir()))} samples, all as expected\n"), child.stderr
