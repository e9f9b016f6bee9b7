"""The exceptions of the package: what is wrong and where, and what to do about it."""

from __future__ import annotations


class Error(Exception):
    """Any error of this package.

    Attributes:
        what: what is wrong, with its place and the offending value.
        remedy: what to do about it; empty if nothing is known to help.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\nhint: {self.remedy}" if self.remedy else self.what


class InputError(Error):
    """Articles that cannot be read: a missing column, no text, a file that is not there."""


class SettingsError(Error):
    """A source list, ratings, a week or another setting that cannot be used."""


class ArchiveError(Error):
    """An archive that is missing, in use, damaged or full."""


class WriteError(Error):
    """A place where results cannot be written, or where something else would be overwritten."""


class InternalError(Error):
    """A mistake in the program."""
