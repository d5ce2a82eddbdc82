"""Nobody is named for the time or way of asking, nor for customers who come again and again."""

from __future__ import annotations

import random

import pytest

from survey.insight.funnel.questions import QUESTIONS
from survey.insight.funnel.tables import Table, tabulate
from survey.stats.homogeneity import beside_comparable, homogeneity
from survey.stats.multiplicity import benjamini_hochberg
from survey.store.database import run, transaction
from survey.store.reads_of_fairness import RuledContact
from tests import funnels
from tests.centre import Centre
from tests.funnels import FIRST_DAY, Known
from tests.insight.funnel.test_fairness import AGENTS, answer_of, page_of

NO_ADDRESS = next(one for one in QUESTIONS if one.code == "no_address")
CODES = {"bounced": "opted_out", "not_eligible": "rule_reason"}
# What was decided, and the state of the message where one was written.
Kind = tuple[str, str | None]
MAIL, HAND, LINK = ("invited", "sent"), ("by_hand", None), ("invited", None)


def add(centre: Centre, agent: str, kind: Kind, n: int, *, n_answered: int = 0) -> None:
    """`n` contacts of the agent that were decided alike, each with a customer of its own."""
    ((start,),) = run("SELECT coalesce(max(id), 0) FROM contact")
    outcome, state = kind
    for number in range(start + 1, start + n + 1):
        one = Known(number, agent, "n1", "phone", 1, FIRST_DAY, outcome)
        one.rule = "reason" if outcome == "not_eligible" else None
        funnels.add_contact(centre, one)
        funnels.decide(one)
        run("INSERT INTO contact_identity (contact_id, phone) VALUES (?, '+441')", (number,))
        if outcome in ("invited", "by_hand"):
            funnels.invite(one, state, is_opened=False)
        if number <= start + n_answered:
            funnels.answer(one, 5)


@pytest.mark.parametrize(
    "outcome", ["no_address", "opted_out", "bounced", "quarantined", "too_late", "not_eligible"]
)
def test_a_newcomer_is_not_named_for_contacts_of_others_from_before_there_were_rules(
    store: str, outcome: str
) -> None:
    """Of all contacts that the rules decided, 12 of 60 were left out, whoever's they were. The
    others had handed out links by hand before, which the rules never saw."""
    centre, _ = funnels.build(0, 1)
    with transaction():
        for agent in AGENTS:
            add(centre, agent, (outcome, None), 12)
            add(centre, agent, MAIL, 48)
            if agent != "n1-01":
                add(centre, agent, HAND, 200)
                add(centre, agent, ("before_rules", None), 50)
                add(centre, agent, ("no_survey", None), 50)
    page = page_of(centre)
    (found,) = [one for one in page.answers if CODES.get(outcome, outcome) == one.question.code]
    assert "No detectable difference" in found.sentence
    assert not any(one.differs or one.lines for one in page.answers)


def test_whoever_passes_links_on_is_not_compared_by_addresses(store: str) -> None:
    """A link that a chat passes on needs no address, so its customers cannot lack one."""
    centre, _ = funnels.build(0, 1)
    with transaction():
        for agent in AGENTS:
            add(centre, agent, ("no_address", None), 12)
            add(centre, agent, MAIL, 48)
            if agent != "n1-01":
                add(centre, agent, LINK, 200)
    found = answer_of(page_of(centre), "no_address")
    assert "No detectable difference" in found.sentence
    assert not found.lines


def test_links_handed_out_are_not_compared_with_messages_nor_are_messages_that_never_came(
    store: str,
) -> None:
    centre, _ = funnels.build(0, 1)
    with transaction():
        for agent in AGENTS:
            add(centre, agent, MAIL, 60, n_answered=12)
            if agent == "n1-01":
                for state in ("bounced", "given_up", "waiting"):
                    add(centre, agent, ("invited", state), 40)
            else:
                add(centre, agent, HAND, 60, n_answered=50)
                add(centre, agent, LINK, 60, n_answered=50)
    found = answer_of(page_of(centre), "not_answered")
    assert found.n_agents == len(AGENTS)
    assert not found.differs
    assert not found.lines


def test_mail_is_compared_with_mail_and_one_survey_with_itself(store: str) -> None:
    """Text messages are answered more often here, and so is a second survey."""
    centre, _ = funnels.build(0, 1)
    with transaction():
        run(
            "INSERT INTO survey (id, code, name, state, draft, rules, position)"
            " VALUES (2, 'short', 'Short', 'draft', '{}', '{}', 2)"
        )
        for agent in AGENTS[:4]:
            add(centre, agent, MAIL, 60, n_answered=12)
        for agent in AGENTS[4:]:
            add(centre, agent, MAIL, 60, n_answered=48)
        run("UPDATE invitation SET via = 'sms' WHERE id > 240")
        assert not answer_of(page_of(centre), "not_answered").lines
        run("UPDATE invitation SET via = 'mail'")
        assert answer_of(page_of(centre), "not_answered").lines
        run("UPDATE survey_decision SET survey_id = 2 WHERE contact_id > 240")
        assert not answer_of(page_of(centre), "not_answered").lines


def test_of_one_customer_only_the_first_contact_with_an_agent_counts(both_stores: str) -> None:
    centre, _ = funnels.build(0, 1)
    with transaction():
        for agent in AGENTS:
            add(centre, agent, ("no_address", None), 4)
            add(centre, agent, MAIL, 56)
        add(centre, "n1-01", ("no_address", None), 60)
        run("UPDATE contact SET customer_ref = 'R-1' WHERE id = 1 OR id > 480")
    found = answer_of(page_of(centre), "no_address")
    assert "No detectable difference" in found.sentence
    run("UPDATE contact SET customer_ref = NULL")
    first, *_ = answer_of(page_of(centre), "no_address").lines
    assert "Agent n1-01's contacts, each customer counted once, 64 of 120" in first.sentence


@pytest.mark.slow
def test_customers_who_come_again_do_not_raise_false_alarms() -> None:
    """Twenty agents who do not differ, 200 simulated centres: three customers of ten come back to
    the same agent, one to three times and in any queue, and who lacks an address lacks it always.
    At the level of 5 percent at most 7 percent of the centres may be alarmed. More than half would
    be if every contact counted for itself."""
    chance = random.Random(5)
    alarms, named, naive = 0, 0, 0
    for seed in range(200):
        contacts = centre_of_regulars(chance)
        table = tabulate(contacts)[NO_ADDRESS]
        alarms += (homogeneity(table.hits, table.totals, seed=seed).p or 0) < 0.05
        named += names_somebody(table)
        if seed < 40:
            apart = [one._replace(customer=number) for number, one in enumerate(contacts)]
            table = tabulate(apart)[NO_ADDRESS]
            naive += (homogeneity(table.hits, table.totals, seed=seed).p or 0) < 0.05
    assert alarms <= 0.07 * 200
    assert named <= 0.07 * 200
    assert naive > 0.5 * 40


def centre_of_regulars(chance: random.Random) -> list[RuledContact]:
    contacts = []
    for agent in range(20):
        for customer in range(60):
            fate = "no_address" if chance.random() < 0.12 else "sent_silent"
            for _ in range(chance.choices((1, 2, 3, 4), (70, 15, 10, 5))[0]):
                queue = chance.randrange(4)
                who = f"{agent}-{customer}"
                contacts.append(
                    RuledContact(agent, queue, "phone", 1, "mail", fate, who, True, False)
                )
    return contacts


def names_somebody(table: Table) -> bool:
    singles = [beside_comparable(table.hits, table.totals, at)[0] for at in range(20)]
    return min(benjamini_hochberg([one.p for one in singles if one.p is not None])) < 0.05
