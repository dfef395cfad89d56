"""The programs of the docs run as they stand there, each in a folder of its own."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from integrations import jobs

DOCS = Path(__file__).parent.parent.parent / "docs"
PACKAGES = {"pandas": "pandas", "polars": "polars", "Spark": "pyspark", "datatrove": "datatrove", "Ray Data": "ray"}
"""Sections of integrations.md with a program, and what it needs."""


def section(page: str, title: str) -> str:
    (text,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", (DOCS / page).read_text("utf8"), re.MULTILINE | re.DOTALL)
    return str(text)


def fenced(text: str, language: str) -> str:
    """The one block of this language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


def run(folder: Path, *command: str) -> str:
    """What a command prints; it finds the commands of this Python first, as in an activated environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    child = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    return child.stdout


def zipped(*files: Path) -> list[str]:
    return [line for file in sorted(files) for line in gzip.decompress(file.read_bytes()).decode().splitlines()]


@pytest.mark.parametrize("title", PACKAGES)
def test_the_programs_of_the_integrations_run(title: str, tmp_path: Path) -> None:
    pytest.importorskip(PACKAGES[title])
    (tmp_path / "program.py").write_text(fenced(section("integrations.md", title), "python"), "utf8")
    printed = run(tmp_path, sys.executable, "program.py")
    assert "The river rose at night." in "\n".join([printed, *zipped(*tmp_path.glob("out/*.jsonl.gz"))])


@pytest.fixture
def articles(tmp_path: Path) -> dict[str, str]:
    """Texts by their id, in tmp_path/articles as JSON lines, two files of them."""
    texts = {str(n): text for n, text in enumerate(jobs.texts()) if text.strip()}
    lines = [json.dumps({"id": name, "url": None, "text": text}) + "\n" for name, text in texts.items()]
    (tmp_path / "articles").mkdir()
    for n in range(2):
        (tmp_path / "articles" / f"{n}.jsonl").write_text("".join(lines[n::2]), "utf8")
    return texts


def commands(title: str) -> list[str]:
    """The commands of a section, but for those that install."""
    lines = fenced(section("scaling.md", title), "sh").splitlines()
    return [line for line in lines if not line.startswith("pip install")]


def test_scaling_on_spark(articles: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    pq = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "clean_with_spark.py").write_text(fenced(section("scaling.md", "A cluster with Spark"), "python"), "utf8")
    assert "0 records failed" in run(tmp_path, "bash", "-ec", "\n".join(commands("A cluster with Spark")))
    rows = {row["id"]: row["body"] for row in pq.read_table(tmp_path / "stories").to_pylist()}
    assert rows == {name: Cleaner().clean(text).body for name, text in articles.items()}


def test_scaling_on_datatrove(articles: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    (tmp_path / "clean_with_datatrove.py").write_text(fenced(section("scaling.md", "A cluster with datatrove"), "python"), "utf8")
    run(tmp_path, "bash", "-ec", "\n".join(commands("A cluster with datatrove")))
    rows = [json.loads(line) for line in zipped(*tmp_path.glob("out/stories/*.jsonl.gz"))]
    assert {row["id"]: row.get("text", "") for row in rows} == {name: Cleaner().clean(text).body for name, text in articles.items()}
    assert zipped(*tmp_path.glob("out/removed/*.jsonl.gz"))


def test_scaling_on_one_machine(articles: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(jobs.site_text(), "utf8")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(jobs.site_text(), "utf8")
    printed = run(tmp_path, "bash", "-ec", fenced(section("scaling.md", "One file, one folder"), "sh"))
    assert printed == (tmp_path / "clean" / "a.txt").read_text("utf8")
    (tmp_path / "articles.jsonl").write_text("".join(file.read_text("utf8") for file in sorted((tmp_path / "articles").iterdir())), "utf8")
    pa = pytest.importorskip("pyarrow")
    (tmp_path / "pages").mkdir()
    pa.parquet.write_table(pa.table({"html": [jobs.PAGE]}), tmp_path / "pages" / "a.parquet")
    run(tmp_path, "bash", "-ec", fenced(section("scaling.md", "All cores of one machine"), "sh"))
    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text("utf8").splitlines()]
    assert {row["id"]: row["body"] for row in rows} == {name: Cleaner().clean(text).body for name, text in articles.items()}
    (page,) = pa.parquet.read_table(tmp_path / "stories.parquet").to_pylist()
    assert page["body"] == Cleaner().clean_html(jobs.PAGE).body
