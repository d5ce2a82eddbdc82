"""The same two centres answering by link: claims, credentials, receipts, a schedule, recognition.

What is random in a browser comes from the agent here, so that the centres differ in answers only.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from survey.blind_signatures import client
from survey.intake.ballots import FilledBallot
from survey.intake.wave_schedule import SchedulePlan
from survey.operations import pulse
from survey.operations.pulse.schedules import create_schedule
from tests import centre as small_centre
from tests import forums, links, twins, waves

OPEN = 3


def build(hidden: twins.Hidden) -> twins.Doors:
    """The centre of `twins.build`, its waves answered by link, with more pages to open."""
    centre = small_centre.build()
    links.give_addresses()
    for number, months_ago in ((1, 2), (twins.LAST, 1)):
        window_from, window_until = forums._month(months_ago)
        links.open_by_link(number, window_from=window_from, window_until=window_until)
        _answer(number, "n1", twins.few(hidden), today=waves.OPENS_ON)
        for team, ballots in twins.many(hidden).items():
            _answer(number, team, ballots, today=waves.OPENS_ON)
        waves.close(number)
    days = {
        "opens_on": twins.TODAY - timedelta(days=3),
        "closes_on": twins.TODAY + timedelta(days=8),
    }
    links.open_by_link(OPEN, name="Summer", **days)
    _answer(OPEN, "n1", twins.of_open_wave(hidden), today=twins.TODAY)
    plan = SchedulePlan("Every quarter", twins.TODAY + timedelta(days=40))
    schedule = create_schedule(plan, today=twins.TODAY, now=twins.STARTED_AT)
    token = links.tokens(OPEN)["n1"][-1]
    more = (
        f"/pulse/claim/{token}",
        f"/pulse/claim/{links.tokens(OPEN)['n1'][0]}",
        f"/pulse/schedules/{schedule}",
        f"/pulse/schedules/{schedule}/change",
        f"/pulse/waves/{OPEN}/opening",
        *(f"/pulse/answer/{OPEN}/{team}" for team in small_centre.TEAMS),
        *(f"/pulse/check/{n}{end}" for n in (1, twins.LAST, OPEN) for end in ("", "/keys.json")),
    )
    return twins.finished(centre, code="", more=more)


def _answer(number: int, team: str, ballots: Sequence[FilledBallot], *, today: date) -> None:
    """Claim and answer with the next of the team's links for each ballot."""
    for at, (token, ballot) in enumerate(zip(links.tokens(number)[team], ballots, strict=False)):
        randomness = random.Random(f"{number} {team} {at}").randbytes
        paper = pulse.find_claim(token, today=today)
        message = client.draw_message(randomness)
        blinding = client.blind(paper.modulus, message, randomness=randomness)
        signed = links.sign(token, blinding.blinded, today=today)
        signature = client.finish(paper.modulus, message, signed, blinding.inverse)
        links.answer(links.Credential(number, team, message, signature), ballot, today=today)
