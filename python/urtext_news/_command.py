"""`urtext`: the command, if the wheel carries it."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys


def main() -> None:
    """Runs the command in place of this process: the wheel's own, else the next one in PATH."""
    name = "urtext.exe" if os.name == "nt" else "urtext"
    own = pathlib.Path(__file__).parent / "bin" / name
    program = str(own) if own.exists() else _next(name)
    if program is None:
        sys.exit("urtext: this wheel was built without the command\nhint: docs/python.md says how to build one with it")
    words = [program, *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(words))
    os.execv(program, words)


def _next(name: str) -> str | None:
    """Returns the first program of that name in PATH that comes after this script.

    One that comes before it may be the script of another environment, which would call this one back.
    """
    script = sys.argv[0]
    if os.name == "nt" and not script.lower().endswith(".exe"):
        script += ".exe"
    found = [os.path.join(folder, name) for folder in os.get_exec_path()]
    found = [path for path in found if os.path.isfile(path) and os.access(path, os.X_OK)]
    after = [at + 1 for at, path in enumerate(found) if os.path.realpath(path) == os.path.realpath(script)]
    return next(iter(found[max(after, default=0) :]), None)
