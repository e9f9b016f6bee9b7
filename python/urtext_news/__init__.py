"""Urtext for Python: finds the earliest original among copies of news stories.

>>> import urtext_news as un
>>> run = un.report(df)                      # any table with a column of texts, or paths
>>> run.pairs.to_pandas(), run.findings      # tables; a notebook shows titles and links
>>> run.write("reports"); run.page("week.html")
>>> un.diff(a, b)                            # two articles side by side
>>> un.score(article, against=df)            # one article checked against others

Tables go in and come out through Arrow's PyCapsule interface: polars, pandas (2.2 or later, with
pyarrow), pyarrow and DuckDB objects are taken as they are, and each of these libraries takes the
tables that come out.
"""

from ._errors import ArchiveError, Error, InputError, InternalError, SettingsError, WriteError
from ._run import Run, report
from ._single import Archive, Audit, Diff, Score, audit, clean, diff, extract, score
from ._table import Table, schema
from ._urtext import __version__

__all__ = [
    "Archive",
    "ArchiveError",
    "Audit",
    "Diff",
    "Error",
    "InputError",
    "InternalError",
    "Run",
    "Score",
    "SettingsError",
    "Table",
    "WriteError",
    "__version__",
    "audit",
    "clean",
    "diff",
    "extract",
    "report",
    "schema",
    "score",
]
