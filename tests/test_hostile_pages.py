"""Pages that are cut off, huge, deep or hostile: no crash, nothing loaded, promises hold."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from promises import check_any
from smallrules import HEAD, SMALL, parse

from cleaner import Cleaner, RuleSet, clean_html
from cleaner.batch.kinds import Origin, read_page
from cleaner.config import Settings
from cleaner.ruleset.compile import compile_rule

PAGES = sorted((Path(__file__).parent.parent / "samples").glob("*/input.html"))
PROSE = "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning."


@pytest.fixture(scope="module")
def small() -> Cleaner:
    """A few rules, for what no rule changes."""
    return Cleaner(RuleSet([compile_rule(rule) for rule, _ in parse(SMALL, head=HEAD)]))


@pytest.fixture(scope="module")
def shipped() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_cut_off_anywhere(page: Path, small: Cleaner) -> None:
    """At every fiftieth of its bytes, also inside a tag, a character or a script."""
    data = page.read_bytes()
    for piece in range(51):
        document = read_page(small, data[: len(data) * piece // 50], Settings(engine="fast"), Origin()).document
        check_any(document.source, document, small)
        if piece % 7 == 0:
            assert document.to_dict()["metadata"]["title"] == document.metadata.title


@pytest.mark.parametrize("page", PAGES[::4], ids=lambda page: page.parent.name)
def test_a_page_cut_off_before_an_extractor(page: Path, shipped: Cleaner) -> None:
    data = page.read_bytes()
    for piece in (1, 11, 23, 37, 49):
        document = read_page(shipped, data[: len(data) * piece // 50], Settings(engine="full"), Origin()).document
        check_any(document.source, document, shipped)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What tried to reach the network."""
    asked: list[object] = []

    def refuse(*args: object, **_: object) -> None:
        asked.append(args)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return asked


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_nothing_is_fetched_and_no_file_is_read(engine: str, tmp_path: Path, no_network: list[object]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word is marzipan", "utf8")
    markup = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % p SYSTEM "http://h.example/p">%p;]>
    <html xmlns:xi="http://www.w3.org/2001/XInclude"><head><link rel="stylesheet" href="http://h.example/a.css"><base href="file://{tmp_path}/">
    </head><body><article><h1>Bridge lost in flood at Varn</h1><p>{PROSE} &x;</p><xi:include href="file://{secret}" parse="text"/>
    <object data="file://{secret}">fallback</object><iframe src="file://{secret}"></iframe><img src="http://h.example/a.png">
    <p>{PROSE} Twice.</p>
    <script src="http://h.example/a.js"></script></article></body></html>"""
    document = clean_html(markup, engine=engine)
    assert PROSE in document.body
    assert "marzipan" not in document.source
    assert not no_network
    assert document.metadata.url == ""


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_entities_do_not_explode(engine: str) -> None:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    document = clean_html(f'<!DOCTYPE html [<!ENTITY l0 "lol">{lol}]><html><body><p>{PROSE} &l11;</p></body></html>', engine=engine)
    assert len(document.source) < 5000


def test_scripts_say_nothing() -> None:
    markup = f"""<body onload="document.write('written')"><article><p>{PROSE}</p><script>document.write("<p>written</p>")</script>
    <template><p>written</p></template><style>p::after {{ content: "written" }}</style><p>{PROSE} Twice.</p></article></body>"""
    document = clean_html(markup, engine="fast")
    assert "written" not in document.source
    assert document.body.count("river") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00", b"<", b"</", b"<!--", b"<![CDATA[", b"<p", b"&#x110000;&#0;&#xD800;&bogus;", b"<html><html><html>",
        b"</html></body>",
        b"<script>", b"<plaintext>a<p>b", b"<textarea>a", b"<title>a", b"<table><td><table><td>", b"<select><option>a",
        b"\xff\xfe<\x00p\x00",
        b"<svg><p>x</svg><math><mi>y</math>", b"<frameset><frame></frameset>", b"<a" + b" x=1" * 5000 + b">y", b"<" * 5000,
        b"<b>" * 1500 + b"x",
        b"<p>" * 3000 + b"x", b"<script type=application/ld+json>[[[[{\"@graph\": 1}]]]]</script>x",
        b"<script type=application/ld+json>" + b"[" * 100_000 + b"</script>x", b"<html lang=\"'x\"><meta property=og:locale content='<'>x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["full", "fast"])
def test_odd_markup(data: bytes, engine: str, small: Cleaner) -> None:
    document = read_page(small, data, Settings(engine=engine), Origin("https://h.example/a")).document
    check_any(document.source, document, small)
    document.to_dict()


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{'<b>x</b> <i></i>' * 5}</p>" * 20_000,
        f"<p>{PROSE}</p>" * 200 + "<script>var x = 1;</script>" * 200_000 + "<!-- c -->" * 400_000 + " " * 12_000_000,
        f"<p>{PROSE * 20_000}</p>",
        "<pre>" + "line of a log\n" * 20_000 + "</pre>",
        "<div><span>a</span>" * 1900 + f"<p>{PROSE}</p>",
    ],
    ids=["220,000 elements", "20 MB of markup", "2 MB in one paragraph", "a long pre", "deep"],
)
def test_large_pages(markup: str, small: Cleaner) -> None:
    document = small.clean_html(markup, engine="fast")
    assert document.restore() == document.source
    assert document.verdicts


def test_of_a_page_with_very_many_elements_trafilatura_is_not_asked(small: Cleaner) -> None:
    """Its time may grow with their square."""
    markup = f"<p>{'<b>x</b> <i></i>' * 5}</p>" * 2_000
    document = small.clean_html(markup)
    assert [caution.code for caution in document.warnings if caution.code != "lost-all"] == ["unasked"]
    assert document.body == small.clean_html(markup, engine="fast").body
    few = "<script></script>" * 30_000 + f"<p>{PROSE}</p>"
    assert not small.clean_html(few).warnings


def test_half_a_character_is_shown_as_one_that_is_damaged(small: Cleaner) -> None:
    """Broken JSON leaves it; a question mark would be a word of the page."""
    document = small.clean_html("<p>\ud800 river rose at night</p>", engine="fast")
    assert document.source == "\ufffd river rose at night"
