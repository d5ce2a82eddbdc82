"""Agents are compared fairly: like with like, many tests at once, and in words that ask."""

from __future__ import annotations

import random
from datetime import timedelta

from survey.insight.funnel.fairness import LEAST_CONTACTS, FairnessPage, fairness
from survey.insight.funnel.questions import QUESTIONS
from survey.store.database import transaction
from tests import funnels
from tests.centre import Centre
from tests.conftest import NOW
from tests.funnels import FIRST_DAY, Known
from tests.insight.funnel.test_counts import DAYS, LAST_DAY, LINKS

AGENTS = [f"n1-{number:02}" for number in range(1, 9)]


def page_of(centre: Centre) -> FairnessPage:
    return fairness(frozenset(centre.units.values()), DAYS, now=NOW, today=LAST_DAY, links=LINKS)


def fill(centre: Centre, plan: dict[str, list[tuple[int, int, float]]], seed: int = 1) -> None:
    """Contacts by agent as (queue, how many, share not eligible for the reason code)."""
    chance = random.Random(seed)
    number = 0
    with transaction():
        for agent, parts in plan.items():
            for queue, n, share in parts:
                for at in range(n):
                    number += 1
                    one = Known(number, agent, "n1", "phone", queue, FIRST_DAY)
                    is_hit = at < share * n if seed == 0 else chance.random() < share
                    one.outcome, one.rule = "sampled_out", None
                    if is_hit:
                        one.outcome, one.rule = "not_eligible", "reason"
                    funnels.add_contact(centre, one)
                    funnels.decide(one)


def answer_of(page: FairnessPage, code: str):  # type: ignore[no-untyped-def]
    return next(one for one in page.answers if one.question.code == code)


def test_an_agent_who_stands_out_is_a_question_with_both_counts(store: str) -> None:
    centre, _ = funnels.build(0, 1)
    fill(centre, {agent: [(1, 80, 0.3)] for agent in AGENTS[1:]} | {"n1-01": [(1, 80, 0.775)]}, 0)
    found = answer_of(page_of(centre), "rule_reason")
    assert "differ by more than chance" in found.sentence
    (line,) = found.lines
    assert line.sentence == (
        "Of Agent n1-01's contacts, each customer counted once, 62 of 80 (78%) were not eligible"
        " because of the reason code; among comparable contacts 30%."
    )
    assert line.p < 0.05
    assert "agent=n1-01" in line.href
    assert "place=rule_reason" in line.href
    assert line.why.endswith("?")


def test_another_line_of_work_is_no_accusation(store: str) -> None:
    """Queue 2 is hardly ever asked about. Whoever works there is compared with those who do too."""
    centre, _ = funnels.build(0, 1)
    billing = {agent: [(1, 100, 0.1), (2, 10, 0.9)] for agent in AGENTS[:4]}
    contracts = {agent: [(1, 10, 0.1), (2, 100, 0.9)] for agent in AGENTS[4:]}
    fill(centre, billing | contracts, 0)
    found = answer_of(page_of(centre), "rule_reason")
    assert "No detectable difference" in found.sentence
    assert not found.lines


def test_no_difference_is_said_plainly_and_names_nobody(store: str) -> None:
    centre, _ = funnels.build(0, 1)
    fill(centre, {agent: [(1, 60, 0.3), (3, 40, 0.5)] for agent in AGENTS}, seed=0)
    page = page_of(centre)
    assert "No detectable difference" in answer_of(page, "rule_reason").sentence
    assert not any(answer.lines for answer in page.answers)


def test_with_fewer_than_thirty_contacts_nobody_is_named(store: str) -> None:
    centre, _ = funnels.build(0, 1)
    few = LEAST_CONTACTS - 1
    fill(centre, {agent: [(1, 80, 0.1)] for agent in AGENTS[1:]} | {"n1-01": [(1, few, 1.0)]}, 0)
    assert not answer_of(page_of(centre), "rule_reason").lines


def test_false_alarms_stay_rare_over_the_whole_family(store: str) -> None:
    """Forty agents, no difference, twelve runs: a name comes up in one of twenty, so in four of
    these runs once in 500 times."""
    named = 0
    centre, _ = funnels.build(0, 1)
    agents = sorted(centre.agents)
    from survey.store.database import run

    for seed in range(2, 14):
        with transaction():
            run("DELETE FROM survey_decision")
            run("DELETE FROM contact")
        fill(centre, {agent: [(1, 20, 0.2), (2, 20, 0.6)] for agent in agents}, seed)
        named += bool(answer_of(page_of(centre), "rule_reason").lines)
    assert named <= 3


def test_whoever_was_invited_just_now_may_still_answer(store: str) -> None:
    centre, known = funnels.build(300, 2)
    by_hand = ("by_hand", "before_rules", "no_survey", None)
    invited = [
        one for one in known if one.state in ("handed_over", "sent") and one.outcome not in by_hand
    ]
    found = answer_of(page_of(centre), "not_answered")
    assert found.n_agents == len({one.agent for one in invited})
    from survey.store.database import run

    run("UPDATE invitation SET created_at = ?", (int((NOW - timedelta(days=6)).timestamp()),))
    found = answer_of(page_of(centre), "not_answered")
    assert (found.n_agents, found.lines) == (0, ())
    assert found.sentence.startswith("Nothing to compare.")


def test_nothing_and_hardly_anything_can_be_compared(store: str) -> None:
    for n in (0, 1, 2):
        if n == 0:
            centre, _ = funnels.build(0, 1)
        else:
            fill_one(centre, n)
        page = page_of(centre)
        assert len(page.answers) == len(QUESTIONS)
        assert not any(answer.lines for answer in page.answers)


def fill_one(centre: Centre, number: int) -> None:
    one = Known(number, AGENTS[number], "n1", "phone", 1, FIRST_DAY, "sampled_out")
    funnels.add_contact(centre, one)
    funnels.decide(one)
