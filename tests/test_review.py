"""The review page without a browser: its data, what it is made of, and the command. tests/review/ looks at it in Chromium."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from commandline import PROMO, STORY, run, small, start, write_rules
from documents import texts
from hypothesis import given, settings
from reviewpage import BEFORE, NOW, WHY, P, data, entry, packed, page
from smallrules import HEAD, one

from cleaner import Cleaner, Document, Verdict
from cleaner.compare import compare
from cleaner.render.review import FOLDER
from cleaner.ruleset.files import read_labels

HOSTILE = (
    "</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "\u2028\u2029", "\x00\x1b[2J",
    "\ud800", "javascript:alert(1)", '"\'`&<>', "\u202egnihton",
)  # fmt: skip

# ---- two cleanings compared


def test_each_direction_is_told() -> None:
    text = f"{P}\nRelated articles\nOne\nRead more: x\n{P} (Photo by J. Doe)"
    found = compare(BEFORE.clean(text), NOW.clean(text))
    assert {i: change.direction for i, change in found.items()} == {0: "kept", 1: "removed", 2: "removed", 3: "removed", 4: "kept"}
    back = compare(NOW.clean(text), BEFORE.clean(text))
    assert {i: change.direction for i, change in back.items()} == {0: "removed", 1: "kept", 2: "kept", 3: "kept", 4: "removed"}
    assert compare(NOW.clean(text), NOW.clean(text)) == {}


def test_other_cuts_and_other_labels_are_changes() -> None:
    text = f"{P} (Photo by J. Doe)\nRead more: x"
    now = NOW.clean(text)
    without = Cleaner(NOW.rules.without("en-credit-cut")).clean(text)
    assert {i: change.direction for i, change in compare(without, now).items()} == {0: "cut"}
    last = now.verdicts[-1]
    other = Document(text, (*now.verdicts[:-1], Verdict(last.block, "share", False, last.evidence)))
    assert {i: change.direction for i, change in compare(other, now).items()} == {1: "label"}


def test_documents_of_different_texts_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same text"):
        compare(NOW.clean("a\nb"), NOW.clean("a\nc"))


# ---- the data, read back as the script reads them


def outcome(values: list[Any], told: dict[str, Any], units: bytes, start: int, length: int) -> dict[str, Any]:
    kept, label, cuts, evidence = values
    proofs = set()
    for claim, *place in evidence:
        low, size = place or (0, length)
        rule, said, effect, note = told["claims"][claim]
        proofs.add((told["rules"][rule][0], told["labels"][said][0], effect, note, piece(units, start + low, size)))
    pieces = [piece(units, start + low, high - low) for low, high in zip(cuts[::2], cuts[1::2], strict=True)]
    return {"kept": bool(kept), "label": told["labels"][label][0], "cuts": pieces, "evidence": proofs}


def piece(units: bytes, start: int, length: int) -> str:
    return units[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass")


def expected(document: Document, verdict: Verdict) -> dict[str, Any]:
    source = document.source
    proofs = {(e.rule, e.label, e.effect, e.note, source[e.start : e.end]) for e in verdict.evidence}
    return {"kept": verdict.kept, "label": verdict.label, "cuts": [source[low:high] for low, high in verdict.cuts], "evidence": proofs}


@given(texts())
@settings(max_examples=60)
def test_a_page_holds_what_the_document_does(text: str) -> None:
    told = json.loads(json.dumps(data(entry("a", f"{text}\n😀 Read more: 😀\nSign up for our newsletter"), against=False)))
    document = NOW.clean(f"{text}\n😀 Read more: 😀\nSign up for our newsletter")
    (shown,) = told["documents"]
    units = shown["source"].encode("utf-16-le", "surrogatepass")
    position = 0
    for row, verdict in zip(shown["blocks"], document.verdicts, strict=True):
        begin = position + row[0]
        position = begin + row[1]
        assert piece(units, begin, row[1]) == verdict.block.text
        plain = {"kept": True, "label": "body", "cuts": [], "evidence": set()}
        assert (outcome(row[2:], told, units, begin, row[1]) if len(row) > 2 else plain) == expected(document, verdict)


def test_what_was_before_is_held_too() -> None:
    text = f"{P}\nRead more: x\nNothing."
    told = data(entry("a", text, against=True), against=True)
    rows = told["documents"][0]["blocks"]
    assert [told["directions"][row[6]] if len(row) > 6 else None for row in rows] == ["kept", "removed", None]
    units = text.encode("utf-16-le")
    assert outcome(rows[0][7], told, units, 0, len(P)) == expected(BEFORE.clean(text), BEFORE.clean(text).verdicts[0])


# ---- the page


class Elements(HTMLParser):
    """All elements of a page with their attributes, and what scripts and styles hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag = self.found[-1][0] if self.found else ""
        if tag in self.inside and data.strip():
            self.inside[tag].append(data)


def hostile_page() -> str:
    entries = [entry(f"{word} {i}", f"{word} {P}\nRead more: {word}", url=word, title=word) for i, word in enumerate(HOSTILE)]
    return page(*entries, note=f"Note {HOSTILE[2]}", rules=HOSTILE[0])


@pytest.mark.parametrize("against", [False, True])
def test_the_page_is_one_file(against: bool) -> None:
    elements = Elements(page(entry("a", f"{P}\n{PROMO}", url="https://example.com/a", against=against), against=against))
    for tag, attributes in elements.found:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "href", "style", "srcset", "action")}, (
            tag,
            attributes,
        )
    assert not {"link", "iframe", "img", "object", "base"} & {tag for tag, _ in elements.found}
    assert not re.search(r"url\(|@import", elements.inside["style"][0])


def test_nothing_but_its_own_script_and_styles_may_run() -> None:
    elements = Elements(page(entry("a", P)))
    (policy,) = [a["content"] for tag, a in elements.found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    packed_data, script = elements.inside["script"]
    (style,) = elements.inside["style"]
    digests = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in (("script", script), ("style", style))
    }
    parts = dict(part.strip().split(" ", 1) for part in str(policy).split(";"))
    assert parts == {
        "default-src": "'none'", "script-src": f"'sha256-{digests['script']}'", "style-src": f"'sha256-{digests['style']}'",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", packed_data)


def test_hostile_text_is_text() -> None:
    text = hostile_page()
    plain, known = page(entry("a", P)), Elements(text)
    assert [tag for tag, _ in known.found if tag != "p"] == [tag for tag, _ in Elements(plain).found if tag != "p"]
    for word in HOSTILE[:3]:
        assert word not in text.replace((FOLDER / "review.js").read_text("utf8"), "")
    text.encode("utf8")  # half a character would raise
    told = packed(text)
    assert [document["source"] for document in told["documents"]] == [f"{word} {P}\nRead more: {word}" for word in HOSTILE]


def test_the_script_makes_text_nodes_only() -> None:
    script = (FOLDER / "review.js").read_text("utf8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc|fetch\(|XMLHttp|import\(", script
    )
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_every_label_has_a_colour_of_its_own() -> None:
    """A label without one would be shown in that of another."""
    style = (FOLDER / "review.css").read_text("utf8")
    colours = re.findall(r'\[data-label="(\w+)"\] \{ --hue: (\d+); --chroma: ([\d.]+); \}', style)
    furniture = {*read_labels()["furniture"], "headline"}
    assert {name for name, *_ in colours} >= furniture
    assert len({hue for name, hue, _ in colours if name in furniture}) == len(furniture)


def test_a_page_weighs_little_more_than_its_texts() -> None:
    """And empty it is small: 300 pages of news stay far below 5 MB."""
    empty = len(page().encode())
    assert empty < 100_000
    text = "\n".join(f"{i} {P} {i * 7919 % 1013} (Photo by J. Doe)\nRead more: {i}" for i in range(500))
    assert len(page(entry("a", text)).encode()) - empty < len(text)


def test_the_head_says_what_was_done() -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(entry("a", f"{P}\n{PROMO}\n{P} (Photo by J. Doe)"), note="Only some.")))
    assert "1 document, 1 of 3 blocks removed, 1 shortened, 17 % of the words taken out" in text
    assert "Only some." in text
    assert f"Cleaner 1.2.3. Rules: the small rules, digest {NOW.rules.digest}" in text
    assert "<b>2</b> blocks changed\n      in <b>1</b> of 1 document" in page(entry("a", f"{P}\n{PROMO}", against=True), against=True)


# ---- the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_text(STORY, "utf8")
    (tmp_path / "b.html").write_text(f"<title>x</title><h1>Flood</h1><p>{P}</p><p>{P} Again.</p><p>{PROMO}</p>", "utf8")
    record = {"text": STORY, "url": "https://example.com/c", "title": "Flood"}
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "one", **record}) + "\n" + json.dumps({"html": f"<p>{P}</p>"}) + "\n", "utf8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_texts_pages_and_records_come_into_one_page(folder: Path) -> None:
    result = run("review", ".", *small(folder), "-o", "report.html")
    assert (result.exit_code, result.output) == (0, "")
    told = packed((folder / "report.html").read_text("utf8"))
    assert [document["name"] for document in told["documents"]] == ["a.txt", "b.html", "c.jsonl: one", "c.jsonl:2"]
    assert told["documents"][2]["url"] == "https://example.com/c"
    assert {rule[0]: rule[1] for rule in told["rules"]}["en-promo-read"] == "A test."
    assert run("review", ".", *small(folder), "-o", "report.html").exit_code == 0, "the page of the run before is no input"
    assert packed((folder / "report.html").read_text("utf8")) == told


def test_standard_input_and_output(folder: Path) -> None:
    text = run("review", *small(folder), "-o", "-", stdin=STORY)
    assert [document["source"] for document in packed(text.stdout)["documents"]] == [STORY]
    records = run("review", "-", *small(folder), stdin=(folder / "c.jsonl").read_text("utf8"))
    assert [document["name"] for document in packed(records.stdout)["documents"]] == ["standard input: one", "standard input:2"]


def test_what_cannot_be_read_is_said_and_the_rest_is_shown(folder: Path) -> None:
    (folder / "c.jsonl").write_text('{"id": "x"}\nnonsense\n{"text": "The river rose."}\n', "utf8")
    (folder / "d.txt").write_bytes(b"a\x00b")
    result = run("review", ".", "gone.txt", *small(folder), "-o", "report.html")
    assert result.exit_code == 3
    for place in ("gone.txt: ", "d.txt: is binary", "c.jsonl:1: text: missing", "c.jsonl:2: is not JSON"):
        assert f"cleaner: {place}" in result.stderr
    names = [document["name"] for document in packed((folder / "report.html").read_text("utf8"))["documents"]]
    assert names == ["a.txt", "b.html", "c.jsonl:3"]


def test_a_run_without_any_document_leaves_the_page_as_it_was(folder: Path) -> None:
    (folder / "report.html").write_text("old", "utf8")
    (folder / "empty.jsonl").write_text("", "utf8")
    result = run("review", "empty.jsonl", "gone.txt", "-o", "report.html", *small(folder))
    assert result.exit_code == 3
    assert "empty.jsonl: holds no record" in result.stderr
    assert (folder / "report.html").read_text("utf8") == "old"


def test_a_text_that_lost_all_its_words_ends_with_3_and_is_shown(folder: Path) -> None:
    result = run("review", "-", *small(folder), "-o", "report.html", stdin=PROMO)
    assert result.exit_code == 3
    (document,) = packed((folder / "report.html").read_text("utf8"))["documents"]
    assert document["warnings"][0][0] == "lost-all"


def test_only_so_many_documents_and_the_page_says_so(folder: Path) -> None:
    result = run("review", ".", *small(folder), "-o", "report.html", "--max-documents", "2")
    assert result.exit_code == 0
    said = "Only the first 2 documents are shown, the rest was not read; --max-documents N shows more."
    text = (folder / "report.html").read_text("utf8")
    assert said in result.stderr
    assert said in text
    assert len(packed(text)["documents"]) == 2
    assert said not in run("review", ".", *small(folder), "-o", "report.html", "--max-documents", "4").stderr


def test_against_shows_what_changed_and_nothing_else(folder: Path) -> None:
    (folder / "old.toml").write_text(HEAD + one('when.starts = ["the river rose"]', id="en-river"), "utf8")
    (folder / "same.txt").write_text("Nothing here that either set knows of.", "utf8")
    result = run("review", "a.txt", "same.txt", *small(folder), "--against", "old.toml", "-o", "report.html")
    assert result.exit_code == 0
    text = (folder / "report.html").read_text("utf8")
    told = packed(text)
    assert [document["name"] for document in told["documents"]] == ["a.txt"]
    assert [told["directions"][row[6]] for row in told["documents"][0]["blocks"] if len(row) > 6] == ["kept", "removed", "cut"]
    assert "of 2 documents" in text
    same = run("review", "a.txt", *small(folder), "--against", str(write_rules(folder)), "-o", "-")
    assert packed(same.stdout)["documents"] == []


def test_shipped_rules_can_be_named(folder: Path) -> None:
    result = run("review", "a.txt", "--against", "shipped", "-o", "-")
    assert packed(result.stdout)["documents"] == []
    rules = one('when.starts = ["the river rose"]', id="acme-river")
    (folder / "mine.toml").write_text(HEAD + rules, "utf8")
    told = packed(run("review", "a.txt", "--rules", "mine.toml", "--against", "shipped", "-o", "-").stdout)
    assert [told["directions"][row[6]] for row in told["documents"][0]["blocks"] if len(row) > 6] == ["removed"]
    assert "acme-river" in {rule[0] for rule in told["rules"]}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["a.txt", "-o", "."], "is a folder"),
        (["a.txt", "-o", "gone/report.html"], "there is no folder gone"),
        (["a.txt", "-o", "a.txt"], "would overwrite the input"),
        (["c.jsonl", "-o", "r.html", "--title", "Flood"], "give records a `title` of their own"),
        (["a.txt", "-o", "r.html", "--against", "gone.toml"], "gone.toml: no such file or folder"),
        (["a.txt", "-o", "r.html", "--max-documents", "0"], "0 is not in the range x>=1"),
        (["a.txt", "-o", "r.html", "--keep", "nonsense"], "is no label of furniture"),
    ],
)
def test_wrong_usage(folder: Path, args: list[str], said: str) -> None:
    result = run("review", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (folder / "r.html").exists()


def test_a_reader_that_closes_the_pipe_is_no_error(folder: Path) -> None:
    source, sink = os.pipe()
    child = start("review", "a.txt", *small(folder), cwd=folder, stdout=sink, stderr=-1)
    os.close(sink)
    os.close(source)
    assert child.stderr is not None
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (141, b"")


def test_reasons_reach_the_page() -> None:
    told = data(entry("a", f"{P}\n{PROMO}"))
    assert {tuple(rule) for rule in told["rules"]} >= {("en-promo-read", WHY, "en", "test.toml")}
