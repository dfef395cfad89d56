"""Ray Data: a column of texts or pages in, a struct column of results out, by actors that keep their rules."""

from __future__ import annotations

from typing import Any, Unpack

from cleaner.integrations.missing import needs
from cleaner.integrations.records import Options, Records, check_new, records
from cleaner.render.row import Row, plain, typed

with needs("ray"):
    import pyarrow as pa
    import ray.data

RESULT = typed(
    Row, scalars={str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}, many=pa.list_, struct=pa.struct
)  # fmt: skip
"""The type of the result column: a field for each of `Row`."""


class CleanBatch:
    """For `map_batches` with `batch_format="pyarrow"`: an actor holds the rules, and each batch gets a column of results."""

    def __init__(self, how: Records, column: str, into: str = "cleaned", url: str | None = None, title: str | None = None) -> None:
        self._how, self._columns, self._into = how, (column, url, title), into

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Raises ValueError when the column is there already."""
        check_new(self._into, batch.column_names)
        columns = [[None] * batch.num_rows if name is None else batch.column(name).to_pylist() for name in self._columns]
        rows = [plain(self._how.row(*cells)) for cells in zip(*columns, strict=True)]
        return batch.append_column(self._into, pa.array(rows, RESULT))


def clean_column(
    dataset: ray.data.Dataset,
    column: str,
    *,
    into: str = "cleaned",
    url: str | None = None,
    title: str | None = None,
    ray_options: dict[str, Any] | None = None,
    **options: Unpack[Options],
) -> ray.data.Dataset:
    """The dataset with a struct column `cleaned` of results, for Parquet as it is: `row["cleaned"]["body"]`.

    `url` and `title` name columns that hold what is known of the records. `ray_options` go to `map_batches`, such as
    `{"compute": ray.data.ActorPoolStrategy(size=8), "batch_size": 256}`. For a null every field is null; a record that cannot be
    cleaned has a message in `error`.
    """
    return dataset.map_batches(
        CleanBatch,
        fn_constructor_args=(records(**options), column, into, url, title),
        **{"batch_format": "pyarrow", "compute": ray.data.ActorPoolStrategy(min_size=1)} | (ray_options or {}),
    )
