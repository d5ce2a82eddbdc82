"""What an address asks the funnel for: period, unit and channel, and more closely survey, queue,
agent and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import InvalidInput
from survey.insight.funnel.stages import PLACES, Stage
from survey.insight.period import last_days
from survey.insight.selection import Selection, parse_selection
from survey.insight.units import ScopeTree
from survey.store import reads_of_contacts, reads_of_funnel
from survey.store.reads_of_funnel import FunnelFilter

DEFAULT_DAYS = 28


@dataclass(frozen=True, slots=True)
class Names:
    """What can be chosen, as (id, word in the address, name)."""

    surveys: tuple[tuple[int, str, str], ...]
    queues: tuple[tuple[int, str, str], ...]
    agents: tuple[tuple[int, str, str], ...]

    def queue(self, id_: int) -> tuple[str, str]:
        """How an address names the queue, and its name."""
        return next((word, name) for one, word, name in self.queues if one == id_)

    def agent(self, id_: int) -> tuple[str, str]:
        """How an address names the agent, and the agent's name."""
        return next((word, name) for one, word, name in self.agents if one == id_)


@dataclass(frozen=True, slots=True)
class FunnelAsked:
    """A selection, narrowed; each as its word in the address, empty where nothing is chosen."""

    selection: Selection
    names: Names
    survey: str = ""
    queue: str = ""
    agent: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        chosen = {"survey": self.survey, "queue": self.queue, "agent": self.agent}
        return self.selection.query | {name: value for name, value in chosen.items() if value}

    def wanted(self, place: Stage | None = None) -> FunnelFilter:
        """The same for the store, down to the contacts of one place."""
        chosen, names = self.selection, self.names
        return FunnelFilter(
            unit_ids=chosen.inside.unit_ids,
            from_on=chosen.period.from_on,
            until_on=chosen.period.until_on,
            channel=chosen.channel,
            queue_id=_id(names.queues, self.queue),
            agent_id=_id(names.agents, self.agent),
            survey_id=_id(names.surveys, self.survey),
            fates=() if place is None else tuple(sorted(place.fates)),
        )

    @property
    def narrowed(self) -> str:
        """The conditions on channel, survey, queue and agent in words; empty without any."""
        parts = [f"{self.selection.channel} only"] if self.selection.channel else []
        for kind, chosen, known in (
            ("survey", self.survey, self.names.surveys),
            ("queue", self.queue, self.names.queues),
            ("agent", self.agent, self.names.agents),
        ):
            parts += [f"{kind} {name}" for _, word, name in known if word == chosen]
        return ", ".join(parts)


def parse_asked(query: Mapping[str, str], *, tree: ScopeTree, today: date) -> FunnelAsked:
    """What an address asks for; the last 28 days where it names none.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    given = dict(query)
    if not any(given.get(name, "").strip() for name in ("period", "from", "to")):
        given |= last_days(DEFAULT_DAYS, today=today).query
    problems: list[str] = []
    selection = None
    try:
        selection = parse_selection(given, tree=tree, today=today)
    except InvalidInput as refusal:
        problems.extend(refusal.problems)
    names = _names()
    words = {
        name: _choice(name, given, known, problems)
        for name, known in (
            ("survey", names.surveys),
            ("queue", names.queues),
            ("agent", names.agents),
        )
    }
    agent_id = _id(names.agents, words["agent"])
    if agent_id is not None and not reads_of_funnel.has_contacts(agent_id, tree.unit_ids):
        problems.append(_not_there("agent", words["agent"]))
    if problems or selection is None:
        raise InvalidInput(problems)
    return FunnelAsked(selection, names, **words)


def parse_place(query: Mapping[str, str]) -> Stage:
    """The place or stage whose contacts an address asks for; all contacts where it names none.

    Raises:
        InvalidInput: there is no such place.
    """
    code = query.get("place", "").strip() or "contacts"
    if code not in PLACES:
        raise InvalidInput([f"Place: “{code[:40]}” is no place. Follow a number of the funnel."])
    return PLACES[code]


def _names() -> Names:
    return Names(
        surveys=reads_of_funnel.surveys(),
        queues=tuple((id_, str(id_), name) for id_, name in reads_of_contacts.queues()),
        agents=reads_of_funnel.agents(),
    )


def _choice(
    name: str,
    given: Mapping[str, str],
    known: tuple[tuple[int, str, str], ...],
    problems: list[str],
) -> str:
    word = given.get(name, "").strip()
    if word and word not in {one[1] for one in known}:
        problems.append(_not_there(name, word))
    return word


def _not_there(name: str, word: str) -> str:
    return (
        f"{name.capitalize()}: “{word[:40]}” is not there, or not yours to see. Choose one from"
        " the list."
    )


def _id(known: tuple[tuple[int, str, str], ...], word: str) -> int | None:
    return next((one[0] for one in known if one[1] == word), None)
