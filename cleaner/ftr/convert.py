"""A site file as a rule file of ours: what it selects becomes rules with `xpath`, each with an example made for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.ftr.apply import label_of
from cleaner.ftr.example import SENTENCE, innocent, selects, shown_by
from cleaner.ftr.format import ACTS, KNOWN, Directive, SiteFile
from cleaner.segment.select import MAX_LENGTH, SelectorError, checked_xpath

_ATTRIBUTE = re.compile(r"/@[\w-]+\s*$")


class ConversionError(ValueError):
    """A site file that no rule can be made of; the message says why."""


class Part(NamedTuple):
    """A rule to be."""

    key: str
    """Last part of the rule's id."""
    label: str
    effect: str
    why: str
    xpaths: list[str]
    hits: list[str]
    miss: str
    unless: tuple[str, ...] = ()


class Shown(NamedTuple):
    """A directive that selects text, and a piece of a page that shows it."""

    directive: Directive
    xpath: str
    hit: str


Left = list[tuple[int, str]]
"""What cannot be taken over: line and reason."""


def to_toml(file: SiteFile, *, lang: str = "any") -> str:
    """The rule file that says what a site file says, and in comments what of it no rule can say.

    Raises ConversionError for a file of no site, and where nothing of a file can be taken over.
    """
    if "." not in file.host:
        raise ConversionError(f"{file.file}: is for every site; rules that look at markup need a host")
    left: Left = [(problem.line, problem.message) for problem in file.problems]
    parts = list(_parts(file, left))
    if not parts:
        raise ConversionError(f"{file.file}: holds nothing that a rule can say")
    site, name = re.sub(r"[^a-z0-9]+", "-", toml_name(file).removesuffix(".toml")).strip("-"), _name(file)
    lines = [f"# Taken over from the site file {name} by `cleaner rules import-ftr`."]
    if name.startswith("."):
        lines.append(f"# These rules speak on {file.host} itself too, which that file does not.")
    if left:
        lines += ["# Not taken over:", *(f"#   line {line}: {' '.join(why.split())}" for line, why in sorted(left))]
    lines += ["", "[file]", 'label = "navigation"', f"lang  = {_string(lang)}", f"about = {_string(f'What the site file {name} selects.')}"]
    lines += [f"hosts = [{_string(file.host)}]"]
    for part in parts:
        lines += ["", "[[rule]]", f"id     = {_string(f'{site}-{part.key}')}", f'label  = "{part.label}"', f'effect = "{part.effect}"']
        lines += [f"why    = {_string(part.why)}", *_list("when.xpath", part.xpaths), *_list("unless.xpath", part.unless)]
        lines += [*_list("hits", part.hits), *_list("misses", [part.miss])]
    return "\n".join(lines) + "\n"


def toml_name(file: SiteFile) -> str:
    """What to call the rule file of a site file.

    >>> from cleaner.ftr.format import parse
    >>> toml_name(parse("", "sites/example.com.txt", "example.com")), toml_name(parse("", ".example.com.txt", "example.com"))
    ('example.com.toml', 'below.example.com.toml')
    """
    return f"{'below.' if _name(file).startswith('.') else ''}{file.host.lower()}.toml"


def _name(file: SiteFile) -> str:
    return file.file.replace("\\", "/").rpartition("/")[2]


def _parts(file: SiteFile, left: Left) -> Iterator[Part]:
    """The rules of a file; what cannot be said is told in `left`."""
    bodies, titles = _shown(file, "body", left), _shown(file, "title", left)
    taken: dict[str, list[Shown]] = {}
    for name in ("strip", "strip_id_or_class", "author", "date"):
        for shown in _shown(file, name, left):
            label = {"author": "byline", "date": "timestamp"}.get(name) or label_of(shown.directive.value)
            taken.setdefault(label, []).append(shown)
    ours = {"title", "body", "strip", "strip_id_or_class", "author", "date", "prune"}
    left += [
        (d.line, f"{d.name}: rules cannot say this; --site-config acts on it")
        for d in file.directives if d.name not in ours and KNOWN[d.name].use == ACTS
    ]  # fmt: skip
    miss = innocent([shown.xpath for found in taken.values() for shown in found])
    if miss is None:
        raise ConversionError(f"{file.file}: strips every paragraph there is, so no rule could show an innocent one")
    yield from _body(bodies, left, tuple(shown.xpath for shown in titles), miss, prune=file.flag("prune") is not False)
    for label, found in taken.items():
        lines = ", ".join(str(shown.directive.line) for shown in found)
        xpaths, hits = list(dict.fromkeys(s.xpath for s in found)), list(dict.fromkeys(s.hit for s in found))
        yield Part(f"{label.replace('_', '-')}-stripped", label, "drop", f"Stripped by the site file, line {lines}.", xpaths, hits, miss)


def _body(bodies: list[Shown], left: Left, titles: tuple[str, ...], miss: str, *, prune: bool) -> Iterator[Part]:
    """What the first body that is there selects is story, and all else on the page is not."""
    before = ""
    elsewhere = f"<h6>{SENTENCE}</h6>"
    for number, (directive, xpath, hit) in enumerate(bodies, 1):
        chosen, there = (f"({xpath})[not({before})]", f"not({before}) and ({xpath})") if before else (xpath, xpath)
        around = f"{hit}{elsewhere}"
        if len(there) + 20 > MAX_LENGTH or selects(xpath, around) or not selects(f"/*[{there}]", around):
            left.append((directive.line, f"body: {xpath} (too long with those before it, or no example has anything outside of it)"))
            continue
        key = f"-{number}" if number > 1 else ""
        yield Part(
            f"body-inside{key}", "body", "hint", f"The story, as line {directive.line} of the site file has it.", [chosen], [hit], elsewhere
        )
        why = f"Outside what line {directive.line} of the site file calls the story, on pages that have it. Headlines stand there too."
        yield Part(f"navigation-outside{key}", "navigation", "drop", why, [f"/*[{there}]"], [around], miss, (xpath, "//h1", *titles))
        before = f"{before} or {xpath}" if before else xpath
    if bodies:
        pictures = [f"<figure><figcaption>{SENTENCE}</figcaption></figure>"]
        why = "Captions go with pictures, and text has none."
        yield Part("caption-picture", "caption", "drop", why, ["//figure", "//figcaption"], pictures, miss)
    if bodies and prune:
        apart = [f"//{name}" for name in ("aside", "nav", "form", "footer", "dialog", "button")]
        why = "The site file prunes what stands apart from the story."
        yield Part("navigation-apart", "navigation", "drop", why, apart, [f"<aside><p>{SENTENCE}</p></aside>"], miss)


def _shown(file: SiteFile, name: str, left: Left) -> list[Shown]:
    """The directives of one name that a rule can say, each with its example."""
    out = []
    for _, directive in file.named(name):
        xpath = _holding(directive.value) if name == "strip_id_or_class" else directive.value
        if _ATTRIBUTE.search(xpath) or not _selects(xpath):
            left.append((directive.line, f"{name}: {xpath} (selects no text of the page)"))
            continue
        hit = shown_by(xpath)
        if hit is None:
            left.append((directive.line, f"{name}: {xpath} (no example could be made that shows text in it)"))
        else:
            out.append(Shown(directive, xpath, hit))
    return out


def _selects(xpath: str) -> bool:
    """Whether an XPath gives nodes, not a text or a number."""
    try:
        checked_xpath(xpath, nodes=True)
    except SelectorError:
        return False
    return True


def _holding(text: str) -> str:
    """The XPath of elements whose class or id holds a text."""
    bare = re.sub("['\"]", "", text)
    return f"//*[contains(@class, '{bare}') or contains(@id, '{bare}')]"


def _list(key: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    if len(entries) == 1:
        return [f"{key} = [{_string(entries[0])}]"]
    return [f"{key} = [", *(f"  {_string(entry)}," for entry in entries), "]"]


def _string(text: str) -> str:
    """A text as TOML: a literal where it can be, for then it reads as it is written."""
    if "'" not in text and text.isprintable():
        return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
