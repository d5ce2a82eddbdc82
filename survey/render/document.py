"""A report as a document: one template family for the printer and for a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from survey.errors import Refusal
from survey.intake.editions import Kind
from survey.render import numbers
from survey.render.environment import make_environment
from survey.render.palette import LIGHT
from survey.render.speech import direction, say

# Everything the PDF engine may open lies in here.
FOLDER = Path(__file__).resolve().parents[2] / "reports"
# What a report's document opens, and what it is made from: its look depends on nothing else.
PARTS = ("report.css", "paper-*.css", "fonts/*.?tf", "marks/*.svg")
TEMPLATES = ("*.html", "sections/*.html")
FONTS = (
    "inter-regular.otf",
    "inter-semibold.otf",
    "noto-sans-arabic-regular.ttf",
    "noto-sans-arabic-bold.ttf",
    "noto-sans-devanagari-regular.ttf",
    "noto-sans-devanagari-bold.ttf",
)
# How the PDF engine counts pages in the digits a language is written with, by its one.
_DIGITS: Mapping[str, str] = MappingProxyType({"١": "arabic-indic", "१": "devanagari"})
_TEMPLATE_OF: Mapping[Kind, str] = MappingProxyType(
    {
        "centre": "report.html",
        "unit": "unit.html",
        "agents": "agents.html",
        "department": "department.html",
        "slides": "slides.html",
    }
)


@dataclass(frozen=True, slots=True)
class Look:
    """The organisation's own: its accent as `#rrggbb`, and its logo as a data: address or "".

    The accent colours rules and links, never data.
    """

    accent: str = LIGHT["customers"]
    logo: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no colour: it stands in a style sheet."""
        if not re.fullmatch(r"#[0-9a-f]{6}", self.accent, re.ASCII):
            raise ValueError(f"{self.accent[:20]} is no colour as #rrggbb.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a report was made from: SHA-256 in hex of its data, and of templates and engine."""

    data_digest: str
    template_digest: str

    @property
    def short(self) -> tuple[str, str]:
        """Both for a reader's eye: the first sixteen digits in groups of four."""
        return _grouped(self.data_digest[:16]), _grouped(self.template_digest[:16])

    @property
    def full(self) -> tuple[str, str]:
        """Both whole, in groups of four."""
        return _grouped(self.data_digest), _grouped(self.template_digest)


def document(
    page: Any, *, look: Look, stamp: Stamp, for_screen: bool = False, way_back: str = ""
) -> str:
    """The HTML of a report, in the language spoken; addresses in it are relative to FOLDER.

    `page` is a `survey.insight.report.report.ForumReport`. For screens it is the same document
    without a style of its own inside (see `accent_sheet`), with a link to skip to its content and,
    where an address is given, a way back.

    Raises:
        Refusal: a font is missing on this machine.
    """
    missing = [name for name in FONTS if not (FOLDER / "fonts" / name).is_file()]
    if missing:
        raise Refusal(
            f"Reports cannot be made: the font reports/fonts/{missing[0]} is missing on this"
            " machine. Install the product again, or copy the file from another installation."
        )
    template = _templates().get_template(_TEMPLATE_OF[page.edition.kind])
    return template.render(
        page=page, look=look, stamp=stamp, for_screen=for_screen, way_back=way_back
    )


def accent_sheet(name: str) -> str | None:
    """The style sheet `accent-rrggbb.css` that an edition for screens links; None for other names.

    Pages there carry no style of their own, so the accent stands in an address.
    """
    found = re.fullmatch(r"accent-([0-9a-f]{6})\.css", name, re.ASCII)
    return f":root {{ --accent: #{found[1]}; }}\n" if found else None


def running(look: Look) -> Markup:
    """The style sheet of a printed document's own: its accent, and what stands in the margins.

    A browser that prints leaves the names out, which only the PDF engine can carry along.
    """
    start, end = ("left", "right") if direction() == "ltr" else ("right", "left")
    digits = _DIGITS.get(numbers.whole(1), "decimal")
    page, pages = f"counter(page, {digits})", f"counter(pages, {digits})"
    words = say("Page %(page)s of %(pages)s", page="\0", pages="\1")
    parts = (_quoted(part) for part in re.split("([\0\1])", words))
    foot = " ".join({'"\\0 "': page, '"\\1 "': pages}.get(part, part) for part in parts)
    return Markup(  # noqa: S704 - made of a colour, of counters, and of what _quoted wrote
        f":root {{ --accent: {look.accent}; }}\n"
        "@page {"
        f" @top-{start} {{ content: string(organisation); text-align: {start}; }}"
        f" @top-{end} {{ content: string(report); text-align: {end}; }}"
        f" @bottom-{start} {{ content: string(section, start); text-align: {start}; }}"
        f" @bottom-center {{ content: string(ribbon); }}"
        f" @bottom-{end} {{ content: {foot}; text-align: {end}; }}"
        " }\n"
        "@page :first { @top-left { content: none; } @top-right { content: none; } }"
    )


def _quoted(text: str) -> str:
    """The text as a string of a style sheet; whatever could end it is written as a number."""
    plain = re.sub(r"[\x00-\x1f\"<\\]", lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{plain}"'


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


@cache
def _templates() -> Environment:
    made = make_environment([FOLDER.parent / "templates", FOLDER])
    made.globals |= {"direction": direction, "running": running}
    return made
