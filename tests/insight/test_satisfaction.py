"""Satisfaction from rollups: shares, means, rates, and units with all below them."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight import satisfaction
from survey.insight.findings import Named, latest_turn, standing_out
from survey.insight.folding import fold
from survey.insight.period import month_of
from survey.insight.satisfaction import Satisfaction
from survey.insight.units import read_scope
from survey.instruments.items import Scale
from survey.instruments.satisfaction import CSAT_SCALE
from survey.operations.satisfaction import record_response
from survey.store.database import rows
from survey.store.reads_of_satisfaction import ContactCounts
from tests.answers import Told, tell
from tests.centre import Centre
from tests.conftest import NOW
from tests.contact_records import accept, record
from tests.invited import invite, token

MARCH = month_of(date(2026, 3, 1))
DAY = date(2026, 3, 5)


def test_the_top_box_begins_where_the_scale_says() -> None:
    answers = {1: 1, 4: 2, 5: 1}
    assert satisfaction.top_box(answers, CSAT_SCALE).value == 0.75
    strict = Scale(1, 5, CSAT_SCALE.labels, favourable_from=5)
    assert satisfaction.top_box(answers, strict).value == 0.25


def test_nothing_is_computed_from_nothing() -> None:
    nothing = Satisfaction()
    assert (nothing.n, nothing.share.value, nothing.mean.value) == (0, None, None)
    assert nothing.response_rate is None
    assert not satisfaction.change(nothing, Satisfaction({5: 3})).ok


def test_one_and_two_answers_have_wide_intervals() -> None:
    one, two = Satisfaction({5: 1}), Satisfaction({5: 1, 1: 1})
    assert one.share.interval is not None
    assert one.share.interval.low == pytest.approx(0.2065, abs=1e-4)
    assert two.share.value == 0.5
    assert one.mean.interval is None
    assert one.is_thin
    assert two.is_thin


@pytest.mark.parametrize(
    ("n_answered", "n_invited", "rate"), [(0, 0, None), (0, 1, 0.0), (2, 2, 1.0), (2, 8, 0.25)]
)
def test_a_response_rate_counts_answers_to_invitations_only(
    n_answered: int, n_invited: int, rate: float | None
) -> None:
    cut = Satisfaction({4: 1, 5: 9}, ContactCounts(10, n_invited), n_answered)
    assert (cut.n, cut.response_rate) == (10, rate)


def test_scores_from_elsewhere_and_answers_to_invitations_are_told_apart(
    both_stores: str,
) -> None:
    accept(record(score=5), record("C-2"), record("C-3", score=2), record("C-4"))
    for number, external_id in enumerate(("C-2", "C-4")):
        contact_id = rows("SELECT id FROM contact WHERE external_id = ?", (external_id,))[0][0]
        invite(contact_id, number)
    record_response(token(0), {"csat": 5}, comment=None, now=NOW)
    units = [row[0] for row in rows("SELECT id FROM unit")]
    whole = satisfaction.measure(MARCH, unit_ids=units)[()]
    assert (whole.answers, whole.contacts.n_invited) == ({2: 1, 5: 2}, 2)
    assert (whole.n_answered_invited, whole.n_elsewhere, whole.response_rate) == (1, 2, 0.5)


def test_a_unit_holds_what_is_below_it(centre: Centre) -> None:
    told = [Told("n1-01", DAY, 5), Told("n1-02", DAY, 1), Told("n2-01", DAY, 4), Told("s1-01", DAY)]
    tell(centre, told)
    tree = read_scope(centre.units.values())
    own = satisfaction.measure(MARCH, unit_ids=tree.unit_ids, by=("unit",))
    found = satisfaction.by_unit({key[0]: cut for key, cut in own.items()}, tree)
    by_code = {unit.code: found[unit.id] for unit in tree.units}
    assert {code: cut.n for code, cut in by_code.items()} == {
        "centre": 3, "north": 3, "n1": 2, "n2": 1, "south": 0, "s1": 0, "s2": 0,
    }  # fmt: skip
    assert by_code["south"].contacts.n_contacts == 1
    assert by_code["centre"].share.value == pytest.approx(2 / 3)


def test_without_a_cut_there_is_always_one_entry(centre: Centre) -> None:
    assert satisfaction.measure(MARCH, unit_ids=centre.units.values())[()].n == 0
    assert satisfaction.measure(MARCH, unit_ids=[])[()].n == 0


def test_the_whole_is_the_sum_of_its_cuts(centre: Centre) -> None:
    tell(
        centre,
        [Told("n1-01", DAY, 1 + at % 5, channel=("phone", "chat")[at % 2]) for at in range(12)],
    )
    ids = centre.units.values()
    whole = satisfaction.measure(MARCH, unit_ids=ids)[()]
    for cut in ("unit", "channel", "queue", "day", "month"):
        parts = satisfaction.measure(MARCH, unit_ids=ids, by=(cut,))
        assert satisfaction.total(parts.values()) == whole
    assert satisfaction.measure(MARCH, unit_ids=ids, channel="chat")[()].n == 6


def named(label: str, good: int, bad: int) -> Named:
    return Named(label, Satisfaction({5: good, 1: bad}))


def test_only_what_chance_does_not_explain_is_said_to_stand_out() -> None:
    whole = Satisfaction({5: 800, 1: 200})
    words = {
        "Night is below the 80% of Us": [named("Night", 50, 50), named("Day", 80, 20)],
        "Day is above the 80% of Us": [named("Day", 95, 5)],
        "A and B are below the 80% of Us, C is above": [
            named("A", 50, 50), named("B", 50, 50), named("C", 99, 1),
        ],
        "3 teams are below the 80% of Us": [named(label, 50, 50) for label in "ABC"],
        "Teams differ no more than chance explains": [named("Day", 75, 25), named("Tiny", 0, 20)],
    }  # fmt: skip
    for sentence, cuts in words.items():
        assert standing_out(cuts, whole, place="Us", thing="team") == sentence
    assert "no" in standing_out([], Satisfaction(), place="Us", thing="team").lower()


def test_a_turn_is_named_only_where_it_is_clear_of_chance() -> None:
    assert latest_turn([named("Jan", 90, 10), named("Feb", 60, 40)]) == (
        "Satisfaction fell from Jan to Feb"
    )
    assert latest_turn([named("Jan", 60, 40), named("Feb", 5, 1), named("Mar", 90, 10)]) == (
        "Satisfaction rose from Jan to Mar"
    )
    assert latest_turn([named("Jan", 80, 20), named("Feb", 81, 19)]).startswith("No clear change")
    assert latest_turn([named("Jan", 80, 20)]).startswith("Too few months")


def test_a_long_comment_folds_and_loses_nothing() -> None:
    text = "word " * 200 + "end"
    folded = fold(text)
    assert f"{folded.beginning} {folded.rest}" == text
    assert len(folded.beginning) <= 240
    assert fold("x" * 1_000).rest == "x" * 760
    assert fold("short").rest == ""
