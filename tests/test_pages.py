"""Pages: the story comes out of markup, with trafilatura as a witness and without it."""

from __future__ import annotations

import pickle

import pytest
from webpage import PAGE, STORY

import cleaner


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_story_of_a_page(engine: str) -> None:
    document = cleaner.clean_html(PAGE, engine=engine)
    for paragraph in STORY:
        assert paragraph in document.body
    assert "Read more" not in document.body
    assert document.restore() == document.source


def test_bytes_are_decoded() -> None:
    markup = PAGE.replace("old bridge with it", "café by it").encode("latin-1")
    document = cleaner.clean_html(markup)
    assert "café by it" in document.body
    assert ("read-as", "declares no charset; read as windows-1252") in document.warnings


def test_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="engine must be one of full, fast"):
        cleaner.clean_html(PAGE, engine="slow")


@pytest.mark.parametrize("engine", ["full", "fast"])
def test_a_title_that_the_caller_knows_wins(engine: str) -> None:
    markup = PAGE.replace("<h1>Bridge lost in flood at Varn</h1>", "<h2>From the Varn valley on a Monday</h2>")
    document = cleaner.clean_html(markup, title="From the Varn valley on a Monday", engine=engine)
    assert document.headline == "From the Varn valley on a Monday"
    assert document.metadata.title == document.headline


def test_bytes_that_are_no_page_are_refused() -> None:
    with pytest.raises(cleaner.DecodeError, match="is a PDF"):
        cleaner.clean_html(b"%PDF-1.7 stream")


def test_each_block_has_its_element() -> None:
    document = cleaner.clean_html(PAGE, engine="fast")
    told = {block["text"]: block["element"] for block in document.to_dict()["blocks"]}
    assert told[STORY[2]].items() >= {"path": "/html/body/article/p[4]", "kind": "p", "tokens": ["article"], "link_share": 0.0}.items()
    assert all("element" not in block for block in cleaner.clean("One.\nTwo.").to_dict()["blocks"])


def test_a_page_survives_pickling_whole() -> None:
    document = cleaner.clean_html(PAGE, url="https://varn.example/flood", engine="fast")
    again = pickle.loads(pickle.dumps(document))
    assert again.to_dict() == document.to_dict()
    assert again.metadata.url == "https://varn.example/flood"
    assert document.keeping(["promo"]).metadata == document.metadata


def test_frames_are_named() -> None:
    (caution,) = cleaner.clean_html("<frameset cols=2><frame src=menu.html><frame src=story.html></frameset>").warnings
    assert caution.code == "no-text"
    assert caution.message.endswith("clean those: menu.html, story.html")


def test_menus_are_no_loss() -> None:
    """A short story on a page full of menus and teasers has lost nothing; a page whose prose went has."""
    menu = "".join(f"<li><a href=/{i}>Section {i} of the paper</a></li>" for i in range(300))
    short = PAGE.replace(f"<p>{STORY[2]}</p>", "").replace("<ul>", f"<ul>{menu}")
    assert cleaner.clean_html(short, engine="fast").warnings == ()
    assert [c.code for c in cleaner.clean_html(f"<ul>{menu}</ul>", engine="fast").warnings] == ["lost-all"]
