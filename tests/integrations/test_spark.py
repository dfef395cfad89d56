"""Spark in local mode, two workers: the rows of the library, nulls, errors, rules that no worker has on its disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from cleaner import Cleaner, RuleSet
from integrations import jobs

pytest.importorskip("pyspark")
pytest.importorskip("pandas")

from pyspark.sql import SparkSession

from cleaner.integrations.spark import clean_column, clean_udf


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else workers run whatever python3 is first on the path
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def plain(row: Any) -> Any:
    """A row of Spark, however deep, as plain values."""
    return row.asDict(recursive=True)


def test_spark_gives_the_rows_of_the_library(spark: SparkSession, rules: RuleSet, library: Cleaner) -> None:
    texts = [*jobs.texts(), None]
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, article string").repartition(4)
    result = clean_column(frame, "article", rules=rules)
    assert result.columns == ["id", "article", "cleaned"]
    rows = {row["id"]: plain(row)["cleaned"] for row in result.collect()}
    assert [rows[n] for n in range(len(texts) - 1)] == [jobs.wanted(text, library) for text in texts if text is not None]
    assert set(rows[len(texts) - 1].values()) == {None}


def test_spark_hears_url_and_title(spark: SparkSession, rules: RuleSet, library: Cleaner) -> None:
    frame = spark.createDataFrame(
        [(jobs.site_text(), jobs.SITE, None), (jobs.site_text(), None, jobs.STORY)], "t string, u string, h string"
    )
    rows = clean_column(frame, "t", url="u", title="h", rules=rules, into="story").select("story.body").collect()
    assert [row.body for row in rows] == [f"{jobs.STORY}\n{jobs.LATER}", library.clean(jobs.site_text(), title=jobs.STORY).body]


def test_pages_of_bytes_and_what_fails_is_told(spark: SparkSession, rules: RuleSet, library: Cleaner) -> None:
    pages = [(jobs.PAGE.encode(), 7), (None, 8)]
    frame = spark.createDataFrame(pages, "html binary, number int")
    good, nothing = clean_column(frame, "html", html=True, rules=rules).collect()
    assert plain(good)["cleaned"] == jobs.wanted_page(jobs.PAGE, library)
    assert nothing.cleaned.body is None
    failed = clean_column(frame, "number", rules=rules).collect()
    assert [row.number for row in failed] == [7, 8], "a record that fails is not dropped"
    assert all(row.cleaned.body is None and "clean() takes a str, not int" in row.cleaned.error for row in failed)


def test_spark_never_overwrites_a_column(spark: SparkSession, rules: RuleSet) -> None:
    frame = spark.createDataFrame([(jobs.STORY, "mine")], "text string, cleaned string")
    with pytest.raises(ValueError, match="column 'cleaned' is there already; give another name with into="):
        clean_column(frame, "text", rules=rules)


def test_spark_writes_parquet_and_speaks_sql(spark: SparkSession, rules: RuleSet, library: Cleaner, tmp_path: object) -> None:
    texts = jobs.texts()[:3]
    frame = spark.createDataFrame([(text,) for text in texts], "text string")
    clean_column(frame, "text", rules=rules).write.parquet(f"{tmp_path}/out")
    spark.read.parquet(f"{tmp_path}/out").createOrReplaceTempView("articles")
    labels = spark.sql(
        "select part.label, count(*) n from articles lateral view explode(cleaned.removed) as part group by part.label"
    ).collect()
    removed = [part["label"] for text in texts for part in jobs.wanted(text, library)["removed"]]
    assert {row.label: row.n for row in labels} == {label: removed.count(label) for label in removed}
    spark.udf.register("clean", clean_udf(spark, rules=rules))
    (row,) = spark.sql(f"select clean('{jobs.STORY}', null, null).body as body").collect()
    assert row.body == jobs.STORY
