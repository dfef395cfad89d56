"""The format of FiveFilters' site files: lines of `directive: value`, read leniently, with a warning for what cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from cleaner.segment.select import SelectorError, checked_xpath

XPATH, NODES, TEXT, FLAG = "an XPath", "an XPath of elements", "a text", "yes or no"
ACTS, UNSEEN, NETWORK, TEST, OLD = (
    "acted on",
    "changes what text cannot show",
    "needs the network",
    "a test of the file's authors",
    "a word of Instapaper's that FiveFilters does not act on",
)


class Known(NamedTuple):
    """A directive of the format: what its value is, and what becomes of it here."""

    value: str
    use: str


KNOWN: Mapping[str, Known] = {
    "title": Known(XPATH, ACTS), "author": Known(XPATH, ACTS), "date": Known(XPATH, ACTS), "body": Known(XPATH, ACTS),
    "strip": Known(NODES, ACTS), "strip_id_or_class": Known(TEXT, ACTS),
    "find_string": Known(TEXT, ACTS), "replace_string": Known(TEXT, ACTS),
    "prune": Known(FLAG, ACTS), "skip_json_ld": Known(FLAG, ACTS), "autodetect_on_failure": Known(FLAG, ACTS),
    "native_ad_clue": Known(XPATH, ACTS),
    "strip_image_src": Known(TEXT, UNSEEN), "strip_attr": Known(NODES, UNSEEN), "post_strip_attr": Known(NODES, UNSEEN),
    "insert_detected_image": Known(FLAG, UNSEEN), "src_lazy_load_attr": Known(TEXT, UNSEEN), "wrap_in": Known(NODES, UNSEEN),
    "dissolve": Known(NODES, UNSEEN), "convert_double_br_tags": Known(FLAG, UNSEEN), "tidy": Known(FLAG, UNSEEN),
    "parser": Known(TEXT, UNSEEN),
    "single_page_link": Known(XPATH, NETWORK), "single_page_link_in_feed": Known(XPATH, NETWORK), "next_page_link": Known(XPATH, NETWORK),
    "if_page_contains": Known(XPATH, NETWORK), "autodetect_next_page": Known(FLAG, NETWORK), "http_header": Known(TEXT, NETWORK),
    "requires_login": Known(FLAG, NETWORK), "login_uri": Known(TEXT, NETWORK), "login_username_field": Known(TEXT, NETWORK),
    "login_password_field": Known(TEXT, NETWORK), "login_extra_fields": Known(TEXT, NETWORK), "not_logged_in_xpath": Known(XPATH, NETWORK),
    "test_url": Known(TEXT, TEST), "test_contains": Known(TEXT, TEST),
    "move_into": Known(NODES, OLD), "footnotes": Known(FLAG, OLD), "strip_comments": Known(FLAG, OLD), "skip_id_or_class": Known(TEXT, OLD),
}  # fmt: skip
"""Every directive: those of FiveFilters' help page on site patterns, and the further ones that the published files hold."""
ARGUMENTS = frozenset({"replace_string", "wrap_in", "http_header", "move_into"})
"""Directives that may be written with an argument: `replace_string(this): that`."""
FLAGS: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}

_WITH_ARGUMENT = re.compile(r"([a-z_]+)\((.*?)\)\s*:(.*)")
_PLAIN = re.compile(r"([^:]*):(.*)")
_SELECTORS = (XPATH, NODES)


class Directive(NamedTuple):
    """One line of a site file."""

    name: str
    argument: str
    value: str
    line: int


class Problem(NamedTuple):
    """A line that cannot be meant as it stands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class SiteFile(NamedTuple):
    """One site file, read."""

    file: str
    host: str
    """Its name without `.txt` and without the dot of a wildcard."""
    directives: tuple[Directive, ...]
    """The usable ones, in order."""
    problems: tuple[Problem, ...]

    def named(self, name: str) -> list[tuple[str, Directive]]:
        """The directives of one name, each with the id that evidence of it bears: site-<host>-<name>-<number>."""
        chosen = [directive for directive in self.directives if directive.name == name]
        return [(f"site-{self.host}-{name.replace('_', '-')}-{n}", directive) for n, directive in enumerate(chosen, 1)]

    def flag(self, name: str) -> bool | None:
        """What the first `name: yes` or `no` says; None where none does."""
        return next((FLAGS[d.value.lower()] for d in self.directives if d.name == name), None)

    def replacements(self) -> Iterator[tuple[str, str]]:
        """Texts of the markup and what takes their place, in order."""
        wanted: Directive | None = None
        for directive in self.directives:
            if directive.name == "find_string":
                wanted = directive
            elif directive.name == "replace_string":
                if directive.argument:
                    yield directive.argument, directive.value
                elif wanted is not None:
                    yield wanted.value, directive.value
                    wanted = None


@lru_cache(maxsize=64)
def parse(text: str, file: str, host: str) -> SiteFile:
    """The directives of a site file and what is wrong with it; nothing is raised, whatever it holds."""
    directives: list[Directive] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        directive = _directive(stripped, number)
        problem = "is no directive (name: value); write # before a comment" if directive is None else _problem(directive)
        if directive is not None and problem is None:
            directives.append(directive)
        elif problem:
            problems.append(Problem(file, number, problem))
    problems += _unpaired(directives, file)
    return SiteFile(file, host, tuple(directives), tuple(sorted(problems)))


def _directive(line: str, number: int) -> Directive | None:
    match = _WITH_ARGUMENT.fullmatch(line)
    if match:
        return Directive(match[1], match[2], match[3].strip(), number)
    match = _PLAIN.fullmatch(line)
    return Directive(match[1].strip(), "", match[2].strip(), number) if match else None


def _problem(directive: Directive) -> str | None:
    """What is wrong with a directive; None when it can be used."""
    name, value = directive.name, directive.value
    known = KNOWN.get(name)
    if known is None:
        return f"unknown directive {name[:40]!r}{_meant(name)}"
    if directive.argument and name not in ARGUMENTS:
        return f"{name} takes no argument in brackets"
    if not value:
        return None if name == "replace_string" else f"{name} has no value"
    if known.value == FLAG and value.lower() not in FLAGS:
        return f"{name} must be yes or no, not {value[:40]!r}"
    if known.value in _SELECTORS:
        try:
            checked_xpath(value, nodes=known.value == NODES)
        except SelectorError as error:
            return f"{name}: the XPath cannot be used: {error}"
    return None


def _meant(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.strip().lower(), KNOWN, 1, 0.75)
    return f"; did you mean {close[0]}?" if close else ""


def _unpaired(directives: list[Directive], file: str) -> Iterator[Problem]:
    """Each find_string needs the replace_string that follows it, and the other way about."""
    wanted: Directive | None = None
    for directive in directives:
        if directive.name == "find_string":
            if wanted is not None:
                yield Problem(file, wanted.line, "find_string has no replace_string after it")
            wanted = directive
        elif directive.name == "replace_string" and not directive.argument:
            if wanted is None:
                yield Problem(file, directive.line, "replace_string has no find_string before it")
            wanted = None
    if wanted is not None:
        yield Problem(file, wanted.line, "find_string has no replace_string after it")
