#!/usr/bin/python3
"""Opens the report's page in a browser and uses it as a reader would.

  run.py URTEXT [--images DIR] [--shots DIR]

Needs chromium, chromedriver and selenium (Debian: chromium chromium-driver python3-selenium). axe-core is fetched by npm if there is one;
without it the check for accessibility is skipped, and says so. `--images` writes the pictures of the README, `--shots` one of every view.
"""

import argparse
import csv
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.dont_write_bytecode = True
import hostile  # noqa: E402
from browser import NARROW, VIEWS, WIDE, Browser, check  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def report(urtext, out, *arguments):
    done = subprocess.run([urtext, "report", *arguments, "--out", str(out)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    check(done.returncode == 0, done.stdout)
    week = arguments[arguments.index("--week") + 1] if "--week" in arguments else "all"
    return out / week / "report.html"


def read(browser, page):
    """What an editor does: from the list to both texts and back."""
    browser.open(page)
    check(browser.heading() == "Read first", browser.heading())
    findings = browser.all("li.finding")
    check(len(findings) >= 4, f"{len(findings)} findings")
    check("held against it" in findings[0].text, "the first finding is a charge")
    browser.quiet("read")
    # Search and filters, by keyboard alone.
    box = browser.all("#q")[0]
    box.send_keys("kind:spin altered:>2" + Keys.ENTER)
    browser.wait_for(lambda: len(browser.all("li.finding")) == 2, "a search leaves the two spun copies")
    check(browser.driver.switch_to.active_element.get_attribute("id") == "q", "the focus stays in the search box")
    browser.go("read/" + "source%3Aferrand%20-kind%3Acaption%20since%3A2021-06-07")
    check(len(browser.all("li.finding")) == 1, "one finding fits")
    browser.go("read/" + "points%3A%3E5000")
    check(not browser.all("li.finding") and "No finding fits" in browser.text("main"), "no finding fits")
    # From a finding to both texts.
    browser.go("read")
    link = browser.all("li.finding .sentence a")[0]
    anchor = link.get_attribute("href").split("#")[1]
    link.send_keys(Keys.ENTER)
    browser.ready(anchor)
    check(browser.driver.switch_to.active_element.tag_name == "h1", "the focus moves to the heading")
    check(len(browser.all(".texts .row")) > 5 and browser.all("mark.drift, .drift") and browser.all(".quoted"), "both texts are shown, with marks")
    check("SHA-256" in browser.text("main") and "held against it" in browser.text(".alterations"), "hashes and charges are shown")
    check(len(browser.driver.print_page()) > 20_000, "it can be printed")
    browser.driver.back()
    browser.ready("read")
    # A link from outside opens the same.
    browser.open(page, anchor)
    check(len(browser.all(".texts .row")) > 5, "a link from outside opens the comparison")
    browser.open(page, "f-0000000000000000")
    check("nothing under that link" in browser.text("main"), "an unknown link says so")
    return anchor


def review(urtext, folder, page, anchor):
    """Marks a finding, saves the marks, and reads them back into a report."""
    browser = Browser()
    browser.open(page, anchor)
    check("not reviewed" in browser.text("select"), "nothing is reviewed")
    browser.all("select option[value=wrong]")[0].click()
    browser.all("main input")[0].send_keys('asked "them", no' + Keys.TAB)
    browser.go("read")
    check("reviewed: wrong" in browser.text("li.finding"), "the mark is shown in the list")
    browser.open(page)
    check("reviewed: wrong" in browser.text("li.finding"), "the browser keeps it")
    saved = browser.all("a[download='review.csv']")[0].get_attribute("href").split(",", 1)[1]
    browser.quiet("review")
    browser.driver.quit()
    file = folder / "review.csv"
    file.write_text(urllib.parse.unquote(saved), encoding="utf-8", newline="")
    again = report(urtext, folder / "reviewed", "tests/corpus", "--sources", "tests/sources.toml", "--review", str(file))
    with open(again.parent / "findings.csv", encoding="utf-8", newline="") as table:
        row = next(row for row in csv.DictReader(table) if row["link"].endswith(anchor))
    check((row["review"], row["review_note"]) == ("wrong", 'asked "them", no'), f"read back: {row}")
    browser = Browser()
    browser.open(again, anchor)
    check(browser.all("main input")[0].get_attribute("value") == 'asked "them", no', "shown to whoever opens the next report")
    browser.driver.quit()


def tables(browser, page):
    """Sorting, a source, a story, and every view."""
    browser.open(page, "sources")
    column = lambda: [row.text for row in browser.all("tbody tr td:nth-child(3)")]
    browser.driver.find_element(By.XPATH, "//thead//button[text()='articles']").send_keys(Keys.ENTER)
    check(column() == sorted(column(), key=int, reverse=True), f"sorted by articles: {column()}")
    browser.driver.find_element(By.XPATH, "//thead//button[text()='articles']").send_keys(Keys.ENTER)
    check(column() == sorted(column(), key=int), f"sorted by articles, upwards: {column()}")
    check(browser.all("th[aria-sort=ascending]"), "the order is told")
    source = browser.driver.find_element(By.LINK_TEXT, "Halvik Times")
    source.send_keys(Keys.ENTER)
    browser.wait_for(lambda: browser.heading() == "Halvik Times", "a source opens")
    check("Its articles" in browser.text("main") and "What was counted" in browser.text("main"), "a source's page")
    browser.go("stories")
    browser.all("tbody th a")[0].send_keys(Keys.ENTER)
    browser.wait_for(lambda: browser.all(".tree"), "a story opens")
    check("independent origin" in browser.text("main"), "origins are counted")
    story = browser.fragment()
    # A key that has no meaning in a list says so instead of finding nothing in silence.
    browser.go("sources/" + "altered%3A%3E2")
    check("altered: cannot be searched in this list" in browser.text(".caution"), "a key that cannot match is named")
    # What a score is made of, by keyboard and by mouse.
    browser.go("sources")
    figure = browser.all(".tipped")[0]
    browser.driver.execute_script("arguments[0].focus()", figure)
    browser.wait_for(lambda: "What was counted" in browser.text("#tip"), "the parts of a score on focus")
    figure.send_keys(Keys.ESCAPE)
    browser.wait_for(lambda: not browser.all("#tip")[0].is_displayed(), "Escape closes them")
    ActionChains(browser.driver).move_to_element(browser.all(".tipped")[1]).perform()
    browser.wait_for(lambda: browser.all("#tip")[0].is_displayed(), "the parts of a score on hover")
    # A source's own page is a label of one page.
    for source in ("Halvik Times", "Northern Wire Agency"):
        browser.go("sources")
        browser.driver.find_element(By.LINK_TEXT, source).send_keys(Keys.ENTER)
        browser.wait_for(lambda: browser.heading() == source, "a source opens")
        check(browser.pages() == 1, f"{source}: {browser.pages()} pages of paper")
    browser.go("copies/" + "relation%3Aspun")
    check(len(browser.all("tbody tr")) == 2, f"{len(browser.all('tbody tr'))} spun copies")
    browser.go("flows")
    bands = browser.all(".sankey a[aria-label]")
    rows = len(browser.all(".matrix td a"))
    check(0 < len(bands) <= 20 and len(bands) == min(20, rows), f"{len(bands)} bands of {rows} flows")
    check(all(band.find_elements(By.TAG_NAME, "title") for band in bands), "a band says what it is")
    bands[0].send_keys(Keys.ENTER)
    browser.wait_for(lambda: browser.heading() != "Who takes from whom", "a band opens its copies")
    browser.go("flows")
    flow = browser.all(".matrix td a")[0]
    copies = int(flow.text)
    flow.send_keys(Keys.ENTER)
    browser.wait_for(lambda: browser.heading() == "Copies", "a flow opens its copies")
    check(len(browser.all("tbody tr")) == copies, f"{len(browser.all('tbody tr'))} copies of a flow of {copies}")
    for view in VIEWS:
        browser.go(view)
        browser.fits(view)
        check(browser.all("nav a[aria-current=page]"), f"{view}: the menu says where one is")
    browser.quiet("tables")
    return story


def long_tables(urtext, folder):
    """A long table is a window on its rows, or plain."""
    corpus = folder / "long.jsonl"
    words = "harbour council votes on new quay after storm damage closes the old pier to ferries and freight until autumn".split()
    with open(corpus, "w", encoding="utf-8") as out:
        for n in range(260):
            own = [f"{word}{n // 2}" for word in words]
            text = ". ".join(" ".join([word, *own[at : at + 9]]).capitalize() for at, word in enumerate(words)) + "."
            day = datetime.date(2021, 6, 7) + datetime.timedelta(days=n % 2)
            out.write(json.dumps({"id": f"a{n}", "source": f"outlet{n}.example", "title": f"Quay {n // 2} votes", "text": text, "published": day.isoformat()}) + "\n")
    page = report(urtext, folder / "long", str(corpus))
    browser = Browser()
    browser.open(page, "sources")
    # Read at once: rows come and go.
    rows = lambda: browser.driver.execute_script("return [...document.querySelectorAll('tbody tr[aria-rowindex]')].map((x) => [x.getAttribute('aria-rowindex'), x.textContent])")
    count = int(browser.all("table")[0].get_attribute("aria-rowcount"))
    check(count == 261 and 5 < len(rows()) < 60, f"{len(rows())} rows of {count} are drawn")
    check(rows()[0][0] == "2", "the head is row 1")
    box = browser.all(".virtual")[0]
    check(box.get_attribute("tabindex") == "0", "the window can have the focus")
    box.send_keys(Keys.END)
    browser.wait_for(lambda: rows()[-1][0] == "261", "the end of the table is reached by keyboard")
    check(len(rows()) < 60, "and no more is drawn")
    browser.driver.find_element(By.XPATH, "//thead//button[text()='source']").send_keys(Keys.ENTER)
    browser.wait_for(lambda: rows()[0][1].startswith("outlet0.example"), "it sorts, and begins anew")
    browser.fits("a long table")
    browser.all(".mode")[0].send_keys(Keys.ENTER)
    browser.wait_for(lambda: not browser.all(".virtual") and len(rows()) == 100, "the plain table has the first hundred")
    check("100 of 260 shown" in browser.text("main"), "and says of how many")
    check(browser.driver.switch_to.active_element.get_attribute("aria-pressed") == "true", "the focus stays on the choice")
    browser.all(".more")[0].send_keys(Keys.ENTER)
    browser.wait_for(lambda: len(rows()) == 200, "and grows")
    browser.all(".mode")[0].send_keys(Keys.ENTER)
    browser.wait_for(lambda: browser.all(".virtual"), "and back")
    check(len(browser.driver.print_page()) > 10_000 and "100 of 260 shown" in browser.text("main"), "on paper it is plain")
    browser.quiet("long tables")
    browser.driver.quit()
    return page


def german(urtext, folder, fragments):
    """The page in German: no view speaks English but where it says so."""
    page = report(urtext, folder / "german", "tests/corpus", "--sources", "tests/sources.toml", "--page-language", "de")
    browser = Browser()
    browser.open(page)
    check(browser.driver.execute_script("return document.documentElement.lang") == "de", "the language is stated")
    check(browser.heading() == "Zuerst lesen" and "wird angelastet" in browser.text("li.finding"), "the findings are German")
    english = " the | and | of | with | that | which | shown | from ".split("|")
    for view in fragments:
        browser.go(view)
        browser.fits("German " + view)
        # Texts, headlines and names of outlets are foreign; lines of the tables are marked.
        said = browser.driver.execute_script(
            "const whole = document.querySelector('main').cloneNode(true);"
            "whole.querySelectorAll('h1, bdi, [lang], .texts, blockquote, .apart .row, .sentence, .facts, code, .sankey, a').forEach((x) => x.remove()); return whole.textContent")
        found = [word for word in english if word in said]
        check(not found, f"German {view}: {found} in {said[:2000]}")
    browser.quiet("German")
    browser.driver.quit()
    return page


def weeks(urtext, folder):
    """The week beside the ones before: its course, its change, and the earlier scores of a source."""
    for week in (22, 23):
        shift = (week - 23) * 7
        corpus = folder / f"week{week}.jsonl"
        with open(ROOT / "tests/corpus/week23.jsonl", encoding="utf-8") as lines, open(corpus, "w", encoding="utf-8") as out:
            for line in list(lines)[: None if week == 23 else -3]:
                record = json.loads(line)
                for field in ("published", "first_seen"):
                    if record.get(field):
                        day = datetime.date.fromisoformat(record[field][:10]) + datetime.timedelta(days=shift)
                        record[field] = day.isoformat() + record[field][10:]
                out.write(json.dumps(record) + "\n")
        page = report(urtext, folder / "weeks", str(corpus), "--sources", "tests/sources.toml", "--week", f"2021-W{week}")
    browser = Browser()
    browser.open(page, "week")
    figure = browser.all(".figures > div")[0]
    check(figure.find_elements(By.CSS_SELECTOR, "svg[role=img][aria-label^='2021-W22: ']"), "a figure has its course, in words too")
    check("+" in figure.find_element(By.CSS_SELECTOR, ".past").text, "a figure has its change")
    browser.fits("weeks")
    browser.go("sources")
    browser.driver.find_element(By.LINK_TEXT, "Halvik Times").send_keys(Keys.ENTER)
    browser.wait_for(lambda: "Earlier weeks" in browser.text("main"), "a source has its earlier weeks")
    browser.quiet("weeks")
    browser.driver.quit()
    return page


def without_script(page):
    browser = Browser(script=False)
    browser.driver.get(page.as_uri())
    text = browser.text("body")
    for part in ("Read first", "held against it", "All articles", "Sources", "Halvik Times", "Who takes from whom", "Method, limits, inputs",
                 "Stories", "independent origin", "Copies", "Captions", "Both texts"):
        check(part in text, f"without script: no `{part}`")
    browser.fits("without script")
    browser.all("li.finding summary")[0].click()
    check(len(browser.all("li.finding details[open] .texts .row")) > 5, "without script: both texts of a finding")
    browser.driver.quit()


def strangers(urtext, folder):
    """Nothing in foreign text runs, fetches, or becomes a link."""
    corpus = folder / "hostile.jsonl"
    hostile.write(corpus)
    page = report(urtext, folder / "hostile", str(corpus))
    for script in (True, False):
        browser = Browser(script=script)
        if not script:
            browser.driver.get(page.as_uri())
        else:
            browser.open(page)
            shown = browser.driver.execute_script("return [...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))")
            for view in VIEWS:
                browser.go(view)
                browser.fits("hostile " + view)
                shown += [a.get_attribute("href") for a in browser.all("a")]
            browser.go("copies")
            links = [a.get_attribute("href").split("#")[1] for a in browser.all("tbody a[href*='#p-']")][:12]
            browser.go("stories")
            links += [a.get_attribute("href").split("#")[1] for a in browser.all("tbody a[href*='#s-']")][:6]
            browser.go("sources")
            links += [a.get_attribute("href").split("#")[1] for a in browser.all("tbody a[href*='#o-']")][:12]
            check(len(links) > 15, f"{len(links)} hostile pages")
            for link in links:
                browser.go(link)
                browser.fits("hostile " + link)
                shown += [a.get_attribute("href") for a in browser.all("a")]
                check(all("noopener" in a.get_attribute("rel") for a in browser.all("a[href^=http]")), f"rel of links: {link}")
            check(any(href and href.startswith("http") for href in shown), "some addresses are links")
            bad = [href for href in shown if href and not href.startswith(("#", "http://", "https://", page.as_uri()))]
            check(not bad, f"links: {bad}")
            raw = browser.driver.execute_script("return document.body.innerText")
            check(not any(c in raw for c in "\u202e\u2066\x1b\x00"), "characters that steer")
            foreign = browser.driver.execute_script("return document.querySelectorAll('main script, main iframe, main img, main style, main link, main base, main video').length")
            check(foreign == 0, "foreign markup")
        browser.quiet("hostile")
        browser.driver.quit()


def axe(folder):
    """The script of axe-core; `None` where npm cannot get it."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"], capture_output=True, text=True)
    file = folder / "node_modules" / "axe-core" / "axe.min.js"
    return file.read_text(encoding="utf-8") if done.returncode == 0 and file.exists() else None


def accessible(script, page, views):
    for dark in (False, True):
        browser = Browser(dark)
        for view in views:
            browser.open(page, view)
            # By the debugger, as the page's own policy lets nobody else's script in.
            browser.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
            found = browser.driver.execute_cdp_cmd("Runtime.evaluate", {
                "expression": "axe.run().then((r) => JSON.stringify(r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))"
                              ".map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary)])))",
                "awaitPromise": True, "returnByValue": True})
            check(found["result"].get("value") == "[]", f"{view}, {'dark' if dark else 'light'}: axe-core finds {found['result']}")
        browser.driver.quit()


def shots(page, views, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        browser = Browser(dark)
        for size in (WIDE, NARROW):
            browser.size(size)
            for view in views:
                browser.open(page, view)
                browser.fits(f"{view} at {size[0]}")
                name = f"{view.split('-')[0]}-{size[0]}-{'dark' if dark else 'light'}.png"
                browser.driver.save_screenshot(str(folder / name))
        browser.driver.quit()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("urtext", type=pathlib.Path)
    options.add_argument("--images", type=pathlib.Path)
    options.add_argument("--shots", type=pathlib.Path)
    options = options.parse_args()
    urtext = options.urtext.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        page = report(urtext, folder / "own", "tests/corpus", "--sources", "tests/sources.toml")
        browser = Browser()
        finding = read(browser, page)
        story = tables(browser, page)
        browser.driver.quit()
        review(urtext, folder, page, finding)
        browser = Browser()
        browser.open(page, "sources")
        source = browser.driver.find_element(By.LINK_TEXT, "Halvik Times").get_attribute("href").split("#")[1]
        browser.driver.quit()
        views = VIEWS + [finding, story, source]
        without_script(page)
        in_weeks = weeks(urtext, folder)
        long = long_tables(urtext, folder)
        in_german = german(urtext, folder, views)
        strangers(urtext, folder)
        script = axe(folder)
        if script is None:
            print("page: axe-core cannot be had; accessibility is not checked")
        else:
            accessible(script, page, views)
            accessible(script, in_weeks, ["week"])
            accessible(script, long, ["sources"])
            accessible(script, in_german, ["read", "sources"])
        if options.shots:
            shots(page, views, options.shots)
            shots(in_german, views, options.shots / "de")
            shots(long, ["sources", "copies"], options.shots / "long")
        if options.images:
            browser = Browser()
            options.images.mkdir(parents=True, exist_ok=True)
            for name, view in (("read-first", "read"), ("beside", finding)):
                browser.size((1100, 760))
                browser.open(page, view)
                browser.driver.execute_script("const texts = document.querySelector('.legend'); if (texts) texts.scrollIntoView()")
                browser.driver.save_screenshot(str(options.images / f"{name}.png"))
            browser.driver.quit()
    print(f"page: {len(views)} views in light and dark, {len(hostile.PAYLOADS)} payloads: nothing ran, nothing was fetched")


main()
