#!/usr/bin/python3
"""Uses the page of `urtext serve` in a browser, as an editor would.

  desk.py URTEXT [--shot FILE.png]

Needs chromium, chromedriver and selenium (Debian: chromium chromium-driver python3-selenium).
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "tests/corpus/dbc-page-library.txt"
# The scripts would rename the page around the frame, the one whose title is looked at.
HOSTILE = "<html><body><h1>Ferry</h1><p>" + "The ferry of Halvik left the harbour. " * 9 + "</p><script>top.document.title='run'</script><img src=x onerror=\"top.document.title='run'\"></body></html>"


def check(holds, what):
    if not holds:
        sys.exit(f"desk: {what}")


def browser():
    options = Options()
    for word in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
        options.add_argument("--" + word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = shutil.which("chromium")
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_window_size(1280, 900)
    return driver


def within(driver):
    """The text of the frame, once it shows a verdict."""
    frame = driver.find_element(By.ID, "result")
    WebDriverWait(driver, 60).until(lambda _: frame.is_displayed())

    def text(_):
        driver.switch_to.frame(frame)
        try:
            return driver.find_element(By.TAG_NAME, "main").get_attribute("textContent").strip()
        finally:
            driver.switch_to.default_content()

    return WebDriverWait(driver, 60, ignored_exceptions=[Exception]).until(text)


def use(driver, address):
    driver.get(address)
    check("29 articles" in driver.page_source, "the page does not say what it compares with")
    text = driver.find_element(By.ID, "text")
    driver.execute_script("arguments[0].value = arguments[1]", text, ARTICLE.read_text())
    begun = time.perf_counter()
    driver.find_element(By.CSS_SELECTOR, "button").click()
    shown = within(driver)
    took = time.perf_counter() - begun
    check("spun" in shown and "What differs" in shown, f"no verdict: {shown[:300]}")
    driver.switch_to.frame("result")
    columns = driver.find_elements(By.CSS_SELECTOR, ".texts .row")
    colour = driver.find_element(By.CSS_SELECTOR, ".swapped").value_of_css_property("background-color")
    check(len(columns) > 3 and columns[0].is_displayed(), "the texts are not side by side")
    check(colour != "rgba(0, 0, 0, 0)", "the frame has no style")
    links = [a.get_attribute("target") for a in driver.find_elements(By.TAG_NAME, "a")]
    check(all(target == "_blank" for target in links), "a link would open in the frame")
    driver.switch_to.default_content()
    height = driver.find_element(By.ID, "result").size["height"]
    check(height > 600, f"the frame is {height} high, and hides what it holds")
    # A file that is chosen, by its name.
    driver.find_element(By.ID, "file").send_keys(str(ARTICLE))
    time.sleep(1)
    check("dbc-page-library" in within(driver), "the file's name is not its id")
    # What is no article gives an error with a remedy.
    driver.execute_script("arguments[0].value = '{\"text\": 7}'", text)
    driver.find_element(By.CSS_SELECTOR, "button").click()
    error = driver.find_element(By.ID, "error")
    WebDriverWait(driver, 60).until(lambda _: error.is_displayed())
    check("body" in error.text and "send an article" in error.text, f"no remedy: {error.text}")
    # Nothing of a hostile article runs.
    driver.execute_script("arguments[0].value = arguments[1]", text, HOSTILE)
    driver.find_element(By.CSS_SELECTOR, "button").click()
    check("Ferry" in within(driver), "the hostile page has no verdict")
    # A picture that fails to load would run its script a little later.
    time.sleep(1)
    check(driver.title == "Urtext: check an article", "a script of the article ran")
    said = [entry["message"] for entry in driver.get_log("browser") if "422" not in entry["message"] and "favicon" not in entry["message"]]
    check(not said, f"the browser complains: {said}")
    return took


def main():
    urtext = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        sources = ["--sources", str(ROOT / "tests/sources.toml")]
        report = [urtext, "report", str(ROOT / "tests/corpus"), "--archive", folder + "/archive", "--out", folder + "/out", "--no-page"]
        subprocess.run(report + sources, check=True, stderr=subprocess.DEVNULL)
        serve = [urtext, "serve", "--archive", folder + "/archive", "--listen", "127.0.0.1:0"]
        server = subprocess.Popen(serve + sources, stderr=subprocess.PIPE, text=True)
        driver = browser()
        try:
            address = re.search(r"http://\S+", server.stderr.readline())[0]
            took = use(driver, address)
            if "--shot" in sys.argv:
                driver.get(address)
                text = driver.find_element(By.ID, "text")
                driver.execute_script("arguments[0].value = arguments[1]", text, ARTICLE.read_text())
                driver.find_element(By.CSS_SELECTOR, "button").click()
                within(driver)
                time.sleep(1)
                driver.set_window_size(1280, 1800)
                driver.save_screenshot(sys.argv[sys.argv.index("--shot") + 1])
        finally:
            driver.quit()
            server.terminate()
            code = server.wait()
        check(code == 0, f"the server ended with {code}")
    print(f"desk: all holds; from the click to the verdict {took:.2f} s")


main()
