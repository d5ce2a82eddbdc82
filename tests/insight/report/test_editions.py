"""Every edition at nothing, at little, hidden altogether, and with names that want to break it."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from survey.errors import NotFound
from survey.insight.report.data import as_data, data_bytes
from survey.insight.report.occasions import occasions
from survey.intake.editions import SECTIONS, Edition
from survey.operations import forum, people
from survey.store.database import run, transaction
from tests import centre as small_centre
from tests import forums, waves
from tests.answers import Told, tell
from tests.editions import built, every_edition, page_of

pytestmark = pytest.mark.usefixtures("store")
TODAY = forums.TODAY
NASTY = (
    "T" * 200,
    "فريق الفواتير والمدفوعات",
    '<script>alert(1)</script> & "co" %(x)s {{ 7 * 7 }}',
)


def _nothing() -> None:
    """No unit, no wave, no contact."""


def _one_unit() -> None:
    units = waves.build_teams({"a": 10})
    forums.hold(1)
    forums.say(units["a"], {5: 40, 2: 10})


def _one_response() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {5: 1})


def _all_hidden() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(1, n_answers=2, months_ago=2)
    forums.hold(2, n_answers=0)


def _without_wave() -> None:
    units = waves.build_teams(forums.SIZES)
    forums.say(units["a"], {5: 30, 1: 20})
    forums.say(units["b"], {5: 30, 1: 20}, months_ago=2)


def _full() -> None:
    forums.build(3)
    forum.record_decision(2, forums.DECISION, today=TODAY)


def _one_agent_teams() -> None:
    centre = small_centre.build()
    with transaction():
        centre.units["solo"] = people.add_unit("solo", "Solo", parent="north")
        people.add_agent("solo-1", "Only One")
        people.set_membership("solo-1", "solo", from_on=small_centre.FROM)
    day = forums._month(1)[0]
    tell(centre, [Told("n1-01", day, 5), Told("n1-02", day, 1)])


CENTRES = [
    _nothing, _one_unit, _one_response, _all_hidden, _without_wave, _full, _one_agent_teams,
]  # fmt: skip


@pytest.mark.parametrize("build", CENTRES, ids=lambda one: one.__name__.strip("_"))
def test_every_edition_of_every_occasion_holds_its_sections_and_five_sentences(
    build: Callable[[], None],
) -> None:
    build()
    for occasion in occasions(today=TODAY):
        for edition in every_edition(occasion.key):
            report = built(edition, today=TODAY)
            for name in SECTIONS["centre"]:
                has = getattr(report, name) is not None
                assert has == (name in edition.sections), (edition, name)
            if report.month and edition.kind != "department":
                assert len(report.month.sentences) == 5
                assert all(one.words for one in report.month.sentences)
            assert "None" not in data_bytes(report).decode()


@pytest.mark.parametrize("build", CENTRES, ids=lambda one: one.__name__.strip("_"))
def test_every_edition_of_every_occasion_is_a_page(build: Callable[[], None]) -> None:
    build()
    for occasion in occasions(today=TODAY):
        for edition in every_edition(occasion.key):
            page = page_of(built(edition, today=TODAY))
            assert occasion.name in unescape(page)
            assert "None" not in page


@pytest.mark.parametrize("name", NASTY, ids=["200 letters", "Arabic", "markup"])
def test_a_name_is_printed_as_it_is_and_breaks_nothing(name: str) -> None:
    units = forums.build(2)
    with transaction():
        run("UPDATE unit SET name = ? WHERE id = ?", (name, units["a"]))
        run("UPDATE block SET name = ? WHERE code = 'a'", (name,))
    for kind, unit_id in (("centre", None), ("unit", units["a"]), ("slides", None)):
        report = built(Edition(kind, "wave:2", unit_id=unit_id), today=TODAY)  # type: ignore[arg-type]
        page = page_of(report, for_screen=True)
        assert "<script>alert" not in page
        assert name in unescape(page)
        assert name in data_bytes(report).decode().replace('\\"', '"')


@pytest.mark.parametrize(
    "edition",
    [
        Edition("unit", "month:2026-02", unit_id=999),
        Edition("unit", "month:2026-02"),
        Edition("department", "month:2026-02", department_id=999),
        Edition("department", "month:2026-02"),
        Edition("centre", "wave:9"),
    ],
)
def test_an_edition_of_nothing_there_is_is_not_found(edition: Edition) -> None:
    with pytest.raises(NotFound):
        built(edition, today=TODAY)


def test_a_unit_s_edition_holds_nothing_of_other_units() -> None:
    units = forums.build(2)
    mine = Edition("unit", "wave:2", unit_id=units["a"])
    before = data_bytes(built(mine, today=TODAY)).decode()
    assert "Team a" in before
    others = [f"Team {code}" for code in forums.SIZES if code != "a"]
    assert not any(name in before for name in others)
    page = page_of(built(mine, today=TODAY))
    assert not any(name in page for name in others)


def test_a_note_of_an_editor_stands_in_those_editions_it_is_written_for() -> None:
    units = forums.build(1)
    with transaction():
        for unit_id, words in ((None, "About all"), (units["a"], "About Team a alone")):
            run(
                "INSERT INTO section_note (occasion, unit_id, section, words, written_at)"
                " VALUES ('wave:1', ?, 'people', ?, 0)",
                (unit_id, words),
            )
    centre = built(Edition("centre", "wave:1"), today=TODAY)
    assert centre.notes == {"people": "About all"}
    assert as_data(centre)["notes"] == {"people": "About all"}
    of_team = built(Edition("unit", "wave:1", unit_id=units["a"]), today=TODAY)
    assert of_team.notes == {"people": "About Team a alone"}
    assert not built(Edition("unit", "wave:1", unit_id=units["b"]), today=TODAY).notes
    assert not built(Edition("agents", "wave:1"), today=TODAY).notes
    assert not built(Edition("centre", "month:2026-02"), today=TODAY).notes
