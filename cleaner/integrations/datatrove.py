"""datatrove: a pipeline step that makes the story of each document's text, with statistics; what it removed is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any, Unpack

from cleaner.integrations.missing import needs
from cleaner.integrations.records import Options, records
from cleaner.render.row import Row, plain, typed

with needs("datatrove"):
    import pyarrow as pa
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.typeshelper import StatHints

FIELD = "cleaned"
"""The key of `metadata` that holds all of `Row` but the body, which is the document's text."""


class ArticleCleaner(PipelineStep):
    """Documents' texts, or pages with `html=True`, become their stories; no document is dropped.

    `metadata["cleaned"]` holds the other fields of `Row`: headline, removed, warnings and so on. A document that cannot be cleaned
    keeps its text and has a message in `error`. `removed_writer` takes what was removed, a document for each that lost something,
    its text the removed words, a block a line, and then it is not in the metadata.
    `url` and `title` are the keys of `metadata` that tell where a document comes from and what it is called.
    """

    type = "🧹 - CLEANER"
    name = "📰 Article cleaner"

    def __init__(
        self, removed_writer: DiskWriter | None = None, *, url: str = "url", title: str | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__()
        self.removed_writer, self.url, self.title = removed_writer, url, title
        self.records = records(**options)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The documents, cleaned, in order."""
        with self.removed_writer or nullcontext() as writer:
            for document in data or ():
                with self.track_time():
                    row = self._clean(document)
                if writer is not None:
                    self._set_aside(document, row, lambda removed: writer.write(removed, rank))
                self._count(row)
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> Row:
        metadata = document.metadata
        row = self.records.row(document.text, metadata.get(self.url), metadata.get(self.title) if self.title else None)
        self.stat_update("characters in", value=len(document.text))
        fields = plain(row)
        body = fields.pop("body")
        if body is not None:
            document.text = body
        metadata[FIELD] = fields
        return row

    def _set_aside(self, document: Document, row: Row, write: Callable[[Document], None]) -> None:
        """Write what was removed, and take it out of the document."""
        removed = document.metadata[FIELD].pop("removed")
        if removed:
            others = {key: value for key, value in document.metadata.items() if key != FIELD}
            text = "\n".join(part.text for part in row.removed or ())
            write(Document(text=text, id=document.id, metadata=others | {"removed": removed}))

    def _count(self, row: Row) -> None:
        self.stat_update(StatHints.total, "failed" if row.error else StatHints.forwarded)
        for part in row.removed or ():
            self.stat_update(f"removed {part.label}")
            self.stat_update("characters removed", value=part.end - part.start)
        for caution in row.warnings or ():
            self.stat_update(f"warning {caution.code}")


def parquet_schema(*, removed: bool = True, **metadata: pa.DataType) -> pa.Schema:
    """The schema for datatrove's `ParquetWriter` after an `ArticleCleaner`.

    `metadata` names the types of the documents' other metadata: `parquet_schema(url=pa.string())`. The writer's guess from the first
    document fails when that one has no tags or no error and a later one has. `removed=False` where a `removed_writer` takes them.
    """
    scalars = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    row = typed(Row, scalars=scalars, many=pa.list_, struct=pa.struct)
    fields = [field for field in row if field.name != "body" and (removed or field.name != "removed")]
    inner = pa.struct([*metadata.items(), (FIELD, pa.struct(fields))])
    return pa.schema([("text", pa.string()), ("id", pa.string()), ("metadata", inner)])
