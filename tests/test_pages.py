"""Pages: the story comes out of markup, with trafilatura as a witness and without it."""

from __future__ import annotations

import pytest

import cleaner

STORY = (
    "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning.",
    "Repairs will take eleven months, and nobody in the town hall could say who would pay for them in the end.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers came across on foot.",
)
PAGE = f"""<html><head><title>Bridge lost in flood | Varn Courier</title>
<meta property="og:title" content="Bridge lost in flood at Varn"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Bridge lost in flood at Varn</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>
<p><a href="/x">Read more: Who built the old bridge at Varn?</a></p><p>{STORY[2]}</p></article>
<footer><p>© 2024 Varn Courier. All rights reserved.</p></footer></body></html>"""


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_story_of_a_page(engine: str) -> None:
    document = cleaner.clean_html(PAGE, engine=engine)
    for paragraph in STORY:
        assert paragraph in document.body
    assert "Read more" not in document.body
    assert document.restore() == document.source


def test_bytes_are_decoded() -> None:
    markup = PAGE.replace("old bridge with it", "café by it").encode("latin-1")
    assert "café by it" in cleaner.clean_html(markup).body


def test_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="engine must be one of full, fast"):
        cleaner.clean_html(PAGE, engine="slow")
