"""Two centres alike in everything that may be read; they differ in answers nobody may ever see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice

from survey.instruments.pulse import PULSE
from survey.intake.ballots import FilledBallot
from survey.operations import agenda, forum, sign_in
from tests import centre as small_centre
from tests import forums, invited, meetings, waves
from tests.answers import Told, tell
from tests.editions import keep_some

STARTED_AT = datetime.now(UTC)
TODAY = STARTED_AT.date()
TOKEN = "a-token-long-enough-to-be-guessed-by-nobody"
LAST = 2


@dataclass(frozen=True, slots=True)
class Hidden:
    """What nobody may read: answers of a block of four, of three to one construct, of an open wave.

    `levels` are points of the five-point scale; `remark` is what the four wrote where no one else
    did.
    """

    levels: tuple[int, int, int, int]
    remark: str
    n_open: int


@dataclass(frozen=True, slots=True)
class Doors:
    """What lets somebody in who does not sign in, and the contact and decision there are."""

    code: str
    token: str
    contact_id: int
    decision_id: int
    more: tuple[str, ...] = ()


# Far apart in their means and in how much they differ among themselves.
ONE = Hidden((2, 2, 2, 2), "Canary-of-the-one-centre", n_open=2)
OTHER = Hidden((1, 5, 5, 5), "Canary-of-the-other-centre", n_open=7)


def build(hidden: Hidden) -> Doors:
    """A centre with two closed waves, an open one, customers, a decision and printed reports."""
    centre = small_centre.build()
    for number, months_ago in ((1, 2), (LAST, 1)):
        _hold(number, hidden, months_ago=months_ago)
    codes = waves.open_today_with_cards(3, name="Summer")["n1"]
    waves.submit(codes, of_open_wave(hidden))
    return finished(centre, code=codes[-1])


def finished(centre: small_centre.Centre, *, code: str, more: tuple[str, ...] = ()) -> Doors:
    """The doors of a centre whose waves have been held, with customers, a decision, reports.

    `more` are addresses to open beside those of the routes.
    """
    for number, months_ago in ((1, 2), (LAST, 1)):
        _tell(centre, forums._month(months_ago)[0], first=number * 1_000)
    decision = forum.record_decision(LAST, forums.DECISION, today=forums.TODAY)
    agenda.extend_agenda(meetings.plan(), [meetings.own("The move")])
    keep_some(today=forums.TODAY)
    sign_in.make_link("ana@example.org", token=TOKEN, now=STARTED_AT)
    (contact,) = tell(centre, [Told("n1-01", TODAY - timedelta(days=3))], first=9_000)
    token = invited.invite(contact, now=STARTED_AT)
    return Doors(code, token, contact, decision, more)


def of_open_wave(hidden: Hidden) -> list[FilledBallot]:
    """What team n1 has answered to the open wave."""
    return [_ballot(level, 1) for level in islice(cycle(hidden.levels), hidden.n_open)]


def few(hidden: Hidden) -> list[FilledBallot]:
    """What the four of team n1 answered to a closed wave."""
    return [_ballot(level, 1, ask_people=hidden.remark) for level in hidden.levels]


def many(hidden: Hidden) -> dict[str, list[FilledBallot]]:
    """What the other teams answered, of which three of n2 to one construct."""
    found = {
        team: [
            _ballot((2, 3, 4, 5, 3)[(n + at) % 5], n, ask_cost=f"Ask {team} {n}") for n in range(10)
        ]
        for at, team in enumerate(("n2", "s1", "s2"))
    }
    return found | {"n2": list(_with_hidden_construct(found["n2"], hidden))}


def _tell(centre: small_centre.Centre, day: date, *, first: int) -> None:
    """Ten customers of every team, in an order that gives the teams levels of their own."""
    for at, team in enumerate(small_centre.TEAMS):
        scores = islice(cycle((5, 4, 3 + at % 2, 5, 1 + at)), 10)
        told = [
            Told(f"{team}-{1 + n % 10:02}", day + timedelta(days=n), score, "Kind.", "chat")
            for n, score in enumerate(scores)
        ]
        tell(centre, told, first=first + 100 * at)


def _hold(number: int, hidden: Hidden, *, months_ago: int) -> None:
    """A closed wave in which four of team n1 answered, and three of team n2 to one construct."""
    window_from, window_until = forums._month(months_ago)
    codes = waves.open_with_cards(
        number, seed=number, window_from=window_from, window_until=window_until
    )
    waves.submit(codes["n1"], few(hidden))
    for team, ballots in many(hidden).items():
        waves.submit(codes[team], ballots)
    waves.close(number)


def _with_hidden_construct(ballots: list[FilledBallot], hidden: Hidden) -> Iterable[FilledBallot]:
    """The ballots, of which three answer what is asked about pay and learning, the others not."""
    growth = [item.code for item in PULSE.scale_items if item.construct == "growth"]
    for at, ballot in enumerate(ballots):
        kept = {item: point for item, point in ballot.answers.items() if item not in growth}
        told = dict.fromkeys(growth, hidden.levels[at]) if at < 3 else {}
        yield FilledBallot(kept | told, ballot.remarks)


def _ballot(level: int, spread: int, **remarks: str) -> FilledBallot:
    """Every question answered near the level, not all alike."""
    points = {}
    for at, item in enumerate(PULSE.scale_items):
        assert item.scale is not None
        felt = level + (at + spread) % 2 - (level == item.scale.high)
        points[item.code] = max(item.scale.low, felt if item.scale.high == 5 else 2 * level)
    return FilledBallot(points, dict(remarks))
