#!/usr/bin/python3
"""Uses the page of `urtext serve` in a browser, as an editor would.

  desk.py URTEXT [--shot FILE.png]

Needs chromium, chromedriver and selenium (Debian: chromium chromium-driver python3-selenium).
"""

import html
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

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


def send(driver, address):
    """Sends a page to the desk by the bookmark that it offers, as from another site."""
    driver.get(address)
    mark = driver.find_element(By.ID, "mark").get_attribute("href")
    check(mark.startswith("javascript:"), f"no bookmark: {mark[:80]}")
    words = "Ferries & crews <b>stood</b> still on “Monday” – all of them."
    page = f"<html><head><title>Ferries</title><script>1</script></head><body><h1>Ferries</h1><p>{html.escape(words)}</p></body></html>"
    driver.get("data:text/html;charset=utf-8," + urllib.parse.quote(page))
    desk = driver.current_window_handle
    # What the browser does when the bookmark is chosen.
    driver.execute_script(urllib.parse.unquote(mark.removeprefix("javascript:")))
    WebDriverWait(driver, 30).until(lambda _: len(driver.window_handles) == 2)
    driver.switch_to.window(next(h for h in driver.window_handles if h != desk))
    filled = lambda _: driver.find_element(By.ID, "text").get_attribute("value")
    text = WebDriverWait(driver, 30, ignored_exceptions=[Exception]).until(filled)
    check(html.escape(words, quote=False) in text and "<script" not in text, f"not the page: {text}")
    check(driver.current_url == address, f"the page stays in the address: {driver.current_url[:80]}")
    check("Nothing has been checked" in driver.find_element(By.ID, "status").text, "it does not say that nothing is checked")
    check(not driver.find_element(By.ID, "result").is_displayed(), "it was checked unasked")
    driver.find_element(By.CSS_SELECTOR, "button").click()
    check("Ferries" in within(driver), "the page that was sent has no verdict")
    driver.close()
    driver.switch_to.window(desk)


def read_report(driver, address, token):
    """Opens the report from the desk of a server with a token."""
    driver.get(address + "report/")
    check("a token is needed" in driver.page_source, "the report is open")
    driver.get(address)
    driver.find_element(By.ID, "report").click()
    error = driver.find_element(By.ID, "error")
    WebDriverWait(driver, 30).until(lambda _: error.is_displayed())
    driver.find_element(By.ID, "token").send_keys(token)
    driver.find_element(By.ID, "report").click()
    WebDriverWait(driver, 30).until(lambda _: driver.current_url == address + "report/")
    # Its script runs: the views are built by it.
    WebDriverWait(driver, 30).until(lambda _: driver.find_elements(By.CSS_SELECTOR, "main a[href^='#']"))
    said = [e["message"] for e in driver.get_log("browser") if not re.search(r"401|favicon|\[DOM\]", e["message"])]
    check(not said, f"the browser complains of the report: {said}")
    driver.get(address + "metrics")
    check("a token is needed" in driver.page_source, "the cookie opens more than the report")


def main():
    urtext = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        sources = ["--sources", str(ROOT / "tests/sources.toml")]
        report = [urtext, "report", str(ROOT / "tests/corpus"), "--archive", folder + "/archive", "--out", folder + "/out"]
        subprocess.run(report + sources, check=True, stderr=subprocess.DEVNULL)
        serve = [urtext, "serve", "--archive", folder + "/archive", "--listen", "127.0.0.1:0"]
        server = subprocess.Popen(serve + sources, stderr=subprocess.PIPE, text=True)
        driver = browser()
        try:
            address = re.search(r"http://\S+", server.stderr.readline())[0]
            took = use(driver, address)
            send(driver, address)
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
        token = pathlib.Path(folder, "token")
        token.write_text("a-secret-of-some-length\n")
        more = ["--token-file", str(token), "--report", folder + "/out"]
        server = subprocess.Popen(serve + sources + more, stderr=subprocess.PIPE, text=True)
        driver = browser()
        try:
            address = re.search(r"http://\S+", server.stderr.readline())[0]
            read_report(driver, address, token.read_text().strip())
        finally:
            driver.quit()
            server.terminate()
            server.wait()
    print(f"desk: all holds; from the click to the verdict {took:.2f} s")


main()
