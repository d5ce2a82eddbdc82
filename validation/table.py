"""The rows as Markdown, and their place in the document between two markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from validation.row import Row

BEGIN, END = "<!-- written by `make validate`: begin -->", "<!-- end -->"
_HEAD = "| estimate | truth | counted | promised | found | runs |\n|---|---|---|---|---|---|\n"


def section(title: str, rows: Sequence[Row]) -> str:
    """A title and its table: a grid where the rows have columns."""
    return f"### {title}\n\n{_grid(rows) if rows[0].column else _list(rows)}"


def write_sections(document: Path, found: Mapping[str, str], titles: Sequence[str]) -> None:
    """Puts sections, by their title, between the markers, in the order of all titles.

    Sections that were there and are not among the new ones stay, unless their title is gone.
    Raises ValueError where there are no markers.
    """
    before, begin, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{document} has no place for the table.")
    there = {one.split("\n")[0]: f"### {one.strip()}\n" for one in old.split("### ")[1:]}
    sections = {**there, **found}
    text = "\n".join(sections[title] for title in titles if title in sections)
    document.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def _list(rows: Sequence[Row]) -> str:
    return _HEAD + "".join(
        f"| {row.name} | {row.truth} | {row.counts} | {_promised(row)} | {_found(row)} |"
        f" {row.runs:,} |\n"
        for row in rows
    )


def _grid(rows: Sequence[Row]) -> str:
    columns = list(dict.fromkeys(row.column for row in rows))
    lines = [
        f"| truth | counted | promised | {' | '.join(columns)} | runs each |\n",
        f"|---|---|---|{'---|' * len(columns)}---|\n",
    ]
    for truth, counts in dict.fromkeys((row.truth, row.counts) for row in rows):
        one = {row.column: row for row in rows if (row.truth, row.counts) == (truth, counts)}
        first = next(iter(one.values()))
        cells = " | ".join(_found(one[column]) for column in columns)
        lines.append(f"| {truth} | {counts} | {_promised(first)} | {cells} | {first.runs:,} |\n")
    return "".join(lines)


def _promised(row: Row) -> str:
    is_loose = row.promise == "at most"
    words = ("at most " if row.per or row.nominal < 0.5 else "at least ") if is_loose else ""
    return f"{words}{_number(row.nominal, row)}"


def _found(row: Row) -> str:
    text = f"{_number(row.observed, row)} ± {_number(row.error, row)}"
    return f"**{text}** (outside)" if row.is_outside else text


def _number(value: float, row: Row) -> str:
    if row.per:
        return f"{value:.2f}"
    places = 2 if row.nominal < 0.02 else 1
    return f"{100 * value:.{places}f}%"
