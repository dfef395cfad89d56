"""pandas: a column of texts or pages in, one column for each field of the result out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from cleaner.integrations.missing import needs
from cleaner.integrations.records import Options, Records, check_new, records
from cleaner.render.row import Row, plain

with needs("pandas"):
    import pandas as pd


def clean_column(
    frame: pd.DataFrame, column: str, *, into: str = "cleaned", url: str | None = None, title: str | None = None, **options: Unpack[Options]
) -> pd.DataFrame:
    """The frame with columns `cleaned.body`, `cleaned.headline`, `cleaned.removed` and so on, one for each field of `Row`.

    `url` and `title` name columns that hold what the records' pages are called. Missing values stay missing; a record that
    cannot be cleaned has a message in `cleaned.error`.
    Raises KeyError for a column that is not there, ValueError for one that is there twice, and when one of the results is there already.
    """
    for field in Row._fields:
        check_new(f"{into}.{field}", frame.columns)
    for name in (column, url, title):
        if name is not None and isinstance(frame[name], pd.DataFrame):
            message = f"there are several columns {name!r}; give them names that differ"
            raise ValueError(message)
    rows = clean_batch(records(**options), [frame[name] if name is not None else None for name in (column, url, title)])
    rows.index = frame.index
    return pd.concat([frame, rows.add_prefix(f"{into}.")], axis="columns")


def clean_batch(how: Records, columns: Sequence[pd.Series | None]) -> pd.DataFrame:
    """The rows of one batch, a column for each field: from the records, their URLs and their titles, where there are any."""
    values = [None if column is None else column.astype(object).where(column.notna(), None) for column in columns]
    nothing = [None] * len(values[0] if values[0] is not None else ())
    rows = [how.row(*cells) for cells in zip(*(nothing if column is None else column for column in values), strict=True)]
    return pd.DataFrame({name: pd.Series([plain(row[n]) for row in rows], dtype=object) for n, name in enumerate(Row._fields)})
