"""`make bench-review`: a review page of 300 benchmark documents: its weight, and how long Chromium takes to open it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import chain, islice
from pathlib import Path

from benchmarks.data import MissingDataError, records, sets

DOCUMENTS, RUNS = 300, 5
AT_MOST_MB, AT_MOST_SECONDS = 5.0, 2.0
KINDS = ("trafilatura", "resiliparse", "page", "html")
_SHOWN = """const done = arguments[0];
const look = () => document.querySelector('.row') ? requestAnimationFrame(() => setTimeout(done)) : setTimeout(look, 5);
look();"""


def main() -> int:
    """Print weight and seconds for each kind of input asked for; 1 when one is above what is meant, 0 where data or browser are missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append", help="which input of the benchmark pages; repeatable (default: page)")
    kinds = parser.parse_args().kind or ["page"]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium or not shutil.which("chromedriver"):
        print("skipped: needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)")
        return 0
    try:
        sets()
    except MissingDataError as error:
        print(error)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return max(measure(kind, Path(folder), chromium) for kind in kinds)


def measure(kind: str, folder: Path, chromium: str) -> int:
    """Print the figures of one page; 1 when it is too heavy or too slow."""
    texts, page = folder / "texts.jsonl", folder / f"{kind}.html"
    with texts.open("w", encoding="utf8") as file:
        for record in islice(chain.from_iterable(map(records, sets())), DOCUMENTS):
            held = {"html": record["html"]} if kind == "html" else {"text": record["text"][kind]}
            file.write(json.dumps({"id": record["id"], "url": record["url"], **held}) + "\n")
    command = [sys.executable, "-m", "cleaner", "review", str(texts), "-q", "--engine", "fast", "-o", str(page)]
    subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # 3 where a text lost nearly all its words
    weight = page.stat().st_size / 1e6
    seconds = statistics.median(opening(page, chromium))
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{kind:12} {DOCUMENTS} documents  {weight:5.2f} MB (at most {AT_MOST_MB:.0f})", end="  ")
    print(f"opened in {seconds:.2f} s (at most {AT_MOST_SECONDS:.0f}), median of {RUNS}; load {load:.1f} on {cores} cores")
    return int(weight > AT_MOST_MB or seconds > AT_MOST_SECONDS)


def opening(page: Path, chromium: str) -> list[float]:
    """Seconds from asking for the page to its first text on the screen, in a window of 1440 by 900."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1440,900"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    times = []
    try:
        for _ in range(RUNS):
            browser.get("about:blank")
            begin = time.perf_counter()
            browser.get(page.as_uri())
            browser.execute_async_script(_SHOWN)
            times.append(time.perf_counter() - begin)
    finally:
        browser.quit()
    return times


if __name__ == "__main__":
    sys.exit(main())
