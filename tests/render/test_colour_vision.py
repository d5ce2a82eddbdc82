"""Figures in grey and for colour-blind readers: where two hues look alike, shapes tell apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from survey.render import figures
from survey.render.figures import PRINT, Drawing
from survey.render.figures.marks import Area, Dot, Group, Line, Mark, Stroke, Text, flat
from survey.render.palette import LIGHT
from tests.render import gallery

# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15:1291-1298, severity 1.0, on linear RGB.
VISIONS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
TO_XYZ = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
# Less than this apart in CIELAB, two small marks cannot be told from each other with certainty.
APART = 15.0
BEHIND = {"paper", "grid", "rule"}
# Whose voice it is: whatever has this hue is named beside it, see the last test.
VOICES = {"customers", "agents"}


def lab(role: str, vision: str) -> np.ndarray:
    channels = np.array([int(LIGHT[role][at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(VISIONS[vision]) @ linear, 0, 1) / (0.9505, 1, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array((116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])))


def distance(one: str, other: str) -> float:
    """How far apart two roles are for those readers who tell them apart worst."""
    return min(float(np.linalg.norm(lab(one, v) - lab(other, v))) for v in VISIONS)


def shape(mark: Mark) -> tuple[object, ...]:
    """All there is to see of a mark but its hue and place."""
    match mark:
        case Dot():
            return ("dot", mark.is_open, round(mark.r))
        case Line():
            level, upright = mark.y1 == mark.y2, mark.x1 == mark.x2
            return ("line", round(mark.width, 1), mark.dash, level, upright)
        case Stroke():
            return ("stroke", round(mark.width, 1), len(mark.points) > 3)
        case Area():
            corners = mark.points[:4]
            points_up = corners[0][1] < corners[1][1]
            return ("area", min(len(mark.points), 5), points_up)
    raise TypeError(mark)


def alike(drawing: Drawing) -> Iterator[tuple[str, str, object]]:
    """Pairs of roles that share a shape and that some readers cannot tell apart."""
    roles: dict[object, set[str]] = defaultdict(set)
    for mark in drawing.marks:
        parts = list(flat((mark,)))
        drawn = [part for part in parts if not isinstance(part, Text) and part.role not in BEHIND]
        # What belongs together is seen together: an open dot says what its line means.
        weight = any(isinstance(part, Text) and part.is_bold for part in parts)
        for role in {part.role for part in drawn}:
            own = frozenset(shape(part) for part in drawn if part.role == role)
            roles[own, weight].add(role)
    for seen, found in roles.items():
        for one, other in combinations(sorted(found), 2):
            if {one, other} != VOICES and distance(one, other) < APART:
                yield one, other, seen


BANDED = figures.banded_plot(
    [figures.BandedRow(band, 0.8, 0.7, 0.9, 40, band, band)  # type: ignore[arg-type]
     for band in ("top", "middle", "low", "unknown")],
    title="T", axis=gallery.SHARE, canvas=PRINT,
    low=figures.Reference(0.7, "low"), high=figures.Reference(0.9, "high"),
)  # fmt: skip


@pytest.mark.parametrize("name", [*gallery.FIGURES, "banded"])
def test_where_hues_look_alike_shapes_differ(name: str) -> None:
    drawing = BANDED if name == "banded" else gallery.FIGURES[name](canvas=PRINT)
    assert list(alike(drawing)) == []


def test_hues_that_only_some_readers_tell_apart_are_found() -> None:
    assert distance("good", "poor") < APART
    assert distance("customers", "agents") < APART
    assert distance("ink", "customers-tint") > 3 * APART
    two = (Dot(1, 1, 3, "good"), Dot(9, 1, 3, "poor"))
    assert list(alike(Drawing(10, 10, "T", "", "", two)))
    assert not list(alike(Drawing(10, 10, "T", "", "", (two[0], Dot(9, 1, 3, "poor", True)))))


@pytest.mark.parametrize("side", sorted(VOICES))
def test_tints_differ_from_their_lines_and_from_the_paper_in_grey(side: str) -> None:
    assert distance(side, f"{side}-tint") > 2 * APART
    assert distance(f"{side}-tint", "paper") > 3


@pytest.mark.parametrize("name", ["interval", "trends", "multiples", "change", "slope", "forest"])
def test_whatever_has_a_voice_is_named_beside_it(name: str) -> None:
    drawing = gallery.FIGURES[name](canvas=PRINT)
    said = " ".join(mark.text for mark in flat(drawing.marks) if isinstance(mark, Text))
    for group in (mark for mark in drawing.marks if isinstance(mark, Group)):
        assert group.title.split()[0].rstrip(":,") in said
