"""How the numbers were made, what is hidden or left out and why, and what the words mean."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.block_figures import constructs_of
from survey.insight.report import method_notes as notes
from survey.insight.report.customers import Customers
from survey.insight.report.frame import Frame
from survey.insight.report.heard import Stay
from survey.insight.report.linked import Linked
from survey.insight.report.people import People
from survey.insight.words.constructs import construct_name
from survey.privacy import gate
from survey.render import numbers
from survey.render.speech import say

Note = notes.Note


@dataclass(frozen=True, slots=True)
class ReliabilityLine:
    """How consistently the items of one construct were answered, as it was published."""

    construct: str
    items: str
    alpha: str
    omega: str
    n: str


@dataclass(frozen=True, slots=True)
class Method:
    """Everything needed to judge the numbers, and to make them again.

    `not_asked` are the contacts without an answer by reason, `exclusions` what the linkage left
    out and why; either is empty where the edition has not that section.
    """

    finding: str
    facts: tuple[Note, ...]
    notes: tuple[Note, ...]
    reliability: tuple[ReliabilityLine, ...]
    not_asked: tuple[Stay, ...]
    has_linkage: bool
    exclusions: tuple[str, ...]
    measured: tuple[str, ...]
    definitions: tuple[Note, ...]


def method_of(
    frame: Frame,
    customers: Customers | None = None,
    people: People | None = None,
    linked: Linked | None = None,
) -> Method:
    """The method of this edition's own data; a section that it has not leaves no note."""
    heard = customers.heard if customers else None
    return Method(
        finding=say("How these numbers were made"),
        facts=_facts(frame, customers, people),
        notes=tuple(
            note
            for note in (
                notes.made_up() if frame.is_demo else None,
                *(notes.on_customers(customers) if customers else ()),
                *(notes.on_people(frame, people) if people and frame.occasion.wave else ()),
                *(notes.on_linkage() if linked else ()),
                *(notes.on_passing_on() if frame.department else ()),
                notes.standing_still(),
            )
            if note is not None
        ),
        reliability=_reliability(frame) if people else (),
        not_asked=heard.stays if heard else (),
        has_linkage=linked is not None,
        exclusions=linked.exclusions if linked else (),
        measured=_measured(linked) if linked else (),
        definitions=notes.definitions() if customers else (),
    )


def _facts(frame: Frame, customers: Customers | None, people: People | None) -> tuple[Note, ...]:
    found = [Note(say("Contacts closed"), frame.occasion.window.words)]
    if frame.occasion.before is not None:
        found.append(Note(say("Compared with"), frame.occasion.before.words))
    if customers is not None and customers.heard is not None:
        found.append(Note(say("Customers"), customers.heard.sentence))
    wave = frame.occasion.wave
    if people is None or wave is None:
        return tuple(found)
    turnout = people.turnout
    found += [
        Note(say("Pulse"), say("%(wave)s, open %(days)s", wave=wave.name, days=people.days))
        if people.days
        else Note(say("Pulse"), wave.name)
    ]
    if turnout.n_invited:
        answered = numbers.part(turnout.n_answered, turnout.n_invited)
        found.append(Note(say("Agents"), say("%(part)s answered", part=answered)))
    found += [
        Note(
            say("Smallest groups"),
            say(
                "%(figure)s answers for a figure, %(remarks)s for remarks, %(block)s invited for a"
                " block",
                figure=numbers.whole(wave.threshold),
                remarks=numbers.whole(wave.comment_threshold),
                block=numbers.whole(wave.block_minimum),
            ),
        ),
        Note(say("Instrument"), wave.instrument.digest[:8]),
    ]
    return tuple(found)


def _measured(linked: Linked) -> tuple[str, ...]:
    """How reliable means are, where any can be compared."""
    return tuple(one for one in linked.reliability if one) if linked.between_r.n else ()


def _reliability(frame: Frame) -> tuple[ReliabilityLine, ...]:
    """What was published of the newest wave about its own measuring."""
    wave = frame.occasion.wave
    if wave is None:
        return ()
    found = gate.reliability(wave.id)
    return tuple(
        ReliabilityLine(
            construct=construct_name(one),
            items=numbers.whole(found[one.code].n_items),
            alpha=numbers.r(found[one.code].alpha),
            omega=numbers.r(found[one.code].omega)
            if found[one.code].omega is not None
            else say("not known"),
            n=numbers.whole(found[one.code].n),
        )
        for one in constructs_of(wave)
        if one.code in found
    )
