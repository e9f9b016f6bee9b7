"""Single articles, cleaning, source lists."""

import json
import pathlib
import threading
import time

import pytest

import urtext_news as un

SOURCES = "tests/sources.toml"
WIRE, COPY = "nwa-0607-strike", "dbc-strike"


@pytest.fixture
def by_id(records):
    return {record["id"]: record for record in records}


def test_two_articles_side_by_side(by_id):
    found = un.diff(by_id[WIRE], by_id[COPY], sources=SOURCES)
    assert found["relation"] == "spun" and found["rows"] and found["drift"]
    assert repr(found).startswith("spun: ")
    assert "srcdoc" in found._repr_html_() and "<script" not in found._repr_html_()


def test_one_article_against_a_table_and_against_an_archive(by_id, columns, tmp_path):
    import polars as pl

    table = pl.DataFrame(columns)
    found = un.score(by_id[COPY], against=table, sources=SOURCES)
    assert found["verdict"]["relation"] == "spun" and found["verdict"]["original"] == WIRE
    assert "spun" in repr(found) and 0 <= found["score"] <= 100
    un.report(table, sources=SOURCES, archive=tmp_path)
    archive = un.Archive(tmp_path, sources=SOURCES)
    kept = archive.score(by_id[COPY])
    assert kept["verdict"] == found["verdict"]
    before = len(archive)
    archive.score({"id": "new", "text": "The ferries of Halvik will sail again, said the mayor of the town."}, add=True)
    assert len(archive) == before + 1
    with pytest.raises(un.InputError, match="one article is needed"):
        un.score(table)
    with pytest.raises(un.ArchiveError, match="report"):
        un.Archive(tmp_path / "gone")


def test_a_page_is_read_with_its_blocks():
    page = "<html><head><title>Ferries</title></head><body><article><h1>Ferries stand still</h1><p>Ferry crews in Halvik stopped work on Monday, and the harbour stood still until the evening came.</p><p>Nobody said when they would sail again, and the mayor asked for patience.</p></article></body></html>"
    found = un.extract(page)
    assert "stopped work on Monday" in found["text"] and "body" in {label for _, label, _ in found["blocks"]}
    assert un.extract(page.encode()) == found
    assert un.extract(pathlib.Path("tests/corpus/bh-page-cranes.txt"))["title"] == "Crane drivers bring silence to Corn Dock"
    with pytest.raises(un.InputError):
        un.extract("")


def test_articles_are_cleaned_without_comparison(columns):
    import polars as pl

    table = un.clean(pl.DataFrame(columns), sources=SOURCES)
    assert len(table) == len(set(columns["id"]))
    row = {row["id"]: row for row in table}[WIRE]
    assert row["source"] == "nwa" and row["title"].startswith("Ferry crews") and row["body"]
    assert isinstance(row["authors"], list) and table.to_polars().height == len(table)
    assert "We use cookies" not in un.clean("tests/corpus/bh-page-cranes.txt")["body"][0]


def test_a_source_list_is_audited(tmp_path):
    found = un.audit(SOURCES)
    assert found.sources > 0 and "findings" in repr(found)
    bad = tmp_path / "sources.txt"
    bad.write_text("tagesschau.de\ntagesschau-de.com\nnot a domain\n")
    found = un.audit(bad)
    assert len(found) > 0 and {"code", "severity", "line", "message", "remedy"} <= set(next(iter(found)))
    with pytest.raises(un.SettingsError, match="existing source list"):
        un.audit(tmp_path / "gone")


def test_other_threads_run_meanwhile(columns):
    import polars as pl

    ticks, over = [], threading.Event()

    def tick():
        while not over.wait(0.001):
            ticks.append(time.monotonic())

    thread = threading.Thread(target=tick)
    thread.start()
    un.report(pl.DataFrame(columns), sources=SOURCES, progress=False)
    over.set()
    thread.join()
    # With the lock held, no tick would fall into the run.
    assert len(ticks) > 5


def test_ctrl_c_ends_a_run():
    """In a process of its own, as the signal goes to the main thread."""
    import signal
    import subprocess
    import sys

    code = """
import signal, threading, os, time
import urtext_news as un
text = "Ferry crews in Halvik stopped work on day {} and the harbour stood still until evening {} came, said mayor {}. "
records = [{"id": str(n), "text": "".join(text.format(n * k % 97, n % (k + 2), k) for k in range(200))} for n in range(3000)]
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
begun = time.monotonic()
try:
    un.report(records)
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - begun < 5)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.stdout == "interrupted True\n", (done.stdout, done.stderr)


def test_stages_are_logged(caplog, records):
    with caplog.at_level("INFO", "urtext_news"):
        un.report(records[:3])
    assert any(message.startswith("ingest: 3 articles") for message in caplog.messages)


def test_errors_are_of_one_family():
    for error in (un.InputError, un.SettingsError, un.ArchiveError, un.WriteError, un.InternalError):
        assert issubclass(error, un.Error)
    assert str(un.InputError("a", "b")) == "a\nhint: b" and json.dumps(un.InputError("a").what) == '"a"'
