"""What agents agreed to show: customers' praise and colleagues' thanks, newest first.

Nothing is counted here, and nobody comes before anybody else but by the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.access import ADMINISTRATOR, Viewer
from survey.insight.folding import Folded, fold
from survey.insight.forum.board import Typed
from survey.instruments.satisfaction import CSAT_SCALE
from survey.intake.thanks import LONGEST
from survey.render import numbers
from survey.store import reads_of_recognition
from survey.store.reads_of_recognition import PraiseRow, ThanksRow

MOST = 50
MOST_OWN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """Praise or thanks that an agent agreed to show.

    `by` names the colleague, and is empty for a customer. `when` is a month where a customer wrote
    it, so that no contact is found by its day. `is_own` where it is about the viewer.
    """

    id: int
    agent: str
    by: str
    text: Folded
    when: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Thanks that the viewer gave. Whether the agent shows them is the agent's own matter."""

    id: int
    agent: str
    text: Folded
    when: str


@dataclass(frozen=True, slots=True)
class RecognitionPage:
    """The latest that is shown, whom the viewer can thank, and what the viewer wrote lately."""

    shown: tuple[Shown, ...]
    agents: tuple[tuple[str, str], ...]
    given: tuple[Given, ...]
    typed: Typed
    conflict: str
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class Offered:
    """A colleague's thanks to the agent who reads this; `is_shown` while colleagues read them."""

    id: int
    by: str
    text: Folded
    when: str
    is_new: bool
    is_shown: bool


def recognition(
    viewer: Viewer, *, today: date, typed: Typed | None = None, conflict: str = ""
) -> RecognitionPage:
    """The page as this viewer reads it: administrators run the installation, and read no customer.

    `conflict` says why thanks were not given.
    """
    is_reader = viewer.role != ADMINISTRATOR
    praise = reads_of_recognition.shown_praise(top=CSAT_SCALE.high, limit=MOST) if is_reader else ()
    thanks = reads_of_recognition.shown_thanks(limit=MOST)
    given = reads_of_recognition.thanks_by(viewer.user_id, limit=MOST_OWN)
    return RecognitionPage(
        shown=_by_day(praise, thanks, viewer),
        agents=_choices(viewer, today),
        given=tuple(Given(o.id, o.agent, fold(o.text), numbers.day(o.given_on)) for o in given),
        typed=typed or Typed(),
        conflict=conflict,
    )


def thanks_for(agent_id: int) -> tuple[Offered, ...]:
    """The latest thanks to an agent, for this agent alone; those not answered yet come first."""
    found = reads_of_recognition.thanks_to(agent_id, limit=MOST)
    offered = [
        Offered(
            id=one.id,
            by=one.by,
            text=fold(one.text),
            when=numbers.day(one.given_on),
            is_new=one.state == "offered",
            is_shown=one.state == "shown",
        )
        for one in found
    ]
    return tuple(sorted(offered, key=lambda one: not one.is_new))


def _by_day(
    praise: Sequence[PraiseRow], thanks: Sequence[ThanksRow], viewer: Viewer
) -> tuple[Shown, ...]:
    # By month of agreeing first: praise has no finer day here, so its order tells none either.
    lines = [
        (f"{one.agreed_on:%Y-%m}", 0, one.response_id, _praise(one, viewer)) for one in praise
    ] + [(f"{one.given_on:%Y-%m}", 1, one.id, _thanks(one, viewer)) for one in thanks]
    lines.sort(key=lambda line: line[:3], reverse=True)
    return tuple(line[3] for line in lines[:MOST])


def _praise(one: PraiseRow, viewer: Viewer) -> Shown:
    is_own = one.agent_id == viewer.agent_id
    when = numbers.month(one.agreed_on)
    return Shown(one.response_id, one.agent, "", fold(one.text), when, is_own)


def _thanks(one: ThanksRow, viewer: Viewer) -> Shown:
    is_own = one.agent_id == viewer.agent_id
    when = numbers.day(one.given_on)
    return Shown(one.id, one.agent, one.by, fold(one.text), when, is_own)


def _choices(viewer: Viewer, today: date) -> tuple[tuple[str, str], ...]:
    agents = reads_of_recognition.agents(today=today)
    return (
        ("", "Choose a colleague"),
        *((str(a.id), f"{a.name}, {a.unit}") for a in agents if a.id != viewer.agent_id),
    )
