"""A page in Chromium, and questions about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

WIDE, PHONE = (1440, 900), (390, 844)
_MADE = """return ![...document.querySelectorAll('[data-waiting]')].some((e) => {
  const box = e.getBoundingClientRect();
  return box.top < innerHeight + 1000 && box.bottom > -1000;
})"""


class Browser:
    """One page in the browser, and questions about it."""

    def __init__(self, driver: WebDriver, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(self, text: str, *, hash: str = "", size: tuple[int, int] = WIDE, dark: bool = False) -> None:  # noqa: A002
        """Show a page from a file, once its script is done."""
        file = self.folder / "page.html"
        file.write_text(text, "utf8")
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.driver.get("about:blank")  # else a new hash alone would not load the page anew
        self.driver.get_log("browser")
        self.driver.get(file.as_uri() + (f"#{hash}" if hash else ""))
        self.wait("return 'ready' in document.documentElement.dataset")
        self.settle()

    def settle(self) -> None:
        """Until all texts in and near the window are made."""
        self.wait(_MADE)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str) -> None:
        """Until a script returns something true; ten seconds at most."""
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, 10, poll_frequency=0.02).until(lambda _: self.run(script))

    def click(self, selector: str) -> None:
        from selenium.webdriver.common.by import By

        self.driver.find_element(By.CSS_SELECTOR, selector).click()
        self.settle()

    def keys(self, *keys: str) -> None:
        """Type where the focus is."""
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()
            self.settle()

    def point(self, selector: str) -> None:
        """Move the pointer over an element."""
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.by import By

        ActionChains(self.driver).move_to_element(self.driver.find_element(By.CSS_SELECTOR, selector)).perform()

    def texts(self, selector: str) -> list[str]:
        """What the shown elements say, in order."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility()).map((e) => e.textContent)", selector
        )
        return found

    @property
    def hash(self) -> str:
        return str(self.run("return decodeURIComponent(location.hash.slice(1))"))

    @property
    def complaints(self) -> list[Any]:
        """What the console says."""
        return list(self.driver.get_log("browser"))
