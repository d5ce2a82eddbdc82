"""Recognition in the report: counted for the whole centre, without a name or a word."""

from __future__ import annotations

import pytest

from survey.insight.report.data import _plain
from survey.insight.report.recognised import recognised_of
from survey.intake.thanks import mark_of
from survey.operations import people, recognition
from tests import centre as small_centre
from tests.framed import frame
from tests.thanked import TODAY, WORDS, praise, thank

MARCH = "month:2026-03"


@pytest.mark.usefixtures("store")
def test_nothing_shown_is_a_sentence() -> None:
    people.add_unit("centre", "Contact centre")
    found = recognised_of(frame(MARCH))
    assert (found.finding, found.n_praise, found.n_thanks) == (
        *("Nothing was shown in these days", 0, 0),
    )
    assert found.where.startswith("Whoever wants to thank a colleague")


def test_only_what_agents_agreed_to_show_is_counted_and_nobody_is_named(both_stores: str) -> None:
    centre = small_centre.build()
    gus = centre.agents["n1-01"]
    shown = praise(centre)
    praise(centre, "Kept to oneself.", agent="n1-02")
    recognition.show_praise(shown, agent_id=gus, seen=mark_of("Gus was great."), today=TODAY)
    recognition.show_thanks(thank(centre), agent_id=gus)
    thank(centre, "Offered, and not answered yet.", by="analyst")
    found = recognised_of(frame(MARCH))
    assert (found.n_praise, found.n_thanks) == (1, 1)
    assert [(one.month, one.n_praise, one.n_thanks) for one in found.months] == [("Mar 2026", 1, 1)]
    said = str(_plain(found))
    assert not any(word in said for word in ("Gus", WORDS, "Kept", "Offered", "n1-01"))
    assert recognised_of(frame("month:2026-02")).finding == "Nothing was shown in these days"


def test_an_edition_of_a_unit_counts_the_whole_centre(both_stores: str) -> None:
    centre = small_centre.build()
    recognition.show_thanks(thank(centre), agent_id=centre.agents["n1-01"])
    whole = recognised_of(frame(MARCH))
    assert whole.n_thanks == 1
    assert recognised_of(frame(MARCH, kind="unit", unit_id=centre.units["s1"])) == whole


def test_what_was_taken_back_is_not_counted(both_stores: str) -> None:
    centre = small_centre.build()
    gus = centre.agents["n1-01"]
    given = thank(centre)
    recognition.show_thanks(given, agent_id=gus)
    recognition.keep_thanks(given, agent_id=gus)
    assert recognised_of(frame(MARCH)).n_thanks == 0
