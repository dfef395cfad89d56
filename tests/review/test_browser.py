"""The review page in Chromium: what is shown, filters, explanations, keys, colours, widths, print; and that nothing hostile runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chromium import PHONE, WIDE, Browser
from reviewpage import WHY, P, entry, page

Opener = Callable[..., Browser]

FLOOD = "\n".join((
    "* * *", "* * *",
    "Ten dead in flood near old bridge", P, "Read more: Who built the dam?", f"{P} (Photo by J. Doe)", "The minister told them to wait.",
    P, "Sign up for our newsletter", P, "Related articles", "Inn to reopen", "Band seeks a tuba",
))  # fmt: skip
STORM = "\n".join(("Storm over the coast", P, "Read more: Where to take shelter", P))
CALM = "\n".join(("Calm seas", P, P))
ARABIC = "عبرت العبّارة النهر يوم الاثنين للمرة الأولى منذ عام 1984، وكان العمدة واقفاً على سطحها."
ROWS = ".row .text"


def three(**how: bool) -> str:
    return page(*(entry(f"news/{name}.txt", text, **how) for name, text in (("flood", FLOOD), ("storm", STORM), ("calm", CALM))), **how)


# ---- what is shown


def test_story_is_plain_and_what_goes_is_struck_through(opened: Opener) -> None:
    browser = opened(three())
    assert browser.texts(".doc h2") == ["flood.txt", "storm.txt", "calm.txt"]
    gone = browser.texts(".row.removed del")
    assert gone[:2] == ["* * *", "* * *"]
    assert {"Read more: Who built the dam?", "Sign up for our newsletter", "Related articles", "Inn to reopen"} <= set(gone)
    assert P not in gone
    assert browser.texts("del.cut") == ["(Photo by J. Doe)"]
    style = "const e = document.querySelector(arguments[0]); const s = getComputedStyle(e); return [s.textDecorationLine, s.color]"
    assert browser.run(style, '.row.removed[data-label="promo"] del')[0] == "line-through"
    assert (
        browser.run(style, '.row.removed[data-label="promo"] del')[1] != browser.run(style, '.row.removed[data-label="newsletter"] del')[1]
    )
    assert browser.run(style, ".row.kept .text")[0] == "none"


def test_text_runs_the_way_it_is_written(opened: Opener) -> None:
    browser = opened(page(entry("a", f"{ARABIC}\n{P}")))
    assert browser.run("return [...document.querySelectorAll('.row .text')].map((e) => getComputedStyle(e).direction)") == ["rtl", "ltr"]


def test_long_documents_are_made_as_they_come_into_view(opened: Opener) -> None:
    browser = opened(page(entry("long", "\n".join(f"{i} {P}" for i in range(3000))), entry("next", STORM)))
    assert 0 < browser.run("return document.querySelectorAll('.row').length") < 600
    browser.run("document.querySelector('[data-do=goto][data-value=\"1\"]').click()")
    browser.wait("return [...document.querySelectorAll('.row .text')].some((e) => e.textContent === 'Storm over the coast')")
    top = browser.run("return document.querySelector('section[data-doc=\"1\"]').getBoundingClientRect().top")
    assert 0 <= top < WIDE[1]
    browser.wait("return document.querySelector('#documents [aria-current]').dataset.value === '1'")


def test_long_runs_of_removed_blocks_are_folded(opened: Opener) -> None:
    promos = [f"Read more: {i}" for i in range(20)]
    browser = opened(page(entry("long", "\n".join((P, *promos))), entry("short", "\n".join((P, *promos[:14])))))
    assert browser.texts(".gap") == ["14 more removed blocks"]
    assert browser.texts(ROWS) == [P, *promos[:3], *promos[-3:], P, *promos[:14]]
    browser.click(".gap")
    assert browser.texts(ROWS) == [P, *promos, P, *promos[:14]]


def test_nothing_and_no_document(opened: Opener) -> None:
    assert opened(page(entry("empty", ""))).texts(".warning") == ["no-text the input holds no text"]
    assert opened(page(against=True)).texts("#texts .nothing") == ["The two sets of rules do the same to all documents."]


# ---- filters


def test_a_label_shows_only_its_lines(opened: Opener) -> None:
    browser = opened(three())
    browser.click('#labels [data-value="promo"]')
    assert browser.texts(".row:not(.beside) .text") == [
        "Read more: Who built the dam?", "Related articles", "Inn to reopen", "Band seeks a tuba", "Read more: Where to take shelter",
    ]  # fmt: skip
    assert browser.texts(".active .result") == ["5 blocks in 2 documents"]
    assert browser.texts("#documents .count") == ["4", "1"]
    assert browser.hash == "label=promo"
    browser.click('#labels [data-value="credit"]')
    assert browser.hash == "label=promo,credit"
    assert browser.texts(".active .result") == ["6 blocks in 2 documents"]
    browser.click('.off[data-value="promo"]')
    assert browser.texts("del.cut") == ["(Photo by J. Doe)"]
    browser.click('.off[data-value="credit"]')
    assert browser.hash == ""
    assert len(browser.texts(".doc h2")) == 3


def test_folded_lines_open(opened: Opener) -> None:
    browser = opened(three(), hash="label=credit")
    before = len(browser.texts(ROWS))
    folded = browser.texts(".gap")
    assert folded[0] == "4 more blocks"
    browser.click(".gap")
    assert len(browser.texts(ROWS)) == before + 4
    assert browser.texts(ROWS)[0] == "* * *"


def test_the_table_of_rules_sorts_and_filters(opened: Opener) -> None:
    browser = opened(three())
    browser.click("#tab-rules")
    names = browser.texts("#rules tbody .id")
    hits = [int(row) for row in browser.texts("#rules tbody td:nth-child(2)")]
    assert hits == sorted(hits, reverse=True)
    assert dict(zip(names, hits, strict=True))["en-promo-read"] == 2
    assert browser.run("return document.querySelector('#rules [aria-sort]').textContent") == "Hits"
    browser.click('[data-do="sort"][data-value="rule"]')
    assert browser.texts("#rules tbody .id") == sorted(names)
    browser.click('#rules [data-value="en-promo-read"]')
    assert browser.texts(".row:not(.beside) .text") == ["Read more: Who built the dam?", "Read more: Where to take shelter"]
    assert browser.hash == "rule=en-promo-read&tab=rules&sort=rule"
    assert browser.run("return document.activeElement.dataset.value") == "en-promo-read", "the focus stays where it was"


def test_one_document_alone(opened: Opener) -> None:
    browser = opened(three())
    browser.click('section[data-doc="1"] .only')
    assert browser.texts(".doc h2") == ["storm.txt"]
    assert browser.hash == "doc=2"
    browser.click('#documents [data-value="2"]')
    assert browser.texts(".doc h2") == ["calm.txt"]
    browser.click(".only")
    assert len(browser.texts(".doc h2")) == 3


def test_the_search_finds_and_marks(opened: Opener) -> None:
    browser = opened(three())
    browser.keys("/", "SHELTER")
    browser.wait("return location.hash === '#q=SHELTER'")
    assert browser.texts(".found") == ["shelter"]
    assert browser.texts(".doc h2") == ["storm.txt"]
    browser.run("const f = document.querySelector('#find'); f.value = '.*'; f.dispatchEvent(new Event('input'))")
    browser.wait("return document.querySelector('#texts > .nothing')")
    assert browser.texts("#texts .nothing") == ["Nothing matches. Take a filter off to see more."]
    browser.click(".off")
    assert len(browser.texts(".doc h2")) == 3


def test_removals_only(opened: Opener) -> None:
    browser = opened(three())
    browser.click('[data-do="show"][data-value="changes"]')
    assert browser.texts(".doc h2") == ["flood.txt", "storm.txt"]
    assert browser.texts(".row:not(.beside) .text")[-2:] == ["Band seeks a tuba", "Read more: Where to take shelter"]


def test_the_address_keeps_what_was_chosen(opened: Opener) -> None:
    browser = opened(three(), hash="label=promo,nonsense&rule=en-promo-read&doc=2&q=shelter&show=changes&theme=dark")
    assert browser.texts(".row:not(.beside) .text") == ["Read more: Where to take shelter"]
    assert browser.run("return [document.querySelector('#find').value, document.documentElement.dataset.theme]") == ["shelter", "dark"]
    assert browser.hash == "label=promo&rule=en-promo-read&doc=2&q=shelter&show=changes&theme=dark"
    browser.run("location.hash = '#label=credit'")
    browser.wait("return document.querySelector('del.cut')")
    assert browser.texts(".off") == ["credit ×, take off"]


# ---- why


PROMO_ROW = '.row.removed[data-label="promo"]'


def test_pointing_at_a_line_shows_rule_reason_and_quote(opened: Opener) -> None:
    browser = opened(three())
    browser.point(f"{PROMO_ROW} .text")
    browser.wait("return document.querySelector('.tip')")
    assert browser.texts(".tip .verdict") == ["Removed as promo"]
    assert browser.texts(".tip .rule") == ["en-promo-read"]
    assert browser.texts(".tip .reason") == [WHY]
    assert browser.texts(".tip mark") == ["Read more:"]
    assert browser.texts(".row.on .quote") == ["Read more:"]
    assert browser.run("return getComputedStyle(document.querySelector('.row.on .quote')).backgroundColor") != "rgba(0, 0, 0, 0)"
    browser.point(".lead")
    browser.wait("return !document.querySelector('.tip')")


def test_a_click_pins_and_the_rule_in_it_filters(opened: Opener) -> None:
    browser = opened(three())
    browser.click(f"{PROMO_ROW} .why")
    browser.point(".lead")
    browser.run("return new Promise((done) => setTimeout(done, 400))")
    assert browser.texts(".tip .rule") == ["en-promo-read"]
    browser.click(".tip .rule")
    assert browser.hash == "rule=en-promo-read"


def test_keys_reach_everything(opened: Opener) -> None:
    browser = opened(three())
    seen = []
    for _ in range(3):
        browser.keys("j")
        seen.append(browser.run("return document.activeElement.closest('.row').querySelector('.text').textContent"))
    assert seen == ["* * *", "* * *", "Read more: Who built the dam?"]
    assert browser.texts(".tip .rule") == ["en-promo-read"]
    browser.keys("k")
    assert browser.run("return document.activeElement.closest('.row').querySelector('.text').textContent") == "* * *"
    browser.keys("\ue00c")  # Escape
    assert browser.texts(".tip") == []
    browser.keys("n")
    assert browser.run("return document.activeElement.textContent") == "storm.txt"
    browser.keys("p")
    assert browser.run("return document.activeElement.textContent") == "flood.txt"
    browser.keys("?")
    assert browser.run("return document.querySelector('#help').open")
    browser.click('[data-do="close"]')
    browser.run("scrollTo(0, 0)")
    browser.click('#labels [data-value="promo"]')
    browser.keys("x")
    assert browser.hash == ""


def test_a_quote_from_another_line_is_shown_there(opened: Opener) -> None:
    browser = opened(three())
    browser.run("[...document.querySelectorAll('.row')].find((row) => row.textContent.startsWith('Inn to reopen')).click()")
    assert browser.texts(".tip mark") == ["Related articles"]
    assert browser.texts(".tip .where") == ["in another line"]
    assert browser.texts(".row.proof .text") == ["Related articles"]


def test_a_tap_opens_the_explanation_at_the_foot_of_a_phone(opened: Opener) -> None:
    browser = opened(three(), size=PHONE)
    place = browser.run(
        "const row = document.querySelector(arguments[0]); row.scrollIntoView({block: 'end'});"
        "const box = row.querySelector('.text').getBoundingClientRect(); return [box.x + 20, box.y + 8]",
        PROMO_ROW,
    )
    touch = {"x": place[0], "y": place[1]}
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
    browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.wait("return document.querySelector('.tip')")
    assert browser.texts(".tip .rule") == ["en-promo-read"]
    edges = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [box.top, box.bottom]"
    sheet, row = browser.run(edges, ".tip"), browser.run(edges, ".row.on .text")
    assert sheet[1] == PHONE[1]
    assert row[1] <= sheet[0], "the line itself stays in sight"


# ---- two sets of rules


def test_an_explanation_stays_in_the_window(opened: Opener) -> None:
    """Also at the end of a long text, and when keys brought it there."""
    browser = opened(
        page(entry("long", "\n".join((*(f"{i} {P}" for i in range(60)), "Read more: Who built the dam?", "Related articles", "One"))))
    )
    for key in ("j", "j", "k"):
        browser.keys(key)
        box = browser.run("const b = document.querySelector('.tip').getBoundingClientRect(); return [b.top, b.bottom]")
        assert 0 <= box[0] < box[1] <= WIDE[1]


def test_changes_and_their_directions(opened: Opener) -> None:
    browser = opened(three(against=True))
    assert browser.texts("#directions .key") == ["now removed8", "now kept8"]
    browser.click('#directions [data-value="removed"]')
    assert "Read more: Who built the dam?" in browser.texts(".row:not(.beside) .text")
    assert P not in browser.texts(".row:not(.beside) .text")
    browser.click(f"{PROMO_ROW} .why")
    assert browser.texts(".tip h3") == ["Now", "Before"]
    assert browser.texts(".tip .verdict") == ["Removed as promo", "Kept"]
    browser.click('.off[data-value="removed"]')
    browser.click('#directions [data-value="kept"]')
    assert set(browser.texts(".row:not(.beside) .text")) == {P, f"{P} (Photo by J. Doe)"}
    assert browser.hash == "change=kept"


# ---- hostile text


def test_hostile_text_does_nothing(opened: Opener) -> None:
    attack = "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
    words = (attack, "<!--<script>", "{{ 7 * 7 }}", "\u2028\u2029\u202e", "__proto__", "\ud800")
    urls = ("javascript:window.pwned=1", "data:text/html,x", 'https://example.com/?a="><script>', "x", None, None)
    entries = [
        entry(f"{word}.txt", f"{word} {P}\nRead more: {word}\n{P}", url=url, title=word) for word, url in zip(words, urls, strict=True)
    ]
    browser = opened(page(*entries, note=attack, rules=attack), hash="rule=__proto__&label=constructor&q=%3Cscript%3E")
    assert len(browser.texts(".found")) == 4
    browser.keys("x")
    for number in range(len(words)):
        browser.run(f"document.querySelector('[data-do=goto][data-value=\"{number}\"]').click()")
    browser.run("document.querySelector('.row.has.removed').click()")
    assert browser.run("return [window.pwned, document.scripts.length, document.images.length]") == [None, 2, 0]
    assert browser.run("return [...document.links].map((a) => new URL(a.href).protocol)") == ["https:"]
    assert browser.run("return [...document.querySelectorAll('.row .text')].some((e) => e.textContent === arguments[0])", f"{attack} {P}")


# ---- looks


CONTRASTS = """
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
function seen(...colours) {  // what the eye gets of colours laid over each other
  for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
function light(colour) {
  const [r, g, b] = colour.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [more, less] = [light(a), light(b)].sort((p, q) => q - p);
  return (more + 0.05) / (less + 0.05);
}
const page = document.querySelector('.doc');
const ground = getComputedStyle(page).backgroundColor;
const names = [...document.styleSheets[0].cssRules].map((rule) => rule.cssText.match(/data-label="(\\w+)"/)?.[1]).filter(Boolean);
const out = { soft: contrast(seen(ground, getComputedStyle(document.querySelector('.figures')).color), seen(ground)) };
for (const name of names) {
  const [row, text] = [document.createElement('div'), document.createElement('p')];
  row.className = 'row removed on';
  row.dataset.label = name;
  text.className = 'text';
  row.append(text);
  page.append(row);
  const [words, tint] = [getComputedStyle(text).color, getComputedStyle(row).backgroundColor];
  out[name] = contrast(seen(ground, words), seen(ground, tint));
  row.remove();
}
return out;
"""


@pytest.mark.parametrize("dark", [False, True])
def test_colours_can_be_read(dark: bool, opened: Opener) -> None:
    """Each label's words on its own tint, 4.5 to 1 at least (WCAG 2.2, 1.4.3)."""
    figures = opened(three(), dark=dark).run(CONTRASTS)
    assert len(figures) > 18
    assert {name: round(figure, 2) for name, figure in figures.items() if figure < 4.5} == {}


def test_light_and_dark(opened: Opener) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    browser = opened(three(), dark=True)
    dark = browser.run(ground)
    browser.click('[data-do="theme"]')
    light = browser.run(ground)
    assert browser.hash == "theme=light"
    browser.click('[data-do="theme"]')
    assert (browser.run(ground), browser.hash) == (dark, "theme=dark")
    assert light != dark
    assert opened(three()).run(ground) == light


@pytest.mark.parametrize("size", [PHONE, (320, 640), (820, 1180), WIDE])
def test_nothing_sticks_out(size: tuple[int, int], opened: Opener) -> None:
    word = "x" * 400
    browser = opened(page(entry(f"{word}.txt", f"{FLOOD}\n{word}", url=f"https://example.com/{word}"), entry("b", STORM)), size=size)
    browser.run("document.querySelectorAll('.row.has.removed')[5].click()")
    assert browser.run("return document.scrollingElement.scrollWidth") <= size[0]
    assert browser.run("const b = document.querySelector('.tip').getBoundingClientRect(); return b.left >= 0 && b.right <= innerWidth")
    assert browser.run("const b = document.querySelector('.top'); return b.scrollHeight <= b.clientHeight + 1")


def test_the_lists_come_out_on_a_phone(opened: Opener) -> None:
    browser = opened(three(), size=PHONE)
    assert browser.texts("#documents .title") == [] or browser.run(
        "return document.querySelector('#side').getBoundingClientRect().right <= 0"
    )
    browser.click('[data-do="menu"]')
    browser.wait("return document.querySelector('#side').getBoundingClientRect().left === 0")
    browser.click('#documents [data-value="1"]')
    browser.wait("return document.querySelector('#side').getBoundingClientRect().right <= 0")


def test_print_shows_all_and_no_buttons(opened: Opener) -> None:
    browser = opened(page(entry("long", "\n".join(f"{i} {P}" for i in range(700))), entry("b", STORM)))
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert len(browser.texts(ROWS)) == 704
    assert browser.texts(".top") == browser.texts(".side") == browser.texts(".only") == []
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
