"""`cleaner run` from and to Parquet: values that do not fit a type, text that is none, shapes that Arrow does not hold."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result
from commandline import run
from datasets import ADDED, body, failures, read, records, text, write

BAD = b"a\xffb"


@pytest.fixture
def place(empty_place: Path) -> Path:
    return empty_place


def go(rules: list[str], *args: str | Path) -> Result:
    return run("run", *args, "-j", "1", *rules)


def garbled(*values: bytes) -> Any:
    """A column of texts that may hold any bytes."""
    return pa.Array.from_buffers(pa.string(), len(values), pa.array(values, pa.binary()).buffers())


def test_numbers_that_no_common_type_holds_become_json(place: Path, rules: list[str]) -> None:
    write(place / "1.jsonl", [{"text": text(1), "tweet": 1152921504606846977, "n": 1}])
    write(place / "2.jsonl", [{"text": text(2), "tweet": 1.5, "n": 0.5}])
    assert go(rules, "1.jsonl", "2.jsonl", "-o", "out.parquet").exit_code == 0
    table = pq.read_table(place / "out.parquet")
    assert table.column("tweet").to_pylist() == ["1152921504606846977", "1.5"]
    assert table.column("n").to_pylist() == [1.0, 0.5]


@pytest.mark.parametrize(("one", "two"), [
    (pa.array([-1], pa.int64()), pa.array([2**63 + 5], pa.uint64())),
    (pa.array([2**60 + 1], pa.int64()), pa.array([0.5], pa.float32())),
    (pa.array([2**63 + 5], pa.uint64()), pa.array([0.5], pa.float32())),
    (pa.array([decimal.Decimal("1.10")]), pa.array([0.5], pa.float32())),
    (pa.array([2**62], pa.timestamp("us")), pa.array([1001], pa.timestamp("ns"))),
])  # fmt: skip
def test_columns_that_no_common_type_holds_become_json(place: Path, rules: list[str], one: Any, two: Any) -> None:
    for name, column in (("1.parquet", one), ("2.parquet", two)):
        pq.write_table(pa.table({"text": [text(1)], "n": column}), place / name)
    for order in (("1.parquet", "2.parquet"), ("2.parquet", "1.parquet")):
        assert go(rules, *order, "-o", "out.parquet").exit_code == 0
        values = pq.read_table(place / "out.parquet").column("n").to_pylist()
        assert all(isinstance(json.loads(value), str | int | float) for value in values)
        assert len(set(values)) == 2


@pytest.mark.parametrize("output", ["out.jsonl", "out.parquet"])
def test_text_that_is_not_utf8_fails_alone(place: Path, rules: list[str], output: str) -> None:
    good = text(1).encode()
    pq.write_table(pa.table({"id": [1, 2, 3], "text": garbled(good, BAD, good), "other": garbled(b"x", b"y", BAD)}), place / "a.parquet")
    assert go(rules, "a.parquet", "-o", output).exit_code == 3
    assert [row["body"] for row in read(place / output)] == [body(1)]
    told = failures(place / output)
    assert [(entry["row"], entry["id"]) for entry in told] == [(2, "2"), (3, "3")]
    assert [entry["error"] for entry in told] == [f"field {name!r} holds text that is not UTF-8" for name in ("text", "other")]
    assert told[1]["record"] == {"id": 3, "text": text(1), "other": "a\\xffb"}


def test_times_that_python_does_not_hold_pass_through(place: Path, rules: list[str]) -> None:
    columns = {
        "late": pa.array([2**63 - 1, 0], pa.timestamp("us")), "day": pa.array([2**31 - 1, 0], pa.date32()),
        "fine": pa.array([10**18 + 1, None], pa.timestamp("ns")),
    }  # fmt: skip
    nested = pa.StructArray.from_arrays([columns["late"]], names=["t"])
    listed = pa.ListArray.from_arrays([0, 1, 2], columns["day"])
    table = pa.table({"text": [text(1), text(2)], **columns, "nested": nested, "listed": listed})
    pq.write_table(table, place / "a.parquet")
    assert go(rules, "a.parquet", "-o", "out.parquet").exit_code == 0
    kept = pq.read_table(place / "out.parquet")
    assert all(kept.column(name).cast(column.type).equals(pa.chunked_array([column])) for name, column in columns.items())
    assert go(rules, "a.parquet", "-o", "out.jsonl").exit_code == 0
    one, two = read(place / "out.jsonl")
    assert one["day"] == one["listed"][0] == "<value out of range: 2147483647>"
    assert one["late"] == one["nested"]["t"] == "<value out of range: 9223372036854775807>"
    assert one["fine"] == "2001-09-09 01:46:40.000000001"
    assert (two["day"], two["nested"], two["fine"]) == (str(datetime.date(1970, 1, 1)), {"t": "1970-01-01 00:00:00"}, None)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.parquet"])
def test_a_file_without_rows_has_the_columns_of_others(place: Path, rules: list[str], name: str) -> None:
    options = ("--prefix", "c_", "--drop-fields", "id,url")
    write(place / name, records(1))
    assert go(rules, name, "-o", "full.parquet", *options).exit_code == 0
    if name == "a.parquet":
        pq.write_table(pq.read_table(place / name).slice(0, 0), place / name)
    else:
        (place / name).write_bytes(gzip.compress(b"") if name.endswith("gz") else b"")
    assert go(rules, name, "-o", "out.parquet", *options).exit_code == 0
    full, empty = (pq.read_schema(place / file) for file in ("full.parquet", "out.parquet"))
    assert [field for field in full if field.name != "text" or name == "a.parquet"] == list(empty)
    assert read(place / "out.parquet") == []


def test_failed_rows_only_leave_the_columns(place: Path, rules: list[str]) -> None:
    (place / "a.jsonl").write_bytes(b'{"text": 1}\n{"text": ["x"], "content": "y"}\n')
    assert go(rules, "a.jsonl", "-o", "out.parquet", "--text-field", "text").exit_code == 3
    assert pq.read_schema(place / "out.parquet").names == ADDED


def test_a_text_that_is_null_at_first_is_taken_by_its_name(place: Path, rules: list[str]) -> None:
    columns = {"id": range(30), "title": pa.nulls(30, pa.string()), "Text": [None] * 25 + [text(1)] * 5}
    pq.write_table(pa.table(columns), place / "a.parquet")
    assert go(rules, "a.parquet", "-o", "out.jsonl").exit_code == 3
    assert [row["body"] for row in read(place / "out.jsonl")] == [body(1)] * 5
    pq.write_table(pa.table({**columns, "content": [text(2)] * 30}), place / "a.parquet")
    assert go(rules, "a.parquet", "-o", "out.jsonl").exit_code == 0
    assert [row["body"] for row in read(place / "out.jsonl")] == [body(2)] * 30
    pq.write_table(pa.table({"id": range(30), "text": pa.nulls(30, pa.int64())}), place / "a.parquet")
    assert "no field looks like" in go(rules, "a.parquet", "-o", "out.jsonl").stderr


@pytest.mark.parametrize("levels", [70, 900])
@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"a": value}])
def test_values_of_many_levels_become_json(place: Path, rules: list[str], levels: int, wrap: Any) -> None:
    deep: Any = 1
    for _ in range(levels):
        deep = wrap(deep)
    write(place / "a.jsonl", [{"text": text(1)}, {"text": text(2), "d": deep}])
    assert go(rules, "a.jsonl", "-o", "out.parquet").exit_code == 0
    one, two = read(place / "out.parquet")
    assert one["d"] is None
    assert json.loads(two["d"]) == deep
