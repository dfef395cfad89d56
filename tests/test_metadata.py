"""Removed furniture as facts."""

from __future__ import annotations

import pytest

from cleaner.metadata import Metadata, complete, gather
from cleaner.model import Block, Element, Evidence, Told, Verdict


def told(*lines: tuple[str, str]) -> Metadata:
    """The metadata of removed lines, each with its label."""
    source, verdicts, place = "\n".join(line for _, line in lines), [], 0
    for label, line in lines:
        verdicts.append(Verdict(Block(line, place, place + len(line)), label, kept=False))
        place += len(line) + 1
    return gather(source, verdicts)


def test_nothing_found() -> None:
    assert told() == Metadata()
    assert Metadata().to_dict() == {
        "section": "",
        "byline": "",
        "published": "",
        "updated": "",
        "credits": [],
        "agency": "",
        "author_bio": "",
        "tags": [],
        "title": "",
        "site_name": "",
        "language": "",
        "url": "",
        "description": "",
    }


@pytest.mark.parametrize(
    ("lines", "section"),
    [
        ([("breadcrumb", "Home > World > Europe > Ten dead as flood sweeps...")], "World"),
        ([("breadcrumb", "1. Home"), ("breadcrumb", ">"), ("breadcrumb", "2. World"), ("breadcrumb", "3. Ten dead in...")], "World"),
        ([("breadcrumb", "World")], "World"),
        ([("breadcrumb", "» Home » Sport")], "Sport"),
        ([("kicker", "Climate"), ("breadcrumb", "Home > World")], "Climate"),
        ([("breadcrumb", ">")], ""),
    ],
)
def test_section(lines: list[tuple[str, str]], section: str) -> None:
    assert told(*lines).section == section


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("Von Max Muster", "Max Muster"),
        ("Par Élodie Roux", "Élodie Roux"),
        ("Por: Ana Gil", "Ana Gil"),
        ("Jane Doe", "Jane Doe"),
        ("Byron Jones", "Byron Jones"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Jane Doe, Science editor", "Jane Doe, Science editor"),
    ],
)
def test_byline(line: str, byline: str) -> None:
    assert told(("byline", line), ("byline", "By Second Author")).byline == byline


def test_dates_as_written() -> None:
    data = told(
        ("timestamp", "5 min read"),
        ("timestamp", "Published 3 May 2024, 14:05"),
        ("timestamp", "Updated: 4 May 2024"),
        ("timestamp", "Aktualisiert am 5. Mai 2024"),
    )
    assert (data.updated, data.published) == ("Updated: 4 May 2024", "5 min read") or data.published == "Published 3 May 2024, 14:05"
    assert told(("timestamp", "Reading time")).published == ""


def test_reading_time_is_no_date() -> None:
    assert told(("timestamp", "5 min read"), ("timestamp", "3 May 2024")).published == "3 May 2024"


def test_credits_agency_bio_and_tags() -> None:
    data = told(
        ("credit", "(Photo by J. Doe/Getty Images)"),
        ("credit", "Foto: A/dpa"),
        ("credit", "Foto: A/dpa"),
        ("agency", "(Reporting by Jane Doe; editing by John Roe)"),
        ("author_bio", "Jane Doe writes about rivers."),
        ("author_bio", "She lives by one."),
        ("tags", "Tags: flood, river | bridge"),
        ("tags", "#dam #river"),
    )
    assert data.credits == ("Photo by J. Doe/Getty Images", "Foto: A/dpa")
    assert data.agency == "Reporting by Jane Doe; editing by John Roe"
    assert data.author_bio == "Jane Doe writes about rivers. She lives by one."
    assert data.tags == ("flood", "river", "bridge", "dam")


def test_what_was_cut_counts() -> None:
    source = "The bridge fell. (Photo by X/Getty) Nobody was hurt."
    cut = (17, 35)
    verdict = Verdict(
        Block(source, 0, len(source)), "body", kept=True, evidence=(Evidence("en-credit-cut", "credit", "cut", *cut),), cuts=(cut,)
    )
    assert gather(source, [verdict]).credits == ("Photo by X/Getty",)


def test_kept_blocks_are_no_metadata() -> None:
    assert gather("By Jane Doe", [Verdict(Block("By Jane Doe", 0, 11), "byline", kept=True)]) == Metadata()


def test_wrapped_lines_come_as_one() -> None:
    assert told(("author_bio", "Jane Doe writes\n   about rivers.")).author_bio == "Jane Doe writes about rivers."


def test_which_source_wins() -> None:
    found = Metadata(byline="Ida Holm", section="Regions", credits=("Jens Lind",))
    declared = Told(title="Bridge lost | Courier", byline="Ida M. Holm", published="2024-05-03T14:05:00+02:00")
    heard = Told(title="Bridge", byline="admin", published="2024-05-04", section="News", site_name="Courier", language="en")
    whole = complete(found, title="Bridge lost\nin flood", declared=declared, heard=heard)
    assert whole == Metadata(
        title="Bridge lost in flood", byline="Ida M. Holm", published="2024-05-03T14:05:00+02:00", section="Regions",
        credits=("Jens Lind",), site_name="Courier", language="en",
    )  # fmt: skip
    assert complete(found, title="", declared=declared).title == "Bridge lost | Courier"
    assert complete(found, title="", heard=heard).title == "Bridge"


def test_menus_and_footers_tell_of_other_pages() -> None:
    lines = [
        ("breadcrumb", "Home", {"nav"}),
        ("breadcrumb", "Home > World > Europe", {"nav", "breadcrumb"}),
        ("timestamp", "2024", {"footer"}),
    ]
    source, verdicts, place = "\n".join(line for _, line, _ in lines), [], 0
    for label, line, tokens in lines:
        element = Element("/html/body/p", "p", frozenset(tokens), 0.0)
        verdicts.append(Verdict(Block(line, place, place + len(line), (), element), label, kept=False))
        place += len(line) + 1
    assert gather(source, verdicts) == Metadata(section="World")
