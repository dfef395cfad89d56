"""The docs: pages made from rule files are fresh or found stale, and what the README shows is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from smallrules import HEAD, one, parse

import cleaner
from cleaner import Cleaner, RuleSet
from cleaner.cli import main as command
from cleaner.rulecheck import check_examples
from cleaner.ruleset.compile import compile_rule

build = pytest.importorskip("docs.build", reason="docs are no part of the wheel")


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """A folder of rules and one for the pages, as arguments."""
    (tmp_path / "rules" / "en").mkdir(parents=True)
    (tmp_path / "rules" / "en" / "promo.toml").write_text(HEAD + one('when.starts = ["read more:"]', id="en-promo-read"), "utf8")
    return ["--rules", str(tmp_path / "rules"), "--to", str(tmp_path / "pages")]


def test_a_page_shows_each_rule_under_fixed_headings(folders: list[str], tmp_path: Path) -> None:
    assert build.main(folders) == 0
    page = (tmp_path / "pages" / "en.md").read_text("utf8")
    shown = ("### en-promo-read", "- **effect** drop", "- **label** promo", "- **why** A test.", "**hits**", "**misses**")
    places = [page.index(heading) for heading in shown]
    assert places == sorted(places)
    index = (tmp_path / "pages" / "index.md").read_text("utf8")
    assert "| [en](en.md) | English | 1 | 1 | 0 | 0 | 0 |" in index
    assert "| `promo` | 1 | 1 |" in index


def test_fresh_pages_pass_the_check(folders: list[str], tmp_path: Path) -> None:
    build.main(folders)
    before = (tmp_path / "pages" / "en.md").stat().st_mtime_ns
    assert build.main([*folders, "--check"]) == 0
    assert build.main(folders) == 0
    assert (tmp_path / "pages" / "en.md").stat().st_mtime_ns == before, "a fresh page is not written again"


@pytest.mark.parametrize("fault", ["missing", "edited", "rule changed", "pack gone"])
def test_check_notices_a_stale_page(fault: str, folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build.main(folders)
    rules, page = tmp_path / "rules" / "en" / "promo.toml", tmp_path / "pages" / "en.md"
    if fault == "missing":
        page.unlink()
    elif fault == "edited":
        page.write_text(page.read_text("utf8") + "\n", "utf8")
    elif fault == "rule changed":
        rules.write_text(rules.read_text("utf8").replace("A test.", "Another test."), "utf8")
    else:
        page = tmp_path / "pages" / "xx.md"
        page.write_text("old", "utf8")
    before = {path: path.read_bytes() for path in (tmp_path / "pages").iterdir()}
    assert build.main([*folders, "--check"]) == 1
    said = capsys.readouterr().err
    assert str(page) in said
    assert "make docs" in said
    assert before == {path: path.read_bytes() for path in (tmp_path / "pages").iterdir()}, "--check writes nothing"
    assert build.main(folders) == 0
    assert build.main([*folders, "--check"]) == 0


def test_examples_cannot_break_out_of_their_block(folders: list[str], tmp_path: Path) -> None:
    rules = tmp_path / "rules" / "en" / "promo.toml"
    rules.write_text(rules.read_text("utf8").replace('hits = ["a"]', "hits = ['a ``` b', '''\n> x\n\ny\n''']"), "utf8")
    build.main(folders)
    page = (tmp_path / "pages" / "en.md").read_text("utf8")
    assert "````text\na ``` b\n-----\n> x\n\ny\n````" in page


def test_shipped_rules_make_the_same_pages_each_time() -> None:
    files = build.read(build.rules_dir())
    assert build.pages(files) == build.pages(files)
    assert {file.folder for file in files} <= set(build.LANGUAGES), "a new pack needs its name in docs/build.py"


README = Path(build.__file__).parent.parent / "README.md"


def fenced(language: str) -> list[str]:
    """The blocks of the README that are opened with this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf8"), re.MULTILINE | re.DOTALL)


def test_readme_shows_what_cleaning_does() -> None:
    (before,), (after,) = fenced("text before"), fenced("text after")
    doc = cleaner.clean(before)
    assert f"{doc.text}\n" == after
    assert doc.metadata.byline
    assert doc.metadata.section
    assert doc.metadata.published
    assert doc.metadata.credits


def test_readme_python_runs() -> None:
    examples = doctest.DocTestParser().get_doctest("\n".join(fenced("pycon")), {}, "README.md", str(README), 0)
    assert len(examples.examples) >= 6
    runner = doctest.DocTestRunner(verbose=False)
    assert runner.run(examples).failed == 0


def test_readme_rule_holds() -> None:
    (text,) = fenced("toml")
    rules = parse(text, head="")
    assert list(check_examples(rules, Cleaner(RuleSet([compile_rule(rule) for rule, _ in rules])))) == []


def test_the_first_rule_of_the_guide_holds_among_those_shipped(tmp_path: Path) -> None:
    guide = (README.parent / "docs" / "writing-rules.md").read_text("utf8")
    (tmp_path / "my-rules.toml").write_text(re.findall(r"^```toml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)[0], "utf8")
    done = CliRunner().invoke(command, ["rules", "check", str(tmp_path / "my-rules.toml")])
    assert (done.exit_code, done.output) == (0, "1 rule, 3 examples: all hold\n")


def test_rules_that_the_help_names_exist() -> None:
    for page in (["rules", "--help"], ["rules", "show", "--help"]):
        shown = re.findall(r"rules show ([a-z]{2,3}-\S+)", CliRunner().invoke(command, page).output)
        assert shown
        assert set(shown) <= cleaner.load_rules().ids


ROOT = README.parent
GENERATED = {"docs/rules/index.md", "docs/languages.md"}
"""Written by a command, on its own time."""
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_modules_exist(page: Path) -> None:
    text = page.read_text("utf8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        target = (page.parent / link).resolve()
        assert target.exists() or target.relative_to(ROOT).as_posix() in GENERATED, link
    for name in set(re.findall(r"\b[a-z_/]+\.py\b", text)) - set(re.findall("Save this as `(.+?)`", text)):
        assert any((base / name).exists() for base in (ROOT / "cleaner", ROOT, ROOT.parent / "shared")) or name == "score.py", name
