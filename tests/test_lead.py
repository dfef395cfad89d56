"""Headline and standfirst above the story zone: told from menus and offers by the story's own words."""

from __future__ import annotations

import pytest
from wholepage import MENU, STORY

from cleaner import Cleaner, RuleSet
from cleaner.lead import FEW_LINES, FULL_WORDS, HEADLINE_WITHIN, LEAD_WITHIN, LEAD_WORDS, STANDFIRST_WORDS, Lead, lead_above
from cleaner.survey import survey
from cleaner.zone import story_zone

KOREAN = [
    "바른강의 나룻배가 월요일 1984년 이후 처음으로 강을 건넜고 시장은 난간에 서 있었으며 강둑에서는 악단이 연주했다.",
    "동쪽 강둑의 누구도 나룻배가 다시 돌아오리라고 믿지 않았으며 배를 만든 두 형제는 더욱 그러했다고 한다.",
    "배는 할아버지가 홍수의 해에 키를 잡았을 때와 마찬가지로 사람 마흔 명과 수레 세 대를 싣고 강을 건넌다.",
]
HEADLINE = "Old ferry returns to the Varn after years"


def above(head: list[str], story: list[str] = STORY) -> Lead:
    """What stands above a story between menus, counted from the first line of `head`."""
    facts = survey([*MENU, *head, *story, *MENU[::-1]])
    zone = story_zone(facts, {})
    assert zone is not None
    lead = lead_above(facts, zone, {})
    return Lead(*(None if i is None else i - len(MENU) for i in lead))


@pytest.mark.parametrize(
    "other", ["Manage your newsletters and saved articles here", "Ida Holm covers politics for us", "Ministers quarrel over taxes again"]
)
def test_the_headline_is_the_line_in_the_storys_words(other: str) -> None:
    assert above([other, HEADLINE, "Ida Holm"]).headline == 1
    assert above([HEADLINE, "Ida Holm", other, "Ida Holm"]).headline == 0


def test_the_first_of_two_lines_in_the_storys_words_is_the_headline() -> None:
    assert above([HEADLINE, "Mayor and brothers watch from the bank", "Ida Holm"]).headline == 0


def test_a_line_with_many_of_the_storys_words_weighs_more_than_an_entry_with_all_of_its_two() -> None:
    headline = "Brass band and mayor greet the first ferry on the Varn since the flood"
    assert above(["All about the band and the mayor", headline, "Ida Holm"]).headline == 1
    assert above([headline, "All about the band and the mayor", "Ida Holm"]).headline == 0


def test_the_headline_stands_below_the_breadcrumb() -> None:
    entry = "The brass band plays for a mayor and two brothers"
    facts = survey([*MENU, entry, "Home > News > Varn", HEADLINE, "Ida Holm", *STORY, *MENU[::-1]])
    zone = story_zone(facts, {})
    assert zone is not None
    path = len(MENU) + 1
    assert lead_above(facts, zone, {path: "breadcrumb"}).headline == path + 1
    assert lead_above(facts, zone, {path: "promo"}).headline == path - 1


def test_a_breadcrumb_below_the_headline_hides_it_not() -> None:
    facts = survey([*MENU, HEADLINE, "Home > News > Varn", "Ida Holm", *STORY, *MENU[::-1]])
    zone = story_zone(facts, {})
    assert zone is not None
    assert lead_above(facts, zone, {len(MENU) + 1: "breadcrumb"}).headline == len(MENU)


@pytest.mark.parametrize(
    ("line", "found"),
    [("The ferry back on the Varn in 2025", True), ("Updated 3 March 2025 by Ida Holm", False), ("Varn ferry 2025", False)],
)
def test_a_headline_may_name_a_year(line: str, found: bool) -> None:
    assert survey([line]).shapes == "d"
    assert above([*MENU[:3], line, *MENU[:3]]).headline == (3 if found else None)


@pytest.mark.parametrize(
    ("line", "found"),
    [("The ferry back on the Varn in 2025", True), ("Updated 3 March 2025 by Ida Holm", False), ("Notes of the town clerk, 2025", False)],
)
def test_an_article_may_begin_with_a_headline_that_names_a_year(line: str, found: bool) -> None:
    doc = Cleaner(RuleSet(())).clean("\n".join([line, *STORY]))
    assert doc.headline == (line if found else "")
    assert Cleaner(RuleSet(())).clean(doc.body).body == doc.body


def test_an_entry_of_a_list_in_a_list_is_no_headline() -> None:
    assert above(["o The brass band plays for a mayor and two brothers", HEADLINE, "Ida Holm"]).headline == 1


def test_a_headline_without_the_storys_words_stands_right_above_it() -> None:
    assert above(["What comes back unasked for", "Ida Holm", "Tides"]).headline is None
    assert above(["Ida Holm", "What comes back unasked for"]).headline == 1


@pytest.mark.parametrize(
    ("other", "few", "headline"),
    [
        ("What a ferry can bring back unasked", True, 1),
        ("What a ferry can bring back unasked", False, 2),
        ("Your daily paper for Orrin and Lind", True, 2),
    ],
)
def test_where_rules_left_few_lines_above_the_first_with_a_word_of_the_story_is_the_headline(other: str, few: bool, headline: int) -> None:
    caption = "The mayor at the rail and the brass band on the bank"
    assert len(other.split()) >= FULL_WORDS
    facts = survey([*MENU, "Sign in", other, caption, *STORY, *MENU[::-1]])
    zone = story_zone(facts, {})
    assert zone is not None
    assert zone.start > FEW_LINES
    gone = dict.fromkeys(range(len(MENU)), "navigation") if few else {}
    assert lead_above(facts, zone, gone).headline == len(MENU) + headline


def test_a_short_line_above_is_a_button_not_the_headline() -> None:
    facts = survey([*MENU, "Sign in and subscribe", HEADLINE, *STORY, *MENU[::-1]])
    zone = story_zone(facts, {})
    assert zone is not None
    assert lead_above(facts, zone, dict.fromkeys(range(len(MENU)), "navigation")).headline == len(MENU) + 1


@pytest.mark.parametrize("more", [0, 1])
def test_a_headline_stands_no_higher(more: int) -> None:
    between = [f"Pier {n}" for n in range(HEADLINE_WITHIN - 1 + more)]
    assert above([HEADLINE, *between]).headline == (None if more else 0)


def test_scripts_of_syllables() -> None:
    head = ["전체 메뉴와 회원 가입 안내", "바른강 나룻배 1984년 이후 처음으로 강을 건너", "이다 홀름 기자"]
    assert above(head, KOREAN).headline == 1


def test_a_standfirst_of_other_words_is_an_offer() -> None:
    offer = "Receive our weekly digest, chosen by editors, every Sunday morning."
    standfirst = "The first crossing since 1984 drew a crowd to both banks."
    assert len(offer.split()) >= STANDFIRST_WORDS
    assert above([HEADLINE, offer, "Ida Holm", "Tides", "Mill"]) == Lead(0, None)
    assert above([HEADLINE, standfirst, "Ida Holm", "Tides", "Mill"]) == Lead(0, 1)


@pytest.mark.parametrize("below", [LEAD_WITHIN, LEAD_WITHIN + 1])
def test_a_standfirst_without_full_stop_says_the_story_near_its_headline(below: int) -> None:
    standfirst = (
        "Nobody had believed that the ferry would ever carry people and carts again, least of all the two brothers who built it, "
        "but on Monday the band played"
    )
    assert len(standfirst.split()) >= LEAD_WORDS
    between = MENU[: below - 1]
    assert above([HEADLINE, *between, standfirst, "Ida Holm", *MENU[:4]]) == Lead(0, below if below <= LEAD_WITHIN else None)
    other = "Ministers quarrel over taxes again and nobody in the capital knows when parliament will find the time to vote on a new budget"
    assert above([HEADLINE, *between, other, "Ida Holm", *MENU[:4]]) == Lead(0, None)


def test_the_lead_is_kept_and_says_why() -> None:
    standfirst = "The first crossing since 1984 drew a crowd to both banks."
    doc = Cleaner().clean(
        "\n".join([*MENU, "Manage your newsletters and saved articles here", HEADLINE, standfirst, *MENU[:4], *STORY, *MENU])
    )
    assert doc.headline == HEADLINE
    assert doc.body.split("\n") == [standfirst, *STORY]
