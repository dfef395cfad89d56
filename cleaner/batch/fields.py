"""Which fields of a record hold its text, its page, its address and its name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

TEXT = (
    "text", "content", "article_text", "article_body", "articlebody", "maintext", "main_text", "full_text", "fulltext", "plain_text",
    "raw_text", "raw_content", "article", "document", "body",
)  # fmt: skip
HTML = ("html", "raw_html", "page_html", "html_content", "content_html", "page", "markup")
URL = ("url", "link", "source_url", "page_url", "canonical_url", "original_url", "uri")
ID = ("id", "_id", "doc_id", "docid", "document_id", "uid", "uuid", "guid")
"""Names that fields go by, likeliest first; small and capital letters are the same."""
_PAGE = ("<!doctype html", "<html", "<?xml")
KINDS = {
    dict: "an object", list: "a list", str: "a text", bytes: "bytes", bool: "true or false", int: "a number", float: "a number",
    type(None): "null",
}  # fmt: skip


class FieldError(ValueError):
    """Fields that do not fit an input, or a record; the message says which there are, or what is wrong with one."""


class Fields(NamedTuple):
    """The names of fields; None where there is none. A name with dots in it also reaches into objects: `meta.url`."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    id: str | None = None


class Picked(NamedTuple):
    """The values of those fields in one record."""

    text: str | None
    html: str | bytes | None
    url: str | None
    id: str | None


def choose(sample: Sequence[Mapping[str, Any]], wanted: Fields, name: str) -> Fields:
    """The fields of an input, from its first records: those that are wanted, others by their usual names.

    A record's page is read only when it has no field of text, or when that is wanted. Raises FieldError when no field fits.
    """
    known = list(dict.fromkeys(key for columns in sample for key in columns))
    if not sample:
        return wanted if wanted.text or wanted.html else wanted._replace(text="text")
    for option, field in zip(("--text-field", "--html-field", "--url-field", "--id-field"), wanted, strict=True):
        if field and not any(_reach(columns, field)[0] for columns in sample):
            raise FieldError(f"{name}: {option} {field}: none of the first {len(sample)} records has it; {_listed(known)}")
    text, html = wanted.text, wanted.html
    if not text and not html:
        text, html = _usual(sample, known, TEXT), None
        if text and _is_page(sample, text):
            text, html = None, text
        if not text and not html:
            html = _usual(sample, known, HTML)
        if not text and not html:
            hint = "say which holds the text with --text-field NAME, or the page with --html-field NAME"
            raise FieldError(f"{name}: no field looks like the text of an article; {_listed(known)}; {hint}")
    return Fields(text, html, wanted.url or _usual(sample, known, URL), wanted.id or _usual(sample, known, ID, (str, int)))


def pick(columns: Mapping[str, Any], fields: Fields) -> Picked:
    """The values of a record. Where it has both a page and a text, both are given.

    Raises FieldError when it has neither, or when one is of the wrong type.
    """
    text, html = _text(columns, fields.text), _value(columns, fields.html)
    if html is not None and not isinstance(html, str | bytes):
        raise FieldError(f"field {fields.html!r} holds {kind(html)}, not a page")
    if text is None and html is None:
        wanted = " nor ".join(repr(field) for field in (fields.text, fields.html) if field)
        raise FieldError(f"no field {wanted} in this record, or it is null; {_listed(columns)}")
    return Picked(text, html, _text(columns, fields.url), identity(columns, fields))


def identity(columns: Mapping[str, Any], fields: Fields) -> str | None:
    """The name of a record, as text whatever it is."""
    value = _value(columns, fields.id)
    return value if value is None or isinstance(value, str) else json.dumps(value, default=str)


def kind(value: Any) -> str:
    """What a value is, in words."""
    return KINDS.get(type(value), type(value).__name__)


def _text(columns: Mapping[str, Any], field: str | None) -> str | None:
    value = _value(columns, field)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FieldError(f"field {field!r} holds bytes that are not UTF-8 at byte {error.start}") from None
    raise FieldError(f"field {field!r} holds {kind(value)}, not a text")


def _value(columns: Mapping[str, Any], field: str | None) -> Any:
    return _reach(columns, field)[1] if field else None


def _reach(columns: Any, field: str) -> tuple[bool, Any]:
    """Whether there is such a field, and its value: under the whole name, else step by step at its dots."""
    if not isinstance(columns, Mapping):
        return False, None
    if field in columns:
        return True, columns[field]
    head, dot, rest = field.partition(".")
    return _reach(columns.get(head), rest) if dot else (False, None)


def _usual(sample: Sequence[Mapping[str, Any]], known: Iterable[str], names: Iterable[str], types: Any = (str, bytes)) -> str | None:
    fitting = {
        key.lower(): key for key in reversed(list(known)) if any(isinstance(columns.get(key), types) for columns in sample)
    }  # fmt: skip
    return next((fitting[name] for name in names if name in fitting), None)


def _is_page(sample: Sequence[Mapping[str, Any]], field: str) -> bool:
    values = [value for columns in sample if isinstance(value := columns.get(field), str)]
    return sum(value.lstrip()[:20].lower().startswith(_PAGE) for value in values) * 2 > len(values)


def _listed(known: Iterable[str]) -> str:
    names = list(known)
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f"there are {shown}" if names else "there are no fields at all"
