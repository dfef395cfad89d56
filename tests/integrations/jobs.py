"""Records for every engine, and what the library itself makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cleaner
from cleaner import Cleaner
from cleaner.render.row import plain, to_row

SAMPLES = Path(__file__).parent.parent.parent / "samples"
SITE = "https://www.varn-press.example/news/ferry"
STORY = "The river rose at night and took the bridge with it, two witnesses said on Monday."
LATER = "By Monday the water had fallen, and the ferry ran again between the two banks for the first time in years."
RULE = """
[file]
label = "promo"
lang = "any"
about = "A rule of one site."
hosts = ["varn-press.example"]

[[rule]]
id = "varn-promo-valley"
effect = "drop"
why = "A test."
when.starts = ["the valley tonight"]
hits = ["The valley tonight: what is on"]
misses = ["In the valley tonight it rains."]
"""
"""A rule that no worker finds on its disk, and that speaks only when the URL comes along."""
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge lost</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/varn">Varn Valley</a></li></ul></nav>
<article><h1>Bridge lost to the river</h1><p class="byline">By Ida Holm</p><p>{STORY}</p>
<p>Read more: <a href="/dam">Who built the dam?</a></p><p>{LATER} “We waited,” said Märta Hölm – nobody else did.</p></article>
<footer><p>© 2024 Varn Valley Press. All rights reserved.</p></footer></body></html>"""


def texts() -> list[str]:
    """The samples' texts and some more: nothing, white space, no furniture, other scripts, everything lost."""
    files = sorted(SAMPLES.glob("*/input.txt"))
    assert len(files) > 20
    sampled = [cleaner.decode(file.read_bytes()).text for file in files]
    return [
        *sampled,
        "",
        " \n\n ",
        STORY,
        f"By Ida Holm\n{STORY}\n市議会は火曜日、決定を延期した。\n🌊 Вода спала.\n",
        "Read more: Who built the dam?",
    ]


def site_text() -> str:
    """A text from which the rule of SITE takes a line."""
    return f"{STORY}\nThe valley tonight: what is on\n{LATER}"


def wanted(text: str, how: Cleaner, *, url: str | None = None, title: str | None = None) -> dict[str, Any]:
    """The row of a text as plain values, by the library alone."""
    row: dict[str, Any] = plain(to_row(how.clean(text, url=url, title=title), cleaner.__version__))
    return row


def wanted_page(page: str | bytes, how: Cleaner, *, url: str | None = None) -> dict[str, Any]:
    """The same for a page."""
    row: dict[str, Any] = plain(to_row(how.clean_html(page, url=url), cleaner.__version__))
    return row
