"""Sections that a reader unfolds: a button stands above each, and what it shows is hidden until then.

The patterns are those of accordions and disclosures (https://www.w3.org/WAI/ARIA/apg/patterns/accordion/): `aria-controls` names the
section, or the section stands right below the button or the heading around it. Menus fold in the same way; they hold no paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.segment.walk import HIDDEN

PROSE_WORDS = 20
"""A section with a paragraph of so many words is text."""
MAX_SECTIONS = 1000
"""So many are unfolded; real pages have a hundred, and each looks at all elements above it."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_OTHERS = frozenset({"nav", "header", "footer", "form", "dialog", "aside"})
"""What folds in these is no section of a story."""


def unfold(tree: Any) -> None:
    """Show the folded sections of a parsed page that hold paragraphs; the tree is changed."""
    folded = dict.fromkeys(section for section in (*_named(tree), *_below(tree)) if _is_hidden(section))
    if not folded:
        return
    telling = _with_prose(tree)
    for section in [section for section in folded if section in telling][:MAX_SECTIONS]:
        if not any(above.tag in _OTHERS for above in section.iterancestors()):
            for name in ("hidden", "aria-hidden", "style"):
                section.attrib.pop(name, None)


def _named(tree: Any) -> Iterator[Any]:
    """The sections that buttons name."""
    names = {name for button in tree.xpath("//*[@aria-controls]") for name in button.get("aria-controls").split()}
    if names:
        yield from (section for section in tree.xpath("//*[@id]") if section.get("id") in names)


def _below(tree: Any) -> Iterator[Any]:
    """What stands right below a button that says it is folded."""
    for button in tree.xpath("//*[@aria-expanded='false']"):
        above = button.getparent()
        section = (above if above is not None and above.tag in _HEADINGS else button).getnext()
        if section is not None and isinstance(section.tag, str):
            yield section


def _is_hidden(section: Any) -> bool:
    return section.get("hidden") is not None or section.get("aria-hidden") == "true" or HIDDEN.search(section.get("style", "")) is not None


def _with_prose(tree: Any) -> set[Any]:
    """All elements that hold a paragraph of so many words."""
    found: set[Any] = set()
    for paragraph in tree.iter("p"):
        if len("".join(paragraph.itertext()).split()) >= PROSE_WORDS:
            for above in paragraph.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found
