"""`cleaner run`: every format in and out, which fields are read, what fails and where that is said."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result
from commandline import P1, P2, PROMO, run, start
from datasets import ADDED, body, failures, lines, read, records, response, text, write

from cleaner.batch import formats
from cleaner.batch.readers import csvfile
from cleaner.batch.readers import lines as line_reader

INPUTS = ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.ndjson", "a.csv", "a.csv.gz", "a.parquet")
OUTPUTS = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet")
PAGE = f"<html><head><title>Flood</title></head><body><article><p>{P1}</p><p>{PROMO}</p><p>{P2}</p></article></body></html>"


@pytest.fixture
def place(empty_place: Path) -> Path:
    return empty_place


def go(rules: list[str], *args: str | Path, stdin: bytes | None = None, jobs: int = 1) -> Result:
    return run("run", *args, "-j", str(jobs), *rules, stdin=stdin)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", INPUTS)
def test_every_format_round_trip(place: Path, rules: list[str], name: str, output: str) -> None:
    write(place / name, records())
    done = go(rules, name, "-o", output)
    assert done.exit_code == 0, done.stderr
    rows = read(place / output)
    assert [list(row) for row in rows] == [["id", "url", "text", *ADDED]] * 5
    assert [row["body"] for row in rows] == [body(n) for n in range(5)]
    assert [row["text"] for row in rows] == [text(n) for n in range(5)]
    assert [str(row["id"]) for row in rows] == list("01234")
    (gone,) = rows[3]["removed"]
    assert (gone["label"], gone["rule"]) == ("promo", "en-promo-read")
    assert text(3)[gone["start"] : gone["end"]] == gone["text"] == "Read more: Who built dam 3?"
    assert rows[0]["metadata"]["credits"] == []
    assert rows[0]["warnings"] == []
    assert len(rows[0]["rules_digest"]) == 16
    assert not list(place.glob("*.partial"))
    assert not list(place.glob("*.failed*"))


def test_json_records_keep_their_own_bytes(place: Path, rules: list[str]) -> None:
    """Numbers, spaces, escapes and doubled keys stay as they were written."""
    own = r'{"n": 1.0,"big":123456789012345678901234567890 , "text": "\u0052ead more: x\nThe river rose.", "n": 2}'
    (place / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + own.encode() + b"\r\n\n")
    assert go(rules, "a.jsonl", "-o", "out.jsonl").exit_code == 0
    line = (place / "out.jsonl").read_text("utf8")
    assert line.startswith(own[:-1] + ', "headline": ')
    assert json.loads(line)["body"] == "The river rose."


def test_parquet_columns_keep_their_types(place: Path, rules: list[str]) -> None:
    types = pa.schema([
        ("when", pa.timestamp("us", tz="UTC")), ("text", pa.large_string()), ("tags", pa.list_(pa.dictionary(pa.int32(), pa.string()))),
        ("price", pa.decimal128(9, 2)), ("raw", pa.binary()),
    ])  # fmt: skip
    rows = [{"when": 0, "text": text(1), "tags": ["a"], "price": None, "raw": b"\xff"}, {"text": text(2)}]
    pq.write_table(pa.Table.from_pylist(rows, schema=types), place / "a.parquet", row_group_size=1)
    assert go(rules, "a.parquet", "-o", "out.parquet").exit_code == 0
    table = pq.read_table(place / "out.parquet")
    assert table.schema.names == [*types.names, *ADDED]
    assert [table.schema.field(name).type for name in types.names] == types.types
    assert table.column("body").to_pylist() == [body(1), body(2)]
    assert go(rules, "a.parquet", "-o", "out.jsonl").exit_code == 0
    first = read(place / "out.jsonl")[0]
    assert (first["when"], first["raw"], first["price"]) == ("1970-01-01 00:00:00+00:00", "/w==", None)


def test_parquet_of_records_that_do_not_agree(place: Path, rules: list[str]) -> None:
    """Types are settled over all pieces of a run, also where one file says number and another text."""
    one = [{"text": text(n), "n": n, "mixed": n, "deep": {"a": 1}, "late": None, "empty": {}} for n in range(3)]
    two = [{"text": text(n), "n": 0.5, "mixed": "x", "deep": {"b": [1]}, "late": "y", "new": True} for n in range(3)]
    write(place / "1.jsonl", one)
    write(place / "2.jsonl", two)
    assert go(rules, "1.jsonl", "2.jsonl", "-o", "out.parquet").exit_code == 0
    table = pq.read_table(place / "out.parquet")
    assert table.schema.names == ["text", "n", "mixed", "deep", "late", "empty", "new", *ADDED]
    assert table.column("n").to_pylist() == [0.0, 1.0, 2.0, 0.5, 0.5, 0.5]
    assert table.column("mixed").to_pylist() == ["0", "1", "2", '"x"', '"x"', '"x"']
    assert table.column("deep").to_pylist() == [{"a": 1, "b": None}] * 3 + [{"a": None, "b": [1]}] * 3
    assert table.column("empty").to_pylist() == ["{}"] * 3 + [None] * 3
    assert table.column("new").to_pylist() == [None] * 3 + [True] * 3


def test_warc(place: Path, rules: list[str]) -> None:
    page = PAGE.replace("Monday", "Montag in Köln")
    html = "Content-Type: text/html"
    packed = gzip.compress(PAGE.encode())
    archive = [
        response("https://varn.example/1", PAGE.encode()),
        response("https://varn.example/2", page.encode("latin-1"), "Content-Type: text/html; charset=ISO-8859-1"),
        response("https://varn.example/3", packed, html, "Content-Encoding: gzip"),
        response("https://varn.example/4", b"\x1f\x8bno gzip at all", html, "Content-Encoding: gzip"),
        response("https://varn.example/5", PAGE.encode(), html, "Content-Encoding: gzip"),
        response("https://varn.example/6", f"{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n".encode(), html, "Transfer-Encoding: chunked"),
        response("https://varn.example/7", b"\x89PNG", "Content-Type: image/png"),
        response("https://varn.example/8", b"gone", status=404),
        response("https://varn.example/9", text(9).encode(), "Content-Type: text/plain"),
    ]
    (place / "a.warc").write_bytes(b"".join(archive))
    (place / "b.warc.gz").write_bytes(b"".join(map(gzip.compress, archive)))
    for name in ("a.warc", "b.warc.gz"):
        done = go(rules, name, "-o", "out.jsonl", "--stats", "stats.json", "--engine", "fast")
        assert done.exit_code == 3
        rows = read(place / "out.jsonl")
        assert [row["url"][-1] for row in rows] == list("123569")
        assert list(rows[0]) == ["id", "url", "date", *ADDED]
        assert [row["body"] for row in rows[:5]] == [f"{P1}\n{P2}", f"{P1}\n{P2}".replace("Monday", "Montag in Köln"), *[f"{P1}\n{P2}"] * 3]
        assert rows[5]["body"] == body(9)
        (failed,) = failures(place / "out.jsonl")
        assert (failed["response"], failed["record"]["url"]) == (4, "https://varn.example/4")
        assert json.loads((place / "stats.json").read_text())["skipped"] == {"HTTP status 404": 1, "content type image/png": 1}


def test_a_response_with_the_wrong_charset_is_read_as_what_it_is(place: Path, rules: list[str]) -> None:
    page = PAGE.replace("Monday", "Montag in Köln")
    plain = text(1).replace("bridge", "bridge, said Montag in Köln")
    archive = [
        response("https://varn.example/1", page.encode("latin-1"), "Content-Type: text/html; charset=UTF-8"),
        response("https://varn.example/2", page.encode(), "Content-Type: text/html; charset=no-such"),
        response("https://varn.example/3", plain.encode("windows-1252"), "Content-Type: text/plain; charset=utf-8"),
        response("https://varn.example/4", plain.encode("windows-1252"), "Content-Type: text/plain"),
        response("https://varn.example/5", plain.encode(), "Content-Type: text/plain; charset=no-such"),
    ]
    (place / "a.warc").write_bytes(b"".join(archive))
    assert go(rules, "a.warc", "-o", "out.jsonl", "--engine", "fast").exit_code == 0
    rows = read(place / "out.jsonl")
    assert all("Montag in Köln" in row["body"] for row in rows)
    said = [[warning["message"] for warning in row["warnings"] if warning["code"] == "read-as"] for row in rows]
    guess = "read as windows-1252"
    missing = "declares no-such, which it is not; read as utf-8"
    assert said == [[f"declares utf-8, which it is not; {guess}"], [], [f"declares utf-8, which it is not; {guess}"],
                    [f"declares no charset; {guess}"], [missing]]  # fmt: skip


def test_folder_of_texts_pages_and_data(place: Path, rules: list[str]) -> None:
    folder = place / "news"
    (folder / "ä").mkdir(parents=True)
    (folder / "a.txt").write_text(text(1), "utf8")
    (folder / "b.html").write_text(PAGE, "utf8")
    write(folder / "c.jsonl", records(1))
    (folder / "d.bin").write_bytes(b"\0")
    (folder / "e.txt").write_bytes(b"\0\1\2")
    (folder / "ä" / "f.md").write_bytes(text(2).encode("utf-16"))
    for out in ("out.jsonl", "news/out.jsonl"):  # the second time over, the output is no input either
        for _ in range(2):
            assert go(rules, "news", "-o", out).exit_code == 3
            rows = read(place / out)
            assert [row.get("file", row.get("id")) for row in rows] == ["news/a.txt", "news/b.html", 0, "news/ä/f.md"]
            assert [row["body"] for row in rows] == [body(1), f"{P1}\n{P2}", body(0), body(2)]
            (failed,) = failures(place / out)
            assert failed["input"] == "news/e.txt"
            assert "binary" in failed["error"]


def test_standard_input(place: Path, rules: list[str]) -> None:
    done = go(rules, "-", "-o", "out.jsonl", stdin=lines(records(300)) + b"{\n")
    assert done.exit_code == 3
    assert [row["body"] for row in read(place / "out.jsonl")] == [body(n) for n in range(300)]
    assert failures(place / "out.jsonl")[0]["line"] == 301
    assert "no field looks like" in go(rules, "-", "-o", "o.jsonl", stdin=b'{"a": "b"}').stderr
    assert not (place / "o.jsonl").exists()


BAD = (
    (b'{"text": "x"', "is not JSON at character 13 of the line"),
    (b"[1]", "jq -c"),
    (b'"x"', "is a text, not an object"),
    (b'{"id": 7}', "no field 'text'"),
    (b'{"id": 7, "text": null}', "no field 'text'"),
    (b'{"id": 7, "text": ["x"]}', "field 'text' holds a list, not a text"),
    (b'{"id": 7, "text": "\xff"}', "is not UTF-8 at byte 19"),
    (b'{"id": 7, "text": "x", "body": "y"}', "--prefix"),
    (b'{"id": 7, "text": "x", "url": 5}', "field 'url' holds a number"),
    (b"[" * 100_000, "is not JSON"),
)


def test_records_that_fail_are_told_with_their_place(place: Path, rules: list[str]) -> None:
    good = lines(records(120)).splitlines()
    (place / "a.jsonl").write_bytes(b"\n".join([*good, b"", *(line for line, _ in BAD), good[0]]) + b"\n")
    done = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert done.exit_code == 3
    assert f"{len(BAD)} records failed; see out.jsonl.failed.jsonl" in done.stderr
    assert len(read(place / "out.jsonl")) == 121
    told = failures(place / "out.jsonl")
    assert [entry["line"] for entry in told] == [122 + n for n in range(len(BAD))]
    assert {entry["input"] for entry in told} == {"a.jsonl"}
    for entry, (line, error) in zip(told, BAD, strict=True):
        assert error in entry["error"]
        record = entry["record"]
        assert (record if isinstance(record, str) else json.dumps(record)) == line.decode("utf8", "backslashreplace")
    assert [entry["id"] for entry in told[3:6]] == ["7", "7", "7"]


def test_a_side_file_goes_when_nothing_fails_any_more(place: Path, rules: list[str]) -> None:
    (place / "a.jsonl").write_bytes(lines(records()) + b"{")
    assert go(rules, "a.jsonl", "-o", "out.jsonl").exit_code == 3
    write(place / "a.jsonl", records())
    assert go(rules, "a.jsonl", "-o", "out.jsonl").exit_code == 0
    assert sorted(path.name for path in place.iterdir()) == ["a.jsonl", "out.jsonl"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.csv.gz", "a.warc.gz", "a.warc"])
def test_damaged_data_are_told_and_the_rest_is_done(place: Path, rules: list[str], name: str) -> None:
    many = [{**row, "noise": os.urandom(200).hex()} for row in records(2000)]
    if "warc" in name:
        archive = [response(f"https://varn.example/{n:03}", PAGE.encode()) for n in range(4)]
        data = b"".join(map(gzip.compress, archive) if name.endswith("gz") else archive)
        (place / name).write_bytes(data[: -30 if name.endswith("gz") else -3])
    else:
        write(place / name, many)
        (place / name).write_bytes((place / name).read_bytes()[:-30])
    write(place / "b.jsonl", records(2))
    assert go(rules, name, "b.jsonl", "-o", "out.jsonl", "--engine", "fast").exit_code == 3
    rows = read(place / "out.jsonl")
    assert len(rows) > (4 if "warc" in name else 1000)
    assert [row["body"] for row in rows[-2:]] == [body(0), body(1)]
    (failed,) = failures(place / "out.jsonl")
    assert failed["input"] == name
    assert failed["error"].startswith("cannot be read from here on: ")


def test_an_input_damaged_from_its_beginning_is_told_in_its_place(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", records(1))
    write(place / "b.jsonl", records(2))
    (place / "bad.jsonl.gz").write_bytes(b"no gzip at all\n")
    assert go(rules, "a.jsonl", "bad.jsonl.gz", "b.jsonl", "-o", "out.jsonl").exit_code == 3
    assert [row["body"] for row in read(place / "out.jsonl")] == [body(0), body(0), body(1)]
    (failed,) = failures(place / "out.jsonl")
    assert failed["input"] == "bad.jsonl.gz"
    assert failed["error"].startswith("cannot be read from here on: ")
    alone = go(rules, "bad.jsonl.gz", "-o", "alone.jsonl")
    assert (alone.exit_code, alone.stderr.count("\n")) == (3, 1)
    assert "bad.jsonl.gz: cannot be read: " in alone.stderr
    assert not (place / "alone.jsonl").exists()


def test_a_folder_that_no_run_has_made_is_left_alone(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", records(1))
    (place / "out.jsonl.partial").mkdir()
    (place / "out.jsonl.partial" / "mine.txt").write_text("mine", "utf8")
    done = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert done.exit_code == 3
    assert "it is none of its own (mine.txt); move it away, or choose another -o" in done.stderr
    assert (place / "out.jsonl.partial" / "mine.txt").read_text("utf8") == "mine"
    assert not (place / "out.jsonl").exists()


def test_rows_of_csv_that_fail(place: Path, rules: list[str]) -> None:
    sheet = f'id;text\r\n1;"{text(1)}"\r\n\r\n2;a;b\r\n3;"x"y\r\n4;\xff\r\n5;"{text(5)}"\r\n6;"never closed\r\n'
    (place / "a.csv").write_bytes(sheet.encode("latin-1", "replace").replace(b"?they?", "“they”".encode()))
    assert go(rules, "a.csv", "-o", "out.jsonl").exit_code == 3
    assert [row["body"] for row in read(place / "out.jsonl")] == [body(1), body(5)]
    told = failures(place / "out.jsonl")
    assert [entry["line"] for entry in told] == [6, 7, 8, 12]
    errors = ("has 3 columns where the first line names 2", "is not CSV: ';' expected", "is not UTF-8", "is not CSV: unexpected end")
    for entry, error in zip(told, errors, strict=True):
        assert entry["error"].startswith(error)
    assert told[3]["record"] == '6;"never closed\r\n'


def test_too_long_lines_are_not_read_into_memory(place: Path, rules: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "LONGEST", 1000)
    monkeypatch.setattr(csvfile, "LONGEST", 1000)
    rows = [*records(2), {"id": 2, "url": "", "text": "x" * 3000}, *records(1)]
    write(place / "a.jsonl", rows)
    write(place / "a.csv", rows)
    for name in ("a.jsonl", "a.csv"):
        assert go(rules, name, "-o", "out.jsonl").exit_code == 3
        assert [row["body"] for row in read(place / "out.jsonl")] == [body(0), body(1), body(0)]
        assert failures(place / "out.jsonl")[0]["line"] in (3, 8)


def test_fields_are_found_or_named(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", [{"URL": "https://x.example", "Content": text(1), "meta": {"story": text(2)}, "lead": text(3), "n": 1}])
    done = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert "text from 'Content', address from 'URL'" in done.stderr
    assert read(place / "out.jsonl")[0]["body"] == body(1)
    go(rules, "a.jsonl", "-o", "out.jsonl", "--text-field", "meta.story")
    assert read(place / "out.jsonl")[0]["body"] == body(2)
    missing = go(rules, "a.jsonl", "-o", "new.jsonl", "--text-field", "txt")
    assert missing.exit_code == 2
    assert "--text-field txt: none of the first 1 records has it; there are URL, Content, meta, lead, n" in missing.stderr
    write(place / "b.jsonl", [{"lead": text(3), "n": 1}])
    none = go(rules, "b.jsonl", "-o", "new.jsonl")
    assert none.exit_code == 2
    assert none.stderr.count("\n") == 1
    assert "b.jsonl: no field looks like the text of an article; there are lead, n; say which" in none.stderr
    assert not list(place.glob("new*"))


def test_pages_in_records(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", [{"content": PAGE}, {"content": PAGE}])
    assert "page from 'content'" in go(rules, "a.jsonl", "-o", "out.jsonl", "--engine", "fast").stderr
    assert [row["body"] for row in read(place / "out.jsonl")] == [f"{P1}\n{P2}"] * 2
    write(place / "b.jsonl", [{"page": PAGE, "text": text(1)}, {"page": None, "text": text(2)}])
    go(rules, "b.jsonl", "-o", "out.jsonl", "--html-field", "page", "--text-field", "text", "--drop-fields", "page")
    rows = read(place / "out.jsonl")
    assert [row["body"] for row in rows] == [f"{P1}\n{P2}", body(2)]
    assert list(rows[0]) == ["text", *ADDED]


def test_pages_in_parquet_may_be_bytes(place: Path, rules: list[str]) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Monday", "Köln").encode("latin-1")
    write(place / "a.parquet", [{"html": page}, {"html": None}])
    assert go(rules, "a.parquet", "-o", "out.parquet", "--drop-fields", "html").exit_code == 3
    (row,) = read(place / "out.parquet")
    assert list(row) == ADDED
    assert "Köln" in row["body"]
    assert failures(place / "out.parquet")[0]["row"] == 2


def test_names_that_clash(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", [{"body": text(1), "metadata": {"x": 1}}])
    clash = go(rules, "a.jsonl", "-o", "out.jsonl")
    assert clash.exit_code == 2
    assert "a.jsonl: body, metadata are columns of the input and of the output; call the added ones otherwise" in clash.stderr
    assert go(rules, "a.jsonl", "-o", "out.jsonl", "--prefix", "cleaned_").exit_code == 0
    (row,) = read(place / "out.jsonl")
    assert list(row) == ["body", "metadata", *(f"cleaned_{name}" for name in ADDED)]
    assert row["cleaned_body"] == body(1)
    assert go(rules, "a.jsonl", "-o", "out.parquet", "--drop-fields", "body,metadata").exit_code == 0
    assert read(place / "out.parquet")[0]["body"] == body(1)


def test_half_characters(place: Path, rules: list[str]) -> None:
    """JSON can write them and UTF-8 cannot: JSON keeps the escape, Parquet tells which record it cannot hold."""
    (place / "a.jsonl").write_bytes(rb'{"text": "It rose \ud83d and fell."}' + b"\n" + lines(records(1)))
    assert go(rules, "a.jsonl", "-o", "out.jsonl").exit_code == 0
    assert read(place / "out.jsonl")[0]["body"] == "It rose \ud83d and fell."
    assert go(rules, "a.jsonl", "-o", "out.parquet").exit_code == 3
    assert len(read(place / "out.parquet")) == 1
    assert "half a character" in failures(place / "out.parquet")[0]["error"]


@pytest.mark.parametrize(("data", "said"), [
    (b"", None), (b"\n\n", None), (b'[\n{"text": "x"}\n]', None), (b'[{"text": "x"}]\n', "jq -c"), (b"\x00\x01\xff", "not UTF-8"),
    (b"plain words\n", "none of the first 1 lines is a record; line 1: is not JSON"),
])  # fmt: skip
def test_odd_files(place: Path, rules: list[str], data: bytes, said: str | None) -> None:
    (place / "a.json").write_bytes(data)
    done = go(rules, "a.json", "-o", "out.jsonl.gz")
    if said is None:
        assert done.exit_code == (3 if b"[" in data else 0)
        assert len(read(place / "out.jsonl.gz")) == data.count(b"{")
    else:
        assert done.exit_code == 3
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert list(place.iterdir()) == [place / "a.json"]


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.csv", "id,text,été\n1,x,y\n".encode("latin-1"), "the first line, which names the columns, is not UTF-8; --encoding reads"),
    ("a.csv", "id,text\n1,x\n".encode("utf-16"), "looks like UTF-16; `iconv"),
    ("a.csv", b"\xfe\xff" + "id,text\n1,x\n".encode("utf-16-be"), "looks like UTF-16; `iconv"),
    ("a.jsonl", lines(records(2)).decode().encode("utf-16"), "a.jsonl: is not UTF-8; it looks like UTF-16; `iconv"),
])  # fmt: skip
def test_other_encodings_are_told(place: Path, rules: list[str], name: str, data: bytes, said: str) -> None:
    (place / name).write_bytes(data)
    for output in ("out.parquet", "out.jsonl"):
        done = go(rules, name, "-o", output)
        assert done.exit_code == 3
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
    if name == "a.csv" and "é" in data.decode("latin-1"):
        assert go(rules, name, "-o", "out.parquet", "--encoding", "latin-1").exit_code == 0
        assert read(place / "out.parquet")[0]["été"] == "y"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv.gz", "a.warc", "a.parquet", "a.txt"])
def test_a_named_pipe_is_refused(place: Path, rules: list[str], name: str) -> None:
    """Nobody ever writes it, so whoever opens it waits for ever."""
    os.mkfifo(place / name)
    process = start("run", name, "-o", "out.jsonl", *rules, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 3
    assert f"{name}: is a named pipe; name `-` as the input" in said.decode()
    assert sorted(place.iterdir()) == [place / name]


@pytest.mark.parametrize("output", OUTPUTS)
def test_nothing_in_is_a_sound_file_out(place: Path, rules: list[str], output: str) -> None:
    write(place / "a.parquet", records(1))
    pq.write_table(pq.read_table(place / "a.parquet").slice(0, 0), place / "a.parquet")
    assert go(rules, "a.parquet", "-o", output).exit_code == 0
    assert read(place / output) == []


@pytest.mark.parametrize(("args", "code", "said"), [
    (["no.jsonl", "-o", "out.jsonl"], 3, "no.jsonl: cannot be read: No such file"),
    (["a.jsonl", "no.jsonl", "-o", "out.jsonl"], 3, "no.jsonl: cannot be read"),
    (["a.xlsx", "-o", "out.jsonl"], 3, "a.xlsx: its name tells no format that is read: .jsonl, "),
    (["a.jsonl", "-o", "out.txt"], 2, "its name must end in one of .jsonl, "),
    (["a.jsonl", "-o", "no/out.jsonl"], 2, "there is no folder no"),
    (["a.jsonl", "-o", "a.jsonl"], 2, "would overwrite the input a.jsonl"),
    (["a.jsonl", "-o", "out.jsonl", "--stats", "./a.jsonl"], 2, "--stats a.jsonl would overwrite a.jsonl"),
    (["a.jsonl", "-o", "out.jsonl", "--stats", "out.jsonl"], 2, "would overwrite out.jsonl"),
    (["a.jsonl", "-o", "out.jsonl", "--stats", "no/s.json"], 2, "--stats no/s.json: there is no folder no"),
    (["a.jsonl", "-o", "out.jsonl", "--stats", "folder.jsonl"], 2, "--stats folder.jsonl is a folder"),
    (["a.jsonl", "-o", "folder.jsonl"], 2, "is no file that could be replaced"),
    (["empty", "-o", "out.jsonl"], 3, "empty: holds no"),
    (["a.jsonl", "-o", "out.jsonl", "--encoding", "utf-16"], 2, "only encodings that have ASCII in them"),
    (["a.jsonl", "-o", "out.jsonl", "--keep", "nonsense"], 2, "is no label of furniture"),
    (["a.jsonl"], 2, "Missing option '-o'"),
    (["bad.parquet", "-o", "out.jsonl"], 3, "bad.parquet: is not Parquet"),
    (["bad.warc", "-o", "out.jsonl"], 3, "bad.warc: is not WARC"),
    (["twice.csv", "-o", "out.jsonl"], 3, "two columns are called 'a'"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_message(place: Path, rules: list[str], args: list[str], code: int, said: str) -> None:
    write(place / "a.jsonl", records(1))
    (place / "a.xlsx").write_bytes(b"PK")
    (place / "bad.parquet").write_bytes(b"PAR1 not really")
    (place / "bad.warc").write_bytes(b"no archive at all\n" * 9)
    (place / "twice.csv").write_bytes(b"a,a\n1,2\n")
    (place / "empty").mkdir()
    (place / "folder.jsonl").mkdir()
    before = sorted(place.iterdir())
    done = go(rules, *args)
    assert done.exit_code == code
    assert said in done.stderr
    assert sorted(place.iterdir()) == before


@pytest.mark.parametrize(("name", "module", "extra"), [
    ("a.parquet", "pyarrow", "parquet"), ("a.jsonl.zst", "zstandard", "zst"), ("a.warc", "fastwarc", "warc"),
])  # fmt: skip
def test_a_missing_extra_is_named(
    place: Path, rules: list[str], monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    (place / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, module, None)  # what importing finds where it is not installed
    done = go(rules, name, "-o", "out.jsonl")
    assert done.exit_code == 2
    assert f"this needs {module}, which is not installed: pip install 'article-cleaner[{extra}]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_options_of_cleaning_hold_here_too(place: Path, rules: list[str]) -> None:
    write(place / "a.jsonl", records(1))
    go(rules, "a.jsonl", "-o", "out.jsonl", "--keep", "promo")
    assert "Read more" in read(place / "out.jsonl")[0]["body"]
    (place / "cleaner.toml").write_text('only_labels = ["byline"]\n', "utf8")
    go(rules, "a.jsonl", "-o", "out.jsonl")
    assert read(place / "out.jsonl")[0]["removed"] == []
    assert go(["--no-default-rules"], "a.jsonl", "-o", "out.jsonl").exit_code == 2
    encoded = lines(records(1)).decode().replace("“they”", "él").encode("latin-1")
    (place / "b.jsonl").write_bytes(encoded)
    go(rules, "b.jsonl", "-o", "out.jsonl", "--encoding", "latin-1")
    assert "él" in read(place / "out.jsonl")[0]["body"]


def test_statistics_and_summary(place: Path, rules: list[str]) -> None:
    (place / "a.jsonl").write_bytes(lines([*records(3), {"text": PROMO}]) + b"{\n")
    done = go(rules, "a.jsonl", "-o", "out.jsonl", "--stats", "stats.json")
    stats = json.loads((place / "stats.json").read_text("utf8"))
    assert (stats["documents"], stats["failed"]) == (4, 1)
    assert stats["bytes"] == 3 * len(text(1).encode()) + len(PROMO)
    assert stats["labels"] == {"promo": 4}
    assert stats["rules"] == {"en-promo-read": 4}
    assert stats["warnings"] == {"lost-all": 1}
    assert stats["removed_share"] == round(stats["removed_chars"] / stats["chars"], 6)
    assert stats["failed_file"] == "out.jsonl.failed.jsonl"
    assert {"seconds", "mb_per_second"} < set(stats)
    for line in ("documents  4", "labels     promo 4", "top rules  en-promo-read 4", "warnings   lost-all 1"):
        assert line in done.stderr
    quiet = go(rules, "a.jsonl", "-o", "out.jsonl", "-q")
    assert quiet.stderr == "cleaner: out.jsonl: 1 record failed; see out.jsonl.failed.jsonl\n"


def test_every_suffix_has_a_reader() -> None:
    for end in formats.input_suffixes():
        assert formats.format_of(f"x{end.upper()}") is not None
    assert formats.format_of("x.docx") is None
    assert formats.format_of("x.parquet.gz") is None
