"""Reports: all articles compared with one another."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from typing import Any

from . import _given, _progress, _urtext
from ._errors import InputError
from ._table import ROWS, Table, link, rows, shown, text

Path = str | os.PathLike[str]

# The relations that count as copying.
COPYING = {"identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"}


def report(
    articles: Any = None,
    *,
    sources: Path | None = None,
    week: str | None = None,
    archive: Path | None = None,
    fields: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
    window: int | None = None,
    as_of: str | datetime.date | None = None,
    all_pairs: bool = False,
    ratings: Path | None = None,
    review: Path | None = None,
    earlier: Path | None = None,
    progress: bool | None = None,
) -> Run:
    """Compares all articles with one another, as `urtext report` does, and returns the tables.

    Args:
        articles: a table (polars, pandas, pyarrow, DuckDB or any other object with
            `__arrow_c_stream__`), files, folders or globs, or records as dicts. Names of columns
            are recognised as in a file. Not needed with `archive`: the report then covers
            everything in it.
        sources: the source list; by default `sources.toml` in the current folder if it exists,
            else the built-in one.
        week: count only articles of this ISO week, as in `"2021-W23"`.
        archive: also compare with everything in this folder, and add the new articles to it.
            Created if it does not exist.
        fields: which column holds which field, as in `{"text": "content"}`.
        limits: limits that guard against hostile input, as in `{"document": "50M"}`.
        window: compare only articles at most this many days apart.
        as_of: the last day on which any article can have been written.
        all_pairs: compare every pair even in very large families.
        ratings: a CSV file of a third party's ratings, shown beside the scores.
        review: a CSV file of what readers said of findings.
        earlier: the folder that holds reports of earlier weeks, to show what changed; needs `week`.
        progress: show progress; by default on a terminal and in a notebook.

    Raises:
        InputError: if no article can be read, or a column that was named is missing.
        SettingsError: if the source list or another setting cannot be used.
        ArchiveError: if the archive cannot be read or written; it is then unchanged.
    """
    if articles is None and archive is None:
        raise InputError("no articles were given", "give a table or paths, or archive=FOLDER")
    options = {
        "week": _given.week(week),
        "archive": _path(archive),
        "window": _given.window(window),
        "as_of": _given.day(as_of),
        "all_pairs": all_pairs,
        "ratings": _path(ratings),
        "review": _path(review),
        "earlier": _path(earlier),
    }
    given = None if articles is None else _given.articles(articles)
    reading = _given.reading(sources, fields, limits)
    return Run(_urtext.report(given, reading, options, _progress.watch(progress)))


class Run:
    """A report in memory: an attribute for each table, as `run.pairs`.

    `schema()` describes the columns of all tables.
    """

    def __init__(self, native: _urtext.Run) -> None:
        self._native = native
        self._tables: dict[str, Table] = {}

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return self._native.names

    def table(self, name: str) -> Table:
        """Returns a table by its name; it is built when it is first asked for."""
        if name not in self._tables:
            frame = self._native.table(name)
            if frame is None:
                raise InputError(f"unknown table `{name}`", f"the tables are {', '.join(self.tables)}")
            show = {"pairs": self._pairs_shown, "findings": _findings_shown}.get(name)
            self._tables[name] = Table(name, frame, show)
        return self._tables[name]

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(f"a run has no attribute `{name}`; its tables are {', '.join(self.tables)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @property
    def summary(self) -> dict[str, Any]:
        """The summary, as `summary.json` holds it."""
        summary: dict[str, Any] = json.loads(self._native.summary())
        return summary

    def write(
        self, out: Path = "reports", *, format: str = "csv", page: bool = True, force: bool = False
    ) -> str:
        """Writes all tables, the summary and the page to `out/all` or `out/<week>`, as the command does.

        Args:
            out: the folder that holds the reports.
            format: `"csv"` or `"parquet"`.
            page: whether to write the page, `report.html`.
            force: overwrite files that were not written by a report.

        Returns:
            The report's folder.

        Raises:
            WriteError: if it cannot be written; the previous report is then intact.
        """
        if format not in ("csv", "parquet"):
            raise InputError(f"format: `{format}` is unknown", 'give "csv" or "parquet"')
        return str(self._native.write(os.fspath(out), format == "parquet", page, force))

    def page(self, path: Path, *, force: bool = False) -> None:
        """Writes the report as one web page.

        Raises:
            WriteError: if it cannot be written, or would overwrite another file without `force`.
        """
        self._native.page(os.fspath(path), force)

    def __repr__(self) -> str:
        return "\n".join(self._native.brief())

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{text(line)}</p>" for line in self._native.brief())
        return lines + self.findings._repr_html_()

    def _pairs_shown(self, pairs: Table) -> str:
        """The first pairs with titles and links; the original, if it is known, comes first."""
        articles = self.table("articles")
        about = {
            key: link(title or key, url)
            for key, title, url in zip(articles["article_id"], articles["title"], articles["url"])
        }
        names = ("article_a", "article_b", "relation", "original", "relation_firmness", "evidence")
        out = []
        for a, b, relation, original, firmness, evidence in zip(*(pairs._cells(name, ROWS) for name in names)):
            first, second = (b, a) if original == b else (a, b)
            known = "first text is the original" if relation in COPYING and original is not None else ""
            out.append((about.get(first, text(first)), about.get(second, text(second)), text(relation), known, text(firmness), text(evidence)))
        return rows(pairs, ("first article", "other article", "relation", "direction", "firmness", "evidence"), out)


def _findings_shown(findings: Table) -> str:
    return shown(findings, ("rank", "status", "kinds", "finding", "severity", "confidence"))


def _path(path: Path | None) -> str | None:
    return None if path is None else os.fspath(path)
