"""The colours, once for paper and light screens and once for the dark scheme.

Figures carry the light ones as literal attributes, because a printed page gives its style sheet no
say inside an SVG. `static/site.css` holds the same values as custom properties; a test compares.
"""

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#fffdf9",
        "ink": "#1c2024",
        "soft": "#5b636b",
        "rule": "#dcd8cf",
        "grid": "#ebe8e0",
        "customers": "#00696f",
        "customers-tint": "#d7ecec",
        "agents": "#945700",
        "agents-tint": "#f6e7d0",
        "good": "#2b6e3f",
        "watch": "#8a6100",
        "poor": "#a8321f",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#15181b",
        "ink": "#ece9e3",
        "soft": "#a5adb5",
        "rule": "#3b4147",
        "grid": "#282d32",
        "customers": "#5cc4c6",
        "customers-tint": "#12383a",
        "agents": "#e2a656",
        "agents-tint": "#3d2c14",
        "good": "#7fca93",
        "watch": "#dcb04f",
        "poor": "#f2937f",
    }
)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two `#rrggbb` colours, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
