"""Spark: a pandas UDF from texts or pages to a struct of results. Rules go to each executor once, as a broadcast variable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Unpack

from cleaner.integrations.missing import needs
from cleaner.integrations.records import Options, check_new, records
from cleaner.render.row import Row, typed

with needs("spark"):
    import pandas as pd
    import pyspark.sql
    from pyspark.sql import functions

from cleaner.integrations.pandas import clean_batch

RESULT: str = typed(
    Row, scalars={str: "string", int: "bigint", float: "double", bool: "boolean"}, many="array<{}>".format,
    struct=lambda fields: f"struct<{', '.join(': '.join(field) for field in fields)}>",
)  # fmt: skip
"""The type of the result column, as Spark's SQL writes it: a field for each of `Row`."""


def clean_column(
    frame: pyspark.sql.DataFrame,
    column: str,
    *,
    into: str = "cleaned",
    url: str | None = None,
    title: str | None = None,
    **options: Unpack[Options],
) -> pyspark.sql.DataFrame:
    """The frame with a struct column `cleaned`: `frame.select("cleaned.body", "cleaned.headline")`.

    `url` and `title` name columns that hold what is known of the records. For a null every field is null; a record that cannot
    be cleaned has a message in `cleaned.error`. Raises ValueError when `into` is a column already.
    """
    check_new(into, frame.columns)
    clean = clean_udf(frame.sparkSession, **options)
    return frame.withColumn(into, clean(*(functions.lit(None) if name is None else functions.col(name) for name in (column, url, title))))


def clean_udf(session: pyspark.sql.SparkSession, **options: Unpack[Options]) -> Callable[..., pyspark.sql.Column]:
    """A function of three columns, the records, their URLs and their titles, to a column of structs; also to register for SQL.

    A URL or title that is not known is null. Spark Connect has no broadcast variables: its sessions are refused, by Spark itself.
    """
    shared = session.sparkContext.broadcast(records(**options))

    def rows(batches: Iterator[tuple[pd.Series, ...]]) -> Iterator[pd.DataFrame]:
        how = shared.value
        for batch in batches:
            yield clean_batch(how, batch)

    udf: Callable[..., pyspark.sql.Column] = functions.pandas_udf(rows, RESULT)
    return udf
