"""Which blocks of a page are its story: streamed pieces, the frame that markup draws, witnesses, copies, the headline."""

from __future__ import annotations

from pathlib import Path

import pytest
import trafilatura

import cleaner
from cleaner.container import framed
from cleaner.segment import witness
from cleaner.segment.extractor import extracted, lean
from cleaner.segment.leads import own_sites
from cleaner.segment.page import page_blocks, parse
from cleaner.vouch import story

STORY = (
    "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning.",
    "Repairs will take eleven months, and nobody in the town hall could say who would pay for them in the end.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers came across on foot.",
    "The ferry that was sold in spring may come back, if the harbour master finds a crew that is willing to row.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav>"


def shown(markup: str) -> list[str]:
    return [block.text for block in page_blocks(parse(markup)).blocks]


def inside_frame(markup: str) -> list[str]:
    blocks = page_blocks(parse(markup)).blocks
    return [blocks[i].text for i in sorted(framed(blocks))]


def test_streamed_pieces_stand_where_the_script_puts_them() -> None:
    markup = """<main><h1>Top</h1><template id="B:0"></template>behind<p>end</p></main>
    <div hidden id="S:0"><p>one</p><template id="P:1"></template><p>three</p></div><div hidden id="S:1"><p>two</p></div>
    <script>$RC("B:0","S:0")</script><div hidden id="S:9">placeless</div><div hidden id="menu">unseen</div>"""
    assert shown(markup) == ["Top", "one", "two", "three", "behind", "end", "placeless"]


def test_streamed_pieces_that_name_each_other_are_no_circle() -> None:
    circle = '<p>a</p><div hidden id="S:0">b<template id="B:1"></template></div><div hidden id="S:1">c<template id="B:0"></template></div>'
    assert sorted("".join(shown(circle))) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("ruby", "text"),
    [("<ruby>kan<rp>(</rp><rt>reading</rt><rp>)</rp></ruby>", "kan(reading)"), ("<ruby>kan<rt>reading</rt></ruby>", "kan")],
)
def test_readings_of_ruby_are_text_where_brackets_part_them(ruby: str, text: str) -> None:
    assert shown(f"<p>{ruby}</p>") == [text]


def test_jumps_within_the_page_are_no_links() -> None:
    blocks = page_blocks(parse("<ul><li><a href='#pay'>Who will pay</a></li><li><a href='/pay'>Who will pay</a></li></ul>")).blocks
    assert [block.element.link_share for block in blocks if block.element is not None] == [0.0, 1.0]


def test_the_frame_is_where_the_prose_is() -> None:
    teasers = "".join(
        f"<div class='teaser'><a href='/{n}'>Another long headline of a story that is told elsewhere, {n}.</a></div>" for n in "abc"
    )
    markup = f"<body>{MENU}<div id='x'><div class='text'>{PARAGRAPHS}</div>{teasers}</div><footer><p>{STORY[0]}</p></footer>"
    assert inside_frame(markup) == list(STORY)


def test_whole_words_of_classes_count_and_never_parts() -> None:
    markup = (
        f"<body><div class='text'>{PARAGRAPHS}<p class='navigational-chart'>{STORY[0]} Yes.</p><p class='related'>{STORY[1]} No.</p></div>"
    )
    assert inside_frame(markup) == [*STORY, f"{STORY[0]} Yes."]


def test_a_class_over_most_of_the_page_is_no_furniture() -> None:
    markup = f"<body><p>{STORY[0]} Outside.</p><div class='newsletter'>{PARAGRAPHS}</div><div class='newsletter'>Sign up</div>"
    assert set(STORY) <= set(inside_frame(markup))


def test_a_page_without_prose_has_no_frame() -> None:
    assert inside_frame(f"<body>{MENU}<p>Soon.</p>") == []
    assert inside_frame("<body></body>") == []


def test_a_witness_is_heard_word_by_word() -> None:
    """Its lines are not the page's: tables become rows, breaks become spaces; and a short line counts between its neighbours alone."""
    rows = "<table><tr><td>Toll per cart</td><td>two crowns</td></tr><tr><td>Toll per horse</td><td>one crown</td></tr></table>"
    blocks = page_blocks(parse(f"<body><p>Pay</p><p>{STORY[0]}<br>{STORY[1]}</p><h2>Pay</h2>{rows}<p>{STORY[2]}</p><p>Pay</p>")).blocks
    said = f"{STORY[0]} {STORY[1]}\nPay\nToll per cart | two crowns\nToll per horse | one crown\n{STORY[2]}"
    heard = witness.testify(parse("<p>x"), blocks, lambda _: said).extractor
    assert [i for i in range(len(blocks)) if i not in heard] == [0, len(blocks) - 1]


SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("html-*/input.html"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.parent.name)
def test_the_extractor_gives_the_same_text_of_a_lean_tree(sample: Path) -> None:
    whole, light = (trafilatura.extract(read(sample.read_bytes()), fast=True) for read in (parse, lambda page: lean(parse(page))))
    assert light == whole


def test_a_lean_tree_keeps_what_may_be_the_article() -> None:
    """A menu that is never closed holds all that follows; text behind an element that goes stays."""
    tree = lean(parse(f"<body><nav><a>Home</a>{PARAGRAPHS}<nav>Menu</nav> said <svg>x</svg>Ada<script>y</script>!<style>z</style>"))
    words = "".join(tree.itertext())
    assert all(paragraph in words for paragraph in STORY)
    assert words.endswith(" said Ada!")
    declared = '<script type="application/ld+json">{"articleBody": "Story"}</script>'
    assert "articleBody" in "".join(lean(parse(f"<head>{declared}</head><body>{PARAGRAPHS}")).itertext())


def test_what_the_extractor_keeps_line_by_line() -> None:
    """Cells and what a `br` parts are lines; a word in italics or a link parts none."""
    table = "<table><tr><th>Toll</th><th>Crowns</th></tr><tr><td>per cart</td><td>two</td></tr></table>"
    said = f"<p>The <i>old</i> bridge,<br>{STORY[0]} <a href='/x'>All</a> of it.</p>"
    lines = extracted(None, parse(f"<body>{MENU}<article>{PARAGRAPHS}{said}{table}</article>")).splitlines()
    assert [line for line in lines if line.strip()] == [
        *STORY,
        "The old bridge,",
        f"{STORY[0]} All of it.",
        "Toll",
        "Crowns",
        "per cart",
        "two",
    ]
    assert extracted(None, parse("")) == ""


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_copies_and_pull_quotes_stand_once(engine: str) -> None:
    pulled = "the old bridge with it, the mayor of Varn said"
    markup = f"<body><article><h1>Bridge lost</h1>{PARAGRAPHS}<blockquote><p>{pulled}</p></blockquote>{PARAGRAPHS}</article>"
    assert cleaner.clean_html(markup, engine=engine).body.splitlines() == list(STORY)


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_an_item_that_repeats_in_its_list_is_told_twice(engine: str) -> None:
    """A plan says the same each week; a copy for another width of the screen has a list of its own."""
    item = "Row to the mill and back against the current, rest for ten minutes, then row to the old ferry"
    plan = f"<ul><li>{item}</li><li>Rest on the second day, and look after the oars and the boat</li><li>{item}</li></ul>"
    markup = f"<body><article><h1>Bridge lost</h1>{PARAGRAPHS}{plan}<p>{STORY[1]} Or so.</p><div><ul><li>{item}</li></ul></div></article>"
    assert cleaner.clean_html(markup, engine=engine).body.splitlines().count(item) == 2


@pytest.mark.parametrize("tag", ["h6", "h5", "h2"])
def test_a_story_in_a_header_that_was_never_closed(tag: str) -> None:
    """Its own `main` tells it from what stands in headers."""
    items = "<ul><li>Twigs: two on each branch, which the ferrymen cut in spring</li><li>Bark: dry, grey and thin</li></ul>"
    markup = f"<body><header><nav>{MENU}<main><h1>Bridge lost</h1>{PARAGRAPHS}<{tag}>The wood</{tag}>{items}<p>{STORY[1]} Or so.</p></main>"
    lines = cleaner.clean_html(markup).body.splitlines()
    assert {"The wood", "Bark: dry, grey and thin"} <= set(lines)


@pytest.mark.parametrize("engine", ["full", "fast"])
@pytest.mark.parametrize(
    "head",
    [
        "<h1>Bridge lost at Varn</h1>",
        "<h1>Varn Courier</h1><meta property='og:title' content='Bridge lost at Varn'><h1>Bridge lost at Varn</h1>",
        "<script type='application/ld+json'>{\"headline\": \"Bridge lost at Varn\"}</script><div class='top'>Bridge lost at Varn</div>",
        """<title>The Courier of the Eastern Bank: Bridge lost at Varn</title><h1><a href='/'>The Courier of the Eastern Bank</a></h1>
        <p class='description'>What goes on in Varn</p><h3>Bridge lost at Varn</h3>""",
        """<meta property='og:title' content='Bridge lost at Varn • J. Orr'><a href='https://orr.example/en'><h1>J. Orr</h1></a>
        <h2>Bridge lost at Varn</h2>""",
        "<h1><a href='/'>Varn Courier</a></h1><h1><a href='/2024/bridge'>Bridge lost at Varn</a></h1>",
    ],
)
def test_the_headline_is_found_outside_the_story(head: str, engine: str) -> None:
    document = cleaner.clean_html(f"<body><header>{head}</header>{MENU}<div class='text'>{PARAGRAPHS}</div>", engine=engine)
    assert document.headline == "Bridge lost at Varn"
    assert document.body.splitlines() == list(STORY)


def test_a_list_that_the_extractor_missed_is_story() -> None:
    items = "".join(f"<li>{n} crowns for the {what}</li>" for n, what in (("Nine", "piers"), ("Two", "rails"), ("Six", "crew")))
    markup = f"<body>{MENU}<article><h1>Bridge lost</h1>{PARAGRAPHS}<ul>{items}</ul><p>{STORY[1]} Or so.</p></article>"
    assert "Two crowns for the rails" in cleaner.clean_html(markup).body


def told(markup: str, *, heard: str, described: str = "") -> list[str]:
    """The story of a page whose extractor keeps the blocks that `heard` holds, and that describes itself with those of `described`."""
    blocks = page_blocks(parse(markup)).blocks
    kept, named = (frozenset(i for i, block in enumerate(blocks) if block.text in text) for text in (heard, described))
    testimony = witness.Testimony(kept, frozenset(), named, "Bridge lost")
    return [blocks[i].text for i in sorted(story(blocks, testimony, framed(blocks)))]


@pytest.mark.parametrize(("names", "is_story"), [("top", True), ("newsletter", False)])
def test_a_lead_outside_the_frame_is_story(names: str, is_story: bool) -> None:
    lead = "Nobody was hurt when the flood came down the valley, but the town is cut in two and will be for most of the year, it seems."
    below = "Varn lies on two banks of its river, and those who live here have learned to row before they went to school, one hears."
    box = f"<section class='{names}'><p>{{}}</p>{'<div>The week in figures</div>' * 5}</section>"
    long = [f"{text} So says report {n}." for n in range(4) for text in STORY]
    main = "".join(f"<p>{text}</p>" for text in long)
    page = f"{MENU}<h1>Bridge lost</h1>{box.format(lead)}<main><div>{main}</div></main>{box.format(below)}"
    assert told(page, heard="\n".join((lead, *long, below))) == ["Bridge lost", *([lead] if is_story else []), *long]


@pytest.mark.parametrize(("around", "of_lead", "is_story"), [("has-comments", "lead", True), ("wide", "comments", False)])
def test_a_word_around_the_whole_page_sets_no_standfirst_apart(around: str, of_lead: str, is_story: bool) -> None:
    lead = "The town of Varn is cut in two, and nobody knows until when."
    page = (
        f"<body>{MENU}<main class='{around}'><h1>Bridge lost</h1><p class='{of_lead}'>{lead}</p><div class='text'>{PARAGRAPHS}</div></main>"
    )
    assert (lead in told(page, heard="\n".join(STORY), described=lead)) is is_story


LEAD = "Varn has lost its bridge, and repairs will take most of the year, the mayor fears."


@pytest.mark.parametrize(
    ("above", "is_story"),
    [
        (f"<p>{LEAD}</p>", True),
        (f"<div>3 May 2024</div><div>{LEAD}</div>", True),
        (f"<p>{LEAD[:-1]}</p>", False),  # a caption, a teaser
        ("<p>Sign up below and have all that counts sent to you, LEAD, on each day of the week.</p>", False),
        ("<p>LEAD: the bridge and the mayor.</p>", False),  # too few words
        (f"<p>Bridge lost: {LEAD}</p>", False),  # the headline once more
        (f"<p class='newsletter'>{LEAD}</p>", False),
        (f"<p><a href='/x'>{LEAD}</a></p>", False),
        ("<p>Listen</p>" * 4 + f"<p>{LEAD}</p>", False),
    ],
)
def test_a_sentence_in_the_storys_words_under_the_headline_is_its_standfirst(above: str, is_story: bool) -> None:
    head, text = f"<header><h1>Bridge lost</h1>{above}</header>", f"<div class='text'>{PARAGRAPHS}</div>"

    def kept(page: str) -> bool:
        return any("LEAD" in block or LEAD[:-1] in block for block in told(page, heard="\n".join(STORY)))

    assert kept(f"<body>{MENU}<article>{head}{text}</article>") is is_story
    assert not kept(f"<body>{MENU}<section>{head}{text}</section>")
    assert not kept(f"<body>{MENU}{head}<article>{text}</article>")


@pytest.mark.parametrize(("count", "is_story"), [(2, False), (3, True)])
def test_bare_divs_are_story_where_the_page_writes_its_paragraphs_so(count: int, is_story: bool) -> None:
    years = [
        f"In {year} the river stood a foot below the arch, and the ferry from the eastern bank could not run for nine days."
        for year in (1924, 1931, 1950)
    ]
    boxes = "".join(f"<div class='box'><div>{text}</div></div>" for text in years[:count])
    markup = f"<h1>Bridge lost</h1><article>{PARAGRAPHS}{boxes}<p>{STORY[0]} Again.</p></article>"
    assert told(markup, heard="\n".join((*STORY, f"{STORY[0]} Again."))) == [
        "Bridge lost", *STORY, *(years[:count] if is_story else []), f"{STORY[0]} Again."
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["<meta charset='utf-8'><title>Bridge lost</title>", "<link rel='icon' href='/i'>"])
def test_pages_without_head_and_body_tags_are_read(head: str) -> None:
    """The parser knows no element of HTML 5 and leaves those that come first in the head."""
    document = cleaner.clean_html(f"<!doctype html><html lang=en>{head}<main><h1>Bridge lost</h1>{PARAGRAPHS}</main>", engine="fast")
    assert document.body.splitlines() == list(STORY)


@pytest.mark.parametrize(
    ("own", "href", "known"),
    [
        ("<link rel='canonical' href='https://www.varn.example/a'>", "https://mill.example/b", True),
        ("<link rel='canonical' href='https://www.varn.example/a'>", "//sport.varn.example/b", False),
        ("<link rel='canonical' href='//b.example/a'><meta property='og:url' content='//varn.example'>", "http://varn.example", False),
        ("<link rel='canonical' href='https://varn.example/a'>", "/b", False),
        ("<link rel='canonical' href='https://varn.example/a'>", "mailto:ida@mill.example", False),
        ("", "https://mill.example/b", False),
    ],
)  # fmt: skip
def test_links_that_leave_the_site_are_known(own: str, href: str, known: bool) -> None:
    tree = parse(f"<html><head>{own}</head><body><p>See <a href='{href}'>the records of the mill</a> for more.</p></body></html>")
    element = page_blocks(tree, None, own_sites(tree, None)).blocks[0].element
    assert element is not None
    assert ("outbound" in element.tokens) == known


def test_the_site_that_menus_link_to_is_the_pages_own() -> None:
    menu = "".join(f"<li><a href='https://varn.example/{n}'>Part {n}</a></li>" for n in range(10))
    markup = f"<body><ul>{menu}</ul><p><a href='https://www.varn.example/x'>Here</a></p><p><a href='https://mill.example/'>There</a></p>"
    tokens = [block.element.tokens for block in page_blocks(parse(markup)).blocks if block.element]
    assert ["outbound" in own for own in tokens] == [False] * 11 + [True]


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_a_heading_is_not_judged_by_its_id(engine: str) -> None:
    """It is made of the heading's words; a class says what a heading is for."""
    heading = "<h2 id='popular-related-ferries'>Popular related ferries</h2>"
    markup = f"<body>{MENU}<article><h1>The bridge of Varn</h1>{PARAGRAPHS}{heading}{PARAGRAPHS.replace('.<', ' too.<')}</article></body>"
    assert "Popular related ferries" in cleaner.clean_html(markup, engine=engine).body
    blocks = page_blocks(parse(f"{heading}<h2 class='related' id='x'>Ferries</h2><div id='related'><h2>Boats</h2></div>")).blocks
    assert [block.element.tokens for block in blocks if block.element] == [set(), {"related"}, {"related"}]


def test_an_id_made_of_the_heading_names_no_furniture() -> None:
    """What a heading says is no name of what it stands over; five words of a name that no heading says are a name."""
    heading = "<h2>Menu and nav: related ferries of Varn</h2>"

    def tokens(name: str) -> set[str]:
        element = page_blocks(parse(f"<section id='{name}'>{heading}{PARAGRAPHS}</section>")).blocks[-1].element
        assert element is not None
        return {"menu", "related"} & element.tokens

    assert tokens("menu-and-nav-related-ferries") == set()
    assert tokens("menu-and-nav-related-ferries-of-varn") == set()
    assert tokens("menu-and-nav-related-boats") == {"menu", "related"}
    assert tokens("menu-and-nav-related") == {"menu", "related"}
    assert tokens("Related menu") == {"menu", "related"}


def test_the_question_above_an_answer_is_part_of_the_story() -> None:
    folded = [f"<details><summary><b>{n}. What of it?</b></summary><div><p>{text}</p></div></details>" for n, text in enumerate(STORY)]
    blocks = page_blocks(parse(f"<body>{''.join(folded)}<details><summary>More</summary></details></body>")).blocks
    vouched = frozenset(i for i, block in enumerate(blocks) if block.text in STORY[:3])
    inner = story(blocks, witness.Testimony(vouched, frozenset(), frozenset(), ""), frozenset())
    assert [blocks[i].text for i in sorted(inner)] == [line for n in range(3) for line in (f"{n}. What of it?", STORY[n])]


@pytest.mark.parametrize(
    ("question", "is_story"),
    [
        ("<div>{}. Who is to pay for it?</div>", True),
        ("<div>{}。谁来付钱？</div>", True),
        ("<div>{}. Who pays</div>", False),
        ("<div class='promo'>{}. Who is to pay for it?</div>", False),
        ("<div><a href='/'>{}. Who is to pay for it?</a></div>", False),
        ("<div><div>{}. Who is to pay for it?</div></div>", False),
    ],
)
def test_a_question_right_above_its_answer_is_part_of_the_story(question: str, is_story: bool) -> None:
    answers = "".join(f"<section>{question.format(n)}<div><p>{text}</p></div></section>" for n, text in enumerate(STORY))
    blocks = page_blocks(parse(f"<body>{answers}<section><div>4. Who else?</div><p>Nobody</p></section></body>")).blocks
    vouched = frozenset(i for i, block in enumerate(blocks) if block.text in (*STORY, "Nobody"))
    told = story(blocks, witness.Testimony(vouched, frozenset(), frozenset(), ""), frozenset())
    assert [blocks[i].text[0] for i in sorted(told - vouched)] == ["1", "2", "3"] * is_story, "what stands above all of it may head a box"


def test_a_copy_of_the_story_leaves_no_subheadings() -> None:
    sections = "".join(f"<h2>Part {n} of it</h2><p>{text}</p>" for n, text in enumerate(STORY, 1))
    markup = f"<body>{MENU}<main><h1>The bridge of Varn</h1><div>{sections}</div><div>{sections}</div></main></body>"
    told = [line for n, text in enumerate(STORY, 1) for line in (f"Part {n} of it", text)]
    body = cleaner.clean_html(markup).body.split("\n")
    assert [line for line in body if line not in told] == []
    assert body[: len(told)] == told
    assert body[len(told) :] in ([], ["Part 1 of it"]), "only what stands between two copies is known to be one"


@pytest.mark.parametrize("engine", ["full", "fast"])
@pytest.mark.parametrize("named", ["image__lede image__caption", "imageCaption"])
def test_a_caption_that_only_its_class_names_is_no_story(named: str, engine: str) -> None:
    picture = f"<div class='picture'><img><div class='{named}'><span>What was left of the bridge on Monday.</span></div></div>"
    document = cleaner.clean_html(f"<body>{MENU}<h1>Bridge lost at Varn</h1><main>{picture}{PARAGRAPHS}</main></body>", engine=engine)
    assert document.body.splitlines() == list(STORY)


@pytest.mark.parametrize("name", ["AuthorBio", "c-author_bio__text", "post author-bio", "authorBio_root__x1"])
def test_two_parts_of_a_name_are_a_word_however_they_are_joined(name: str) -> None:
    blocks = page_blocks(parse(f"<p class='{name}'>Mila Dahl keeps bees.</p>")).blocks
    assert {"author-bio", "author", "bio"} <= (blocks[0].element.tokens if blocks[0].element else set())


BOX = "<div class='newsletter-form'><p>Nine thousand people read it with their coffee.</p></div>"


def test_what_a_page_names_furniture_goes_by_that_name_inside_and_outside_the_story() -> None:
    page = f"<main>{PARAGRAPHS}{BOX}{PARAGRAPHS.replace('ferry', 'boat')}</main>{BOX}"
    doc = cleaner.clean_html(page, engine="fast")
    told = [v for v in doc.verdicts if v.block.text.startswith("Nine")]
    assert [(v.kept, v.label) for v in told] == [(False, "newsletter")] * 2
    assert all("in what the page names newsletter-form" in [e.note for e in v.evidence] for v in told)


def test_a_name_over_much_of_the_story_names_the_page() -> None:
    page = f"<main><div class='newsletter-form'>{PARAGRAPHS}</div><p>The council meets again in a week.</p></main>"
    doc = cleaner.clean_html(page, engine="fast")
    assert [line for line in doc.body.splitlines() if line][:4] == list(STORY)
    assert doc.verdicts[0].block.element is not None
    assert "newsletter-form" in doc.verdicts[0].block.element.framing


def test_a_name_that_the_page_is_known_by_still_vetoes(tmp_path: Path) -> None:
    """What is not heard as furniture is heard as a reason to keep."""
    rules = tmp_path / "promo.toml"
    rules.write_text(
        """[file]
label = "promo"
lang  = "any"
about = "A test."

[[rule]]
id     = "any-promo-offer"
effect = "drop"
why    = "What a page names an offer, but on a page of offers."
when.token   = ["offer"]
unless.token = ["offers"]
hits   = ["<article><p>The council met.</p><p class='offer'>Nine boats for sale</p></article>"]
misses = ["<article class='offers'><p>The council met.</p><p class='offer'>Nine boats for sale</p></article>"]
"""
    )
    own = cleaner.load_rules(rules)
    offer = "<p class='offer'>Nine boats for sale</p>"
    kept = [
        "Nine boats" in cleaner.clean_html(f"<main class='{name}'>{PARAGRAPHS}{offer}{PARAGRAPHS}</main>", rules=own, engine="fast").body
        for name in ("offers", "story")
    ]
    assert kept == [True, False]


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_who_is_quoted_stays_with_the_quotation(engine: str) -> None:
    quotation = "<blockquote><p>Water knows no law, and no mayor.</p><footer class='author'>Oren Vasquez</footer></blockquote>"
    page = f"<main><article>{PARAGRAPHS}{quotation}{PARAGRAPHS.replace('ferry', 'boat')}</article></main><footer>Oren Vasquez</footer>"
    doc = cleaner.clean_html(page, engine=engine)
    assert [v.kept for v in doc.verdicts if v.block.text == "Oren Vasquez"] == [True, False]


def test_an_h1_is_the_headline_whatever_its_element_is_named() -> None:
    headline = "<h1>Old bridge gone after flood</h1>"
    page = f"<title>Old bridge gone after flood</title><main><div class='newsletter-title'>{headline}</div>{PARAGRAPHS}</main>"
    assert cleaner.clean_html(page, engine="fast").headline == "Old bridge gone after flood"


READERS = "".join(
    f"<div class='item'><cite>Old Tom {i}</cite><p>I walked past that evening, and the pillar leaned more than it used to ({i}).</p></div>"
    for i in range(30)
)


@pytest.mark.parametrize("name", ["class='comentarios'", "id='wpdcom'", "class='leser-kommentare'", "class='comments'"])
@pytest.mark.parametrize("engine", ["full", "fast"])
def test_many_comments_do_not_outweigh_the_story(name: str, engine: str) -> None:
    page = f"<main><article><h1>Old bridge gone</h1>{PARAGRAPHS}<div {name}>{READERS}</div></article></main>"
    assert [line for line in cleaner.clean_html(page, engine=engine).body.splitlines() if line] == list(STORY)


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_a_column_named_comment_is_the_story(engine: str) -> None:
    page = f"<main><h1>Old bridge gone</h1><div class='comment'>{PARAGRAPHS}</div></main>"
    assert [line for line in cleaner.clean_html(page, engine=engine).body.splitlines() if line] == list(STORY)
