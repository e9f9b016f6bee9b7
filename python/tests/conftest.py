"""The sample corpus as paths, and as the tables that researchers hold."""

import json
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    """The tables name inputs as they were given; the sample report was made from here."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def records():
    """The records of the sample corpus's JSON lines."""
    files = sorted((ROOT / "tests" / "corpus").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]


@pytest.fixture(scope="session")
def columns(records):
    """The same, column by column."""
    names = list(dict.fromkeys(name for record in records for name in record))
    return {name: [record.get(name) for record in records] for name in names}


@pytest.fixture(scope="session")
def run():
    """The report on the sample corpus, from its files."""
    import os

    import urtext_news as un

    before = os.getcwd()
    os.chdir(ROOT)
    try:
        return un.report("tests/corpus", sources="tests/sources.toml")
    finally:
        os.chdir(before)
