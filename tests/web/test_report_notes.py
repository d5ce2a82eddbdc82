"""The page on which editors write on a report."""

from __future__ import annotations

from collections.abc import Callable

from survey.store.reads_of_notes import section_notes
from tests.centre import Centre
from tests.pages import Client

OCCASION = "month:2026-02"
PATH = f"/reports/notes/{OCCASION}"
SignedIn = Callable[[str], Client]


def test_an_analyst_writes_on_the_centre_and_on_a_unit(signed_in: SignedIn, centre: Centre) -> None:
    analyst = signed_in("analyst")
    words = "First.\n\n<script>alert(1)</script> file:///etc/passwd"
    assert analyst.submit(PATH, month=words).status_code == 303
    assert section_notes(OCCASION, None) == {"month": words}
    page = analyst.get(PATH).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; file:///etc/passwd</textarea>" in page
    assert "<script>" not in page
    unit = f"{PATH}?unit={centre.units['n1']}"
    assert analyst.submit(unit, PATH, people="Of a team.").status_code == 303
    assert section_notes(OCCASION, centre.units["n1"]) == {"people": "Of a team."}
    assert section_notes(OCCASION, None) == {"month": words}


def test_a_leader_writes_on_units_led_and_nowhere_else(signed_in: SignedIn, centre: Centre) -> None:
    leader = signed_in("leader")
    page = leader.get(PATH).text
    assert "North" in page
    assert "South" not in page
    assert leader.submit(PATH, month="Of the site.").status_code == 303
    assert section_notes(OCCASION, centre.units["north"]) == {"month": "Of the site."}
    assert section_notes(OCCASION, None) == {}
    for code in (*(centre.units[one] for one in ("south", "s1", "centre")), 999, "n1"):
        assert leader.get(f"{PATH}?unit={code}").status_code == 404
        token = {"unit": code, "month": "Not mine."}
        assert leader.submit(PATH, PATH, **token).status_code == 404
    assert section_notes(OCCASION, centre.units["south"]) == {}


def test_what_cannot_be_kept_is_shown_again(signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    reply = analyst.submit(PATH, month="x" * 601, people="kept in the form")
    assert reply.status_code == 422
    assert "This note has 601 characters." in reply.text
    assert "kept in the form" in reply.text
    assert section_notes(OCCASION, None) == {}
    analyst.submit(PATH, month="first")
    stale = analyst.submit(PATH, seen="", month="second")
    assert (stale.status_code, "Not kept yet" in stale.text) == (409, True)
    assert "second" in stale.text


def test_there_are_notes_on_occasions_that_are_over_only(signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    for key in ("wave:1", "month:2999-01", "month:2026-13", "nothing", "month:2026-02%0a"):
        assert analyst.get(f"/reports/notes/{key}").status_code == 404
