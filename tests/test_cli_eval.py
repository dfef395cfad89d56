"""`cleaner eval`: figures that can be worked out by hand, floors that hold, errors that name line and key."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from commandline import P1, P2, PROMO, STORY, run
from shared_data import pages, shared
from smallrules import HEAD, SMALL, ruleset

from cleaner import Cleaner
from cleaner.evaluate.figures import table
from cleaner.evaluate.floors import FloorError, Floors, compare, raised, read, to_toml
from cleaner.evaluate.gold import Gold
from cleaner.evaluate.measure import Line, UnknownLineError, decisions, measure, words

BODY = f"{P1}\n{P2}"
CREDIT = "(Photo by J. Doe)"
FURNITURE = ["promo", "credit", "byline"]


def gold(**given: Any) -> Gold:
    blank = {"name": "x", "kind": "text", "text": "", **dict.fromkeys(["body", "lang", "source", "url", "title"]), "labels": ()}
    return Gold(**blank | given)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(ruleset(SMALL))


def write(name: str, *records: dict[str, Any]) -> str:
    Path(name).write_text("".join(json.dumps(record) + "\n" for record in records), "utf8")
    return name


def figures(*args: str) -> dict[str, Any]:
    result = run("eval", *args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_perfect_record(place: Path, rules: list[str]) -> None:
    labels = [["Ten dead in flood near old bridge", "headline"], [P1, "body"], [PROMO, "promo"], [P2, "body"], [CREDIT, "credit"]]
    write("gold.jsonl", {"id": 1, "text": STORY, "body": BODY, "labels": labels, "lang": "en", "source": "wire"})
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "exact": 1.0}
    got = figures("gold.jsonl", *rules)
    assert got["all"] == {"words": {"number": 1, **perfect}, "lines": {"number": 5, **perfect, "lost": 0}}
    assert got["lang"]["en"] == got["source"]["wire"] == got["all"]
    assert got["label"]["credit"] == {"lines": {"number": 1, **perfect}}
    assert got["records"] == 1


def test_words_by_hand(cleaner: Cleaner) -> None:
    doc = cleaner.clean("a b c d e f\nRead more: x")
    score = measure(gold(body="b c d e f g"), doc, with_headline=False)
    assert (score.precision, score.recall, score.exact) == (2 / 3, 2 / 3, False)
    assert measure(gold(body="a b c d  e\nf!"), doc, with_headline=False).exact is True
    assert measure(gold(body="a b"), doc, with_headline=False)[1:4] == (0.0, 0.0, False)
    assert measure(gold(body=""), doc, with_headline=False)[1:4] == (0.0, None, False)
    assert measure(gold(body=""), cleaner.clean("Read more: x"), with_headline=False)[1:4] == (None, None, True)


def test_with_headline(cleaner: Cleaner) -> None:
    doc = cleaner.clean(STORY)
    whole = f"Ten dead in flood near old bridge\n{BODY}"
    assert measure(gold(body=whole), doc, with_headline=True).exact is True
    assert measure(gold(body=whole), doc, with_headline=False).exact is False


def test_lines_by_hand(cleaner: Cleaner) -> None:
    text = f"{P1}\nRead more: one\nStay tuned: two\nRead more: three\n{P2} {CREDIT}"
    labels = ((P1, "body"), ("Read more: one", "promo"), ("Stay tuned: two", "promo"), ("Read more: three", "body"), (CREDIT, "credit"))
    lines = tuple(decisions(cleaner.clean(text), labels))
    assert lines == (
        Line("body", "body", False), Line("promo", "promo", True), Line("promo", "body", False), Line("body", "promo", True),
        Line("credit", "credit", True),
    )  # fmt: skip
    got = table([measure(gold(labels=labels), cleaner.clean(text), with_headline=False)], FURNITURE)
    assert got.all["lines"] == (5, 2 / 3, 2 / 3, 2 / 3, 0.0, 1)
    assert got.label["promo"]["lines"] == (2, 1 / 2, 1 / 2, 1 / 2, 0.0, None)
    assert got.label["credit"]["lines"] == (1, 1.0, 1.0, 1.0, 1.0, None)
    assert "words" not in got.all


def test_a_line_is_found_in_its_block_and_in_order(cleaner: Cleaner) -> None:
    text = f"Sport\n{P1}\nSport\n{P2}"
    doc = cleaner.clean(text)
    assert len(list(decisions(doc, (("Sport", "navigation"), (P1, "body"), ("Sport", "navigation"), (P2[:50], "body"))))) == 4
    with pytest.raises(UnknownLineError, match=r"labels\[1\]: 'Nowhere'"):
        list(decisions(doc, ((P1, "body"), ("Nowhere", "body"))))


def test_nothing_dropped_is_no_success(cleaner: Cleaner) -> None:
    labels = (("Stay tuned: two", "promo"),)
    got = table([measure(gold(labels=labels), cleaner.clean(f"{P1}\nStay tuned: two"), with_headline=False)], FURNITURE)
    assert got.all["lines"] == (1, None, 0.0, 0.0, 0.0, 0)


def test_words_are_those_of_the_benchmark(cleaner: Cleaner) -> None:
    spec = importlib.util.spec_from_file_location("score", shared("bench", "score.py"))
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    texts = [text for _, text in pages("fundus-dev", "trafilatura")][:12]
    pairs = [(gold(body=other), cleaner.clean(text)) for text in texts for other in (text, texts[0], text[200:])]
    ours = table([measure(g, doc, with_headline=False) for g, doc in pairs], FURNITURE).all["words"]
    theirs = score.summary([(g.body, doc.body) for g, doc in pairs])
    assert ours[1:5] == pytest.approx((theirs["p"], theirs["r"], theirs["f1"], theirs["exact"]))
    assert 0 < theirs["exact"] < 1


def test_the_table(place: Path, rules: list[str]) -> None:
    write(
        "gold.jsonl", {"text": STORY, "body": BODY, "lang": "en"}, {"text": STORY, "body": P1, "lang": "de", "labels": [[PROMO, "promo"]]}
    )
    lines = run("eval", "gold.jsonl", *rules).stdout.splitlines()
    assert lines[0].split() == ["records", "words", "P", "R", "F1", "exact", "lines", "drop", "P", "R", "F1", "exact", "lost"]
    assert [line.split()[:2] for line in lines[1:]] == [["all", "2"], ["lang", "de"], ["lang", "en"], ["label", "promo"]]
    assert lines[3].split()[2:] == ["1", "1.000", "1.000", "1.000", "1.000"]
    assert lines[4].split() == ["label", "promo", "1", "1.000", "1.000", "1.000", "1.000"]


def test_pages_and_packed_files(place: Path, rules: list[str]) -> None:
    page = f"<html><body><article><h1>Ten dead in flood</h1><p>{P1}</p><p>{PROMO}</p><p>{P2}</p></article></body></html>"
    with gzip.open("gold.jsonl.gz", "wt", encoding="utf8") as file:
        file.write(json.dumps({"html": page, "body": BODY, "labels": [[PROMO, "promo"]]}) + "\n")
    got = figures("gold.jsonl.gz", "--engine", "fast", *rules)
    assert got["all"]["words"]["exact"] == 1.0
    assert got["label"]["promo"]["lines"]["recall"] == 1.0


X = {"text": "x", "body": "x"}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{", "is not JSON"),
        ("[1]", "holds a list instead of an object"),
        ({"body": "x"}, "text: missing"),
        ({"text": "x"}, "body: missing"),
        ({**X, "html": "y"}, "html: stands beside text"),
        ({**X, "text": 3}, "text: must be a text"),
        ({**X, "body": ["x"]}, "body: must be a text in quotes, not a list"),
        ({**X, "lang": 1}, "lang: must be a text"),
        ({**X, "lang": "\ud800"}, "lang: holds half a character"),
        ({**X, "id": [1]}, "id: must be a text"),
        ({**X, "labels": {"x": "promo"}}, "labels: must be a list of pairs"),
        ({**X, "labels": [["x"]]}, "labels[0]: must be a pair"),
        ({**X, "labels": [["x", "promo"], ["x", "prommo"]]}, "labels[1]: 'prommo' is no label; known are body"),
        ({**X, "labels": [["Nowhere", "promo"]]}, "labels[0]: 'Nowhere' is no line of the text"),
    ],
)
def test_errors_name_line_and_key(place: Path, rules: list[str], record: Any, told: str) -> None:
    good = json.dumps({"text": STORY, "body": BODY})
    bad = record if isinstance(record, str) else json.dumps(record)
    Path("gold.jsonl").write_text(f"{good}\n\n{bad}\n{good}\n", "utf8")
    result = run("eval", "gold.jsonl", *rules)
    assert result.exit_code == 3
    assert result.stderr.startswith(f"cleaner: gold.jsonl:3: {told}")
    assert result.stdout.splitlines()[1].split()[:2] == ["all", "2"], "the others are measured"
    floor = run("eval", "gold.jsonl", "--floor", "floors.toml", "--write-floor", *rules)
    assert (floor.exit_code, Path("floors.toml").exists()) == (3, False)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x01", b'{"text": "\xff"}'])
def test_files_without_records(place: Path, rules: list[str], data: bytes) -> None:
    Path("gold.jsonl").write_bytes(data)
    result = run("eval", "gold.jsonl", "nowhere.jsonl", *rules)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "gold.jsonl" in result.stderr
    assert "nowhere.jsonl" in result.stderr


def test_a_file_that_is_no_jsonl_is_told_in_a_few_lines(place: Path, rules: list[str]) -> None:
    Path("gold.txt").write_text(STORY * 20, "utf8")
    result = run("eval", "gold.txt", *rules)
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 4
    assert result.stderr.splitlines()[3] == "cleaner: gold.txt: holds no record that can be used; 80 lines are wrong"


@pytest.mark.parametrize(
    "args",
    [["--write-floor"], ["--lower", "--floor", "x"], ["--floor", "x"], ["--floor", "no/x", "--write-floor"], []],
)
def test_wrong_usage(place: Path, rules: list[str], args: list[str]) -> None:
    write("gold.jsonl", {"text": STORY, "body": BODY})
    result = run("eval", *(["gold.jsonl"] if args else []), *args, *rules)
    assert result.exit_code == 2
    assert [path.name for path in place.iterdir() if "floor" in path.name or path.name == "x"] == []


def test_floors_hold(place: Path, rules: list[str]) -> None:
    write(
        "gold.jsonl",
        {"text": STORY, "body": BODY, "lang": "en", "labels": [[PROMO, "promo"], [P1, "body"]]},
        {"text": f"{P1}\nx", "body": P1},
    )
    args = ("eval", "gold.jsonl", "--floor", "floors.toml", *rules)
    assert run(*args, "--write-floor").exit_code == 0
    first = Path("floors.toml").read_text("utf8")
    assert '[floors."lang en"]\nwords_f1 = 1\nwords_exact = 1\nlines_f1 = 1\nlines_exact = 1\nlost = 0\n' in first
    assert '[floors."all"]\nwords_f1 = 0.989\nwords_exact = 0.5\n' in first
    held = run(*args)
    assert (held.exit_code, held.stderr) == (0, "")

    Path(rules[-1]).write_text(HEAD + SMALL.replace('["read more:"', '["xyzzy:"').replace("READ MORE", "XYZZY"), "utf8")
    fell = run(*args)
    assert fell.exit_code == 1
    assert "fell   lang en words_exact 1 -> 0\n" in fell.stderr
    assert "fell   label promo lines_f1 1 -> 0\n" in fell.stderr
    assert "12 figures are worse than in floors.toml" in fell.stderr
    assert Path("floors.toml").read_text("utf8") == first
    assert run(*args, "--write-floor").exit_code == 1
    assert Path("floors.toml").read_text("utf8") == first, "a fall is written with --lower alone"
    assert run(*args, "--write-floor", "--lower").exit_code == 0
    assert Path("floors.toml").read_text("utf8") != first
    assert run(*args).exit_code == 0

    Path(rules[-1]).write_text(HEAD + SMALL, "utf8")
    risen = run(*args)
    assert (risen.exit_code, "higher lang en words_exact 0 -> 1" in risen.stderr) == (0, True)
    assert run(*args, "--write-floor").exit_code == 0
    assert Path("floors.toml").read_text("utf8") == first


def test_floors_of_other_data_compare_with_nothing(place: Path, rules: list[str]) -> None:
    write("gold.jsonl", {"text": STORY, "body": BODY})
    args = ("eval", "gold.jsonl", "--floor", "floors.toml", *rules)
    run(*args, "--write-floor")
    before = Path("floors.toml").read_text("utf8")
    write("gold.jsonl", {"text": STORY, "body": P1})
    for more in ([], ["--write-floor"]):
        result = run(*args, *more)
        assert (result.exit_code, "other labelled data" in result.stderr) == (2, True)
        assert Path("floors.toml").read_text("utf8") == before
    assert run(*args, "--write-floor", "--lower").exit_code == 0
    assert run(*args).exit_code == 0


FLOORS = 'gold = "x"\n[floors.all]\n'


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "",
        "gold = 3\n[floors.all]\n",
        'gold = "x"\n',
        f"more = 1\n{FLOORS}",
        f"{FLOORS}f2 = 1",
        f'{FLOORS}lost = "1"',
        FLOORS.replace(".all]", "]\nall = 1"),
    ],
)
def test_a_bad_floor_file_is_one_message(place: Path, rules: list[str], text: str) -> None:
    write("gold.jsonl", {"text": STORY, "body": BODY})
    Path("floors.toml").write_text(text, "utf8")
    result = run("eval", "gold.jsonl", "--floor", "floors.toml", *rules)
    assert (result.exit_code, "floors.toml: " in result.stderr) == (2, True)
    with pytest.raises(FloorError):
        read(Path("floors.toml"))


def test_floors_by_hand(tmp_path: Path) -> None:
    floors = {"all": {"words_f1": 0.9, "lost": 3}, 'lang "x"': {"words_f1": 0.5}}
    now = {"all": {"words_f1": 0.9004, "lost": 4}, "lang y": {"words_f1": 0.1}}
    assert [str(change) for change in compare(floors, now)] == ["all lost 3 -> 4", 'lang "x" words_f1 0.5 -> 0']
    assert all(change.fell for change in compare(floors, now))
    assert raised(floors, now, lower=False) == {
        "all": {"words_f1": 0.9004, "lost": 3}, "lang y": {"words_f1": 0.1}, 'lang "x"': {"words_f1": 0.5},
    }  # fmt: skip
    assert raised(floors, now, lower=True) == now
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / "f").write_text(to_toml(Floors("d", floors)), encoding)
        assert read(tmp_path / "f") == Floors("d", floors)


def test_several_processes_measure_the_same(place: Path, rules: list[str]) -> None:
    write("gold.jsonl", *({"text": STORY if n % 3 else f"{P1}\nx", "body": BODY, "lang": f"l{n % 5}"} for n in range(450)))
    assert figures("gold.jsonl", "-j", "2", *rules) == figures("gold.jsonl", "-j", "1", *rules)


def test_settings_count(place: Path, rules: list[str]) -> None:
    write("gold.jsonl", {"text": STORY, "body": BODY})
    Path("cleaner.toml").write_text(f'rules = ["{rules[-1]}"]\ndefault_rules = false\nkeep = ["promo"]\n', "utf8")
    assert figures("gold.jsonl")["all"]["words"]["exact"] == 0.0
    assert words("It’s 3-1, café") == ["It", "s", "3", "1", "café"]
