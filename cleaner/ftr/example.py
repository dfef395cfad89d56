"""Pieces of pages that an XPath selects: examples for rules that come from site files, which have none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from cleaner.segment.page import page_blocks, parse
from cleaner.segment.select import SelectorError, evaluate
from cleaner.segment.trace import Trace

SENTENCE = "The council met on Tuesday evening in the small hall behind the library to talk about the bridge."
"""The text of every example: a sentence that no rule knows."""
FORMS = ("<div><p>{}</p></div>", "<p>{}</p>", "<section><p>{}</p></section>", "<blockquote><p>{}</p></blockquote>", "<ul><li>{}</li></ul>")
"""Innocent pieces of a page."""

_HOLDERS = {"ul": "<li>{}</li>", "ol": "<li>{}</li>", "table": "<tr><td>{}</td></tr>", "tr": "<td>{}</td>", "dl": "<dd>{}</dd>"}
_PLAIN = frozenset("p h1 h2 h3 h4 h5 h6 li td th a b i em strong span time small cite font label figcaption dd dt pre s u".split())  # noqa: SIM905
_NEGATED = re.compile(r"not\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_PADDED = re.compile(r"concat\(\s*(['\"]) \1\s*,\s*(?:normalize-space\()?\s*@([\w-]+)\s*\)?\s*,\s*(['\"]) \3\s*\)")
_VALUE = re.compile(r"@([\w-]+)\s*(?:\)\s*)?[=,]\s*(\"[^\"]*\"|'[^']*')")
_WORDS = re.compile(r"(?:text\(\)|\.)\s*\)?\s*[=,]\s*(\"[^\"]*\"|'[^']*')")
_PRESENT = re.compile(r"\[\s*@([\w-]+)\s*\]")
_NUMBERED = re.compile(r"\((.*)\)\[\d+\]")
_STEP = re.compile(r"(?:(?:child|descendant|descendant-or-self)::)?([a-zA-Z][\w-]*(?!:)|\*)(?![\w-])")


def shown_by(xpath: str) -> str | None:
    """A piece of a page of which an XPath selects all the text; None where none is found."""
    for path in _parts(xpath, "|"):
        numbered = _NUMBERED.fullmatch(path.strip())
        steps = [step for step in _parts(numbered[1] if numbered else path.strip(), "/") if step.strip()]
        for most in (None, 1):
            markup = _built(steps.copy(), most)
            if markup is not None and selects(xpath, markup):
                return markup
    return None


def innocent(xpaths: list[str]) -> str | None:
    """A piece of a page of which none of the XPaths selects anything; None where each of `FORMS` is selected."""
    pieces = [form.format(SENTENCE) for form in FORMS]
    return next((markup for markup in pieces if not any(selects(xpath, markup, any_part=True) for xpath in xpaths)), None)


def selects(xpath: str, markup: str, *, any_part: bool = False) -> bool:
    """Whether an XPath selects all text of a piece of a page, or any of it."""
    tree = parse(markup)
    try:
        found = evaluate(tree, xpath)
    except SelectorError:  # such as a function with too few arguments: it selects nothing on any page
        return False
    if not isinstance(found, list) or not found:
        return False
    page = page_blocks(tree, Trace([(xpath, found)]))
    if any_part:
        return any(page.marks)
    return bool(page.blocks) and all(block.element is not None and xpath in block.element.selected for block in page.blocks)


def _built(steps: list[str], most: int | None) -> str | None:
    """Elements nested as the steps of a path are, with the attributes that their conditions name, at most so many values of each."""
    inner, texts = SENTENCE, False
    if steps and steps[-1].strip().startswith("text()"):
        inner, texts = " ".join([*_texts(steps.pop()), SENTENCE]), True
    for number, step in enumerate(reversed(steps)):
        name = _STEP.match(step.strip())
        if name is None:
            return None
        tag = "div" if name[1] == "*" else name[1].lower()
        if tag in ("html", "body"):
            continue
        if number == 0 and not texts:
            inner = " ".join([*_texts(step), inner])
            inner = inner if tag in _PLAIN else _HOLDERS.get(tag, "<p>{}</p>").replace("{}", inner)
        inner = f"<{tag}{''.join(_attributes(step, most))}>{inner}</{tag}>"
    return inner if "<" in inner else None


def _attributes(step: str, most: int | None) -> Iterator[str]:
    conditions = _PADDED.sub(r"@\2", _NEGATED.sub("", step))
    values: dict[str, list[str]] = {name: [] for name in _PRESENT.findall(conditions)}
    for name, quoted in _VALUE.findall(conditions):
        values.setdefault(name, []).append(quoted[1:-1].strip())
    for name, found in values.items():
        yield f" {name}={quoteattr(' '.join(list(dict.fromkeys(found))[:most]))}"


def _texts(step: str) -> list[str]:
    return [escape(quoted[1:-1].strip()) for quoted in _WORDS.findall(_NEGATED.sub("", step))]


def _parts(path: str, mark: str) -> Iterator[str]:
    """A path cut at a mark that stands outside of brackets and quotes."""
    depth, quote, start = 0, "", 0
    for i, char in enumerate(path):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == mark and depth == 0:
            yield path[start:i]
            start = i + 1
    yield path[start:]
