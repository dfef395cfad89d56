"""polars: a column of texts or pages in, a struct column of results out; for frames and for lazy frames."""

from __future__ import annotations

from typing import TypeVar, Unpack

from cleaner.integrations.missing import needs
from cleaner.integrations.records import Options, check_new, records
from cleaner.render.row import Row, plain, typed

with needs("polars"):
    import polars as pl

Frame = TypeVar("Frame", "pl.DataFrame", "pl.LazyFrame")

RESULT = typed(
    Row, scalars={str: pl.String(), int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean()}, many=pl.List,
    struct=lambda fields: pl.Struct(dict(fields)),
)  # fmt: skip
"""The type of the result column: a field for each of `Row`."""


def clean_column(
    frame: Frame, column: str, *, into: str = "cleaned", url: str | None = None, title: str | None = None, **options: Unpack[Options]
) -> Frame:
    """The frame with a struct column `cleaned`: `frame["cleaned"].struct.field("body")`, or `frame.unnest("cleaned")`.

    `url` and `title` name columns that hold what is known of the records. For a null every field is null; a record that cannot
    be cleaned has a message in `error`. A lazy frame stays lazy. Raises ValueError when `into` is a column already.
    """
    check_new(into, frame.collect_schema().names())
    how = records(**options)
    names = {"record": column, "url": url, "title": title}
    inputs = pl.struct([(pl.lit(None) if name is None else pl.col(name)).alias(part) for part, name in names.items()])

    def rows(batch: pl.Series) -> pl.Series:
        return pl.Series(batch.name, [plain(how.row(**cells)) for cells in batch.to_list()], dtype=RESULT)

    return frame.with_columns(inputs.map_batches(rows, return_dtype=RESULT, is_elementwise=True).alias(into))
