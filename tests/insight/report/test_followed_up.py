"""Cases of unhappy customers are told as they stood on the last day the report speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from survey.insight.report.followed_up import followed_up
from survey.store.database import run
from tests import centre as small_centre
from tests.answers import Told, tell
from tests.framed import frame

CLOSED = date(2026, 2, 10)


def test_a_case_closed_after_the_last_day_was_open_then_and_overdue_where_it_was_due(
    both_stores: str,
) -> None:
    centre = small_centre.build()
    contacts = tell(centre, [Told(f"n1-{k:02}", CLOSED, 1) for k in range(1, 4)])
    for contact, due, done in zip(
        contacts,
        (_noon(2, 20), _noon(2, 20), _noon(3, 5)),
        (_noon(2, 28), _noon(3, 1), _noon(3, 2)),
        strict=True,
    ):
        run(
            "INSERT INTO customer_case (contact_id, cause, state, opened_at, due_at, closed_at,"
            " outcome) VALUES (?, 'low_score', 'closed', 1, ?, ?, 'recovered')",
            (contact, due, done),
        )
    here = frame()
    found = followed_up(here.occasion, here.scope.unit_ids)
    assert (found.n, found.n_closed, found.n_recovered) == (3, 1, 1)
    assert (found.n_open, found.n_overdue) == (2, 1)
    assert found.sentence.endswith("1 is overdue.")


def test_the_last_day_ends_at_midnight_where_the_centre_is(both_stores: str) -> None:
    centre = small_centre.build()
    (contact,) = tell(centre, [Told("n1-01", CLOSED, 1)])
    # In Berlin it is half past midnight of 1 March.
    closed_at = int(datetime(2026, 2, 28, 23, 30, tzinfo=UTC).timestamp())
    run(
        "INSERT INTO customer_case (contact_id, cause, state, opened_at, due_at, closed_at,"
        " outcome) VALUES (?, 'low_score', 'closed', 1, ?, ?, 'recovered')",
        (contact, _noon(3, 5), closed_at),
    )
    for zone, n_closed in ((UTC, 1), (ZoneInfo("Europe/Berlin"), 0)):
        here = frame(zone=zone)
        assert followed_up(here.occasion, here.scope.unit_ids).n_closed == n_closed


def _noon(month: int, day: int) -> int:
    return int(datetime(2026, month, day, 12, tzinfo=UTC).timestamp())
