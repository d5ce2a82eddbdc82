"""How the pages about reports call things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from survey.access import Viewer
from survey.errors import NotFound
from survey.insight.report.occasions import occasion_of, occasions
from survey.insight.units import read_scope
from survey.intake.edition_form import Which
from survey.intake.editions import Every, Kind, Paper
from survey.render.speech import report_languages
from survey.store.reads_of_orders import OrderState

Choices = tuple[tuple[str, str], ...]

KIND_WORDS: Mapping[Kind, str] = {
    "centre": "Whole centre",
    "unit": "Site or team",
    "agents": "For agents",
    "department": "For a department",
    "slides": "Slides",
}
WHICH_WORDS: Mapping[Which, str] = {
    "centre": "The whole centre, for executives",
    "slides": "The whole centre, as slides",
    "agents": "Two pages for agents",
    "unit": "One site or team",
    "units": "Every site and team, one each",
    "department": "One department",
    "departments": "Every department, one each",
}
PAPER_CHOICES: Choices = (("a4", "A4"), ("letter", "US Letter"))
PAPER_WORDS = dict(PAPER_CHOICES)
EVERY_WORDS: Mapping[Every, str] = {
    "wave": "For every wave, when it has closed",
    "month": "For every month, when it is over",
    "quarter": "For every quarter, when it is over",
}
DELIVERY_CHOICES: Choices = (
    ("link", "A link; the page asks to sign in"),
    ("attachment", "The PDF itself"),
)
STATE_WORDS: Mapping[OrderState, str] = {
    "waiting": "Waiting",
    "making": "Being made",
    "done": "Made",
    "failed": "Not made",
    "cancelled": "Cancelled",
}
STAGE_WORDS = {
    "reading": "reading the data",
    "drawing": "drawing the figures",
    "printing": "printing",
    "keeping": "keeping it",
}


def language_choices() -> Choices:
    """Every language a report can be made in, by code, in its own words."""
    return tuple((code, one.name) for code, one in report_languages().items())


def language_name(code: str) -> str:
    """The language in its own words, or its code where it is not spoken any more."""
    return dict(language_choices()).get(code, code)


def paper_words(kind: Kind, paper: Paper) -> str:
    """What an edition is printed on; slides are for a screen whatever was chosen."""
    return "16:9" if kind == "slides" else PAPER_WORDS[paper]


def unit_choices(viewer: Viewer) -> Choices:
    """The units in the viewer's scope, with the names above them."""
    tree = read_scope(viewer.unit_ids)
    return tuple((str(unit.id), tree.path(unit.id)) for unit in tree.units)


def occasion_choices(today: date) -> Choices:
    """Every occasion a report can be about, the newest first."""
    return tuple((one.key, occasion_words(one.name, one.every)) for one in occasions(today=today))


def occasion_name(key: str, *, today: date) -> str:
    """The name of an occasion, or its key where there is none any more."""
    try:
        found = occasion_of(key, today=today)
    except NotFound:
        return key
    return occasion_words(found.name, found.every)


def occasion_words(name: str, every: Every) -> str:
    """The name of an occasion, with what it is where the name does not say so."""
    return f"{name} (wave)" if every == "wave" and "ave" not in name else name
