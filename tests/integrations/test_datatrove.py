"""datatrove, two tasks of two processes: the library's bodies, its own readers, writers and statistics."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, RuleSet
from integrations import jobs

pytest.importorskip("datatrove")
pq = pytest.importorskip("pyarrow.parquet")

import pyarrow as pa  # noqa: E402
from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter  # noqa: E402

from cleaner.integrations.datatrove import ArticleCleaner, parquet_schema  # noqa: E402
from cleaner.segment.limits import MAX_BYTES  # noqa: E402


def write(folder: Path, name: str, records: list[dict[str, Any]]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), "utf8")


def read(folder: Path) -> list[dict[str, Any]]:
    lines = [line for file in sorted(folder.glob("*.jsonl.gz")) for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [json.loads(line) for line in lines]


def run(tmp_path: Path, *steps: Any, tasks: int = 2) -> dict[str, Any]:
    """Run a pipeline over tmp_path/in; the statistics of the cleaner."""
    pipeline = [JsonlReader(f"{tmp_path}/in"), *steps]
    LocalPipelineExecutor(pipeline, tasks=tasks, workers=tasks, logging_dir=f"{tmp_path}/logs", skip_completed=False).run()
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text("utf8"))
    (own,) = [step["stats"] for step in stats if "Article cleaner" in step["name"]]
    return dict(own)


def total(stats: dict[str, Any], name: str) -> int:
    value = stats.get(name, 0)
    return int(value["total"] if isinstance(value, dict) else value)


def test_two_tasks_give_the_bodies_of_the_library(tmp_path: Path, rules: RuleSet, library: Cleaner) -> None:
    texts = [text for text in jobs.texts() if text]  # datatrove's readers skip documents without a text
    records = [{"text": text, "id": str(n), "url": "https://www.example.org/a"} for n, text in enumerate(texts)]
    write(tmp_path / "in", "a.jsonl", records[::2])
    write(tmp_path / "in", "b.jsonl", records[1::2])
    stats = run(tmp_path, ArticleCleaner(rules=rules), JsonlWriter(f"{tmp_path}/out"))
    assert len(list((tmp_path / "out").iterdir())) == 2, "each task wrote a file"
    found = {document["id"]: document for document in read(tmp_path / "out")}
    expected = {str(n): jobs.wanted(text, library) for n, text in enumerate(texts)}
    assert {name: document.get("text", "") for name, document in found.items()} == {name: row["body"] for name, row in expected.items()}
    for name, row in expected.items():
        assert row.pop("body") is not None
        assert found[name]["metadata"]["cleaned"] == row
    removed = [part for row in expected.values() for part in row["removed"]]
    assert total(stats, "total") == total(stats, "forwarded") == len(texts)
    assert total(stats, "removed promo") == sum(part["label"] == "promo" for part in removed) > 0
    assert total(stats, "characters removed") == sum(part["end"] - part["start"] for part in removed)
    assert total(stats, "characters in") == sum(map(len, texts))
    assert total(stats, "warning lost-all") > 0


def test_what_was_removed_goes_to_a_writer_of_its_own(tmp_path: Path, rules: RuleSet) -> None:
    write(tmp_path / "in", "a.jsonl", [{"text": jobs.site_text(), "id": "x", "url": jobs.SITE}, {"text": jobs.STORY, "id": "y"}])
    run(tmp_path, ArticleCleaner(JsonlWriter(f"{tmp_path}/removed"), rules=rules), JsonlWriter(f"{tmp_path}/out"), tasks=1)
    first, second = read(tmp_path / "out")
    assert first["text"] == f"{jobs.STORY}\n{jobs.LATER}"
    assert "removed" not in first["metadata"]["cleaned"]
    assert second["text"] == jobs.STORY
    (removed,) = read(tmp_path / "removed")
    assert (removed["id"], removed["text"]) == ("x", "The valley tonight: what is on")
    assert removed["metadata"]["url"] == jobs.SITE
    assert [part["rule"] for part in removed["metadata"]["removed"]] == ["varn-promo-valley"]


def test_pages_and_parquet_of_mixed_documents(tmp_path: Path, rules: RuleSet, library: Cleaner) -> None:
    """The first document has no error, no warning and no tag; a schema guessed from it could not hold the others."""
    pages = [jobs.PAGE, "<html><body></body></html>", f"<html><body><p>By Ida Holm</p><p>{jobs.STORY}</p></body></html>"]
    write(tmp_path / "in", "a.jsonl", [{"text": page, "id": str(n), "url": jobs.SITE} for n, page in enumerate(pages)])
    writer = ParquetWriter(f"{tmp_path}/out", schema=parquet_schema(url=pa.string(), file_path=pa.string()), batch_size=1)
    run(tmp_path, ArticleCleaner(html=True, rules=rules), writer, tasks=1)
    (file,) = (tmp_path / "out").iterdir()
    rows = pq.read_table(file).to_pylist()
    expected = [jobs.wanted_page(page, library) for page in pages]
    assert [row["text"] or "" for row in rows] == [row["body"] for row in expected]
    assert [row["metadata"]["cleaned"]["removed"] for row in rows] == [row["removed"] for row in expected]
    assert {row["metadata"]["url"] for row in rows} == {jobs.SITE}


def test_a_document_that_fails_is_told_and_goes_on_as_it_was(rules: RuleSet) -> None:
    step = ArticleCleaner(html="fast", rules=rules)
    huge = "x" * (MAX_BYTES + 1)
    bad, good = step.run([Document(text=huge, id="bad"), Document(text=jobs.PAGE, id="good")])
    assert bad.text == huge
    assert bad.metadata["cleaned"]["error"].startswith("PageError: the page is larger than")
    assert good.metadata["cleaned"]["error"] is None
    assert step.stats["failed"].total == 1
    assert step.stats["forwarded"].total == 1
