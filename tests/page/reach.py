#!/usr/bin/python3
"""Measures the page of a report over any articles: size, time until it can be used, memory, and its share of the report's time.

  reach.py URTEXT INPUT... [--rounds N]

Prints one line per figure, with the most that it may be. Needs what run.py needs. The share is of processor seconds of the whole
process, of the median round; rounds with and without the page alternate, as the machine may be busy.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.argv, arguments = sys.argv[:1], sys.argv[1:]
import browser as driven  # noqa: E402


def processor(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def resident(browser):
    """Most memory of any process of the browser that shows pages, in MB: the tab's."""
    most, driver = 0, browser.driver.service.process.pid
    for folder in pathlib.Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes()
            status = (folder / "status").read_text()
        except OSError:
            continue
        if b"--type=renderer" in words and descends(int(folder.name), driver):
            most = max(most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
    return most / 1024


def descends(process, ancestor):
    while process > 1:
        if process == ancestor:
            return True
        try:
            process = int(pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return False
    return False


def main():
    rounds = 3
    if "--rounds" in arguments:
        at = arguments.index("--rounds")
        rounds = int(arguments[at + 1])
        del arguments[at : at + 2]
    urtext, inputs = os.path.abspath(arguments[0]), arguments[1:]
    with tempfile.TemporaryDirectory() as folder:
        command = [urtext, "report", *inputs, "--out"]
        took = {"with": [], "without": []}
        for _ in range(rounds):
            took["with"].append(processor(command + [folder + "/with"]))
            took["without"].append(processor(command + [folder + "/without", "--no-page"]))
        page = pathlib.Path(folder) / "with" / "all" / "report.html"
        beside = list((page.parent / "report-texts").glob("*.html"))
        articles = json.loads((page.parent / "summary.json").read_text())["articles"]
        loads = []
        for _ in range(rounds):
            browser = driven.Browser()
            begun = time.perf_counter()
            browser.open(page)
            loads.append(time.perf_counter() - begun)
            for view in driven.VIEWS:
                browser.go(view)
            memory = resident(browser)
            browser.driver.quit()
        whole, bare = statistics.median(took["with"]), statistics.median(took["without"])
        print(f"articles: {articles}")
        print(f"size: {page.stat().st_size / 1e6:.2f} MB (at most 3 for 612 articles, 10 for any); pages beside it: {len(beside)}")
        print(f"until it can be used: {statistics.median(loads):.2f} s (at most 1 for 612 articles, 2 for 37,554)")
        print(f"memory of the tab, after every view: {memory:.0f} MB (at most 400)")
        print(f"share of the page in the report's processor time: {max(0, whole - bare) / whole:.1%} of {whole:.2f} s (at most 15 %)")


main()
