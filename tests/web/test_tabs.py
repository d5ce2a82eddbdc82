"""Pages that belong together stand below the navigation, to whoever may open them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.pages import Client

SignIn = Callable[[str], Client]
CURRENT = re.compile(r'<a href="[^"]+" aria-current="page">([^<]+)</a>')
ENTRY = re.compile(r'<li><a href="[^"]+"(?: aria-current="page")?>([^<]+)</a></li>')


def tabs_of(html: str) -> list[str]:
    found = re.search(r'<nav class="tabs".*?</nav>', html, flags=re.DOTALL)
    return ENTRY.findall(found[0]) if found else []


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("role", "path", "tabs"),
    [
        ("analyst", "/overview", ["Overview", "Bands", "Signals"]),
        ("leader", "/overview/bands", ["Overview", "Bands", "Signals", "Funnel"]),
        ("executive", "/linkage", ["Linkage", "Drivers", "Cycle", "Plan"]),
        ("leader", "/my-team", ["My team", "Recognition"]),
        ("agent", "/recognition", []),
        ("analyst", "/contacts", []),
    ],
)
def test_a_page_shows_what_it_belongs_to(
    signed_in: SignIn, role: str, path: str, tabs: list[str]
) -> None:
    assert tabs_of(signed_in(role).get(path).text) == tabs


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("role", "path", "current"),
    [
        ("leader", "/surveys/funnel", ["Overview", "Funnel"]),
        ("leader", "/recognition", ["My team", "Recognition"]),
        ("agent", "/recognition", ["Recognition"]),
        ("analyst", "/linkage/cycle", ["Linkage", "Cycle"]),
    ],
)
def test_both_say_where_the_reader_is(
    signed_in: SignIn, role: str, path: str, current: list[str]
) -> None:
    assert CURRENT.findall(signed_in(role).get(path).text) == current
