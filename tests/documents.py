"""Generated documents: story, furniture of many languages, odd white space and odd Unicode, in any mixture."""

from __future__ import annotations

from hypothesis import strategies as st

STORY = (
    "The river rose at night and took the old bridge with it, two witnesses said on Monday.",
    "Read more books, the minister told pupils at the school by the harbour.",
    "“We had nothing left,” she said. “Not even the chairs.”",
    "By Monday, the river had fallen.",
    "PARIS, May 3 (Reuters) — Trains stood still across the north of the country on Friday.",
    "Credits: the film opens with a list of names that runs for four minutes without music.",
    "Why did nobody warn them?",
    "Der Stadtrat vertagte am Dienstag die Entscheidung über die Brücke, weil drei Mitglieder fehlten.",
    "Le conseil municipal a repoussé mardi sa décision, faute de quorum, pour la troisième fois cette année.",
    "Los vecinos de la orilla este temen por sus tiendas, porque casi todos los clientes llegan a pie.",
    "В понедельник вечером вода начала спадать, сообщили в районной администрации жителям двух улиц.",
    "Οι κάτοικοι περίμεναν όλη τη νύχτα πάνω στις στέγες, είπε ο δήμαρχος το πρωί της Δευτέρας.",
    "市議会は火曜日、橋の修理についての決定を六月まで延期すると発表した。住民からは不満の声が上がっている。",
    "What happens next",
    "A walk through the old town",
    "1. Chop the onions and fry them slowly in butter.",
    "- 200 g of flour",
    "Score: 3-1",
)
FURNITURE = (
    "Read more: Who built the dam?", "ALSO READ: Ten dead in flood", "Related articles", "Mehr zum Thema", "Lire aussi",
    "About the author", "Jane Doe is a senior writer for the Daily Planet.", "Sign up for our newsletter", "Subscribe",
    "(Photo by J. Doe/Getty Images)", "Foto: A. Müller/dpa", "© 2024 The Daily Planet. All rights reserved.", "ADVERTISEMENT",
    "Share this article", "Comments", "3 comments", "Tags: flood, river, bridge", "By Jane Doe", "Von Max Muster",
    "Published 3 May 2024, 14:05", "5 min read", "Home > World > Europe", "1. Home", ">", "2. World", "3. Outgoing NATO Chief...",
    "* * *", "Reporting by Jane Doe; editing by John Roe", "Lesen Sie auch: Wer baute den Damm?", "À lire aussi : Dix morts",
    "Follow us on X", "@dailyplanet", "https://example.com/a", "Читайте также: Кто построил плотину?", "関連記事", "WORLD", "Sport",
    "Ten dead as flood sweeps through hill town", "Ten dead as flood sweeps | Daily Planet", "Ten dead as flood sw...",
    "The post Ten dead appeared first on Daily Planet.", "Story continues below", "Image caption: The old bridge in 1921",
    "Got a story? Email news@example.com", "Lesezeit: 3 Minuten", "Más información: ¿Quién construyó la presa?",
)  # fmt: skip
INSIDE = (
    " READ MORE: Storm hits coast", " (Photo by J. Doe/Getty Images)", " [Photo: X/Getty]", " — with files from the wire", " […]",
    " (Photo by A. Roe)(Photo by B. Roe)", " Continue reading →",
)  # fmt: skip
ENDS = (
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\x0c",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x1e",
    " \n \n",
    "\n\n\n\n",
)
SPACES = ("", "", "", "", " ", "\t", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u00ad", "  \u200b ", "\u2009")
ODD = (
    "İSTANBUL",
    "ıIiİ",
    "ﬁnal",
    "e\u0301te\u0301",
    "ς Σ σ",
    "Straße STRASSE ẞ",
    "👨‍👩‍👧",
    "\u202eabc",
    "\u0000",
    "עברית",
    "عربى",
    "한국어",
    "ไทย",
    "K",
    "ſ",
)

odd_lines = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(ODD), min_size=1, max_size=4).map(" ".join))
lines = st.one_of(
    st.sampled_from(STORY),
    st.sampled_from(FURNITURE),
    st.tuples(st.sampled_from(STORY), st.sampled_from(INSIDE), st.sampled_from((*STORY, ""))).map("".join),
    st.tuples(st.sampled_from(FURNITURE), st.sampled_from((*INSIDE, *FURNITURE))).map(" ".join),
    odd_lines,
)


def texts(line: st.SearchStrategy[str] = lines, max_lines: int = 25) -> st.SearchStrategy[str]:
    """Texts of such lines, with line ends and outer white space of every kind."""
    piece = st.tuples(st.sampled_from(SPACES), line, st.sampled_from(SPACES), st.sampled_from(ENDS)).map("".join)
    tidy = st.lists(line, max_size=max_lines).map("\n".join)
    return st.one_of(st.lists(piece, max_size=max_lines).map("".join), tidy)
