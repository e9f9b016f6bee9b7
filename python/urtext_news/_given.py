"""Turns arguments into what the native part takes: a kind, and the thing itself."""

from __future__ import annotations

import datetime
import json
import operator
import os
from collections.abc import Iterable, Mapping
from typing import Any

from ._errors import InputError, SettingsError

Argument = tuple[str, Any]


def articles(thing: Any, what: str = "articles") -> Argument:
    """Takes articles: an Arrow object, a path, paths, a record or a list of records."""
    if hasattr(thing, "__arrow_c_stream__"):
        return "stream", thing
    if isinstance(thing, (str, os.PathLike)):
        return "paths", [os.fspath(thing)]
    if isinstance(thing, Mapping):
        return "record", _record(thing)
    kind = f"{type(thing).__module__}.{type(thing).__qualname__}"
    if kind.startswith("pandas."):
        raise InputError(
            f"{what}: this {kind} does not offer its data as an Arrow stream",
            "give a DataFrame of pandas 2.2 or later with pyarrow installed, or a table of polars or pyarrow",
        )
    if kind.startswith("polars.") and hasattr(thing, "collect"):
        raise InputError(f"{what}: a {kind} holds no rows yet", "give `.collect()` of it")
    if isinstance(thing, Iterable) and not isinstance(thing, (bytes, bytearray)):
        things = list(thing)
        if things and all(isinstance(each, (str, os.PathLike)) for each in things):
            return "paths", [os.fspath(each) for each in things]
        if things and all(isinstance(each, Mapping) for each in things):
            # A line for each, so that a reject names its record by its line.
            return "record", b"[" + b",\n".join(map(_record, things)) + b"]"
        if not things:
            raise InputError(f"{what}: an empty {kind} holds no article", "give at least one article")
    raise InputError(
        f"{what}: a {kind} holds no articles",
        "give a table (polars, pandas, pyarrow, DuckDB), paths, or records as dicts with a `text`",
    )


def page(thing: Any) -> Argument:
    """Takes a web page: its HTML, or the path of a file, which may hold any format."""
    if isinstance(thing, str):
        return "page", thing.encode("utf-8", "replace")
    if isinstance(thing, (bytes, bytearray)):
        return "page", bytes(thing)
    return articles(thing, "html")


def reading(sources: Any, fields: Mapping[str, str] | None, limits: Mapping[str, Any] | None) -> dict[str, Any]:
    """Takes the options for reading."""
    for name, value in (("fields", fields), ("limits", limits)):
        if value is not None and not isinstance(value, Mapping):
            raise SettingsError(f"{name}: `{value}` is not a dict", 'write it as fields={"text": "COLUMN"}')
    if limits and "memory" in limits:
        raise SettingsError(
            "limits: the memory of a Python process cannot be limited from within",
            "limit the process (`ulimit -v`, a container), or use `urtext report --limit memory=8G`",
        )
    return {
        "sources": None if sources is None else os.fspath(sources),
        "fields": [f"{name}={column}" for name, column in (fields or {}).items()],
        "limits": [f"{name}={value}" for name, value in (limits or {}).items()],
    }


def week(text: Any) -> tuple[int, int] | None:
    """Takes an ISO week, as in 2021-W23."""
    if text is None:
        return None
    try:
        year, number = str(text).split("-W")
        datetime.date.fromisocalendar(int(year), int(number), 1)
        return int(year), int(number)
    except ValueError:
        raise SettingsError(f"week: `{text}` is not an ISO week", "write it as 2021-W23") from None


def window(days: Any) -> int | None:
    """Takes a number of days."""
    if days is None:
        return None
    try:
        number = operator.index(days)
    except TypeError:
        number = -1
    if not 0 <= number < 1 << 32:
        raise SettingsError(f"window: `{days}` is not a whole number of days, 0 or more", "write it as window=7")
    return number


def day(thing: Any) -> str | None:
    """Takes a day, as text or as a date, with or without a time."""
    if isinstance(thing, datetime.date):
        return thing.strftime("%Y-%m-%d")
    return None if thing is None else str(thing)


def _record(record: Mapping[str, Any]) -> bytes:
    """A record as JSON; fields without a value are left out, as nulls in a table are."""
    return json.dumps({str(k): _value(v) for k, v in record.items() if not _is_missing(v)}, default=_value).encode()


def _is_missing(value: Any) -> bool:
    """Whether it is None, or one of the values by which pandas says so: they differ from themselves."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _value(value: Any) -> Any:
    """What stands for a value in JSON; called again for what lists and dicts hold."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (str, bool, list, tuple, dict, int, float)):
        return value
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)
