"""Pages and texts told apart by what they hold."""

from __future__ import annotations

import pytest
from webpage import PAGE, TEXT

from cleaner.segment.sniff import has_tags, is_page, is_whole_page, preview

PROSE = "The river rose at night and took the old bridge with it. "


@pytest.mark.parametrize(
    "text",
    [
        PAGE, f"\ufeff \n{PAGE}", f'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">{PAGE}', f"<!-- a --><!-- b -->{PAGE}",
        "<!doctype HTML>", "<body>One", f"<p>{PROSE}</p>\n<p>{PROSE}</p>", f'<div class="a">{PROSE}</div>',
        f"{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>",
        f"<h2>Floods</h2>{PROSE * 50}", "<frameset cols='2'><frame src='a'></frameset>",
    ],
)  # fmt: skip
def test_pages(text: str) -> None:
    assert is_page(text)
    assert has_tags(text)


@pytest.mark.parametrize(
    "text",
    [
        "", TEXT, "Write <p> before a paragraph and </p> after it.", "<3 is a heart", "a < b and c > d", "<name@example.com> wrote:",
        f"{PROSE * 20} <b>bold</b> {PROSE * 20}", '<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>',
        "<unknown>x</unknown>",
        "- 1 <br> 2", "# Title\n\nSome *Markdown* with <kbd>x</kbd>",
    ],
)  # fmt: skip
def test_texts(text: str) -> None:
    assert not is_page(text)
    assert not is_whole_page(text)


def test_utf16_shows_its_tags() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-be", "windows-1252"):
        assert is_whole_page(preview(PAGE.encode(encoding)))
