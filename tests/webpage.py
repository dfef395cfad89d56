"""One small page that several tests clean."""

from __future__ import annotations

STORY = (
    "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning.",
    "Repairs will take eleven months, and nobody in the town hall could say who would pay for them in the end.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers came across on foot.",
)
TITLE = "Bridge lost in flood at Varn"
PROMO = "Read more: Who built the old bridge at Varn?"
PAGE = f"""<html><head><title>Bridge lost in flood | Varn Courier</title>
<meta property="og:title" content="{TITLE}"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>{TITLE}</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>
<p><a href="/x">{PROMO}</a></p><p>{STORY[2]}</p></article>
<footer><p>© 2024 Varn Courier. All rights reserved.</p></footer></body></html>"""
ARTICLE = PAGE[: PAGE.index("<nav>")] + PAGE[PAGE.index("<article>") : PAGE.index("<footer>")] + "</body></html>"
"""PAGE without its menu and footer."""
TEXT = "\n".join((TITLE, *STORY)) + "\n"
"""What is left of both."""
