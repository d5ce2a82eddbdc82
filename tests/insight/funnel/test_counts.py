"""The funnel adds up: every contact is in one place, and all screens say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from survey.insight.funnel import stages
from survey.insight.funnel.contacts import place_contacts
from survey.insight.funnel.page import FunnelPage, Links, funnel
from survey.insight.funnel.stages import STAGES, fate_words
from survey.insight.overview import overview
from survey.insight.sections import Links as ResultLinks
from survey.intake.contact_mapping import Creation
from survey.stats.proportions import wilson
from survey.store.reads_of_funnel import FATES
from tests import funnels
from tests.conftest import NOW
from tests.contact_records import accept, record
from tests.funnels import FIRST_DAY, Known

LAST_DAY = FIRST_DAY + timedelta(days=13)
DAYS = {"from": str(FIRST_DAY), "to": str(LAST_DAY)}
SUPPRESSED = {"quarantined", "no_address", "opted_out", "bounced", "too_late"}


def address(**query: Any) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in sorted(query.items()))


LINKS = Links(funnel=address, contacts=address)


def page_of(unit_ids: Iterable[int], **query: str) -> FunnelPage:
    return funnel(frozenset(unit_ids), DAYS | query, today=LAST_DAY, links=LINKS)


def shown(page: FunnelPage) -> dict[str, int]:
    return {stage.code: one.n for stage, one in zip(STAGES, page.whole.counts, strict=True)}


def by_hand(known: Iterable[Known]) -> dict[str, int]:
    """The stages worked out contact by contact, with nothing of the product."""
    known = list(known)
    invited = [one for one in known if one.is_invited]
    suppressed = [one for one in known if not one.is_invited and one.outcome in SUPPRESSED]
    sampled_out = [one for one in known if not one.is_invited and one.outcome == "sampled_out"]
    return {
        "contacts": len(known),
        "eligible": len(invited) + len(suppressed) + len(sampled_out),
        "sampled": len(invited) + len(suppressed),
        "invited": len(invited),
        "sent": sum(one.state in ("handed_over", "sent", "bounced") for one in invited),
        "delivered": sum(one.state in ("handed_over", "sent") for one in invited),
        "opened": sum(one.is_opened or one.is_answered for one in invited),
        "answered": sum(one.is_answered for one in invited),
    }


@pytest.mark.parametrize("seed", range(4))
def test_every_stage_is_what_counting_by_hand_gives(store: str, seed: int) -> None:
    centre, known = funnels.build(400, seed)
    assert shown(page_of(centre.units.values())) == by_hand(known)


def test_both_engines_count_alike(both_stores: str) -> None:
    centre, known = funnels.build(150, 7)
    assert shown(page_of(centre.units.values())) == by_hand(known)


@pytest.mark.parametrize("seed", range(3))
def test_what_stays_behind_and_what_goes_on_make_up_the_stage_before(store: str, seed: int) -> None:
    centre, _ = funnels.build(300, seed)
    page = page_of(centre.units.values())
    n = shown(page)
    not_eligible, not_sampled, not_asked, not_sent, not_delivered = (leak.n for leak in page.leaks)
    assert n["contacts"] == n["eligible"] + not_eligible
    assert n["eligible"] == n["sampled"] + not_sampled
    assert n["sampled"] == n["invited"] + not_asked
    assert n["invited"] == n["sent"] + not_sent
    assert n["sent"] == n["delivered"] + not_delivered
    assert n["invited"] == n["answered"] + page.not_answered.n
    for leak in (*page.leaks, page.not_answered):
        assert leak.n == sum(place.n for place in leak.places)


def test_every_fate_is_in_exactly_one_place_of_each_list() -> None:
    lists = (stages.NOT_ELIGIBLE, stages.NOT_SAMPLED, stages.NOT_ASKED, (stages.INVITED,))
    for fate in FATES:
        assert sum(fate in place.fates for places in lists for place in places) == 1, fate
        assert fate_words(fate)
    for fate in stages.INVITED.fates:
        messages = (*stages.NOT_SENT, *stages.NOT_DELIVERED, stages.DELIVERED)
        assert sum(fate in place.fates for place in messages) == 1, fate
        answers = (*stages.NOT_ANSWERED, stages.ANSWERED)
        assert sum(fate in place.fates for place in answers) == 1, fate


def test_the_cuts_add_up_to_the_whole(store: str) -> None:
    centre, known = funnels.build(300, 5)
    page = page_of(centre.units.values())
    cuts = {cut.code: cut for cut in page.cuts}
    for code in ("queues", "channels", "agents"):
        for at, whole in enumerate(page.whole.counts):
            assert sum(line.counts[at].n for line in cuts[code].lines) == whole.n, code
    units = {line.label: line for line in cuts["units"].lines}
    assert [one.n for one in units["Contact centre"].counts] == [one.n for one in page.whole.counts]
    billing = [one for one in known if one.team == "n1"]
    assert [one.n for one in units["Billing"].counts] == list(by_hand(billing).values())


def test_overview_contacts_and_funnel_say_the_same(store: str) -> None:
    """heyform/heyform#117: counts disagreed between screens."""
    centre, _ = funnels.build(400, 8)
    units = frozenset(centre.units.values())
    for query in ({}, {"unit": "north"}, {"channel": "chat"}, {"unit": "s1", "channel": "phone"}):
        page = page_of(units, **query)
        links = ResultLinks(contacts=address, overview=address)
        whole = overview(units, DAYS | query, today=LAST_DAY, links=links).whole.cut
        n = shown(page)
        assert n["contacts"] == whole.contacts.n_contacts
        assert n["invited"] == whole.contacts.n_invited
        assert n["answered"] == whole.n_answered_invited
        assert page.whole.rate == wilson(whole.n_answered_invited, whole.contacts.n_invited)


def test_every_number_leads_to_as_many_contacts(store: str) -> None:
    """heyform/heyform#117, chatwoot/chatwoot#6887: the list behind a number has that number."""
    centre, _ = funnels.build(200, 9)
    units = frozenset(centre.units.values())
    page = page_of(units)
    numbers = [*page.whole.counts, page.by_link, *page.not_answered.places]
    numbers += [place for leak in page.leaks for place in leak.places]
    numbers += [one for cut in page.cuts for line in cut.lines[:3] for one in line.counts]
    for one in numbers:
        assert bool(one.href) == bool(one.n)
        if one.href:
            query = dict(pair.split("=") for pair in one.href[1:].split("&"))
            found = list_of(units, query)
            assert found[0] == one.n == len(found[1]), one


def list_of(units: frozenset[int], query: dict[str, str]) -> tuple[int, list[str]]:
    """How many contacts the list says there are, and the addresses of all of them."""
    hrefs: list[str] = []
    while True:
        page = place_contacts(
            units,
            query,
            today=LAST_DAY,
            links=LINKS,
            contact_link=lambda **v: str(v),
            timezone=NOW.tzinfo,
        )
        hrefs += [line.href for line in page.lines]
        if not page.older_href:
            assert len(set(hrefs)) == len(hrefs)
            return page.n, hrefs
        query = dict(pair.split("=") for pair in page.older_href[1:].split("&"))


def test_an_agent_keeps_the_contact_whoever_the_agent_is_now(store: str) -> None:
    """chatwoot/chatwoot#14872 and #15488, freescout-help-desk/freescout#2358: attribution is that
    of closing, so nothing that happens to agent or team later moves a contact or an answer."""
    from survey.operations import people

    centre, known = funnels.build(200, 10)
    before = page_of(centre.units.values())
    for code in centre.agents:
        people.set_membership(code, "s2", from_on=FIRST_DAY)
    people.move_unit("n1", parent="south")
    mine = by_hand(one for one in known if one.agent == "n1-03")
    # The other system hands its contacts over to another agent and sends them again.
    sent = [
        record(f"x-{one.id}", source="crm", agent="s1-01", team="s1", channel=one.channel)
        for one in known
        if one.agent == "n1-03"
    ]
    report = accept(*sent, creation=Creation(teams=True, agents=True, leaders=True))
    assert (report.n_accepted, report.differing["agent"]) == (0, len(sent))
    after = page_of(centre.units.values())
    lines = {cut.code: cut.lines for cut in after.cuts}["agents"]
    assert lines == {cut.code: cut.lines for cut in before.cuts}["agents"]
    named = next(line for line in lines if line.label == "Agent n1-03")
    assert [one.n for one in named.counts] == list(mine.values())


@pytest.mark.parametrize("n", [0, 1, 2])
def test_with_hardly_any_contacts_nothing_is_divided_by_nothing(store: str, n: int) -> None:
    centre, known = funnels.build(n, 3)
    page = page_of(centre.units.values())
    assert shown(page) == by_hand(known)
    assert page.whole.rate.ok == (shown(page)["invited"] > 0)


def test_a_leader_counts_only_their_own_units(store: str) -> None:
    centre, known = funnels.build(300, 4)
    north = [centre.units[code] for code in ("north", "n1", "n2")]
    own = [one for one in known if one.team in ("n1", "n2")]
    assert shown(page_of(north)) == by_hand(own)


def narrowings() -> dict[str, tuple[dict[str, str], Callable[[Known], bool]]]:
    return {
        "queue": ({"queue": "2"}, lambda one: one.queue == 2),
        "agent": ({"agent": "n1-03"}, lambda one: one.agent == "n1-03"),
        "channel": ({"channel": "chat"}, lambda one: one.channel == "chat"),
        "unit": ({"unit": "north"}, lambda one: one.team in ("n1", "n2")),
        "survey": (
            {"survey": "phone"},
            lambda one: one.is_invited or one.outcome not in (None, "before_rules"),
        ),
    }


@pytest.mark.parametrize("name", narrowings())
def test_what_is_chosen_narrows_the_funnel(store: str, name: str) -> None:
    centre, known = funnels.build(300, 6)
    query, fits = narrowings()[name]
    assert shown(page_of(centre.units.values(), **query)) == by_hand(filter(fits, known))
