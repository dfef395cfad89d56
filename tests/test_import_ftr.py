"""Site files as rule files: every rule has an example that holds, and pages come out as with the site file itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from commandline import run
from shared_data import shared
from smallrules import SMALL, ruleset
from test_site_files import PAGE, URL

import cleaner
from cleaner import Cleaner, RuleSet, SiteConfig, load_rules, load_site_config
from cleaner.ftr.convert import ConversionError, to_toml
from cleaner.ftr.example import SENTENCE, innocent, selects, shown_by
from cleaner.ftr.format import parse
from cleaner.rulecheck import check_examples
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.files import read_labels
from cleaner.ruleset.schema import parse_file

SITE = """# A site
title: //h1
body: //div[@id='gone']
body: //div[@id='story']
strip: //div[contains(concat(' ',normalize-space(@class),' '),' tide-box ')]
strip_id_or_class: 'teasers'
strip: //img
author: //p[@class='who'] | //span[@class="who"]
date: //meta[@name='pub']/@content
find_string: "x"
replace_string: y
tidy: no
titl: //h1
"""


def toml(text: str, name: str = "varn.example.txt") -> str:
    return to_toml(parse(text, name, name.removesuffix(".txt").removeprefix(".")))


def rules_in(text: str) -> RuleSet:
    labels = [label for group in read_labels().values() for label in group]
    rules = parse_file(tomllib.loads(text), "varn.toml", labels)[1]
    compiled = RuleSet([compile_rule(rule) for rule, _ in rules])
    assert list(check_examples(rules, Cleaner(compiled))) == []
    return compiled


def test_pages_come_out_alike() -> None:
    base = ruleset(SMALL)
    for more in ("", "prune: no\n"):
        for html in (PAGE, PAGE.replace("'story'", "'other'"), PAGE.replace('id="story"', 'id="gone"')):
            config = SiteConfig({"varn.example.txt": ("varn.example.txt", SITE + more)})
            by_file = cleaner.clean_html(html, url=URL, rules=base, engine="fast", site_config=config)
            by_rules = cleaner.clean_html(html, url=URL, rules=base + rules_in(toml(SITE + more)), engine="fast")
            assert by_rules.text == by_file.text
            assert by_rules.restore() == by_rules.source
    elsewhere = cleaner.clean_html(PAGE, url="https://other.example", rules=base + rules_in(toml(SITE)), engine="fast")
    assert elsewhere.body == cleaner.clean_html(PAGE, rules=base, engine="fast").body


def test_what_is_not_taken_over_is_told_in_comments() -> None:
    text = toml(SITE)
    assert [line for line in text.splitlines() if line.startswith("#   line")] == [
        "#   line 7: strip: //img (no example could be made that shows text in it)",
        "#   line 9: date: //meta[@name='pub']/@content (selects no text of the page)",
        "#   line 10: find_string: rules cannot say this; --site-config acts on it",
        "#   line 11: replace_string: rules cannot say this; --site-config acts on it",
        "#   line 13: unknown directive 'titl'; did you mean title?",
    ]
    assert "sports.varn.example itself too" in toml("strip: //aside", ".sports.varn.example.txt")


@pytest.mark.parametrize(("text", "name", "says"), [
    ("strip: //aside", "global.txt", "is for every site"),
    ("tidy: no", "varn.example.txt", "holds nothing that a rule can say"),
    ("strip: //p\nstrip: //li", "varn.example.txt", "strips every paragraph there is"),
])  # fmt: skip
def test_files_of_which_no_rule_can_be_made(text: str, name: str, says: str) -> None:
    with pytest.raises(ConversionError, match=f"{name}: {says}"):
        toml(text, name)


XPATHS = [
    "//aside",
    "//div[@class='a b']",
    "//div[contains(@class, 'a')][@id]",
    "//div[@id='x']//p[@class='y']",
    "//ul[@class='share']",
    "//table",
    "//*[contains(text(), 'Read on')]",
    "//p[starts-with(., 'Read on')]",
    "//div[not(@class='x')]/span",
    "(//section)[1]",
    "//a[@href='x' or @href='y']",
    "//nav | //footer",
    "//main/text()",
    '//div[@title="it\'s"]',
    "//div[contains(concat(' ', @class, ' '), ' x ') and not(.//p[@id])]",
    "/html/body/article",
]


@pytest.mark.parametrize("xpath", XPATHS)
def test_examples_show_what_an_xpath_selects(xpath: str) -> None:
    markup = shown_by(xpath)
    assert markup is not None
    assert SENTENCE in markup
    assert selects(xpath, markup)


def test_no_example_is_better_than_a_false_one() -> None:
    for xpath in ("//img", "//script", "//p/@class", "//h2/following-sibling::p", "//div[count(p) > 9]", "string(//p)", "//p[contains(.)]"):
        assert shown_by(xpath) is None, xpath
    assert innocent(["//div", "//section"]) == f"<p>{SENTENCE}</p>"
    assert innocent(["//p", "//li"]) is None


def test_the_command(tmp_path: Path) -> None:
    for name in ("varn.example.txt", ".varn.example.txt", "global.txt"):
        (tmp_path / name).write_text(SITE, "utf8")
    one = run("rules", "import-ftr", tmp_path / "varn.example.txt")
    assert (one.exit_code, one.stdout) == (0, toml(SITE))
    target = tmp_path / "varn.toml"
    assert run("rules", "import-ftr", tmp_path / "varn.example.txt", "-o", target).exit_code == 0
    assert target.read_text("utf8") == toml(SITE)
    checked = run("rules", "check", target, "--no-default-rules")
    assert (checked.exit_code, checked.stdout.endswith("all hold\n")) == (0, True), checked.stdout
    again = run("rules", "import-ftr", tmp_path / "varn.example.txt", "-o", target)
    assert (again.exit_code, "exists; choose another name" in again.stderr) == (2, True)
    two = run("rules", "import-ftr", tmp_path / "varn.example.txt", tmp_path / ".varn.example.txt")
    assert (two.exit_code, "name a folder for them with -o DIR/" in two.stderr) == (2, True)
    many = run("rules", "import-ftr", tmp_path, "-o", f"{tmp_path / 'out'}/")
    assert (many.exit_code, many.stderr) == (
        3,
        f"cleaner: {tmp_path / 'global.txt'}: is for every site; rules that look at markup need a host\n",
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["below.varn.example.toml", "varn.example.toml"]
    load_rules(tmp_path / "out")
    assert run("rules", "import-ftr", tmp_path / "nowhere.txt").exit_code == 3


def test_public_files_make_rules_that_hold() -> None:
    made = 0
    for file in list(load_site_config(shared("ftr-site-config")).files())[::40]:
        try:
            made += len(rules_in(to_toml(file)))
        except ConversionError:
            continue
    assert made > 100
