"""Rules of one site that look at markup: `css` and `xpath`, and the other conditions on elements."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from smallrules import one, ruleset
from test_schema_errors import rule

import cleaner
from cleaner import Cleaner, Document, RuleError, RuleSet, load_rules
from cleaner.pages import clean_page
from cleaner.segment.limits import PageError
from cleaner.segment.page import page_blocks, parse
from cleaner.segment.select import SelectorError, checked_xpath, css_xpath
from cleaner.segment.trace import Trace

HEAD = '[file]\nlabel = "promo"\nlang = "en"\nabout = "A test."\nhosts = ["varn.example"]\n'
URL = "https://www.varn.example/news/1"
STORY = (
    "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning.",
    "Repairs will take eleven months, and nobody in the town hall could say who would pay for them in the end.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers came across on foot.",
)
BOX = "The tide will turn at noon, and the bell will ring."
PULL = "The tide will turn at six, and nobody will be there to hear it."
PAGE = f"""<html><body><article id="main"><p>{STORY[0]}</p><div class="tide box"><p>{BOX}</p><ul><li>High water</ul></div>
<p>{STORY[1]}</p><blockquote class="pull"><p>{PULL}</p></blockquote><p>{STORY[2]}</p></article></body></html>"""


def site(*conditions: str, effect: str = "drop", head: str = HEAD) -> RuleSet:
    return ruleset("".join(one(c, id=f"varn-promo-{n}", effect=effect) for n, c in enumerate(conditions)), head)


def cleaned(rules: RuleSet, html: str = PAGE, url: str | None = URL) -> Document:
    document = cleaner.clean_html(html, url=url, rules=rules, engine="fast")
    assert document.restore() == document.source
    return document


def removed(rules: RuleSet, html: str = PAGE, url: str | None = URL) -> list[str]:
    return [v.block.text for v in cleaned(rules, html, url).removed]


@pytest.mark.parametrize(
    "condition",
    [
        'when.css = [".tide"]',
        'when.css = "#main > div"',
        'when.css = ["p.none", "div.box"]',
        "when.xpath = [\"//div[contains(@class, 'tide')]\"]",
        'when.xpath = ["//blockquote", "//div"]\nwhen.css = [".tide"]',
        'when.css = ["#main *"]\nunless.css = ["#main > p", "blockquote"]',
        'when.xpath = ["//article/*"]\nunless.xpath = ["//article/p", "//blockquote"]',
        'when.token = ["tide"]',
        'when.token = ["box"]',
    ],
)
def test_what_a_selector_holds_goes(condition: str) -> None:
    assert removed(site(condition)) == [BOX, "High water"]


def test_all_conditions_must_hold() -> None:
    assert removed(site('when.css = [".tide"]\nwhen.kind = ["li"]')) == ["High water"]
    assert removed(site('when.css = [".tide"]\nwhen.starts = ["the tide"]')) == [BOX]
    assert removed(site('when.starts = ["the tide"]\nwhen.css = [".pull"]\nwhen.kind = ["p"]')) == [PULL]
    assert removed(site('when.starts = ["the tide"]\nunless.css = [".pull"]')) == [BOX]
    assert removed(site('when.css = [".tide"]\nwhen.max_words = 1')) == []


def test_other_sites_and_texts_are_left_alone() -> None:
    rules = site('when.css = [".tide"]')
    assert removed(rules, url="https://other.example/") == []
    assert removed(rules, url=None) == []
    assert removed(rules, url="https://notvarn.example") == []
    assert cleaner.clean(f"{STORY[0]}\n{BOX}", url=URL, rules=rules).removed == ()


def test_evidence_names_the_rule_and_quotes_the_block() -> None:
    document = cleaned(site('when.css = [".tide"]'))
    verdict = document.removed[0]
    assert [(e.rule, e.label, e.effect, document.source[e.start : e.end]) for e in verdict.evidence] == [
        ("varn-promo-0", "promo", "drop", BOX)
    ]


def test_keep_rescues_and_hints_add_up() -> None:
    keep = one('when.css = [".pull"]', id="varn-keep-b", effect="keep", more='label = "body"')
    document = cleaned(ruleset(one('when.starts = ["the tide"]', id="varn-promo-a") + keep, HEAD))
    assert [v.block.text for v in document.removed] == [BOX]
    assert document.body.count(PULL) == 1
    hints = site('when.css = [".tide"]', 'when.starts = ["the tide"]', effect="hint")
    assert removed(hints) == [BOX], "the whole block and its first words are two quotes; the list item has one hint only"


def test_keep_brings_back_what_no_witness_vouches_for() -> None:
    side = "Ferries go every hour from the landing stage below the inn, and the last of them leaves at nine."
    declared = " ".join(STORY)
    html = f"""<html><head><script type="application/ld+json">{{"articleBody": "{declared}"}}</script></head><body>
    <div>{"".join(f"<p>{p}</p>" for p in STORY)}</div><aside class="how"><p>{side}</p></aside></body></html>"""
    assert removed(site('when.css = [".nothing"]'), html) == [side]
    keep = ruleset(one('when.css = [".how"]', id="varn-keep-how", effect="keep", more='label = "body"'), HEAD)
    assert removed(keep, html) == []


def test_an_element_that_holds_part_of_a_block_is_not_enough() -> None:
    html = "<p>The ferry <b class='x'>sails at noon</b> today.</p><p><b class='x'>It sails at one</b>.</p><p><i class='x'>It stays.</i></p>"
    assert removed(site('when.css = [".x"]'), html) == ["It sails at one.", "It stays."]


@pytest.mark.parametrize(
    ("keys", "key", "says"),
    [
        ({"when.css": '["p["]'}, "when.css", r"'p\[': Expected"),
        ({"when.css": '["p::before"]'}, "when.css", "Pseudo-elements"),
        ({"when.css": "[]"}, "when.css", "is empty"),
        ({"when.css": "5"}, "when.css", "list of texts"),
        ({"when.xpath": '["//p["]'}, "when.xpath", "Invalid expression"),
        ({"when.xpath": "[\"//p[matches(., 'x')]\"]"}, "when.xpath", r"matches\(\) is no function of XPath 1\.0"),
        ({"when.xpath": '["//re:p"]'}, "when.xpath", "prefix 're'"),
        ({"when.xpath": '["//p[$x]"]'}, "when.xpath", "variable"),
        ({"when.xpath": '["count(//p)"]'}, "when.xpath", "selects nothing of a page"),
        ({"when.xpath": '["count(5)"]'}, "when.xpath", "Invalid type"),
        ({"unless.xpath": '["//p["]'}, "unless.xpath", "Invalid expression"),
        ({"when.xpath": f'["//p[{"1 or " * 500}1]"]'}, "when.xpath", "longer than 2,000"),
    ],
)
def test_bad_selectors_are_found_at_load(keys: dict[str, str | None], key: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "varn.toml"
    file.write_text(HEAD + rule(**keys), "utf8")
    with pytest.raises(RuleError, match=says) as caught:
        load_rules(file)
    assert (caught.value.file, caught.value.rule, caught.value.key) == (str(file), "en-promo-x", key)


def test_selectors_need_a_host(tmp_path: Path) -> None:
    file = tmp_path / "varn.toml"
    file.write_text(HEAD.replace('hosts = ["varn.example"]', "") + rule(**{"when.css": '["p"]'}), "utf8")
    with pytest.raises(RuleError, match=r"when\.css: names the markup of one site; give the file hosts"):
        load_rules(file)


def test_an_xpath_that_fails_on_a_page_names_its_rule() -> None:
    rules = site("when.xpath = [\"//p[@id='a' and count('x')]\"]")
    assert removed(rules) == []
    with pytest.raises(PageError, match=r"rule varn-promo-0: .* fails on this page: Invalid type"):
        cleaned(rules, "<p id='a'>One</p>")


@pytest.mark.parametrize(
    "source", ["//p", "//p/text()", "//*[@class='a:b']", "//a[. = 'f(x) $y']", "//li[ancestor::ul[1]]", "(//p)[last()]"]
)
def test_good_xpaths(source: str) -> None:
    assert checked_xpath(source, nodes=True) == source


def test_css_is_xpath() -> None:
    assert parse("<p class='a b'>x").xpath(css_xpath("p.b"))
    with pytest.raises(SelectorError):
        css_xpath("")


ODD = """<div>One <b>two <i>three</i></b> four<br>five <b> six </b>.</div><pre>  a <b>b
  c</b></pre><div class="b"><p>seven</p> eight</div><p><b></b><b> </b>nine <b>t&#233;n</b></p><b style="display:none">no</b>"""


def test_a_trace_finds_elements_in_the_text() -> None:
    tree = parse(ODD)
    page = page_blocks(tree, Trace([("b", tree.xpath("//b | //*[@class='b']")), ("text", tree.xpath("//div/text()"))]))
    found = [[page.text[low:high] for low, high in marks.get("b", [])] for marks in page.marks]
    assert found == [["two three"], ["six"], ["b\n  c"], ["seven"], ["eight"], ["tén"]]
    assert [[page.text[low:high] for low, high in marks.get("text", [])] for marks in page.marks][:2] == [["One", "four"], ["five", "."]]
    selected = [block.text for block in page.blocks if block.element and "b" in block.element.selected]
    assert selected == ["seven", "eight"]


def test_tracing_changes_no_block() -> None:
    tree = parse(ODD)
    plain, traced = page_blocks(tree), page_blocks(tree, Trace([("all", list(tree.iter(etree.Element)))]))
    assert plain.text == traced.text
    assert [b._replace(element=None) for b in plain.blocks] == [b._replace(element=None) for b in traced.blocks]
    assert all(block.element and block.element.selected == {"all"} for block in traced.blocks)


def test_link_share_kind_and_token_look_at_pages_alone() -> None:
    items = ("<a href='/a'>Old ferry returns to the Varn</a>", "See <a href='/b'>the list</a> of all ferries")
    links = f"<ul class='more-from-us'>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    html = PAGE.replace("</article>", f"{links}</article>")
    for condition, gone in {
        "when.min_link_share = 0.9": ["Old ferry returns to the Varn"],
        'when.kind = ["li"]\nwhen.max_link_share = 0.5\nwhen.token = ["more"]': ["See the list of all ferries"],
        'when.token = ["more-from-us"]\nunless.max_link_share = 0.5': ["Old ferry returns to the Varn"],
        'when.token = ["from"]': ["Old ferry returns to the Varn", "See the list of all ferries"],
        'when.token = ["rom"]': [],
        'when.kind = ["quote", "h"]': [],
    }.items():
        assert removed(site(condition), html) == gone, condition
        assert cleaner.clean("\n".join([*STORY, "Old ferry returns to the Varn"]), url=URL, rules=site(condition)).removed == ()


def test_a_cleaner_with_selectors_can_be_pickled_and_replayed() -> None:
    import pickle

    rules = site('when.css = [".tide"]')
    again = pickle.loads(pickle.dumps(Cleaner(rules)))
    assert again.clean_html(PAGE, url=URL, engine="fast").to_dict() == cleaned(rules).to_dict()
    assert clean_page(again.engine, rules, PAGE, url=URL, witness="fast").verdicts == cleaned(rules).verdicts
