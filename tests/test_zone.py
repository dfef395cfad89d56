"""The story zone: found in whole pages, absent in articles, in any script."""

from __future__ import annotations

import pytest
from wholepage import MENU, STORY

from cleaner import Cleaner
from cleaner.render.explained import to_explained
from cleaner.survey import survey
from cleaner.zone import (
    ALONE_WORDS,
    ASKED_WORDS,
    BEGUN,
    COST,
    DATED,
    ITEM_WORDS,
    LEAD_MENU,
    LONELY,
    PAGE_KINDS,
    PAGE_MENU,
    STILL,
    SUBHEADING,
    SUBHEADING_WORDS,
    TAIL_MENU,
    story_zone,
)

CLEANER = Cleaner()
THAI = [
    "เรือข้ามฟากข้ามแม่น้ำเมื่อวันจันทร์เป็นครั้งแรกนับตั้งแต่ปีสองพันห้าร้อยยี่สิบเจ็ดโดยมีนายกเทศมนตรียืนอยู่ที่ราวเรือ",
    "เรือบรรทุกคนได้สี่สิบคนและเกวียนสามเล่มเหมือนเมื่อครั้งที่คุณปู่ของพวกเขายืนอยู่ที่พวงมาลัยในปีน้ำท่วมใหญ่",
    "วงดนตรีบรรเลงจนกระทั่งฝนเริ่มตกและจากนั้นก็บรรเลงใต้หลังคาของโรงแรมเล็กเหนือท่าเรือของหมู่บ้านริมแม่น้ำ",
]
CHINESE = [
    "渡船周一横渡瓦恩河，这是一九八四年以来的第一次，市长站在栏杆旁，岸上有铜管乐队演奏，两岸挤满了人。",
    "船上载了四十个人和三辆马车，和洪水那些年里他们的祖父掌舵的时候一模一样，雨下大之前就回来了。",
    "客栈的女主人说，大家等得够久了，票价还是当年的两个克朗，孩子们星期天可以免费乘船过河。",
]


def retold(lines: list[str], teller: str) -> list[str]:
    """The same story in other paragraphs, for one that stands twice counts once."""
    return [f"{line[:-1]}, as {teller} tells it." for line in lines]


def kept(lines: list[str]) -> list[str]:
    return CLEANER.clean("\n".join(lines)).text.split("\n")


@pytest.mark.parametrize("story", [STORY, STORY[:2], THAI, CHINESE], ids=["English", "brief", "Thai", "Chinese"])
def test_a_page_is_cut_down_to_its_story(story: list[str]) -> None:
    assert kept([*MENU, *story, *MENU[::-1]]) == story


@pytest.mark.parametrize(
    "recipe",
    [
        [
            "Leek tart of the millers",
            "Ingredients",
            "6 leeks",
            "3 eggs",
            "20 cl of cream",
            "Salt",
            "Pepper",
            "Nutmeg",
            "1 pastry",
            "Method",
        ],
        ["番茄炒蛋的做法", "材料", "番茄 2个", "鸡蛋 3个", "葱 1根", "盐 少许", "糖", "油", "酱油", "做法"],
    ],
    ids=["English", "Chinese"],
)
def test_a_list_of_amounts_is_no_menu(recipe: list[str]) -> None:
    assert kept([*recipe, *STORY[:2]]) == [*recipe, *STORY[:2]]
    page = [*MENU, *recipe, *STORY, *MENU[::-1]]
    assert set(MENU).isdisjoint(kept(page))


@pytest.mark.parametrize("story", [STORY, STORY[:1], THAI, CHINESE], ids=["English", "one sentence", "Thai", "Chinese"])
def test_an_article_has_no_zone(story: list[str]) -> None:
    assert story_zone(survey(story), {}) is None
    assert kept(story) == story


def test_an_article_of_tables_has_nothing_to_cut() -> None:
    text = [STORY[0], *MENU, STORY[1], *MENU[::-1], STORY[2], *MENU, STORY[3]]
    assert story_zone(survey(text), {}) is None
    assert kept(text) == text


def test_sections_of_a_liveblog_stay() -> None:
    updates = [
        line
        for n, story in enumerate([*STORY, *retold(STORY, "Ida")])
        for line in (f"Update {n} from the eastern bank of the river", story)
    ]
    assert kept([*MENU, *updates, *MENU[::-1]])[-len(updates) + 1 :] == updates[1:]


def test_a_sentence_among_the_menus_hides_no_page() -> None:
    top = ["The Varn Post has mugs and bags that celebrate our local stories and the community you love.", *MENU, *MENU[::-1]]
    assert kept([*top, *STORY, *MENU]) == STORY


def test_the_standfirst_stays() -> None:
    standfirst = "The first crossing since 1984 drew a crowd to both banks, and rain."
    head = ["Old ferry returns to the Varn after years", standfirst, "By Ida Holm", "3 May 2024"]
    doc = CLEANER.clean("\n".join([*MENU, *head, *STORY, *MENU[::-1]]))
    assert doc.text.split("\n") == [head[0], standfirst, *STORY]
    assert doc.headline == head[0]


@pytest.mark.parametrize("count", [LEAD_MENU - 1, LEAD_MENU])
def test_menu_lines_above_make_a_page(count: int) -> None:
    assert (story_zone(survey([*MENU[:count], *STORY]), {}) is not None) is (count >= LEAD_MENU)


@pytest.mark.parametrize("count", [TAIL_MENU - 1, TAIL_MENU])
def test_menu_lines_below_make_a_page(count: int) -> None:
    assert (story_zone(survey([*STORY, *MENU[:count]]), {}) is not None) is (count >= TAIL_MENU)


def test_explain_says_where_the_story_begins_and_why() -> None:
    shown = to_explained(CLEANER.clean("\n".join([*MENU, *STORY, *MENU[::-1]])), name="x")
    line = next(line for line in shown.split("\n") if line.startswith("story zone"))
    assert "begins behind block 12 (above the story, which scores" in line
    assert "; ends before block 17 (below the story, which scores" in line
    assert "12 menu lines above it; taken in, that end counts -" in line
    assert "story zone" not in to_explained(CLEANER.clean("\n".join(STORY)), name="x")


def test_a_list_at_the_end_belongs_to_its_article() -> None:
    changes = [f"- {word.lower()} mended" for word in MENU]
    text = [*STORY, "All that was mended in the spring", *changes, "These are new:", *changes]
    assert kept(text) == text


LONG = [*STORY, *retold(STORY, "Ida"), *retold(STORY[:2], "Jens")]
READERS = [
    line
    for name in ("Jens Lind", "Nora Vik", "Per Aas", "Ola Lid", "Kari Moe", "Siv Dal")
    for line in (
        name,
        f"I remember the old boat well, for we took it to school every morning, and nobody asked {name} for a ticket in those years.",
        f"My father said that it would come back one day, and now it has, and I, {name}, am glad that I was there to see it come.",
    )
]


@pytest.mark.parametrize("label", [label for label in STILL if STILL[label] <= 0.15])
def test_what_stands_behind_the_end_of_a_story_does_not_outweigh_it(label: str) -> None:
    lines = [*MENU, *LONG, "-", *READERS, *MENU]
    end = len(MENU) + len(LONG)
    zone = story_zone(survey(lines), {end: label})
    assert zone is not None
    assert (zone.start, zone.end) == (len(MENU), end)
    assert label in zone.note(len(lines) - 1)
    without = story_zone(survey(lines), {end: "advert"})
    assert without is not None
    assert without.end > end + len(READERS) - 3


def test_what_may_end_a_story_does_not_end_one_that_has_hardly_begun() -> None:
    assert sum(len(line.split()) for line in STORY[:2]) < BEGUN
    lines = [*MENU, *STORY[:2], "-", *retold(LONG, "Nora"), *MENU]
    zone = story_zone(survey(lines), {len(MENU) + 2: "newsletter"})
    assert zone is not None
    assert (zone.start, zone.end) == (len(MENU), len(lines) - len(MENU))


def test_a_list_header_ends_a_story_sooner_than_a_promo() -> None:
    at = len(MENU) + len(LONG)
    lines = [*MENU, *LONG, "-", *retold(STORY, "Nora"), *MENU]
    promo, header = (story_zone(survey(lines), {at: "promo"}, heads) for heads in (frozenset[int](), frozenset({at})))
    assert promo is not None
    assert header is not None
    assert header.score < promo.score
    assert header.ended == ("promo",)


@pytest.mark.parametrize("labels", [("legal", "share", "tags"), ("legal", "share", "tags", "notice")], ids=len)
def test_rules_tell_a_page_where_a_sentence_hides_its_menus(labels: tuple[str, ...]) -> None:
    footer = ["Nothing on this site may be copied without asking us.", *MENU[: PAGE_MENU + 2], "This site is made on the river bank."]
    lines = [*LONG, *("-" for _ in labels), *footer]
    zone = story_zone(survey(lines), {len(LONG) + n: label for n, label in enumerate(labels)})
    assert (zone is not None) is (len(labels) == PAGE_KINDS)


def test_a_long_list_of_whole_phrases_does_not_part_a_story() -> None:
    items = [f"- {n} planks of oak for the new landing stage" for n in range(60)]
    assert len(items[0].split()) >= ITEM_WORDS
    more = retold(STORY, "Ida")
    assert kept([*MENU, *STORY, *items, *more, *MENU]) == [*STORY, *items, *more]


def test_a_remark_in_brackets_belongs_to_the_story() -> None:
    remark = "（会長はひとりで渡った）"
    lines = [*MENU, *CHINESE, remark, *MENU]
    zone = story_zone(survey(lines), {})
    assert zone is not None
    assert zone.end == len(MENU) + len(CHINESE) + 1


def test_a_standfirst_stands_below_a_second_headline_too() -> None:
    standfirst = "The first crossing since 1984 drew a crowd to both banks, and rain."
    lines = [*MENU, "Old ferry returns to the Varn after years", "What the old boat is for", standfirst, *MENU[:4], *STORY, *MENU]
    assert standfirst in kept(lines)


def test_what_a_page_says_twice_does_not_lengthen_its_story() -> None:
    offer = "Whoever crosses twice in one week rides for nothing on Sunday, and may bring a dog, a cart and one child of the house."
    days = ["Sunday", "Friday", "May Day", "Monday"]
    lines = [*MENU, *LONG, *MENU[:2], *[offer] * 4, *MENU]
    zone = story_zone(survey(lines), {})
    assert zone is not None
    assert zone.end == len(MENU) + len(LONG)
    other = story_zone(survey([*MENU, *LONG, *MENU[:2], *(offer.replace("Sunday", day) for day in days), *MENU]), {})
    assert other is not None
    assert other.end == len(MENU) + len(LONG) + 6


def entries(names: list[str], *, dated: bool) -> list[str]:
    """Two paragraphs each, below a date when `dated`."""
    return [line for day, name in enumerate(names, 1) for line in (*([f"{day} May 2024"] * dated), *retold(STORY[:2], name))]


@pytest.mark.parametrize("dated", [True, False])
def test_dated_entries_below_a_story_are_not_its_own(dated: bool) -> None:
    below = entries(["Ola", "Kari", "Siv", "Nora", "Per"], dated=dated)
    zone = story_zone(survey([*MENU, *LONG, *below, *MENU]), {})
    assert zone is not None
    assert zone.end == len(MENU) + len(LONG) + (0 if dated else len(below))
    assert zone.ended == ((DATED,) if dated else ())


def test_two_dates_are_no_series() -> None:
    below = entries(["Ola", "Kari"], dated=True)
    zone = story_zone(survey([*MENU, *LONG, *below, *MENU]), {})
    assert zone is not None
    assert zone.end == len(MENU) + len(LONG) + len(below)


def test_dated_entries_from_the_beginning_are_a_liveblog() -> None:
    updates = entries(["Ola", "Kari", "Siv", "Nora", "Per"], dated=True)
    zone = story_zone(survey([*MENU, *STORY[:2], *updates, *MENU]), {})
    assert zone is not None
    assert zone.end == len(MENU) + 2 + len(updates)


@pytest.mark.parametrize("words", [ALONE_WORDS - 1, ALONE_WORDS])
def test_a_long_paragraph_is_no_teaser(words: int) -> None:
    lone = " ".join(["row"] * (words - 1)) + " home."
    ends = []
    for last in (lone, lone[:-1]):
        zone = story_zone(survey([*MENU, *LONG, *MENU[:6], last, *MENU]), {})
        assert zone is not None
        ends.append(zone.end - len(MENU) - len(LONG))
    assert ends == [7 * (words == ALONE_WORDS), 0]


@pytest.mark.parametrize("words", [ASKED_WORDS - 1, ASKED_WORDS])
def test_a_story_may_end_in_a_question(words: int) -> None:
    question = " ".join(["row"] * (words - 1)) + " home?"
    zone = story_zone(survey([*MENU, *STORY, question, *MENU]), {})
    assert zone is not None
    assert zone.end - len(MENU) == len(STORY) + (words == ASKED_WORDS)


@pytest.mark.parametrize("words", [SUBHEADING_WORDS // 2 - 1, SUBHEADING_WORDS // 2])
def test_a_short_line_between_long_paragraphs_is_a_subheading(words: int) -> None:
    paragraphs = [" ".join([f"row{n}"] * (words - 1)) + " home." for n in range(2)]
    lines = [*MENU, *STORY, paragraphs[0], "Dry land", paragraphs[1], *MENU]
    zone = story_zone(survey(lines), {})
    assert zone is not None
    cost = sum(min(len(line.split()), 150) for line in (*STORY, paragraphs[0])) + LONELY * words - zone.score
    assert cost == (SUBHEADING if words * 2 >= SUBHEADING_WORDS else COST["s"])


def test_remark_below_results_is_no_story_to_tell_them_by() -> None:
    lines = [
        "Kegeln: Kreisklasse",
        "Ergebnisse, 9. Spieltag",
        "Talheim - Gut Holz Bergen 3412:3388",
        "Wieden - KSC Au 3290:3301",
        "Tabelle",
    ]
    lines += ["1. Talheim 22:2", "2. Wieden 18:6", "3. KSC Au 9:15", "Bester Kegler des Tages war Toni Wirth mit 612 Holz."]
    kept = [v.block.text for v in CLEANER.clean("\n".join([*lines, "Alle Ergebnisse", "Zur Tabelle"])).verdicts if v.kept]
    assert kept == lines


@pytest.mark.parametrize("entry", ["☐ Rope {}", "✅ Rope {}", "19{}: Rope"])
def test_checklists_and_timelines_below_a_story_are_no_menu(entry: str) -> None:
    lines = [*STORY, "Lists", *(entry.format(n) for n in range(61, 61 + TAIL_MENU))]
    assert story_zone(survey(lines), {}) is None
    assert story_zone(survey([*STORY, *(f"Rope {n}: 2024" for n in range(TAIL_MENU))]), {}) is not None


def test_a_headline_that_names_a_year_stays_above_a_page() -> None:
    headline = "Old Varn ferry: Monday crossing since 1984"
    assert kept([headline, *MENU, *STORY, *MENU])[0] == headline
