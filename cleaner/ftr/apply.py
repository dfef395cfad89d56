"""Site files put to a page: what they call title, story and clutter becomes evidence on the page's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cleaner.container import APART
from cleaner.ftr.format import Directive, SiteFile
from cleaner.headline import letters, reads
from cleaner.model import Block, Caution, Evidence, Span, Told
from cleaner.segment.limits import MAX_BYTES, PageError
from cleaner.segment.page import Page
from cleaner.segment.select import SelectorError, evaluate
from cleaner.settle import UNVOUCHED

Found = list[tuple[str, list[Any]]]
"""Nodes of a parsed page by the id of the directive that selects them; a trace marks them so."""

FACTS = ("title", "author", "date")
"""Directives of which the first that finds anything is the one."""
LABELS = (
    ("byline", "author authors byline bylines autor autoren auteur autore writer"),
    ("timestamp", "date dates time timestamp published datum fecha datetime"),
    ("share", "share sharing social socials sharedaddy addthis facebook twitter whatsapp"),
    ("newsletter", "newsletter newsletters subscribe signup"),
    ("comments", "comment comments commentlist disqus kommentare respond"),
    ("advert", "ad ads advert adverts advertisement advertising advertorial anzeige werbung sponsor sponsored dfp gpt outbrain taboola"),
    ("promo", "related recommended recommendation recommendations more teaser teasers readmore promo also trending popular similar"),
    ("credit", "credit credits copyright"),
    ("caption", "caption captions figcaption figure legend bildunterschrift"),
    ("tags", "tag tags keywords topics"),
    ("breadcrumb", "breadcrumb breadcrumbs"),
    ("author_bio", "bio"),
    ("notice", "paywall cookie cookies consent overlay"),
)
"""Words of selectors by which a label is guessed for what they strip, the first that fits; all else is navigation."""
_PICTURE = frozenset({"figure", "figcaption"})
_WORD = re.compile(r"[a-z]+")


class Picked(NamedTuple):
    """What site files select on a page."""

    found: Found
    told: dict[str, str]
    """The title, author and date that they find, by those names."""
    failed: tuple[str, ...]
    """Messages on XPaths that fail on this page."""


class Sited(NamedTuple):
    """What site files say of a page."""

    inner: frozenset[int] | None
    """The blocks of the story that a `body` selects; None where none of them selects any text."""
    note: str
    """Why all other blocks are outside the story."""
    outer: frozenset[int]
    """The blocks that go whole."""
    titles: frozenset[int]
    """The blocks that a `title` selects."""
    evidence: dict[int, list[Evidence]]
    """What to say of each block, with ids such as site-example.com-strip-3."""


def address(tree: Any) -> str:
    """The address that a parsed page gives as its own, for callers who know none; empty where it gives none."""
    found = evaluate(tree, "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(value) for value in found if value.strip()), "")


def rewritten(markup: str, files: Sequence[SiteFile]) -> str:
    """The markup with the replacements of the files made.

    Raises PageError where they would blow it up beyond what is read as a page.
    """
    for file in files:
        for old, new in file.replacements():
            if len(markup) + markup.count(old) * (len(new) - len(old)) > MAX_BYTES:
                raise PageError(f"the replacements of {file.file} make it larger than {MAX_BYTES >> 20} MiB")
            markup = markup.replace(old, new)
    return markup


def pick(tree: Any, files: Sequence[SiteFile]) -> Picked:
    """What the files select on a parsed page."""
    found: Found = []
    told: dict[str, str] = {}
    failed: list[str] = []
    for file in files:
        for name in ("body", "strip", *FACTS, "native_ad_clue"):
            for rule, directive in file.named(name):
                if name in told:
                    break
                try:
                    value = evaluate(tree, directive.value)
                except SelectorError as error:
                    failed.append(f"{file.file}:{directive.line}: {name} fails on this page: {error}")
                    continue
                if isinstance(value, list) and value:
                    found.append((rule, value))
                if name in FACTS and _reading(value):
                    told[name] = _reading(value)
        found += _by_id_or_class(tree, file.named("strip_id_or_class"))
    return Picked(found, told, tuple(failed))


def _reading(value: Any) -> str:
    """What the nodes or the text that an XPath gives read, white space folded; several nodes joined by commas."""
    nodes = value if isinstance(value, list) else [value]
    texts = (
        " ".join((node if isinstance(node, str) else "".join(node.itertext())).split()) for node in nodes if not isinstance(node, float)
    )
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _by_id_or_class(tree: Any, directives: list[tuple[str, Directive]]) -> Found:
    """The elements whose class or id holds a text. Parts of words count: so the format has it, `ad` strips `header`."""
    wanted = [(rule, re.sub("['\"]", "", directive.value)) for rule, directive in directives]
    found: dict[str, list[Any]] = {}
    seen: dict[tuple[str, str], list[str]] = {}
    for element in tree.iter() if wanted else ():
        names = element.get("class") or "", element.get("id") or ""
        if names not in seen:
            seen[names] = [rule for rule, text in wanted if text and (text in names[0] or text in names[1])]
        for rule in seen[names]:
            found.setdefault(rule, []).append(element)
    return list(found.items())


def judge(page: Page, files: Sequence[SiteFile]) -> Sited:
    """What the files say of the blocks of a page that was traced with what they select."""
    evidence: dict[int, list[Evidence]] = {}
    outer: set[int] = set()
    titles: set[int] = set()
    bodies: dict[str, set[int]] = {}
    order = [rule for file in files for rule, _ in file.named("body")]
    labels = {rule: label for file in files for rule, label in _labels(file)}
    heads = {rule for file in files for rule, _ in file.named("title")}
    for i, (block, marks) in enumerate(zip(page.blocks, page.marks, strict=True)):
        whole = block.element.selected if block.element is not None else frozenset()
        for rule, spans in marks.items():
            if rule in labels and rule in whole:
                outer.add(i)
                evidence.setdefault(i, []).append(Evidence(rule, labels[rule], "drop", block.start, block.end))
            elif rule in labels:
                evidence.setdefault(i, []).extend(Evidence(rule, labels[rule], "cut", *span) for span in _within(spans, block))
            elif rule in heads and rule in whole:
                titles.add(i)
            elif rule in order:
                bodies.setdefault(rule, set()).add(i)
    body = next((rule for rule in order if bodies.get(rule, set()) - outer), None)
    if body is None:
        return Sited(None, UNVOUCHED, frozenset(outer), frozenset(titles - outer), evidence)
    prune = next((flag for file in files if (flag := file.flag("prune")) is not None), True)
    placed = {i: _placed(page.blocks[i], body, prune=prune) for i in bodies[body] - titles - outer}
    for i, found in placed.items():
        evidence.setdefault(i, []).append(found)
    inner = frozenset(i for i, found in placed.items() if found.effect != "drop")
    return Sited(inner, f"outside what {body} selects", frozenset(outer), frozenset(titles - outer), evidence)


def _placed(block: Block, body: str, *, prune: bool) -> Evidence:
    """What a `body` says of a block inside what it selects. The format keeps captions with their pictures; text has no pictures."""
    tokens = block.element.tokens if block.element is not None else frozenset()
    if not tokens.isdisjoint(_PICTURE) or (block.element is not None and block.element.kind == "caption"):
        return Evidence(body, "caption", "drop", block.start, block.end, "goes with a picture")
    if prune and not tokens.isdisjoint(APART):
        apart = ", ".join(sorted(tokens & APART))
        return Evidence(body, "navigation", "drop", block.start, block.end, f"pruned: stands in {apart}")
    return Evidence(body, "body", "hint", block.start, block.end, "inside what it selects")


def facts(picked: Picked, files: Sequence[SiteFile]) -> tuple[Told, tuple[Caution, ...]]:
    """What the files tell of a page, and what they warn of."""
    ads = [rule for rule, _ in picked.found if "-native-ad-clue-" in rule]
    cautions = [Caution("native-ad", f"the page is an advertisement, as {rule} has it") for rule in ads[:1]]
    cautions += [Caution("site-file", str(problem)) for file in files for problem in file.problems]
    cautions += [Caution("site-file", message) for message in picked.failed]
    told = picked.told
    return Told(title=told.get("title", ""), byline=told.get("author", ""), published=told.get("date", "")), tuple(cautions)


def headings(blocks: Sequence[Block], title: str) -> frozenset[int]:
    """The h1 of a page where it reads as its title: it stands outside of what most files call the body."""
    key = letters(title)
    return frozenset(
        i for i, block in enumerate(blocks)
        if key and block.element is not None and block.element.kind == "h1" and reads(block.text, key)
    )  # fmt: skip


def _labels(file: SiteFile) -> Iterator[tuple[str, str]]:
    """The label of what each directive takes out."""
    for name, label in (("author", "byline"), ("date", "timestamp")):
        yield from ((rule, label) for rule, _ in file.named(name))
    for name in ("strip", "strip_id_or_class"):
        yield from ((rule, label_of(directive.value)) for rule, directive in file.named(name))


def label_of(selector: str) -> str:
    """The label that the words of a selector speak for.

    >>> label_of("//div[@class='article-related']"), label_of("wp-block-x")
    ('promo', 'navigation')
    """
    words = set(_WORD.findall(selector.lower()))
    return next((label for label, known in LABELS if not words.isdisjoint(known.split())), "navigation")


def _within(spans: Iterable[Span], block: Block) -> list[Span]:
    return [(max(start, block.start), min(end, block.end)) for start, end in spans if start < block.end and end > block.start]
