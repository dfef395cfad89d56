"""Every text of the benchmark through Spark, datatrove and Ray, each with two workers: the bodies of the library, to the character.

Skipped where the benchmark's data are absent.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest
from shared_data import pages

from cleaner import Cleaner

SETS = ("fundus-dev", "wcxb-dev")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """What trafilatura left of each page, where it left anything."""
    texts = [text for name in SETS for _, text in pages(name, "trafilatura") if text]
    assert len(texts) > 800
    return texts


@pytest.fixture(scope="module")
def bodies(texts: list[str], cache_dir: Path) -> list[str]:
    cleaner = Cleaner()
    return [cleaner.clean(text).body for text in texts]


def test_spark(texts: list[str], bodies: list[str]) -> None:
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    from cleaner.integrations.spark import clean_column

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string").repartition(4)
    rows = clean_column(frame, "text").select("id", "cleaned.body").collect()
    spark.stop()
    assert [row.body for row in sorted(rows, key=lambda row: int(row.id))] == bodies


def test_datatrove(texts: list[str], bodies: list[str], tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.integrations.datatrove import ArticleCleaner

    (tmp_path / "in").mkdir()
    for part in range(2):
        lines = [json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts) if n % 2 == part]
        (tmp_path / "in" / f"{part}.jsonl").write_text("".join(lines), "utf8")
    steps = [JsonlReader(f"{tmp_path}/in"), ArticleCleaner(), JsonlWriter(f"{tmp_path}/out")]
    LocalPipelineExecutor(steps, tasks=2, workers=2, logging_dir=f"{tmp_path}/logs").run()
    rows = [json.loads(line) for file in (tmp_path / "out").iterdir() for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert [row.get("text", "") for row in sorted(rows, key=lambda row: int(row["id"]))] == bodies


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ray(texts: list[str], bodies: list[str]) -> None:
    pytest.importorskip("ray", reason="Ray has no wheel for this Python")
    import pyarrow as pa
    import ray
    import ray.data

    from cleaner.integrations.ray import clean_column

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    table = pa.table({"id": range(len(texts)), "text": texts})
    dataset = ray.data.from_arrow([table.slice(0, len(texts) // 2), table.slice(len(texts) // 2)])
    rows = clean_column(dataset, "text", ray_options={"compute": ray.data.ActorPoolStrategy(size=2)}).take_all()
    ray.shutdown()
    assert [row["cleaned"]["body"] for row in sorted(rows, key=lambda row: int(row["id"]))] == bodies
