"""Progress of a run: a line in a terminal or a notebook, and a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

LOG = logging.getLogger("urtext_news")

Watch = Callable[[str, "int | None", "int | None", "str | None"], None]


def watch(wanted: bool | None) -> Watch:
    """Returns what is told of stages: each one that ends is logged at level INFO.

    A line is shown while it lasts if `wanted`, or by default in a notebook and on a terminal.
    """
    line = _line() if wanted or wanted is None and _is_seen() else None
    of: int | None = None

    def told(stage: str, done: int | None, total: int | None, said: str | None) -> None:
        nonlocal of
        if said is not None:
            of = None
            LOG.info("%s: %s", stage, said)
        elif total is not None:
            of = total
        if line and stage:
            count = f" {done:,} of {of:,}" if of else f" {done:,}" if done else ""
            line(f"{stage}: {said}" if said is not None else f"{stage} …{count}", said is not None)

    return told


def _is_notebook() -> bool:
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    shell = get_ipython()
    return shell is not None and shell.__class__.__name__ == "ZMQInteractiveShell"


def _is_seen() -> bool:
    return _is_notebook() or sys.stderr.isatty()


def _line() -> Callable[[str, bool], None]:
    """Returns a function that replaces the line shown."""
    if _is_notebook():
        from IPython.display import display

        shown: Any = display({"text/plain": ""}, raw=True, display_id=True)
        return lambda text, _: shown.update({"text/plain": text}, raw=True)

    def line(text: str, ended: bool) -> None:
        sys.stderr.write(f"\r\x1b[K{text}" + ("\n" if ended else ""))
        sys.stderr.flush()

    return line
