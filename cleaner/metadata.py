"""Facts about the story: what a breadcrumb, byline or credit line says, and what a page declares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleaner.model import Told, Verdict
from cleaner.text import BLANK, DECORATION

_BY = re.compile(r"(?:by|von|par|por|di|door|av|af|przez|автор|text|texte|texto|testo)\s*:?\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[>›»/|·•→]\s*")
_TAGS_LABEL = re.compile(r"[^:：]{2,30}[:：]\s*")
_DATED = re.compile(r"\d{4}|\d\s?[:./年월月-]\s?\d|\d{1,2}\.? \w{3,}.*\d")
_UPDATED = re.compile(
    r"updat|aktualis|mis à jour|actuali[sz]|aggiorna|atualiza|bijgewerkt|zaktual|обновл|оновл|uppdat|oppdat|opdat|ændret|güncel|更新|수정|修正|modifi",  # noqa: E501
    re.IGNORECASE,
)
_MENUS = frozenset({"nav", "navigation", "menu", "navbar", "contentinfo"})
_STORY = frozenset({"article", "main"})
_CRUMBS = frozenset({"breadcrumb", "breadcrumbs", "breadcrumblist", "crumbs", "crumb", "rootline", "pathway"})


class Metadata(NamedTuple):
    """What was found, as written; empty where nothing was. Texts are not parsed: a date is the words of the page."""

    section: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""
    credits: tuple[str, ...] = ()
    agency: str = ""
    author_bio: str = ""
    tags: tuple[str, ...] = ()
    title: str = ""
    """The headline; for a page without one that is seen, the title that it declares."""
    site_name: str = ""
    language: str = ""
    """As a language tag: en, pt-BR."""
    url: str = ""
    """The page's own address (canonical URL)."""
    description: str = ""

    def to_dict(self) -> dict[str, Any]:
        """A plain dict, lists for tuples."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in self._asdict().items()}


def gather(source: str, verdicts: Iterable[Verdict]) -> Metadata:
    """The metadata of a document's verdicts: removed blocks, and the spans cut out of kept ones."""
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        if not verdict.kept:
            if _in_menu(verdict):
                continue
            found.setdefault(verdict.label, []).append(" ".join(verdict.block.text.split()))
            continue
        labels = {e.start: e.label for e in verdict.evidence if e.effect == "cut"}
        for start, end in verdict.cuts:
            label = labels.get(start)
            if label:
                found.setdefault(label, []).append(" ".join(source[start:end].split()))
    dates = found.get("timestamp", [])
    updated = [date for date in dates if _UPDATED.search(date)]
    published = [date for date in dates if date not in updated and _DATED.search(date)]
    return Metadata(
        _section(found), _byline(found.get("byline", [])), published[0] if published else "", updated[0] if updated else "",
        tuple(dict.fromkeys(line.strip("()[] ") for line in found.get("credit", []))), _first(found.get("agency", [])).strip("()[] "),
        " ".join(found.get("author_bio", [])), _tags(found.get("tags", [])),
    )  # fmt: skip


def _in_menu(verdict: Verdict) -> bool:
    """Whether a block stands in a menu or in the footer of the page, not of its article; breadcrumbs often are a `nav` of their own."""
    element = verdict.block.element
    if element is None or not element.tokens.isdisjoint(_CRUMBS):
        return False
    return not element.tokens.isdisjoint(_MENUS) or ("footer" in element.tokens and element.tokens.isdisjoint(_STORY))


def complete(found: Metadata, *, title: str, sited: Told = Told(), declared: Told = Told(), heard: Told = Told()) -> Metadata:  # noqa: B008
    """Metadata of four sources, fact by fact from the first that has it.

    The headline as it stands in the text goes before any other title. Else what a file of the page's site finds (`sited`) goes before
    what the page `declared` (JSON-LD, then OpenGraph and other `meta` elements), that before what was `found` in removed blocks, and
    that before what an extractor `heard`.
    """

    def first(name: str) -> Any:
        return getattr(sited, name) or getattr(declared, name) or getattr(found, name) or getattr(heard, name)

    names = ("byline", "published", "updated", "section", "tags", "site_name", "language", "url", "description")
    return found._replace(
        title=" ".join(title.split()) or sited.title or declared.title or heard.title, **{name: first(name) for name in names}
    )


def _first(lines: list[str]) -> str:
    return lines[0] if lines else ""


def _section(found: dict[str, list[str]]) -> str:
    """The kicker, else the last but one step of the breadcrumb: the last is the story, the first the front page."""
    steps = [
        step.strip(BLANK)
        for line in found.get("breadcrumb", [])
        for step in _SEPARATORS.split(re.sub(r"^\d{1,2}[.)]\s+", "", line.lstrip(DECORATION)))
    ]  # fmt: skip
    names = [step for step in steps if step and not step.endswith(("...", "…")) and any(map(str.isalpha, step))]
    if found.get("kicker"):
        return found["kicker"][0]
    inner = [n for n in names[1:] if len(n.split()) <= 3]
    return inner[0] if inner else _first(names)


def _byline(lines: list[str]) -> str:
    if not lines:
        return ""
    match = _BY.match(lines[0])
    return lines[0][match.end() :] if match else lines[0]


def _tags(lines: list[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for line in lines:
        match = _TAGS_LABEL.match(line)
        for name in re.split(r"[,;|•·#]", line[match.end() :] if match else line):
            if name.strip(BLANK):
                names[name.strip(BLANK)] = None
    return tuple(names)
