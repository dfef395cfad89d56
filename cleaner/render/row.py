"""A document as one row of a table with typed columns: what every engine gets, whether a record was cleaned, missing or bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from cleaner.document import Document
from cleaner.metadata import Metadata
from cleaner.model import Caution
from cleaner.render.columns import removals

Type = TypeVar("Type")


class Removed(NamedTuple):
    """A `Removal` with its words, for a page's visible text, into which the offsets point, is no column of the table."""

    label: str
    rule: str
    start: int
    end: int
    text: str


class Row(NamedTuple):
    """What came of one record. All is None for a record that was None; `error` says why a record has nothing else."""

    body: str | None = None
    headline: str | None = None
    removed: tuple[Removed, ...] | None = None
    warnings: tuple[Caution, ...] | None = None
    metadata: Metadata | None = None
    rules_version: str | None = None
    """Of the package, which ships the rules."""
    rules_digest: str | None = None
    error: str | None = None


def to_row(document: Document, version: str) -> Row:
    """The row of a document; `version` is that of the package."""
    removed = tuple(Removed(*removal, document.source[removal.start : removal.end]) for removal in removals(document))
    return Row(document.body, document.headline, removed, document.warnings, document.metadata, version, document.rules_digest)


def plain(value: Any) -> Any:
    """A row, or a part of one, as dicts and lists.

    >>> plain((Caution("no-text", "the input holds no text"),))
    [{'code': 'no-text', 'message': 'the input holds no text'}]
    """
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
        return [plain(part) for part in value]
    return value


def typed(
    kind: Any, *, scalars: Mapping[type, Type], many: Callable[[Type], Type], struct: Callable[[list[tuple[str, Type]]], Type]
) -> Type:
    """The type of a field in an engine's own words, from the annotations of `Row`.

    `scalars` are the engine's types of str, int, float and bool; `many` makes a list's type of its entries', `struct` one of
    named fields. Raises TypeError for an annotation that has no such form.

    >>> def struct(fields): return "{" + ", ".join(": ".join(field) for field in fields) + "}"
    >>> typed(Caution, scalars={str: "string"}, many="list<{}>".format, struct=struct)
    '{code: string, message: string}'
    """

    def inner(part: Any) -> Type:
        return typed(part, scalars=scalars, many=many, struct=struct)

    if kind in scalars:
        return scalars[kind]
    arguments = get_args(kind)
    if get_origin(kind) is UnionType and len(arguments) == 2 and NoneType in arguments:
        return inner(next(part for part in arguments if part is not NoneType))
    if get_origin(kind) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return many(inner(arguments[0]))
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        return struct([(name, inner(part)) for name, part in get_type_hints(kind).items()])
    raise TypeError(f"{kind} is no type of a table's column")
