"""The report as one object: at nothing, at little, and standing still whatever comes later."""

from __future__ import annotations

import pytest

from survey.errors import NotFound
from survey.insight.linkage.verdict import Verdict
from survey.insight.report.report import ForumReport, forum_report
from survey.operations import forum
from survey.operations.rollups import rebuild
from survey.privacy import gate
from tests import centre as small_centre
from tests import forums, waves
from tests.answers import Told, tell


def _report(number: int = 1) -> ForumReport:
    return forum_report(number, organisation="Larkfield", is_demo=False)


@pytest.mark.usefixtures("store")
def test_an_unknown_and_an_open_wave_have_no_report() -> None:
    with pytest.raises(NotFound, match=r"There is no wave 1\."):
        _report()
    waves.build_teams(forums.SIZES)
    waves.open_with_cards()
    with pytest.raises(NotFound, match=r"Wave 1 is still open\. Its report can be made once"):
        _report()


@pytest.mark.usefixtures("store")
def test_without_contacts_and_with_too_few_agents_everything_is_said_in_sentences() -> None:
    waves.build_teams(forums.SIZES)
    forums.hold(n_answers=2)
    report = _report()
    assert [one.words for one in report.glance.findings] == [
        "No customer has answered",
        "Engagement stays hidden",
        "A link between them: cannot tell yet",
    ]
    assert report.glance.sentences[0] == (
        "No customer answered about a contact from 1 to 28 February 2026."
    )
    assert report.glance.sentences[1] == (
        "10 of 50 invited agents answered (20%). Engagement stays hidden: no block has enough"
        " answers."
    )
    assert report.customers.months is None
    assert report.customers.teams == ()
    assert report.agents.by_block == ()
    assert report.agents.heat == ()
    assert report.agents.changes is None
    assert report.asks.finding == "Too few agents wrote to us for any remark to be shown"
    assert report.before is None


@pytest.mark.parametrize(
    ("values", "share"), [({5: 1}, "100%"), ({1: 1}, "0%"), ({5: 1, 1: 1}, "50%")]
)
@pytest.mark.usefixtures("store")
def test_one_or_two_customers_are_shown_with_their_wide_interval(
    values: dict[int, int], share: str
) -> None:
    units = waves.build_teams(forums.SIZES)
    forums.hold()
    forums.say(units["a"], values)
    report = _report()
    tile = report.glance.tiles[0]
    assert (tile.value, tile.n) == (share, f"n = {sum(values.values())}")
    assert tile.interval
    assert report.glance.findings[0].words == f"Satisfaction stands at {share}"
    assert report.customers.outliers == "All answers are about one team, Team a"


@pytest.mark.usefixtures("store")
def test_a_clear_change_is_named_and_an_unclear_one_is_not() -> None:
    units = waves.build_teams(forums.SIZES)
    for number, (months_ago, many) in enumerate(((3, 60), (2, 90), (1, 91)), start=1):
        forums.hold(number, months_ago=months_ago)
        forums.say(units["a"], {5: many, 1: 100 - many}, months_ago=months_ago)
    assert _report(1).glance.findings[0].words == "Satisfaction stands at 60%"
    assert _report(2).glance.findings[0].words == "Satisfaction rose to 90% from 60% in Wave 1"
    assert _report(3).glance.findings[0].words == "No detectable change in satisfaction"
    assert (
        "That is 30.0 points more than in Wave 1 (+18.3 to +40.8 points)."
        in (_report(2).glance.sentences[0])
    )
    assert "We see no detectable change from Wave 2" in _report(3).glance.sentences[0]
    assert _report(1).glance.tiles[0].change == ""
    assert _report(2).glance.tiles[0].change == "+30.0 points (+18.3 to +40.8) since Wave 1"


@pytest.mark.usefixtures("store")
def test_satisfaction_is_that_of_the_wave_s_window() -> None:
    units = forums.build(2)
    forums.say(units["a"], {1: 500}, months_ago=0)
    report = _report(2)
    assert report.customers.whole.n == 5 * 40 + sum(range(5)) + 5 * 14
    assert report.customers.window.words == "1 to 28 February 2026"


@pytest.mark.usefixtures("store")
def test_a_later_wave_and_its_decisions_change_no_earlier_report() -> None:
    units = forums.build(2)
    earlier = _report(1)
    forum.record_decision(2, forums.DECISION, today=forums.TODAY)
    forums.say(units["b"], {5: 40}, months_ago=0)
    assert _report(1) == earlier
    assert _report(2).ledger.new[0].ask == forums.DECISION.ask


def test_counting_again_changes_nothing(store: str) -> None:
    assert store
    centre = small_centre.build()
    forums.hold()
    days = forums._month(1)[0]
    told = [Told(f"n1-{k:02}", days.replace(day=k + 1), 1 + k % 5) for k in range(1, 11)]
    tell(centre, told)
    before = _report()
    assert before.customers.whole.n == 10
    rebuild()
    assert _report() == before


@pytest.mark.usefixtures("store")
def test_the_linkage_s_verdict_stands_on_the_first_page() -> None:
    forums.build(1)
    glance = _report().glance
    assert glance.link.verdict is Verdict.CANNOT_TELL
    assert glance.link.estimate.label == "Link between blocks, r"
    assert glance.link.estimate.n == "5 blocks, 1 wave"


@pytest.mark.usefixtures("store")
def test_the_method_names_the_instrument_and_the_thresholds() -> None:
    forums.build(1)
    report = _report()
    facts = {fact.title: fact.text for fact in report.method.facts}
    assert facts["Instrument"] == gate.wave(1).instrument.digest[:8]
    assert facts["Smallest groups"] == (
        "5 answers for a figure, 10 for remarks, 8 invited for a block"
    )
    notes = {note.title: note.text for note in report.method.notes}
    assert "published to one decimal and taken as known" in notes["Engagement"]
    assert "Benjamini and Hochberg" in notes["Comparing"]
    assert "Made-up data" not in {note.title for note in report.method.notes}
    demo = forum_report(1, organisation="Larkfield", is_demo=True)
    assert demo.method.notes[0].title == "Made-up data"
