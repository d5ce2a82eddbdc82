"""Notes on sections: of the centre and of a unit, kept, changed, taken back."""

from __future__ import annotations

import pytest

from survey.errors import Conflict
from survey.operations.section_notes import mark_of, write_notes
from survey.store.reads_of_notes import section_notes
from tests import centre
from tests.conftest import NOW

OCCASION = "month:2026-02"


def test_notes_of_the_centre_and_of_a_unit_stay_apart(both_stores: str) -> None:
    made = centre.build()
    unit, user = made.units["north"], made.users["analyst"]
    for unit_id, words in ((None, {"month": "whole"}), (unit, {"month": "north", "people": "p"})):
        write_notes(OCCASION, unit_id, words, seen=mark_of({}), user_id=user, now=NOW)
    assert section_notes(OCCASION, None) == {"month": "whole"}
    assert section_notes(OCCASION, unit) == {"month": "north", "people": "p"}
    assert section_notes("wave:1", None) == {}
    seen = mark_of(section_notes(OCCASION, unit))
    write_notes(OCCASION, unit, {"people": "q"}, seen=seen, user_id=user, now=NOW)
    assert section_notes(OCCASION, unit) == {"people": "q"}
    assert section_notes(OCCASION, None) == {"month": "whole"}


def test_two_editors_do_not_write_over_each_other(both_stores: str) -> None:
    user = centre.build().users["analyst"]
    seen = mark_of({})
    write_notes(OCCASION, None, {"month": "first"}, seen=seen, user_id=user, now=NOW)
    # The same form sent twice is no second editor.
    write_notes(OCCASION, None, {"month": "first"}, seen=seen, user_id=user, now=NOW)
    with pytest.raises(Conflict):
        write_notes(OCCASION, None, {"month": "second"}, seen=seen, user_id=user, now=NOW)
    assert section_notes(OCCASION, None) == {"month": "first"}
