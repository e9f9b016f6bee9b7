"""`urtext`: the command, if the wheel carries it."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys


def main() -> None:
    """Runs the command in place of this process."""
    name = "urtext.exe" if os.name == "nt" else "urtext"
    program = pathlib.Path(__file__).parent / "bin" / name
    if not program.exists():
        sys.exit("urtext: this wheel was built without the command\nhint: docs/python.md says how to build one with it")
    words = [str(program), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(words))
    os.execv(program, words)
