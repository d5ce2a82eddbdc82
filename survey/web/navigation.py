"""Where each role can go, and what every page knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, g, request, url_for

from survey.access import ADMINISTRATOR, AGENT, ANALYST, EXECUTIVE, LEADER
from survey.config import Settings
from survey.store import demo_mark
from survey.store.database import DatabaseError


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation."""

    endpoint: str
    label: str
    roles: frozenset[str]


_READERS = frozenset({ANALYST, LEADER, EXECUTIVE})
PLACES = (
    Place("overview.show", "Overview", _READERS),
    Place("contacts.list_contacts", "Contacts", _READERS),
    Place("cases.list_cases", "Cases", _READERS),
    Place("surveys.lists.list_surveys", "Surveys", frozenset({ANALYST})),
    Place("comments.list_comments", "Comments", frozenset({ANALYST, LEADER})),
    Place("waves.list_waves", "Pulse", _READERS | {AGENT}),
    Place("said.show", "You said, we did", _READERS | {AGENT}),
    Place("linkage.show", "Linkage", frozenset({ANALYST, EXECUTIVE})),
    Place("forum.show", "Forum", _READERS),
    Place("my_team.show", "My team", frozenset({LEADER})),
    Place("my_feedback.show", "My feedback", frozenset({AGENT})),
    # Leaders find it beside their team.
    Place("recognition.show", "Recognition", frozenset({AGENT})),
    Place("administration.show", "Administration", frozenset({ADMINISTRATOR})),
)
# Pages that belong together: shown below the navigation on each of them, to who may open them.
TABS = (
    (
        Place("overview.show", "Overview", _READERS),
        Place("bands.show", "Bands", _READERS),
        Place("signals.show", "Signals", _READERS),
        # Those who set surveys up find it among the places about surveys.
        Place("funnel.show", "Funnel", frozenset({LEADER})),
    ),
    (
        Place("forum.show", "Forum", _READERS),
        Place("reports.show_archive", "Reports", _READERS),
    ),
    (
        Place("my_feedback.show", "My feedback", frozenset({AGENT})),
        Place("reports.show_archive", "Reports", frozenset({AGENT})),
    ),
    (
        Place("my_team.show", "My team", frozenset({LEADER})),
        Place("recognition.show", "Recognition", frozenset({LEADER})),
    ),
    (
        Place("linkage.show", "Linkage", frozenset({ANALYST, EXECUTIVE})),
        Place("drivers.show", "Drivers", frozenset({ANALYST, EXECUTIVE})),
        Place("cycle.show", "Cycle", frozenset({ANALYST, EXECUTIVE})),
        Place("linkage_plan.show", "Plan", frozenset({ANALYST, EXECUTIVE})),
    ),
)
HOME = {
    ADMINISTRATOR: "administration.show",
    ANALYST: "overview.show",
    LEADER: "overview.show",
    EXECUTIVE: "overview.show",
    AGENT: "my_feedback.show",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation entry as the page shows it."""

    href: str
    label: str
    is_current: bool


def home(role: str) -> str:
    """The address of the page on which this role starts."""
    return url_for(HOME[role])


def links(role: str) -> list[Link]:
    """The navigation of one role on the page at hand; of places above it the nearest is current.

    A page that is not in it is found under the first of those it belongs to.
    """
    found = _links(PLACES, role)
    if any(link.is_current for link in found):
        return found
    first = next((link.href for link in tabs(role)), "")
    return [Link(link.href, link.label, link.href == first) for link in found]


def tabs(role: str) -> list[Link]:
    """The pages that belong to the page at hand, with itself; none where it stands alone."""
    for places in TABS:
        found = _links(places, role)
        if any(link.is_current for link in found):
            return found
    return []


def _links(places: tuple[Place, ...], role: str) -> list[Link]:
    found = [(url_for(place.endpoint), place.label) for place in places if role in place.roles]
    here = max((href for href, _ in found if _is_below(href)), key=len, default="")
    return [Link(href, label, href == here) for href, label in found]


def _is_below(href: str) -> bool:
    """Whether the page at hand has this address or one below it."""
    return request.path == href or request.path.startswith(f"{href}/")


def install(app: Flask, settings: Settings) -> None:
    """Give every template the organisation, the navigation and the made-up-data mark."""
    # Asked once: a database is marked before it is served, and never afterwards.
    is_made_up = cache(demo_mark.is_made_up)

    @app.context_processor
    def _page() -> dict[str, Any]:
        seen_by = g.get("viewer")
        return {
            "organisation": settings.organisation,
            "is_demo": _or_no(is_made_up),
            "viewer": seen_by,
            "page_nav": links(seen_by.role) if seen_by else [],
            "page_tabs": tabs(seen_by.role) if seen_by else [],
        }


def _or_no(question: Callable[[], bool]) -> bool:
    """The answer, or no while the database gives none: the page that says so has to be shown."""
    try:
        return question()
    except DatabaseError:
        return False
