"""Cells of a file that a spreadsheet will open."""

from __future__ import annotations

# Programs read a cell that begins with one of these as a formula, even behind blanks.
_BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_UNSEEN = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def defuse(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula.

    >>> defuse("=HYPERLINK(1)"), defuse("fine"), defuse("")
    ("'=HYPERLINK(1)", 'fine', '')
    """
    bare = cell.lstrip(_UNSEEN)
    return f"'{cell}" if bare.startswith(_BEGINNINGS) or cell[:1] in ("\t", "\r", "\n") else cell
