"""`cleaner clean`: what goes in, and what comes out."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from commandline import BODY, P1, P2, PROMO, STORY, TEXT, run
from smallrules import HEAD, one

from cleaner.render.tsv import parse_tsv


def test_text_goes_to_standard_output(place: Path, rules: list[str]) -> None:
    result = run("clean", "a.txt", *rules)
    assert (result.exit_code, result.stdout, result.stderr) == (0, TEXT, "")


def test_body_only(place: Path, rules: list[str]) -> None:
    assert run("clean", "a.txt", "--body-only", *rules).stdout == BODY


@pytest.mark.parametrize("args", [[], ["-"]])
def test_standard_input(place: Path, rules: list[str], args: list[str]) -> None:
    assert run("clean", *args, *rules, stdin=STORY).stdout == TEXT


def test_texts_are_parted_by_an_empty_line(place: Path, rules: list[str]) -> None:
    (place / "b.txt").write_text(f"{P2}\n", "utf8")
    (place / "empty.txt").write_text("", "utf8")
    assert run("clean", "empty.txt", "a.txt", "empty.txt", "b.txt", *rules).stdout == f"{TEXT}\n{P2}\n"


def test_a_file_named_twice_is_cleaned_once(place: Path, rules: list[str]) -> None:
    assert run("clean", "a.txt", "./a.txt", *rules).stdout == TEXT


def test_json_is_an_object_for_one_text_and_a_list_for_more(place: Path, rules: list[str]) -> None:
    one = json.loads(run("clean", "a.txt", "--format", "json", *rules).stdout)
    assert one["file"] == "a.txt"
    assert one["body"] + "\n" == BODY
    (place / "b.txt").write_text(STORY, "utf8")
    assert [d["file"] for d in json.loads(run("clean", "a.txt", "b.txt", "--format", "json", *rules).stdout)] == ["a.txt", "b.txt"]


def test_json_of_a_folder_is_a_list_even_with_one_text(place: Path, rules: list[str]) -> None:
    assert len(json.loads(run("clean", ".", "--format", "json", *rules).stdout)) == 1


def test_jsonl_is_an_object_a_line(place: Path, rules: list[str]) -> None:
    (place / "b.txt").write_text(STORY, "utf8")
    lines = run("clean", ".", "--format", "jsonl", *rules).stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["a.txt", "b.txt"]


def test_tsv_shows_every_block(place: Path, rules: list[str]) -> None:
    rows = parse_tsv(run("clean", "a.txt", "--format", "tsv", *rules).stdout)
    assert [(row.sign, row.label, row.rules) for row in rows] == [
        ("+", "headline", ("context-headline",)),
        ("+", "body", ()),
        ("-", "promo", ("en-promo-cut", "en-promo-read")),
        ("~", "body", ("en-credit-cut",)),
    ]
    assert [row.text[low:high] for row in rows for low, high in row.cuts] == ["(Photo by J. Doe)"]


@pytest.mark.parametrize(
    "args",
    [
        ["a.txt", "--in-place", "-o", "x.txt"], ["a.txt", "-o", "x.txt", "--output-dir", "x"], ["a.txt", "--diff", "--format", "json"],
        ["a.txt", "--diff", "--in-place"], ["a.txt", "--in-place", "--format", "json"], ["-", "--in-place"],
        ["a.txt", "--in-place", "--body-only"],
        ["a.txt", "--no-such-option"], ["a.txt", "--keep", "captoin"], ["a.txt", "--only-labels", "body"], ["a.txt", "--lang", "xx"],
        ["a.txt", "--encoding", "utf-9"], ["a.txt", "--encoding", "rot13"], ["a.txt", "--format", "xml"], [".", "--title", "A headline"],
    ],
)  # fmt: skip
def test_wrong_usage_is_said_and_nothing_written(place: Path, rules: list[str], args: list[str]) -> None:
    (place / "b.txt").write_text(STORY, "utf8")
    result = run("clean", *args, *rules, stdin=STORY)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert sorted(path.name for path in place.iterdir()) == ["a.txt", "b.txt"]
    assert (place / "a.txt").read_text("utf8") == STORY


def test_no_rules_at_all_is_wrong_usage(place: Path) -> None:
    assert run("clean", "a.txt", "--no-default-rules").exit_code == 2


def test_keep_leaves_furniture_in(place: Path, rules: list[str]) -> None:
    assert run("clean", "a.txt", "--keep", "promo", *rules).stdout.splitlines()[2] == PROMO
    everything = run("clean", "a.txt", "--keep", "promo, credit", *rules).stdout
    assert everything == "\n".join(line for line in STORY.splitlines() if line) + "\n"
    assert run("clean", "a.txt", "--keep", "promo", "--keep", "credit", *rules).stdout == everything


def test_only_labels_leaves_all_other_furniture_in(place: Path, rules: list[str]) -> None:
    text = run("clean", "a.txt", "--only-labels", "credit", *rules).stdout
    assert PROMO in text
    assert "Photo" not in text


def test_only_labels_leaves_repeated_headlines_in(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(STORY + "\nTen dead in flood near old bridge\n", "utf8")
    assert run("clean", "a.txt", *rules).stdout.count("Ten dead") == 1
    assert run("clean", "a.txt", "--only-labels", "credit", *rules).stdout.count("Ten dead") == 2


def test_lang_leaves_other_languages_out(place: Path, rules: list[str], tmp_path: Path) -> None:
    other = tmp_path / "de.toml"
    other.write_text(HEAD.replace('"en"', '"de"') + one('when.starts = ["mehr:"]', id="de-promo-mehr"), "utf8")
    (place / "a.txt").write_text(f"{P1}\nMehr: Wer baute den Damm?\n{PROMO}\n{P2}\n", "utf8")
    assert run("clean", "a.txt", *rules, "--rules", other).stdout == BODY
    assert run("clean", "a.txt", *rules, "--rules", other, "--lang", "de").stdout == f"{P1}\n{PROMO}\n{P2}\n"


def test_title_and_url_reach_the_text(place: Path, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    head = HEAD + 'hosts = ["example.com"]\n'
    site.write_text(head + one('when.starts = ["house line:"]', id="example-promo-house"), "utf8")
    (place / "a.txt").write_text(f"Dam\n{P1}\nHouse line: x\n{P2}\n", "utf8")
    args = ["clean", "a.txt", "--no-default-rules", "--rules", str(site)]
    assert "House line" in run(*args).stdout
    assert "House line" not in run(*args, "--url", "https://www.example.com/story").stdout
    assert run(*args, "--title", "Dam", "--body-only").stdout.splitlines()[0] == P1


def test_encoding_is_detected_and_said(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_bytes(f"{P1} Straße und Brücke waren gesperrt.\n".encode("latin-1"))
    result = run("clean", "a.txt", *rules)
    assert result.exit_code == 0
    assert "Straße und Brücke" in result.stdout
    assert "a.txt: read as windows-1252" in result.stderr
    assert run("clean", "a.txt", "-q", *rules).stderr == ""
    assert run("clean", "a.txt", "--encoding", "latin-1", *rules).stderr == ""


def test_encoding_that_does_not_fit_is_bad_input(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_bytes("Straße".encode("latin-1"))
    result = run("clean", "a.txt", "--encoding", "utf-8", *rules)
    assert result.exit_code == 3
    assert "a.txt: is not utf-8 at byte 4" in result.stderr


def test_diff_shows_what_goes_and_why(place: Path, rules: list[str]) -> None:
    result = run("clean", "a.txt", "--diff", *rules)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:3] == ["--- a.txt", "+++ a.txt, cleaned", "@@ line 1 @@"]
    assert f"-{PROMO}   [promo: en-promo-cut, en-promo-read]" in lines
    assert f"-{P2} (Photo by J. Doe)   [credit: en-credit-cut]" in lines
    assert f"+{P2}" in lines
    assert f" {P1}" in lines
    assert "\x1b" not in result.stdout


def test_diff_of_a_clean_text_is_empty(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(TEXT, "utf8")
    assert run("clean", "a.txt", "--diff", *rules).stdout == ""


def test_verbose_counts_what_went(place: Path, rules: list[str]) -> None:
    assert "a.txt: 4 blocks, 1 removed (promo 1), 1 shortened" in run("clean", "a.txt", "-v", *rules).stderr


def _missing(place: Path) -> str:
    return "missing.txt"


def _binary(place: Path) -> str:
    (place / "bad.txt").write_bytes(bytes(range(256)) * 4)
    return "bad.txt"


def _pdf(place: Path) -> str:
    (place / "bad.txt").write_bytes(b"%PDF-1.7\n1 0 obj")
    return "bad.txt"


def _unreadable(place: Path) -> str:
    with socket.socket(socket.AF_UNIX) as server:  # opening a socket fails for every user, also for root
        server.bind("bad.txt")
    return "bad.txt"


def _empty_folder(place: Path) -> str:
    (place / "bad").mkdir()
    (place / "bad" / "page.pdf").write_bytes(b"%PDF-1.7")
    return "bad"


def _broken_link(place: Path) -> str:
    (place / "bad.txt").symlink_to("nowhere")
    return "bad.txt"


def _lost(place: Path) -> str:
    (place / "bad.txt").write_text(f"{PROMO}\n", "utf8")
    return "bad.txt"


def _lost_much(place: Path) -> str:
    (place / "bad.txt").write_text("He left early.\n" + f"{PROMO}\n" * 20, "utf8")
    return "bad.txt"


@pytest.mark.parametrize("bad", [_missing, _binary, _pdf, _unreadable, _empty_folder, _broken_link, _lost, _lost_much])
def test_bad_input_is_named_and_the_others_are_written(place: Path, rules: list[str], bad) -> None:  # type: ignore[no-untyped-def]
    name = bad(place)
    result = run("clean", name, "a.txt", "--output-dir", "out", *rules)
    assert result.exit_code == 3
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"cleaner: {name}: ")
    assert (place / "out" / "a.txt").read_text("utf8") == TEXT
    assert run("clean", name, "a.txt", "-q", *rules).stderr == result.stderr, "what is wrong is said even when quiet"


def test_an_empty_text_is_fine_and_said(place: Path, rules: list[str]) -> None:
    (place / "a.txt").write_text(" \n\n", "utf8")
    result = run("clean", "a.txt", *rules)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "a.txt: the input holds no text" in result.stderr
    assert run("clean", "a.txt", "-q", *rules).stderr == ""
    assert run("clean", "a.txt", "--output-dir", "out", *rules).exit_code == 0
    assert (place / "out" / "a.txt").read_bytes() == b""


def test_a_file_name_that_is_no_utf8_is_shown(place: Path, rules: list[str]) -> None:
    Path("a.txt").rename(os.fsdecode(b"caf\xe9.txt"))
    result = run("clean", ".", "--format", "json", *rules)
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["file"] == "caf\ufffd.txt"


def test_settings_file_gives_defaults_and_options_win(place: Path, rules: list[str]) -> None:
    (place / "small.toml").write_bytes(Path(rules[2]).read_bytes())
    (place / "cleaner.toml").write_text('rules = ["small.toml"]\ndefault_rules = false\nkeep = ["promo"]\nbody_only = true\n', "utf8")
    deep = place / "deep"
    deep.mkdir()
    os.chdir(deep)
    assert run("clean", "../a.txt").stdout == f"{P1}\n{PROMO}\n{P2}\n"
    assert run("clean", "../a.txt", "--keep", "", "--with-headline").stdout == TEXT
    assert "cleaner.toml: settings read" in run("clean", "../a.txt", "-v").stderr


@pytest.mark.parametrize("line", ["kepe = 1", "keep = ['captoin']", "keep = 'promo'", "keep ="])
def test_a_bad_settings_file_is_named(place: Path, line: str) -> None:
    (place / "cleaner.toml").write_text(line, "utf8")
    result = run("clean", "a.txt")
    assert result.exit_code == 2
    assert "cleaner.toml" in result.stderr
    assert result.stdout == ""


def test_a_bad_rule_file_is_named(place: Path) -> None:
    (place / "bad.toml").write_text('[file]\nlabel="promo"\nlang="en"\nabout="x"\n[[rule]]\nid="en-promo-x"\neffcet="drop"\n', "utf8")
    result = run("clean", "a.txt", "--no-default-rules", "--rules", "bad.toml")
    assert result.exit_code == 2
    assert result.stderr.startswith("cleaner: bad.toml: rule en-promo-x: effcet: ")
    assert result.stderr.count("\n") == 1


def test_help_teaches() -> None:
    for command in (["clean"], ["explain"], ["rules"], *(["rules", name] for name in ("list", "show", "check", "labels", "new"))):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Examples:" in result.stdout, command
    assert "Exit codes" in run("--help").stdout
    assert run("--version").stdout.startswith("cleaner, version ")
    assert run("claen").exit_code == 2
