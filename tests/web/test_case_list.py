"""The list of cases: what each line says, and how a case is found."""

from __future__ import annotations

from collections.abc import Callable

from survey.instruments.items import Item, Scale
from survey.instruments.model import Instrument
from survey.operations.cases import working
from survey.store.database import run
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page
from tests.web.test_cases import STARTED, everywhere, listed, open_case

SignedIn = Callable[[str], Client]
LONG = "The bill was wrong twice and nobody rang me back although I asked for it. " * 6


def said(client: Client, address: str = "/cases") -> str:
    return Page(client.get(address).text).text


def test_a_line_says_number_score_in_words_and_the_beginning_of_the_comment(
    centre: Centre, signed_in: SignedIn
) -> None:
    tell(centre, [Told("n1-01", STARTED.date())], first=9_000)
    run(
        "INSERT INTO customer_case (id, contact_id, cause, state, opened_at, closed_at, outcome)"
        " SELECT 1642, min(id), 'by_hand', 'closed', 1, 1, 'recovered' FROM contact"
    )
    assert open_case(centre) == 1643
    run("UPDATE response SET comment = ?", (LONG,))
    run("INSERT INTO answer SELECT id, 'call_back', 1 FROM response")
    page = signed_in("analyst").get("/cases").text
    words = Page(page).text
    assert "Case 1643" in Page(signed_in("analyst").get("/cases/1643").text).text
    assert "Case 1643" in words
    assert "1 Very dissatisfied" in words
    beginning = page.split('<p class="comment" dir="auto">')[1].split(" …</p>")[0]
    assert 80 < len(beginning) <= 120
    assert LONG.startswith(beginning)
    assert "Low score. Wishes to be contacted. Owner" in words


def test_a_score_is_said_on_the_scale_that_was_asked(centre: Centre, signed_in: SignedIn) -> None:
    """Not every survey leads with satisfaction from 1 to 5."""
    open_case(centre)
    labels = ("never", *(str(point) for point in range(1, 11)))
    asked = Instrument(
        "satisfaction",
        "Recommend",
        (Item("nps", "Would you recommend us?", "scale", Scale(0, 10, labels, 9)),),
        headline="nps",
    )
    run(
        "INSERT INTO instrument (digest, kind, name, definition) VALUES (?, ?, ?, ?)",
        (asked.digest, asked.kind, asked.name, asked.definition),
    )
    run("UPDATE response SET instrument_digest = ?, comment = NULL", (asked.digest,))
    run("DELETE FROM answer")
    for score, words in ((3, "3 of 10"), (0, "0 never")):
        run("DELETE FROM answer")
        run("INSERT INTO answer SELECT id, 'nps', ? FROM response", (score,))
        assert words in said(signed_in("analyst"))
    run("DELETE FROM answer")
    assert "Low score" in said(signed_in("analyst"))


def test_a_closed_case_says_what_came_of_it(centre: Centre, signed_in: SignedIn) -> None:
    case_id = open_case(centre)
    working.close(everywhere(centre, case_id), "recovered", None, now=STARTED)
    assert "Closed: recovered" in said(signed_in("analyst"), "/cases?state=closed")


def test_a_case_is_found_by_its_number_and_by_the_customers_words(
    centre: Centre, signed_in: SignedIn
) -> None:
    first, second = open_case(centre, 1), open_case(centre, 2, agent="s1-01")
    third = open_case(centre, 3)
    run(
        "UPDATE response SET comment = '100% of the bill_was wrong' WHERE contact_id ="
        " (SELECT contact_id FROM customer_case WHERE id = ?)",
        (second,),
    )
    working.close(everywhere(centre, third), "recovered", None, now=STARTED)
    analyst = signed_in("analyst")
    for asked, found in (
        (str(third), [third]),
        (f"Case {first}", [first]),
        (f"%23{second}", [second]),
        ("BILL", [second]),
        ("100%25 of", [second]),
        ("bill_was", [second]),
        ("100_", []),
        ("nobody called", [first, third]),
        ("%3Cback%3E", [first, third]),
        ("999999999", []),
        ("9" * 30, []),
        ("%20", [first, second]),
    ):
        assert listed(analyst, f"/cases?q={asked}") == found, asked
    assert "No case has this number" in said(analyst, "/cases?q=zebra")
    assert listed(analyst, "/cases?q=nobody&state=closed") == [third]
    # A leader finds nothing of other units, by number or words.
    leader = signed_in("leader")
    assert listed(leader, f"/cases?q={second}") == []
    assert listed(leader, "/cases?q=bill") == []
