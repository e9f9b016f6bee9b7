"""Tables that come out."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _urtext
from ._errors import InputError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

# Rows and characters of a cell that a notebook shows. Chosen by judgement.
ROWS = 20
CELL = 160


class Table:
    """A table in Arrow's memory layout.

    Any library that knows the Arrow PyCapsule interface takes it: `polars.DataFrame(table)`,
    `pyarrow.table(table)`, `duckdb.sql("select * from table")`.
    """

    def __init__(self, name: str, frame: _urtext.Frame, show: Callable[[Table], str] | None = None) -> None:
        self.name = name
        self._frame = frame
        self._show = show

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Exports the table as an Arrow stream."""
        return self._frame.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._frame.columns

    def __getitem__(self, column: str) -> list[Any]:
        """The cells of a column; an empty cell is `None`."""
        return self._cells(column, len(self))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts."""
        columns = self.columns
        for row in zip(*(self[name] for name in columns)):
            yield dict(zip(columns, row))

    def to_polars(self) -> polars.DataFrame:
        """Returns a DataFrame of polars, without copying the texts."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """Returns a table of pyarrow, without copying."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a DataFrame of pandas; pyarrow has to be installed too."""
        return self.to_arrow().to_pandas()

    def __repr__(self) -> str:
        return f"<urtext_news.Table {self.name}: {len(self)} rows, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        return self._show(self) if self._show else shown(self, self.columns)

    def _cells(self, column: str, most: int) -> list[Any]:
        cells = self._frame.cells(column, most)
        if cells is None:
            raise KeyError(f"`{column}` is no column of `{self.name}`; there are {', '.join(self.columns)}")
        return cells


def shown(table: Table, columns: Sequence[str]) -> str:
    """Formats the first rows as HTML; all text is foreign and escaped."""
    cells = [[text(cell) for cell in table._cells(name, ROWS)] for name in columns]
    return rows(table, columns, zip(*cells))


def rows(table: Table, header: Sequence[str], cells: Any) -> str:
    """Formats rows whose cells are HTML already."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td style='text-align:left'>{c}</td>" for c in row) + "</tr>" for row in cells)
    more = f"<p>{len(table)} rows, of which the first {ROWS} are shown</p>" if len(table) > ROWS else ""
    return f"<table><caption>{html.escape(table.name)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def text(cell: Any) -> str:
    """Formats a cell as HTML: escaped, and cut if it is long."""
    if cell is None:
        return ""
    cell = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return html.escape(cell if len(cell) <= CELL else cell[:CELL] + "…")


def link(title: Any, url: Any) -> str:
    """Formats a title that links to a page of the web."""
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        return f'<a href="{html.escape(url)}" rel="noopener noreferrer">{text(title)}</a>'
    return text(title)


def schema(table: str | None = None) -> list[dict[str, str]]:
    """Describes every column of every table: type, unit, meaning, meaning of an empty cell, example.

    Args:
        table: only the columns of this table.

    Raises:
        InputError: if there is no such table.
    """
    keys = ("table", "column", "type", "unit", "meaning", "empty", "example")
    entries = [dict(zip(keys, entry)) for entry in _urtext.schema()]
    wanted = [entry for entry in entries if table in (None, entry["table"])]
    if not wanted:
        names = dict.fromkeys(entry["table"] for entry in entries)
        raise InputError(f"unknown table `{table}`", f"the tables are {', '.join(names)}")
    return wanted
