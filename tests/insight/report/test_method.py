"""The method of an edition: its own data and rules, and nothing of sections it has not."""

from __future__ import annotations

import random

import pytest

from survey.insight.report.customers import customers_of
from survey.insight.report.frame import Frame
from survey.insight.report.linked import linked_of
from survey.insight.report.method import Method, method_of
from survey.insight.report.people import people_of
from survey.intake.ballots import FilledBallot
from survey.operations import people
from survey.operations.comments import departments
from survey.privacy import gate
from survey.render import numbers
from tests import forums, funnels, waves
from tests.framed import frame


def _method(here: Frame) -> Method:
    return method_of(here, customers_of(here), people_of(here), linked_of(here))


def _facts(found: Method) -> dict[str, str]:
    return {one.title: one.text for one in found.facts}


@pytest.mark.usefixtures("store")
def test_the_method_of_an_empty_centre_holds_no_empty_words() -> None:
    people.add_unit("centre", "Contact centre")
    found = _method(frame())
    assert _facts(found)["Customers"] == "No contact closed in these days."
    assert (found.reliability, found.not_asked, found.exclusions) == ((), (), ())
    assert all(note.title and note.text for note in (*found.facts, *found.notes))


@pytest.mark.usefixtures("store")
def test_it_names_the_instrument_and_the_thresholds() -> None:
    forums.build(1)
    found = _method(frame("wave:1"))
    assert _facts(found)["Instrument"] == gate.wave(1).instrument.digest[:8]
    assert _facts(found)["Smallest groups"] == (
        "5 answers for a figure, 10 for remarks, 8 invited for a block"
    )
    notes = {note.title: note.text for note in found.notes}
    assert "published to one decimal and taken as known" in notes["Engagement"]
    assert "Made-up data" not in notes


@pytest.mark.usefixtures("store")
def test_how_consistently_items_were_answered_is_printed_as_it_was_published() -> None:
    waves.build_teams({"a": 20, "b": 20, "c": 20})
    codes = waves.open_with_cards()
    chance = random.Random(5)
    for cards in codes.values():
        felt = [chance.randint(2, 4) for _ in cards]
        waves.submit(cards, [_alike(one, chance) for one in felt])
    waves.close()
    (line,) = _method(frame("wave:1")).reliability
    released = gate.reliability(gate.wave(1).id)["engagement"]
    assert (line.construct, line.items, line.n) == ("Engagement", "3", "60")
    assert line.alpha == numbers.r(released.alpha)


def _alike(felt: int, chance: random.Random) -> FilledBallot:
    items = ("vigour", "dedication", "pride")
    return waves.ballot(**{item: felt + chance.choice((-1, 0, 0, 1)) for item in items})


@pytest.mark.parametrize(("n_hidden", "is_told"), [(1, False), (2, True)])
@pytest.mark.usefixtures("store")
def test_hidden_blocks_are_counted_from_two_on(n_hidden: int, is_told: bool) -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(answers=dict.fromkeys(list(forums.SIZES)[:n_hidden], 2))
    notes = {note.title: note.text for note in _method(frame("wave:1")).notes}
    text = notes["What is hidden, and why"]
    assert (f"{n_hidden} blocks stayed hidden" in text) is is_told
    assert "1 block" not in text


@pytest.mark.usefixtures("store")
def test_contacts_without_an_answer_stand_with_their_reason_and_count() -> None:
    _, known = funnels.build(300, seed=3)
    found = _method(frame())
    inside = [one for one in known if one.day.month == 2]
    reasons = {one.code: one.n for one in found.not_asked}
    quarantined = [o for o in inside if o.outcome == "quarantined" and not o.is_invited]
    assert reasons["quarantined"] == len(quarantined) > 0
    assert all(one.why for one in found.not_asked)


@pytest.mark.usefixtures("store")
def test_a_department_s_method_speaks_of_its_comments_alone() -> None:
    people.add_unit("centre", "Contact centre")
    departments.add_department("Product", "product@example.org", "product")
    found = method_of(frame(kind="department", department_id=1))
    assert [note.title for note in found.notes] == ["Comments", "Baskets", "Standing still"]
    assert (found.has_linkage, found.reliability, found.definitions) == (False, (), ())


@pytest.mark.usefixtures("store")
def test_a_unit_s_method_counts_only_its_own_contacts() -> None:
    units = forums.build(1)
    found = _method(frame("wave:1", kind="unit", unit_id=units["a"]))
    assert _facts(found)["Customers"] == ("Of 54 customers invited after 54 contacts, 54 answered.")
