"""Which questions an answer shows, as a style sheet: so that a page needs no script for it."""

from __future__ import annotations

from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.store import reads_of_invitations


def style_sheet(digest: str) -> str | None:
    """The rules of a stored instrument, or None where none has this digest.

    A browser that does not know `:has()` shows every question, which loses nothing.
    """
    if not reads_of_invitations.has_instrument(digest):
        return None
    return rules(reads_of_invitations.instrument_of(digest))


def rules(instrument: Instrument) -> str:
    """A rule that hides each dependent question, unless what it depends on is shown and chosen."""
    lines = []
    for item in instrument.items:
        if item.condition is not None:
            lines.append(f"form:not({_shows(instrument, item)}) #item-{item.code} {{display:none}}")
    body = "\n".join(lines)
    return f"@supports selector(:has(*)) {{\n{body}\n}}\n" if lines else ""


def _shows(instrument: Instrument, item: Item) -> str:
    """A selector of the forms whose answers show the item: all its conditions up the line hold."""
    selector = ""
    while item.condition is not None:
        asked = instrument.item(item.condition.item)
        selector += f":is({', '.join(_chosen(asked, value) for value in item.condition.values)})"
        item = asked
    return selector


def _chosen(item: Item, value: int) -> str:
    if item.kind == "tick":
        ticked = f':has([name="{item.code}"]:checked)'
        return ticked if value else f":not({ticked})"
    return f':has([name="{item.code}"][value="{value}"]:checked)'
