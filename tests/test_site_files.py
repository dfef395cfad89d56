"""Site files of FiveFilters: the format is read leniently, found by host, and acted on as evidence like any other."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from commandline import run, write_rules
from shared_data import shared
from smallrules import SMALL, ruleset
from test_site_rules import STORY

import cleaner
from cleaner import Document, SiteConfig, SiteConfigError, load_site_config
from cleaner.choice import sites_of
from cleaner.config import find_config, read_config
from cleaner.ftr.apply import label_of
from cleaner.ftr.format import KNOWN, SiteFile, parse
from cleaner.segment.limits import MAX_BYTES, PageError

RULES = ruleset(SMALL)
URL = "https://www.varn.example/news/1"
SIDE = "Ferries go every hour from the landing stage below the inn, and the last of them leaves at nine."
PAGE = f"""<html><head><title>Bridge lost | Varn Courier</title><meta name="pub" content="2024-05-03"></head><body>
<nav><a href="/">Home</a> <a href="/s">Sport</a></nav>
<div class="top"><h1>Bridge lost in flood at Varn</h1><p class="who">By Ida Holm and Jens Lind</p></div>
<div id="story"><p>{STORY[0]}</p><div class="tide-box"><p>High water comes at noon, and low water in the evening.</p></div>
<p>{STORY[1]} <span class="more">Who built the dam?</span></p><figure><img><figcaption>The bridge on Sunday</figcaption></figure>
<aside><p>{SIDE}</p></aside><p>{STORY[2]}</p></div>
<div class="teasers"><p>A brass band seeks a tuba, and the choir of the valley a second alto for the summer.</p></div></body></html>"""


def site(*lines: str, **more: str) -> SiteConfig:
    texts = {"varn.example.txt": "\n".join(lines), **{name.replace("_", "."): text for name, text in more.items()}}
    return SiteConfig({name: (name, text) for name, text in texts.items()})


def cleaned(config: SiteConfig, html: str = PAGE, url: str = URL) -> Document:
    document = cleaner.clean_html(html, url=url, engine="fast", rules=RULES, site_config=config)
    assert document.restore() == document.source
    for verdict in document.verdicts:
        for evidence in verdict.evidence:
            assert 0 <= evidence.start <= evidence.end <= len(document.source)
    return document


def gone(document: Document) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {v.block.text: (v.label, v.rules) for v in document.removed}


def read(text: str) -> SiteFile:
    return parse(text, "varn.example.txt", "varn.example")


def test_the_body_is_inside_and_the_rest_outside() -> None:
    document = cleaned(site("body: //div[@id='story']", "prune: no"))
    assert document.headline == "Bridge lost in flood at Varn"
    assert SIDE in document.body
    assert all(paragraph in document.body for paragraph in STORY)
    removed = gone(document)
    assert removed["The bridge on Sunday"] == ("caption", ("site-varn.example-body-1",))
    teaser = next(v for v in document.removed if v.block.text.startswith("A brass band"))
    assert [(e.rule, e.note) for e in teaser.evidence] == [("context-outside-story", "outside what site-varn.example-body-1 selects")]
    story = next(v for v in document.verdicts if v.block.text == STORY[0])
    assert ("site-varn.example-body-1", "hint", STORY[0]) in [(e.rule, e.effect, document.source[e.start : e.end]) for e in story.evidence]


def test_a_pruned_body_loses_what_stands_apart() -> None:
    for line in ("prune: yes", ""):
        removed = gone(cleaned(site("body: //div[@id='story']", line)))
        assert removed[SIDE] == ("navigation", ("site-varn.example-body-1",))


def test_bodies_are_tried_in_order() -> None:
    config = site("body: //div[@id='gone']", "body: //body/nav[@class='x']", "body: //div[@id='story']", "body: //body")
    assert cleaned(config).removed[-1].evidence[0].note == "outside what site-varn.example-body-3 selects"
    assert "brass band" not in cleaned(config).body


def test_a_body_that_selects_nothing_is_no_body() -> None:
    for line in ("body: //div[@id='gone']", "body: //img", "body: string('Story')", "body: //meta/@content"):
        assert [v.kept for v in cleaned(site(line)).verdicts] == [v.kept for v in cleaned(site()).verdicts], line
    both = site("body: //div[@class='tide-box']", "body: //div[@id='story']", "strip: //div[@class='tide-box']")
    assert STORY[0] in cleaned(both).body, "a body all of which is stripped is none"


def test_strip_drops_and_cuts_with_its_number() -> None:
    config = site("body: //div[@id='story']", "strip: //nav", "strip: //div[@class='tide-box']", "strip: //span[@class='more']")
    document = cleaned(config)
    assert gone(document)["High water comes at noon, and low water in the evening."][1] == ("site-varn.example-strip-2",)
    assert f"{STORY[1]}\n" in document.body
    shortened = next(v for v in document.verdicts if v.cuts)
    assert [document.source[start:end] for start, end in shortened.cuts] == ["Who built the dam?"]
    assert [e.rule for e in shortened.evidence if e.effect == "cut"] == ["site-varn.example-strip-3"]


def test_strip_without_a_body() -> None:
    removed = gone(cleaned(site("strip: //div[@class='tide-box']/p")))
    assert "site-varn.example-strip-1" in removed["High water comes at noon, and low water in the evening."][1]


def test_strip_text_nodes() -> None:
    html = f"<div id='story'><p>{STORY[0]}</p>Photo desk<p>{STORY[1]}</p><p>{STORY[2]} <b>Read on</b> below</p></div>"
    document = cleaned(site("body: //div[@id='story']", "strip: //div/text()", "strip: //p/text()[contains(., 'below')]"), html)
    assert document.body == f"{STORY[0]}\n{STORY[1]}\n{STORY[2]} Read on"


@pytest.mark.parametrize(("value", "goes"), [("tide-box", True), ("tide", True), ("'ide-b'", True), ("tides", False), ("story", False)])
def test_strip_id_or_class_holds_for_parts_of_words(value: str, goes: bool) -> None:
    html = PAGE.replace('id="story"', 'id="main"')
    removed = gone(cleaned(site(f"strip_id_or_class: {value}", "body: //div[@id='main']"), html))
    assert ("High water comes at noon, and low water in the evening." in removed) == goes


def test_title_author_and_date() -> None:
    config = site(
        "title: //h2", "title: //h1", "author: //p[@class='who']", "date: //meta[@name='pub']/@content", "body: //div[@id='story']"
    )
    document = cleaned(config)
    assert document.headline == "Bridge lost in flood at Varn"
    assert gone(document)["By Ida Holm and Jens Lind"][0] == "byline"
    assert (document.metadata.title, document.metadata.published) == ("Bridge lost in flood at Varn", "2024-05-03")
    assert document.metadata.byline == "By Ida Holm and Jens Lind"
    assert cleaned(site('author: string("Ida Holm")')).metadata.byline == "Ida Holm"
    assert (
        cleaned(site("title: substring-before(//title, ' |')", "body: //div[@id='story']")).metadata.title == "Bridge lost in flood at Varn"
    )


def test_strings_are_replaced_before_the_page_is_read() -> None:
    config = site(
        'find_string: <div class="tide-box">', "replace_string: <div hidden>", "replace_string(Varn): Vaarn", "replace_string( said):"
    )
    document = cleaned(config)
    assert "High water" not in document.source
    assert "the mayor of Vaarn on Monday" in document.body


def test_replacements_cannot_blow_a_page_up() -> None:
    config = site(*(f"replace_string(a): {'a' * 90}" for _ in range(6)))
    with pytest.raises(PageError, match=rf"replacements of varn.example.txt make it larger than {MAX_BYTES >> 20} MiB"):
        cleaned(config)


def test_skip_json_ld() -> None:
    other = "A brass band seeks a tuba, and the choir of the valley a second alto for the summer."
    declared = f'<head><script type="application/ld+json">{{"articleBody": "{SIDE}"}}</script></head>'
    html = f"<html>{declared}<body><p>{SIDE}</p><p>{other}</p></body></html>"
    assert cleaned(site(), html).body == SIDE
    assert cleaned(site("skip_json_ld: yes"), html).body == f"{SIDE}\n{other}"


def test_native_ads_and_failing_xpaths_are_warned_of() -> None:
    document = cleaned(site("native_ad_clue: //h2", "native_ad_clue: //h1", "strip: //h1[count('x')]", "body: //div[@id='story']"))
    assert [(w.code, w.message) for w in document.warnings] == [
        ("native-ad", "the page is an advertisement, as site-varn.example-native-ad-clue-2 has it"),
        ("site-file", "varn.example.txt:3: strip fails on this page: Invalid type"),
    ]
    assert pickle.loads(pickle.dumps(document)).to_dict() == document.to_dict()


HOSTS = {
    "https://www.varn.example/a": ["varn.example.txt", "global.txt"],
    "http://VARN.example:8080": ["varn.example.txt", "global.txt"],
    "varn.example/a": ["varn.example.txt", "global.txt"],
    "https://sport.varn.example": [".varn.example.txt", "global.txt"],
    "https://a.sport.varn.example": [".varn.example.txt", "global.txt"],
    "https://news.varn.example": ["news.varn.example.txt"],
    "https://notvarn.example": ["global.txt"],
    "https://other.example": ["global.txt"],
    "https://dæm.example": ["dæm.example.txt", "global.txt"],
    "http://[broken": ["global.txt"],
    "": ["global.txt"],
}


@pytest.mark.parametrize("url", HOSTS)
def test_hosts(url: str, tmp_path: Path) -> None:
    for name in ("varn.example", ".varn.example", "news.varn.example", "dæm.example", "global"):
        text = "autodetect_on_failure: no" if name.startswith("news") else "tidy: no"
        (tmp_path / f"{name}.txt").write_text(text, "utf8")
    assert [Path(file.file).name for file in load_site_config(tmp_path).files_for(url)] == HOSTS[url]


def test_the_global_file_adds_to_the_sites_own() -> None:
    config = site("body: //div[@id='story']", global_txt="strip: //div[@class='tide-box']\nbody: //body\ntitle: //title")
    document = cleaned(config)
    assert "site-global-strip-1" in gone(document)["High water comes at noon, and low water in the evening."][1]
    assert document.removed[-1].evidence[0].note == "outside what site-varn.example-body-1 selects"
    assert document.headline == "Bridge lost in flood at Varn"


PROBLEMS = {
    "titl: //h1": "unknown directive 'titl'; did you mean title?",
    "Body: //p": "unknown directive 'Body'; did you mean body?",
    "https://varn.example": "unknown directive 'https'",
    "strip //p": "is no directive (name: value); write # before a comment",
    "body: //p[": "body: the XPath cannot be used: Invalid expression",
    "strip: //p[contain(., 'x')]": "strip: the XPath cannot be used: contain() is no function of XPath 1.0",
    "strip: //p[contains(@class='x')]": "strip: the XPath cannot be used: contains() has 1 argument, which is not how XPath 1.0 has it",
    "strip: //p[last(1)]": "strip: the XPath cannot be used: last() has 1 argument, which is not how XPath 1.0 has it",
    "strip: concat('a', 'b')": "strip: the XPath cannot be used: selects nothing of a page, it computes a value",
    "strip: //re:p": "strip: the XPath cannot be used: has the prefix 're'; pages have no namespaces, and there are no extension functions",
    "title:": "title has no value",
    "prune: perhaps": "prune must be yes or no, not 'perhaps'",
    "body(x): //p": "body takes no argument in brackets",
    "find_string: a": "find_string has no replace_string after it",
    "replace_string: a": "replace_string has no find_string before it",
}


@pytest.mark.parametrize("line", PROBLEMS)
def test_problems_name_file_and_line(line: str) -> None:
    file = read(f"# a comment\n\nbody: //div[@id='story']\n{line}\ntidy: no\n")
    assert [str(problem) for problem in file.problems] == [f"varn.example.txt:4: {PROBLEMS[line]}"]
    assert [d.name for d in file.directives if d.name in ("body", "tidy")] == ["body", "tidy"], "the rest of the file is used"


def test_every_directive_is_read() -> None:
    values = {"an XPath": "//p", "an XPath of elements": "//p", "a text": "x", "yes or no": "no"}
    text = "".join(f"{name}: {values[known.value]}\n" for name, known in KNOWN.items())
    file = read(f"\ufeff{text}".replace("\n", "\r\n"))
    assert file.problems == ()
    assert {d.name for d in file.directives} == set(KNOWN)
    assert cleaned(SiteConfig({"varn.example.txt": ("x", text.replace("//p", "//h6"))})).body
    page = Path(__file__).parent.parent / "docs" / "site-files.md"
    if page.exists():  # docs are no part of the wheel
        assert [name for name in KNOWN if f"`{name}" not in page.read_text("utf8")] == []


def test_arguments() -> None:
    file = read('replace_string(a(b)c): d: e\nreplace_string(<a href="http://x">): <b>\nwrap_in(h2)://p\nhttp_header(user-agent): X: y')
    assert list(file.replacements()) == [("a(b)c", "d: e"), ('<a href="http://x">', "<b>")]
    assert [d.argument for d in file.directives[2:]] == ["h2", "user-agent"]
    assert list(read("find_string: a\nreplace_string: b\nfind_string: c\nreplace_string:").replacements()) == [("a", "b"), ("c", "")]


@pytest.mark.parametrize(
    ("selector", "label"),
    [("//div[@class='related-posts']", "promo"), ("author-box", "byline"), ("header", "navigation"), ("//figcaption", "caption")],
)
def test_labels_are_guessed_from_words(selector: str, label: str) -> None:
    assert label_of(selector) == label


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SiteConfigError, match=r"nowhere: cannot be read: No such file"):
        load_site_config(tmp_path / "nowhere")
    with pytest.raises(SiteConfigError, match=r"holds no site file; they are called after their host, such as example\.com\.txt"):
        load_site_config(tmp_path)
    (tmp_path / "varn.example.txt").write_bytes(b"body: \x00//p")
    with pytest.raises(SiteConfigError, match=r"varn.example.txt: is no text"):
        load_site_config(tmp_path)
    (tmp_path / "varn.example.txt").write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(SiteConfigError, match=r"larger than 1 MiB"):
        load_site_config(tmp_path)
    (tmp_path / "rules.toml").write_text("")
    with pytest.raises(SiteConfigError, match=r"rules.toml: is no site file"):
        load_site_config(tmp_path / "rules.toml")


def test_later_folders_win_and_a_config_is_a_value(tmp_path: Path) -> None:
    for folder, text in (("standard", "strip: //a"), ("custom", "strip: //b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "varn.example.txt").write_bytes(text.encode() + " # é".encode("latin-1"))
    config = load_site_config(tmp_path / "standard", tmp_path / "custom")
    assert [d.value for d in config.files_for(URL)[0].directives] == ["//b # é"] or config.files_for(URL)[0].problems
    assert "custom" in config.files_for(URL)[0].file
    again = pickle.loads(pickle.dumps(config))
    assert (again.digest, len(again)) == (config.digest, 1)
    assert config.digest != load_site_config(tmp_path / "standard").digest
    one = cleaner.Cleaner(RULES, config).clean_html(PAGE, url=URL, engine="fast")
    assert one.to_dict() == cleaned(config).to_dict()
    assert one.rules_digest.endswith(config.digest)


def test_a_page_without_address_may_give_its_own() -> None:
    config = site("strip: //div[@class='tide-box']", "replace_string(Varn): Vaarn")
    html = PAGE.replace("<title>", '<link rel="canonical" href="https://varn.example/a"><title>')
    for url, strips in ((None, True), ("https://other.example", False), (URL, True)):
        document = cleaner.clean_html(html, url=url, engine="fast", rules=RULES, site_config=config)
        assert ("site-varn.example-strip-1" in [e.rule for v in document.verdicts for e in v.evidence]) == strips
        assert ("Vaarn" in document.body) == strips


def test_texts_hear_no_site_file() -> None:
    document = cleaner.Cleaner(RULES, site("strip: //p")).clean(f"{STORY[0]}\n{STORY[1]}", url=URL)
    assert document.removed == ()


def test_what_is_wrong_in_a_file_is_told_with_its_pages() -> None:
    warnings = cleaned(site("titl: //h1", "body: //div[@id='story']")).warnings
    assert [(w.code, w.message) for w in warnings] == [("site-file", "varn.example.txt:1: unknown directive 'titl'; did you mean title?")]


def test_every_public_file_is_read() -> None:
    config = load_site_config(shared("ftr-site-config"))
    assert len(config) > 2000
    problems = list(config.problems())
    assert all(Path(problem.file).exists() and problem.line > 0 for problem in problems)
    kinds = {"did you mean", "unknown directive", "no function of XPath", "not how XPath", "computes a value", "is no directive"}
    assert [str(p) for p in problems if not any(kind in p.message for kind in kinds)] == []
    assert len(problems) < 20, "a mistake of theirs here and there, not a misreading of ours"


def test_every_public_file_runs_on_a_page() -> None:
    config = load_site_config(shared("ftr-site-config"))
    engine = cleaner.Cleaner(RULES, config)
    for name in list(config.texts)[::7]:
        host = name.removesuffix(".txt")
        document = engine.clean_html(PAGE, url=f"https://{'www' if host.startswith('.') else ''}{host}/a", engine="fast")
        assert document.restore() == document.source, name
        assert document.verdicts, name


def test_the_command_line(tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "varn.example.txt").write_text("titl: //h1\nbody: //div[@id='story']\nstrip: //div[@class='tide-box']", "utf8")
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(PAGE, "utf8")
    options = ["--no-default-rules", "--rules", rules, "--site-config", tmp_path / "sites", "--url", URL, "--engine", "fast"]
    result = run("clean", tmp_path / "a.html", tmp_path / "b.html", *options)
    assert result.exit_code == 0
    assert result.stdout.count(STORY[2]) == 2
    assert "High water" not in result.stdout
    assert result.stderr.count("varn.example.txt:1: unknown directive 'titl'; did you mean title?") == 1, (
        "said once for all pages of a site"
    )
    assert "site-varn.example-strip-1: drop navigation" in run("explain", tmp_path / "a.html", *options).stdout
    nowhere = run("clean", tmp_path / "a.html", *options[:3], "--site-config", tmp_path / "nowhere")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert nowhere.stderr == f"cleaner: {tmp_path / 'nowhere'}: cannot be read: No such file or directory\n"


def test_settings_name_site_files_beside_their_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "varn.example.txt").write_text("strip: //p", "utf8")
    (tmp_path / "cleaner.toml").write_text('site_config = ["varn.example.txt"]\n', "utf8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    file = find_config(Path.cwd())
    assert file
    config = sites_of(read_config(file))
    assert config is not None
    assert len(config.files_for(URL)) == 1
