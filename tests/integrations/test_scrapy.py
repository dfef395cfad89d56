"""Scrapy: a spider that crawls a folder of pages, with the pipeline in its settings as a project has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import Cleaner, RuleSet
from integrations import jobs

pytest.importorskip("scrapy")

SPIDER = """
import json
import sys

import scrapy
from scrapy.crawler import CrawlerProcess


class Article(scrapy.Item):
    url = scrapy.Field()
    html = scrapy.Field()
    text = scrapy.Field()
    cleaned = scrapy.Field()


class Spider(scrapy.Spider):
    name = "articles"
    start_urls = [sys.argv[1]]

    def parse(self, response):
        text = response.css("article").xpath("string()").get()
        yield Article(url="https://www.varn-press.example/news/ferry", html=response.text, text=text)
        yield {"url": None, "text": "The river rose at night.", "html": 7}
        yield {"note": "no text at all"}
        yield Bare(text="The river rose.", html="<p>The river rose.</p>")


class Bare(scrapy.Item):
    text = scrapy.Field()
    html = scrapy.Field()


settings = json.loads(sys.argv[2])
settings |= {"ITEM_PIPELINES": {"cleaner.integrations.scrapy.CleanerPipeline": 300}, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}
process = CrawlerProcess(settings)
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print(json.dumps({key: value for key, value in stats.items() if key.startswith("cleaner/")}))
"""


def crawl(tmp_path: Path, **settings: Any) -> tuple[list[dict[str, Any]], dict[str, int], str]:
    """Items, statistics and log of a crawl; in a process of its own, for its reactor runs once."""
    (tmp_path / "page.html").write_text(jobs.PAGE, "utf8")
    (tmp_path / "spider.py").write_text(SPIDER, "utf8")
    (tmp_path / "varn.toml").write_text(jobs.RULE, "utf8")
    settings |= {"FEEDS": {f"{tmp_path}/items.json": {"format": "json"}}, "CLEANER_RULES": [f"{tmp_path}/varn.toml"]}
    environment = os.environ | {"PYTHONPATH": str(Path(cleaner.__file__).parent.parent), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "spider.py", (tmp_path / "page.html").as_uri(), json.dumps(settings)]
    child = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    items = tmp_path / "items.json"
    return json.loads(items.read_text("utf8") if items.exists() else "[]"), json.loads(child.stdout or "{}"), child.stderr


def test_a_crawl_gives_the_rows_of_the_library(tmp_path: Path, rules: RuleSet, library: Cleaner) -> None:
    items, stats, log = crawl(tmp_path, CLEANER_HTML_FIELD="html")
    page, odd, untouched = items
    assert page["cleaned"] == jobs.wanted_page(jobs.PAGE, library, url=jobs.SITE)
    assert odd["cleaned"]["error"] == "TypeError: a page is str or bytes, not int"
    assert untouched == {"note": "no text at all"}
    assert (stats["cleaner/cleaned"], stats["cleaner/failed"], stats["cleaner/without_text"]) == (1, 1, 1)
    assert stats["cleaner/removed/promo"] == 1
    assert "Bare has no field 'cleaned'; add one, or name another with CLEANER_INTO" in log
    assert page["cleaned"]["rules_digest"] == rules.digest


def test_texts_other_fields_and_kept_labels(tmp_path: Path) -> None:
    items, stats, _ = crawl(tmp_path, CLEANER_INTO="text", CLEANER_KEEP=["byline"])
    assert [item.get("text", {}).get("body") for item in items if "text" in item][1:] == ["The river rose at night.", "The river rose."]
    assert stats["cleaner/cleaned"] == 3


def test_settings_that_cannot_be_met_end_the_crawl(tmp_path: Path) -> None:
    items, stats, log = crawl(tmp_path, CLEANER_KEEP=["promos"])
    assert (items, stats) == ([], {})
    assert "ChoiceError: keep: 'promos' is no label of furniture; known are advert" in log
