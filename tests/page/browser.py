"""Chromium without a window, as the tests of the page use it."""

import base64
import json
import re
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDE, NARROW = (1280, 900), (390, 844)
VIEWS = ["read", "week", "sources", "flows", "stories", "copies", "captions", "method"]
# Elements that a view may hold before it is slow to read out and to style. Chosen by judgement.
MOST_ELEMENTS = 6_000


def check(holds, what):
    if not holds:
        sys.exit(f"page: {what}")


class Browser:
    """Chromium without a window, that remembers what a page asked for and said."""

    def __init__(self, dark=False, script=True):
        options = Options()
        for word in ("headless=new", "no-sandbox", "disable-gpu", "hide-scrollbars", "force-device-scale-factor=1", "disable-dev-shm-usage"):
            options.add_argument("--" + word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.binary_location = shutil.which("chromium")
        if not script:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        self.size(WIDE)

    def size(self, size):
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == NARROW}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, page, fragment=""):
        self.driver.get("about:blank")
        self.driver.get(page.as_uri() + ("#" + fragment if fragment else ""))
        self.ready(fragment or "read")

    def pages(self):
        """Pages of paper that the view takes."""
        paper = base64.b64decode(self.driver.print_page())
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))

    def go(self, fragment):
        self.driver.execute_script("location.hash = arguments[0]", fragment)
        self.ready(fragment)

    def ready(self, fragment):
        for _ in range(300):
            if self.driver.execute_script("return document.documentElement.dataset.ready") == fragment:
                return
            time.sleep(0.05)
        sys.exit(f"page: `{fragment}` was never shown; {self.messages()}")

    def messages(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Addresses that were asked for, the page itself aside."""
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        return [url for url in asked if not url.startswith(("file:", "about:")) or not url.split("#")[0].endswith(("report.html", "about:blank"))]

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.all(selector)[0].text

    def heading(self):
        # In one step: the heading that was found may be replaced before it is read.
        return self.driver.execute_script("return document.querySelector('h1').innerText")

    def fragment(self):
        return self.driver.execute_script("return location.hash.slice(1)")

    def wait_for(self, what, why):
        for _ in range(100):
            if what():
                return
            time.sleep(0.05)
        sys.exit(f"page: {why}; {self.messages()}")

    def quiet(self, where):
        check(not (said := self.messages()), f"{where}: the console says {said}")
        check(not (asked := self.requests()), f"{where}: asked for {asked}")
        check(self.driver.execute_script("return window.pwned === undefined"), f"{where}: foreign script ran")

    def fits(self, where):
        """Nothing but what scrolls by itself may be wider than the window."""
        wide = self.driver.execute_script(
            "const w = document.documentElement.clientWidth; return document.documentElement.scrollWidth > w ? [...document.querySelectorAll('body *')]"
            ".filter((x) => x.getBoundingClientRect().right > w + 1 && !x.closest('.wide, nav')).slice(0, 3).map((x) => x.tagName + '.' + x.className) : null"
        )
        check(wide is None, f"{where}: wider than the window: {wide}")
        elements = len(self.all("*"))
        check(elements <= MOST_ELEMENTS, f"{where}: {elements} elements")
