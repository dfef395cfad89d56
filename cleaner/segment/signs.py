"""Whether a text is Markdown, or has HTML left in it; loads nothing and costs next to nothing where there is no sign of either."""

from __future__ import annotations

import re

SURE = 2
"""Signs of Markdown, or of HTML left in a text, that make a text so; a single one may be chance."""

_SIGNS = r"(?m)\]\((?:https?:|/|#|mailto:|\.)[^()\s]{0,500}|^#{1,6} +\S|^(?:```|~~~)|^\[[^\]\n]{1,80}\]: +\S"
_TAGS = r"</(?:p|a|div|li|ul|h[1-6]|strong|em|blockquote)>|<br ?/?>|<p>|&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|nbsp|amp|quot|[lr][sd]quo|hellip);"


def is_markup(text: str) -> bool:
    """Whether a text is Markdown, or holds HTML tags or character references that were never taken out.

    >>> is_markup("# Ten dead\\n\\nThe [river](https://example.com/r) rose."), is_markup("The river [sic] rose & fell.")
    (True, False)
    >>> is_markup("<p>The river rose.</p><br>"), is_markup("return (<p onClick={rise}>The river</p>)<br/>")
    (True, False)
    """
    # Single characters are found ten times as fast as longer strings, and most texts hold none of these.
    links, headings, fences = "]" in text and ("](" in text or "]: " in text), "#" in text and "# " in text, "`" in text and "```" in text
    if (links or headings or fences) and _enough(_SIGNS, text):
        return True
    tags = "<" in text and ("</" in text or "<br" in text or "<p>" in text)
    if not tags and not ("&" in text and ";" in text):
        return False
    return "={" not in text and _enough(_TAGS, text)  # an attribute in braces: the tags are those of a program that the text shows


def _enough(pattern: str, text: str) -> bool:
    return sum(1 for _, _ in zip(range(SURE), re.finditer(pattern, text), strict=False)) == SURE  # few texts need it compiled
