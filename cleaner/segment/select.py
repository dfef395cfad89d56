"""Selectors of site rules and site files: XPath 1.0 as lxml has it, without extension functions or prefixes; CSS by way of XPath."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

FUNCTIONS = frozenset(
    """last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after substring
    string-length normalize-space translate boolean not true false lang number sum floor ceiling round
    comment text node processing-instruction and or div mod""".split()  # noqa: SIM905
)
"""What may stand before a bracket in XPath 1.0: its functions (section 4 of the recommendation), node tests and operators."""
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
    unknown = [name for name in _CALLED.findall(bare) if name not in FUNCTIONS]
    if unknown:
        raise SelectorError(f"{unknown[0]}() is no function of XPath 1.0")
    if not isinstance(evaluate(_SMALL_PAGE, source), list) and nodes:
        raise SelectorError("selects nothing of a page, it computes a value")
    return source


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
