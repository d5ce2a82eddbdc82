"""Colours: readable in both schemes, and the same in code, on screen and in print."""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from survey.render.palette import DARK, LIGHT, contrast

ROOT = Path(__file__).resolve().parents[2]
SITE = (ROOT / "static" / "site.css").read_text()
PRINT = (ROOT / "reports" / "report.css").read_text()


def properties(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet))


BEFORE_DARK, _, AFTER_DARK = SITE.partition("@media (prefers-color-scheme: dark)")
SCHEMES = {
    "light": properties(BEFORE_DARK),
    "dark": properties(BEFORE_DARK) | properties(AFTER_DARK.partition("*, *::before")[0]),
}
TEXT = ("ink", "soft", "customers", "agents", "good", "watch", "poor")
GROUNDS = ("paper", "wash")


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_sheet_and_the_figures_have_the_same_colours(
    scheme: str, palette: Mapping[str, str]
) -> None:
    assert {role: SCHEMES[scheme][role] for role in palette} == dict(palette)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", TEXT)
def test_every_text_colour_reads_on_every_ground(scheme: str, ground: str, role: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[role], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("side", ["customers", "agents"])
def test_numbers_read_on_every_tint_and_lines_show_on_their_band(scheme: str, side: str) -> None:
    colours = SCHEMES[scheme]
    for step in range(7):
        assert contrast(colours["ink"], colours[f"{side}-{step}"]) >= 4.5
    assert contrast(colours["ink"], colours[f"{side}-tint"]) >= 4.5
    assert contrast(colours[side], colours[f"{side}-tint"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("side", ["customers", "agents"])
def test_tints_grow_in_even_strength(scheme: str, side: str) -> None:
    colours = SCHEMES[scheme]
    strengths = [contrast(colours[f"{side}-{step}"], colours["paper"]) for step in range(7)]
    assert strengths == sorted(strengths)
    assert all(later > earlier * 1.03 for earlier, later in pairwise(strengths))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_buttons_read_at_rest_and_under_the_pointer(scheme: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours["on-strong"], colours["customers"]) >= 4.5
    assert contrast(colours["on-strong"], colours["strong-hover"]) >= 4.5
    assert contrast(colours["paper"], colours["poor"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_edges_of_controls_and_marks_show(scheme: str) -> None:
    colours = SCHEMES[scheme]
    for role in ("soft", "customers", "agents", "good", "watch", "poor"):
        assert contrast(colours[role], colours["paper"]) >= 3
    assert contrast(colours["soft"], colours["grid"]) >= 3


def test_print_uses_no_colour_of_its_own() -> None:
    light = set(SCHEMES["light"].values()) | {"#ffffff", "#b9b4a8"}
    assert set(re.findall(r"#[0-9a-f]{6}", PRINT)) <= light


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
