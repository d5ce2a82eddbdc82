"""The page of addresses to which nothing more is sent. Nobody can read them there: only digests
are kept, so an address is typed to be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.store import stops

KINDS = {"opted_out": "Opted out", "bounced": "Does not work"}
ORIGINS = {
    "page": "by the customer, on our page",
    "one_click": "by the customer, in the mail program",
    "staff": "by us, on this page",
    "api": "by another system",
    "dsn": "the message came back",
    "smtp": "the mail server refused it",
}


@dataclass(frozen=True, slots=True)
class StopLine:
    """One way in which addresses came on the list."""

    kind: str
    origin: str
    n: int
    latest_at: datetime


@dataclass(frozen=True, slots=True)
class StopsPage:
    """The list counted, and what was typed into the form `form` with what is wrong with it."""

    lines: tuple[StopLine, ...]
    n: int
    address: str = ""
    form: str = ""
    error: str = ""
    done: str = ""


def stops_page(*, address: str = "", form: str = "", error: str = "", done: str = "") -> StopsPage:
    """The page, with what was typed where something was wrong; `done` tells what was just done."""
    counts = stops.stop_counts()
    told = {"added": "The address is on the list.", "lifted": "The address is off the list."}
    return StopsPage(
        lines=tuple(
            StopLine(KINDS[one.kind], ORIGINS[one.origin], one.n, one.latest_at) for one in counts
        ),
        n=sum(one.n for one in counts),
        address=address,
        form=form,
        error=error,
        done=told.get(done, ""),
    )
