"""Pages of HTML on the command line: how they are known, and what comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import P1, P2, PROMO, run
from webpage import ARTICLE as PAGE
from webpage import PROMO as LINK
from webpage import STORY, TITLE
from webpage import TEXT as LEFT

from cleaner.render.tsv import parse_tsv

FAST = ("--engine", "fast")


pytestmark = pytest.mark.usefixtures("empty_place")


@pytest.mark.parametrize("engine", ["full", "fast"])
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "page", "page.php"])
def test_a_page_is_known_by_name_or_content(rules: list[str], name: str, engine: str) -> None:
    Path(name).write_text(PAGE, "utf8")
    result = run("clean", name, "--engine", engine, *rules)
    assert (result.exit_code, result.stdout, result.stderr) == (0, LEFT, "")


def test_a_page_on_standard_input(rules: list[str]) -> None:
    for args in ([], ["-"], ["--input-format", "html"]):
        assert run("clean", *args, *FAST, *rules, stdin=PAGE).stdout == LEFT
    assert run("clean", *FAST, *rules, stdin=PAGE.encode("utf-16")).stdout == LEFT


def test_a_page_called_text_is_read_as_what_it_is_and_said(rules: list[str]) -> None:
    Path("a.txt").write_text(PAGE, "utf8")
    result = run("clean", "a.txt", *FAST, *rules)
    assert result.stdout == LEFT
    assert result.stderr == "cleaner: a.txt: is called .txt but holds HTML, and is read so; --input-format text reads it as text\n"
    assert run("clean", "a.txt", "-q", *FAST, *rules).stderr == ""
    assert "<html>" in run("clean", "a.txt", "--input-format", "text", *rules).stdout


def test_a_text_called_page_is_read_as_what_it_is_and_said(rules: list[str]) -> None:
    Path("a.html").write_text(f"{P1}\n\n{PROMO}\n\n{P2}\n", "utf8")
    result = run("clean", "a.html", *FAST, *rules)
    assert result.stdout == f"{P1}\n{P2}\n"
    assert result.stderr == "cleaner: a.html: is called .html but holds text, and is read so; --input-format html reads it as HTML\n"
    assert run("clean", "a.html", "--input-format", "html", *FAST, *rules).stderr == ""


def test_tags_in_a_text_make_no_page(rules: list[str]) -> None:
    Path("a.txt").write_text(f"{P1}\nWrite <p> before each paragraph.\n{P2}\n", "utf8")
    Path("b.md").write_text(f"<p>{P1}</p>\n<p>{P2}</p>\n", "utf8")
    result = run("clean", ".", *rules)
    assert "<p> before" in result.stdout
    assert f"<p>{P1}</p>" in result.stdout
    assert result.stderr == ""


def test_a_folder_of_both(rules: list[str]) -> None:
    Path("in/deep").mkdir(parents=True)
    Path("in/a.txt").write_text(f"{P1}\n", "utf8")
    Path("in/deep/b.html").write_text(PAGE, "utf8")
    result = run("clean", "in", "--output-dir", "out", *FAST, *rules)
    assert result.exit_code == 0
    assert {str(path): path.read_text("utf8") for path in Path("out").rglob("*.*")} == {"out/a.txt": f"{P1}\n", "out/deep/b.txt": LEFT}


def test_a_page_and_a_text_of_one_name_do_not_share_a_file(rules: list[str]) -> None:
    Path("a.txt").write_text(f"{P1}\n", "utf8")
    Path("a.html").write_text(PAGE, "utf8")
    result = run("clean", ".", "--output-dir", "out", *FAST, *rules)
    assert result.exit_code == 2
    assert "would both be written to out/a.txt" in result.stderr
    assert run("clean", ".", "--output-dir", "out", "--format", "tsv", *FAST, *rules).exit_code == 2


def test_structured_forms_hold_the_elements(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    for form in ("json", "jsonl"):
        document = json.loads(run("clean", "a.html", "--format", form, *FAST, *rules).stdout)
        assert {b["text"]: b["element"]["path"] for b in document["blocks"]}[STORY[0]] == "/html/body/article/p[1]"
        assert document["metadata"]["title"] == TITLE
    assert json.loads(run("explain", "a.html", "--json", *FAST, *rules).stdout) == document
    rows = parse_tsv(run("clean", "a.html", "--format", "tsv", *FAST, *rules).stdout)
    assert [row.text for row in rows if row.sign == "+"] == LEFT.splitlines()


def test_explain_and_diff_show_the_path(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    shown = run("explain", "a.html", *FAST, *rules).stdout.splitlines()
    assert shown[shown.index(f"- promo       {LINK}") + 1].strip() == "at /html/body/article/p[3]"
    diff = run("clean", "a.html", "--diff", *FAST, *rules).stdout
    assert "@@ /html/body/article/p[1] @@" in diff
    assert f"-{LINK}   [promo: en-promo-cut, en-promo-read]" in diff


def test_keep_and_title_and_body_only(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    assert LINK in run("clean", "a.html", "--keep", "promo", *FAST, *rules).stdout
    assert run("clean", "a.html", "--body-only", *FAST, *rules).stdout == "\n".join(STORY) + "\n"
    assert run("clean", "a.html", "--title", TITLE, "--body-only", *FAST, *rules).stdout == "\n".join(STORY) + "\n"


def test_a_page_is_never_written_over(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    Path("b.txt").write_text(f"{P1}\n{PROMO}\n{P2}\n", "utf8")
    result = run("clean", ".", "--in-place", *FAST, *rules)
    assert result.exit_code == 3
    assert "a.html: is a page of HTML; left as it was" in result.stderr
    assert Path("a.html").read_text("utf8") == PAGE
    assert Path("b.txt").read_text("utf8") == f"{P1}\n{P2}\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n<p>", "is a PDF, not text"), (bytes(range(256)) * 8, "is binary"), (b"<div>" * 2100 + b"x", "nested deeper than 2000"),
        (b"<p>" + b"x" * (64 << 20), "larger than 64 MiB"),
        (b"<frameset><frame src=story.html></frameset>", "the page shows others in frames, clean those: story.html"),
    ],
    ids=["pdf", "binary", "deep", "large", "frames"],
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_named_and_the_others_are_written(rules: list[str], data: bytes, said: str) -> None:
    Path("bad.html").write_bytes(data)
    Path("good.html").write_text(PAGE, "utf8")
    result = run("clean", "bad.html", "good.html", *FAST, *rules)
    (line,) = result.stderr.splitlines()
    assert line.startswith("cleaner: bad.html: ")
    assert said in line
    assert result.exit_code == (0 if "frames" in said else 3)
    assert result.stdout.endswith(LEFT)


def test_a_charset_that_is_guessed_is_said(rules: list[str]) -> None:
    markup = PAGE.replace("old bridge", "café")
    Path("a.html").write_bytes(markup.encode("windows-1252"))
    result = run("clean", "a.html", *FAST, *rules)
    assert "took the café with it" in result.stdout
    assert result.stderr == "cleaner: a.html: declares no charset; read as windows-1252; if that is wrong, say --encoding NAME\n"
    assert run("clean", "a.html", "--encoding", "latin-1", *FAST, *rules).stderr == ""


@pytest.mark.parametrize("args", [["--input-format", "pdf"], ["--engine", "slow"]])
def test_wrong_choices_are_wrong_usage(rules: list[str], args: list[str]) -> None:
    assert run("clean", *args, *rules, stdin=PAGE).exit_code == 2


def test_settings_file_names_format_and_engine(rules: list[str]) -> None:
    Path("cleaner.toml").write_text('input_format = "text"\nengine = "fast"\n', "utf8")
    Path("a.html").write_text(PAGE, "utf8")
    assert "<html>" in run("clean", "a.html", *rules).stdout
    assert run("clean", "a.html", "--input-format", "auto", *rules).stdout == LEFT
    Path("cleaner.toml").write_text('engine = "slow"\n', "utf8")
    result = run("clean", "a.html", *rules)
    assert result.exit_code == 2
    assert "engine: must be one of full, fast, not 'slow'" in result.stderr


HEAVY = ("lxml", "bs4", "trafilatura")


@pytest.mark.parametrize(
    ("name", "engine", "loaded"),
    [("a.txt", "full", ()), ("b.html", "fast", ("lxml",)), ("b.html", "full", ("lxml", "trafilatura"))],
)
def test_a_command_loads_what_its_inputs_need(rules: list[str], name: str, engine: str, loaded: tuple[str, ...]) -> None:
    Path("a.txt").write_text(f"{P1}\n{PROMO}\n{P2}\n", "utf8")
    Path("b.html").write_text(PAGE, "utf8")
    script = f"""import sys
from cleaner.cli import main
main({["clean", name, "--engine", engine, *rules]!r}, standalone_mode=False)
print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"""
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(loaded) <= set(child.stderr.split())
    assert loaded or not child.stderr.split()
    assert engine == "full" or "trafilatura" not in child.stderr.split()


def test_a_page_as_html_and_markdown(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    Path("b.txt").write_text(f"{TITLE}\n\n{P1}\n\n{PROMO}\n\n{P2}\n", "utf8")
    assert run("clean", "a.html", "--format", "markdown", *FAST, *rules).stdout == f"# {TITLE}\n\n" + "\n\n".join(STORY) + "\n"
    both = run("clean", "a.html", "b.txt", "--format", "markdown", *FAST, *rules).stdout
    assert both.endswith(f"{STORY[2]}\n\n# {TITLE}\n\n{P1}\n\n{P2}\n")
    page = run("clean", "b.txt", "--format", "html", *rules).stdout
    assert page.startswith("<!DOCTYPE html>")
    assert f"<p>{P1}</p>\n<p>{P2}</p>" in page
    assert run("clean", "a.html", "b.txt", "--format", "html", "--output-dir", "out", *FAST, *rules).exit_code == 0
    assert f"<h1>{TITLE}</h1>" in Path("out/a.html").read_text("utf8")
    assert run("clean", "a.html", "--format", "markdown", "--output-dir", "out", *FAST, *rules).exit_code == 0
    assert Path("out/a.md").read_text("utf8").startswith(f"# {TITLE}\n")
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.html", "a.md", "b.html"]


def test_pages_do_not_share_a_stream(rules: list[str]) -> None:
    Path("a.html").write_text(PAGE, "utf8")
    Path("b.txt").write_text(f"{P1}\n", "utf8")
    result = run("clean", ".", "--format", "html", *FAST, *rules)
    assert result.exit_code == 2
    assert "--output-dir" in result.stderr
    assert run("clean", ".", "--format", "html", "--output-dir", ".", *FAST, *rules).exit_code == 2
    assert Path("a.html").read_text("utf8") == PAGE
