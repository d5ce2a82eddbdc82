"""Which answers open a case, from the customer's own form on."""

from __future__ import annotations

import pytest

from survey.instruments.editing import add_standard
from survey.instruments.measures import CES, CSAT, NPS, RESOLVED
from survey.instruments.model import Instrument
from survey.intake.rules import Rules
from survey.operations import satisfaction
from survey.store.database import rows, run
from tests import invited
from tests.conftest import NOW
from tests.surveys import make_live_survey


def led_by(measure: str) -> Instrument:
    """A survey that asks this question only."""
    return add_standard(Instrument(kind="satisfaction", name="One question", items=()), measure)


def answer(measure: str, value: int, rules: Rules) -> int:
    """How many cases are open after a customer of such a survey has answered."""
    survey = make_live_survey(instrument=led_by(measure), rules=rules)
    contact = invited.add_contacts(1)[0]
    token = invited.token()
    satisfaction.invite(contact, token=token, now=NOW, instrument=led_by(measure))
    run("UPDATE invitation SET survey_id = ?", (survey,))
    satisfaction.record_form(token, {measure: [str(value)]}, now=NOW)
    return int(rows("SELECT count(*) FROM customer_case")[0][0])


@pytest.mark.parametrize(("measure", "at_most"), [(CSAT, 2), (CSAT, 4), (NPS, 6), (CES, 5)])
def test_a_case_opens_up_to_the_score_that_the_rules_name(
    store: str, measure: str, at_most: int
) -> None:
    assert answer(measure, at_most, Rules(case_at_most=at_most)) == 1


@pytest.mark.parametrize(
    ("measure", "at_most", "value"),
    [(CSAT, 2, 3), (CSAT, 4, 5), (NPS, 6, 7), (CES, 5, 6), (CSAT, None, 1)],
)
def test_a_better_score_opens_none(
    store: str, measure: str, at_most: int | None, value: int
) -> None:
    assert answer(measure, value, Rules(case_at_most=at_most)) == 0


@pytest.mark.parametrize("value", [1, 2, 3])
def test_a_headline_that_is_no_scale_has_no_low_end(store: str, value: int) -> None:
    assert answer(RESOLVED, value, Rules(case_at_most=2)) == 0
