"""Selectors of site rules and site files: XPath 1.0 as lxml has it, without extension functions or prefixes; CSS by way of XPath."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

ARGUMENTS = {
    "last": (0, 0), "position": (0, 0), "true": (0, 0), "false": (0, 0), "string": (0, 1), "number": (0, 1),
    "local-name": (0, 1), "namespace-uri": (0, 1), "name": (0, 1),
    "string-length": (0, 1), "normalize-space": (0, 1),
    "count": (1, 1), "id": (1, 1), "not": (1, 1), "boolean": (1, 1), "lang": (1, 1), "sum": (1, 1),
    "floor": (1, 1), "ceiling": (1, 1), "round": (1, 1),
    "contains": (2, 2),
    "starts-with": (2, 2), "substring-before": (2, 2), "substring-after": (2, 2), "substring": (2, 3), "translate": (3, 3),
    "concat": (2, 999),
}  # fmt: skip
"""The functions of XPath 1.0 (section 4 of the recommendation), and how many arguments they take, at least and at most."""
_NO_FUNCTIONS = frozenset({"comment", "text", "node", "processing-instruction", "and", "or", "div", "mod"})
"""Node tests and operators, which a bracket may follow too."""
MAX_LENGTH = 2000
"""Longest selector, in characters."""

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLED = re.compile(r"([\w.\-]+)\s*\(")
_PREFIX = re.compile(r"(?<![\w.:\-])([^\W\d][\w.\-]*):(?!:)")


_SMALL_PAGE = etree.fromstring("<html><body><p>a</p></body></html>")
"""lxml sees some mistakes only when it runs: `count('x')`."""


class SelectorError(ValueError):
    """A selector that cannot be used; the message says why."""


def checked_xpath(source: str, *, nodes: bool) -> str:
    """The XPath as it is; `nodes` when it must select elements, attributes or texts of a page.

    Raises SelectorError where lxml refuses it, now or only when it comes to a function that it lacks.
    """
    if len(source) > MAX_LENGTH:
        raise SelectorError(f"is longer than {MAX_LENGTH:,} characters")
    bare = _QUOTED.sub("''", source)
    if "$" in bare:
        raise SelectorError("has a variable ($…); there are none here")
    prefix = _PREFIX.search(bare)
    if prefix:
        raise SelectorError(f"has the prefix {prefix[1]!r}; pages have no namespaces, and there are no extension functions")
    for call in _CALLED.finditer(bare):
        if call[1] not in _NO_FUNCTIONS:
            _check_call(call[1], bare[call.end() :])
    if not isinstance(evaluate(_SMALL_PAGE, source), list) and nodes:
        raise SelectorError("selects nothing of a page, it computes a value")
    return source


def _check_call(name: str, rest: str) -> None:
    """lxml finds these mistakes only when it comes to them on a page; `rest` is what follows the bracket, without quoted texts."""
    if name not in ARGUMENTS:
        raise SelectorError(f"{name}() is no function of XPath 1.0")
    depth, commas, end = 0, 0, len(rest)
    for i, char in enumerate(rest):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
            if depth < 0:
                end = i
                break
        elif char == "," and depth == 0:
            commas += 1
    count = commas + 1 if rest[:end].strip() else 0
    least, most = ARGUMENTS[name]
    if not least <= count <= most:
        raise SelectorError(f"{name}() has {count} {'argument' if count == 1 else 'arguments'}, which is not how XPath 1.0 has it")


def css_xpath(source: str) -> str:
    """The XPath of a CSS selector. Raises SelectorError where there is none."""
    from cssselect import HTMLTranslator
    from cssselect import SelectorError as CssError

    try:
        return checked_xpath(HTMLTranslator().css_to_xpath(source), nodes=True)
    except CssError as error:
        raise SelectorError(str(error) or "is no CSS selector") from None


def evaluate(tree: Any, xpath: str) -> Any:
    """What an XPath gives on a parsed page: a list of nodes, or a text, number or truth value.

    Raises SelectorError where it fails on this page.
    """
    try:
        return _compiled(xpath)(tree)
    except etree.XPathError as error:
        raise SelectorError(str(error)) from None


def _compiled(source: str) -> Any:
    try:
        return etree.XPath(source, regexp=False)
    except (etree.XPathError, ValueError) as error:
        raise SelectorError(f"{error}") from None
