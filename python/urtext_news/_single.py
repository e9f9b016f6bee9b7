"""Single articles, articles without comparison, and source lists."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from . import _given, _progress, _urtext
from ._errors import InputError
from ._table import Table, text

Path = str | os.PathLike[str]


class _Answer:
    """An answer about articles: an object for programs, lines for people, and a page."""

    def __init__(self, answer: tuple[str, list[str], str]) -> None:
        raw, self.lines, self.html = answer
        #: The answer as the command prints it with `--json`.
        self.data: dict[str, Any] = json.loads(raw)

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        # A frame of its own, without scripts: the page has its own style sheet.
        page = html.escape(self.html, quote=True)
        return f'<iframe sandbox srcdoc="{page}" style="width:100%;height:32em;border:1px solid #ccc"></iframe>'

    def page(self, path: Path) -> None:
        """Writes the answer as one web page, replacing the file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.html)


class Diff(_Answer):
    """Two articles side by side: `data["relation"]`, `data["rows"]`, `data["drift"]`."""


class Score(_Answer):
    """One article checked against others: `data["verdict"]`, `data["nearest"]`, `data["score"]`."""


def diff(
    a: Any,
    b: Any,
    *,
    sources: Path | None = None,
    fields: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> Diff:
    """Compares two articles; a notebook shows them side by side.

    Args:
        a: the supposed original: a record as a dict (`{"text": ...}`), a path, or a table of one row.
        b: the other article.
        sources, fields, limits: as for `report`.
    """
    reading = _given.reading(sources, fields, limits)
    return Diff(_urtext.diff(_given.articles(a, "a"), _given.articles(b, "b"), reading))


def score(
    article: Any,
    *,
    against: Any = None,
    sources: Path | None = None,
    fields: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> Score:
    """Checks one article against others: whether it is a copy, of what, and what was changed.

    Args:
        article: a record as a dict (`{"text": ...}`), a path, or a table of one row.
        against: articles to compare it with, as for `report`.
        sources, fields, limits: as for `report`.
    """
    others = None if against is None else _given.articles(against, "against")
    reading = _given.reading(sources, fields, limits)
    return Score(_urtext.score(_given.articles(article, "article"), others, reading))


class Archive:
    """An archive that `report(..., archive=FOLDER)` wrote, open for scoring single articles.

    Args:
        folder: its folder.
        sources: as for `report`.

    Raises:
        ArchiveError: if it is missing or damaged.
    """

    def __init__(self, folder: Path, *, sources: Path | None = None) -> None:
        self._sources = sources
        self._desk = _urtext.Desk(os.fspath(folder), _given.reading(sources, None, None))

    def __len__(self) -> int:
        """The number of articles in it, when it was last used."""
        return len(self._desk)

    def score(
        self,
        article: Any,
        *,
        add: bool = False,
        fields: Mapping[str, str] | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> Score:
        """Checks an article against the archive; with `add`, it is kept there afterwards."""
        reading = _given.reading(self._sources, fields, limits)
        return Score(self._desk.score(_given.articles(article, "article"), reading, add))


def clean(
    articles: Any,
    *,
    sources: Path | None = None,
    fields: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
    progress: bool | None = None,
) -> Table:
    """Cleans articles without comparing them: a row for each, sorted by id.

    The column `body` holds the text without headline, byline, captions and page furniture; the
    others say what was read: title, source, language, dates, credit, authors, captions.
    """
    reading = _given.reading(sources, fields, limits)
    frame = _urtext.clean(_given.articles(articles), reading, _progress.watch(progress))
    return Table("clean", frame)


def extract(html: Any, *, sources: Path | None = None, limits: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Reads a web page: text, labelled blocks, captions, dates, as `urtext extract` prints them.

    Args:
        html: the page as text or bytes, or the path of a file (`pathlib.Path`) in any format.

    Raises:
        InputError: if it shows no article, or more than one.
    """
    lines = _urtext.extract(_given.page(html), _given.reading(sources, None, limits))
    if len(lines) != 1:
        raise InputError(f"html: holds {len(lines)} articles, not one", "use clean(), which takes many")
    read: dict[str, Any] = json.loads(lines[0])
    return read


class Audit:
    """The findings on a source list: dicts with code, severity, source_id, line, column, message, remedy."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.sources: int = found["sources"]
        self.findings: list[dict[str, Any]] = found["findings"]

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.findings)

    def __repr__(self) -> str:
        lines = [f"line {f['line']}: {f['severity']} [{f['code']}] {f['message']}" for f in self.findings]
        return "\n".join([*lines, f"{self.sources} sources, {len(self.findings)} findings"])

    def _repr_html_(self) -> str:
        names = ("line", "severity", "code", "message", "remedy")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{text(f[name])}</td>" for name in names) + "</tr>" for f in self.findings)
        return f"<table><caption>{self.sources} sources</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def audit(path: Path, *, sources: Path | None = None) -> Audit:
    """Checks a source list before it is trusted, as `urtext audit` does.

    Args:
        path: the list: TOML as in sources.toml, CSV with a column `domain`, or a domain per line.
        sources: the list of known outlets to look for imitations of; by default the built-in one.
    """
    found = _urtext.audit(os.fspath(path), None if sources is None else os.fspath(sources))
    return Audit(json.loads(found))
