"""The columns of an export: what is known of every contact, and what the instruments asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.instruments.items import Item
from survey.instruments.reading import from_definition
from survey.store import reads_of_export
from survey.store.reads_of_funnel import FunnelFilter

_MEANINGS = {
    "contact_id": "Number of the contact here",
    "source": "System the contact came from",
    "external_id": "Number of the contact there",
    "closed_on": "Day of closing, at the centre",
    "closed_at": "Instant of closing, UTC",
    "channel": "Channel, frozen at closing",
    "queue": "Queue, frozen at closing",
    "reason": "Reason code",
    "handle_seconds": "Handle time in seconds",
    "agent": "Code of the agent, frozen at closing",
    "agent_name": "Name of the agent",
    "unit": "Code of the unit, frozen at closing",
    "unit_name": "Name of the unit",
    "leader": "Code of the leader, frozen at closing",
    "survey": "Code of the survey that asked, or decided not to",
    "place": "Where the contact stands in the funnel; docs/export.md lists the words",
    "outcome": "What was decided about asking",
    "rule": "Rule by which it was not eligible",
    "invited_at": "When the customer was invited, UTC",
    "invited_via": "mail, sms, link or kiosk",
    "language": "Language the customer was asked in",
    "message_state": "What became of the message",
    "handed_over_at": "When it was handed over, UTC",
    "message_ended_at": "When its state became final, UTC",
    "reminder_state": "What became of the reminder",
    "opened_at": "When a person first opened the link, as far as we know, UTC",
    "withdrawn_at": "When the link was withdrawn, UTC",
    "answered_at": "When the answer was recorded, UTC",
    "revised_at": "When the customer corrected it, UTC",
    "is_left": "1: recorded from what was saved on the way",
    "instrument": "Digest of what was asked",
    "is_invited_answer": "1: to our invitation; 0: from another system",
    "comment": "The customer's words, personal data masked",
}
KNOWN = tuple(_MEANINGS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, what its values mean, and of which instrument it is.

    `item` is the code answered; `option` the value of the option it tells of, None otherwise.
    """

    name: str
    meaning: str
    values: str = ""
    instrument: str = ""
    item: str = ""
    option: int | None = None
    is_text: bool = False


def columns_of(wanted: FunnelFilter) -> tuple[Column, ...]:
    """The columns of everything known, then those of every instrument answered in the filter.

    The same column of two instruments stands once for each, so that a codebook can tell of both.
    """
    asked = [from_definition(text) for _, text in reads_of_export.instruments(wanted)]
    known = tuple(Column(name, meaning) for name, meaning in _MEANINGS.items())
    return known + tuple(
        column
        for instrument in asked
        for item in instrument.items
        for column in _of_item(item, f"{instrument.name} {instrument.digest[:8]}")
    )


def names_of(columns: Iterable[Column]) -> dict[str, Column]:
    """Every column once, in order, by its name."""
    found: dict[str, Column] = {}
    for column in columns:
        found.setdefault(column.name, column)
    return found


def _of_item(item: Item, label: str) -> list[Column]:
    code, text = item.code, item.text
    words = Column(f"{code}.text", f"{text} (own words)", "", label, code, is_text=True)
    if item.kind == "text":
        return [] if code == "comment" else [words]
    if item.kind == "matrix" and item.scale is not None:
        points = "; ".join(f"{p} = {item.scale.label(p)}" for p in item.scale.points)
        return [
            Column(f"{code}.{row.code}", f"{text}: {row.text}", points, label, f"{code}.{row.code}")
            for row in item.rows
        ]
    found = [Column(code, text, _values(item), label, code)]
    if item.kind == "choices":
        found[0] = Column(code, f"{text} (how many ticked)", "", label, code)
        found += [
            Column(
                f"{code}.{o.value}",
                f"{text}: {o.text}",
                "1 = ticked; 0 = not",
                label,
                code,
                o.value,
            )
            for o in item.options
        ]
    if any(option.is_open for option in item.options):
        found.append(words)
    return found


def _values(item: Item) -> str:
    if item.scale is not None:
        return "; ".join(f"{point} = {item.scale.label(point)}" for point in item.scale.points)
    if item.kind == "tick":
        return "1 = ticked; 0 = not"
    return "; ".join(f"{option.value} = {option.text}" for option in item.options)
