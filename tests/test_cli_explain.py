"""`cleaner explain`: every block, its verdict and its proof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import P2, PROMO, STORY, run, small


@pytest.fixture
def args(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "a.txt").write_text(STORY, "utf8")
    monkeypatch.chdir(tmp_path)
    return ["explain", "a.txt", *small(tmp_path)]


def test_every_block_is_shown_with_rule_and_quote(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("a.txt: 4 blocks, 1 removed, 1 shortened (rules ")
    assert f"- promo       {PROMO}" in lines
    assert "              en-promo-read: drop promo “Read more:”" in lines
    assert f"~ body        {P2} [-(Photo by J. Doe)-]" in lines
    assert sum(line.startswith("+ ") for line in lines) == 2


def test_json_is_an_object_a_line(args: list[str]) -> None:
    document = json.loads(run(*args, "--json").stdout)
    assert [block["kept"] for block in document["blocks"]] == [True, True, False, True]
    evidence = {e["rule"]: e for e in document["blocks"][2]["evidence"]}["en-promo-read"]
    assert STORY[evidence["start"] : evidence["end"]] == "Read more:"


def test_it_explains_what_clean_does(args: list[str]) -> None:
    """One path: the same options give the same verdicts."""
    explained = json.loads(run(*args, "--json", "--keep", "promo").stdout)
    cleaned = json.loads(run("clean", *args[1:], "--format", "json", "--keep", "promo").stdout)
    assert explained == cleaned
    assert explained["blocks"][2]["kept"]
    assert {"context-keep", "en-promo-read"} <= {e["rule"] for e in explained["blocks"][2]["evidence"]}


def test_a_block_of_markdown_has_no_place_in_a_tree(args: list[str]) -> None:
    Path("a.md").write_text(STORY, "utf8")
    assert not [line for line in run("explain", "a.md", *args[2:]).stdout.splitlines() if line.strip() == "at"]


def test_a_text_that_lost_all_says_so_and_ends_with_3(args: list[str]) -> None:
    Path("a.txt").write_text(PROMO, "utf8")
    result = run(*args)
    assert result.exit_code == 3
    assert "! lost-all: " in result.stdout
    assert "cleaner: a.txt: " in result.stderr
