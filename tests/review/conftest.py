"""A real browser: Chromium without a window, driven over its own protocol. Without one nothing here is collected."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import Browser

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
READY = bool(CHROMIUM and DRIVER and importlib.util.find_spec("selenium"))
collect_ignore_glob = [] if READY else ["test_*.py"]


@pytest.fixture(scope="session")
def driver() -> Iterator[WebDriver]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def browser(driver: WebDriver, tmp_path: Path) -> Browser:
    return Browser(driver, tmp_path)


Opener = Callable[..., Browser]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens a page; after the test the console must be empty."""

    def opener(text: str, **how: Any) -> Browser:
        browser.open(text, **how)
        return browser

    yield opener
    assert browser.complaints == []
