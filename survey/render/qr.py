"""QR marks as drawings: one path in a square of modules."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class QrMark:
    """A QR mark: a square of `size` modules, the quiet border of four included, and its path."""

    size: int
    path: str


def qr_mark(text: str) -> QrMark:
    """The QR mark of a text, at error correction M: still read with 15% of it damaged."""
    quiet = 4
    rows = segno.make(text, error="m", micro=False).matrix
    runs = [
        f"M{start + quiet},{y + quiet}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _dark_runs(row)
    ]
    return QrMark(len(rows) + 2 * quiet, "".join(runs))


def qr_svg(text: str) -> str:
    """The QR mark of a text as an SVG document of its own."""
    mark = qr_mark(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {mark.size} {mark.size}">'
        f'<path d="M0,0h{mark.size}v{mark.size}h-{mark.size}z" fill="#fff"/>'
        f'<path d="{mark.path}" fill="#000"/></svg>'
    )


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs
