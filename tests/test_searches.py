"""What regexes found in examples, remembered from check to check: nothing that is remembered may hide a fault."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from smallrules import HEAD

from cleaner import Cleaner, load_rules
from cleaner.confirm import compile_re2
from cleaner.rulecheck import check_files
from cleaner.ruleset import store
from cleaner.searches import Searches

TODAY = datetime.date(2026, 1, 1)
PATTERN = "bbread more: .*"
RULE = """[[rule]]
id = "en-promo-more"
effect = "drop"
why = "A test."
when.regex = ["read more: (?:who|what) .*"]
when.max_words = 20
hits = ["Read more: Who built the dam?", "Read more: What the mayor said"]
misses = ["Read more: he told the pupils, and they read."]
"""


def findings(file: Path, text: str) -> list[str]:
    file.write_text(HEAD + text, "utf8")
    return [f"{finding.key}: {finding.problem}" for finding in check_files([file], Cleaner(load_rules(file)), TODAY).findings]


def test_a_fault_is_found_whatever_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.CACHE_VARIABLE, str(tmp_path / "cache"))
    file = tmp_path / "mine.toml"
    assert findings(file, RULE) == findings(file, RULE) == []
    not_hit = ["hits: 'Read more: What the mayor said' is not hit"]
    removed = ["misses: 'Read more: he told the pupils, and they read.' is removed by en-promo-more"]
    for _ in range(2):
        assert findings(file, RULE.replace("who|what", "who|why")) == not_hit
        assert findings(file, RULE.replace("who|what", "who|what|he")) == removed
        assert findings(file, RULE) == []


def test_what_is_remembered_makes_no_regex_ready(tmp_path: Path) -> None:
    lines = (b"Read more: the dam", "\u2013 Über uns: Read more: x".encode(), b"He read on.")
    first = Searches()
    asked = first.compiled(PATTERN)
    spans = [found and found.span(1) for found in map(asked.search, lines)]
    assert spans == [match and match.span(1) for match in map(compile_re2(PATTERN).search, lines)]
    first.end(tmp_path / "kept")
    second = Searches()
    second.begin(tmp_path / "kept")
    again = second.compiled(PATTERN)
    assert [found and found.span(1) for found in map(again.search, lines)] == spans
    assert "ready" not in vars(again)
    assert again.search(b"Read more: the ferry") is not None
    assert "ready" in vars(again)


def test_what_one_pattern_found_is_not_what_another_finds() -> None:
    searches = Searches()
    assert searches.compiled("bbread more").search(b"Read more: the dam") is not None
    assert searches.compiled("bbread on").search(b"Read more: the dam") is None


def test_only_what_was_asked_for_is_kept(tmp_path: Path) -> None:
    """Else a file would grow with every edit."""
    kept = tmp_path / "kept"
    for line in (b"Read more: the dam", b"Read more: the ferry"):
        searches = Searches()
        searches.begin(kept)
        searches.compiled(PATTERN).search(line)
        searches.end(kept)
    last = Searches()
    last.begin(kept)
    regex = last.compiled(PATTERN)
    regex.search(b"Read more: the ferry")
    assert "ready" not in vars(regex)
    regex.search(b"Read more: the dam")
    assert "ready" in vars(regex)


@pytest.mark.parametrize("content", [b"", b"other 0 0\n", b"\x00" * 50])
def test_a_file_of_other_code_or_a_broken_one_is_not_read(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(content)
    searches = Searches()
    searches.begin(kept)
    assert searches.compiled(PATTERN).search(b"Read more: the dam") is not None
