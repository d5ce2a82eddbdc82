"""How far the editions of a batch are, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from survey.access import SEE_ALL_UNITS, Viewer
from survey.errors import NotFound
from survey.insight.reports import words
from survey.store import reads_of_orders
from survey.store.reads_of_orders import BatchRow, OrderRow, OrderState

PER_PAGE = 50
# What fails often fails for one reason: so many say enough.
MOST_SHOWN = 20
REFRESH_SECONDS = 4
UNKNOWN = "There is no such batch of reports, or it is not yours to see."


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One edition of a batch: what it is, where it stands, and what went wrong."""

    order: OrderRow
    what: str
    state: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch: what is at work now, what went wrong, and a page of what is made.

    `seconds` is after how long the page looks again by itself; 0 where it does not.
    """

    batch: BatchRow
    occasion: str
    at_work: tuple[OrderLine, ...]
    failed: tuple[OrderLine, ...]
    n_failed: int
    made: tuple[OrderLine, ...]
    page: int
    n_pages: int
    seconds: int
    stays_still: bool

    @property
    def is_running(self) -> bool:
        """Whether anything of it is still waited for."""
        return self.batch.n_to_come > 0

    @property
    def n_cancelled(self) -> int:
        """How many of it are not made because it was cancelled."""
        return self.batch.counts.get("cancelled", 0)

    def href(self, page: int) -> str:
        """The address of another page of what is made."""
        return f"/reports/batches/{self.batch.id}?page={page}"


def batch_page(
    batch_id: int,
    viewer: Viewer,
    *,
    page: int = 1,
    stays_still: bool = False,
    today: date,
    now: datetime,
) -> BatchPage:
    """How far a batch is.

    Raises:
        NotFound: there is none, or it is not the viewer's to see; the words do not differ.
    """
    found = batch_of(batch_id, viewer, now=now)
    n_pages = max(1, -(-found.n_done // PER_PAGE))
    page = min(max(page, 1), n_pages)

    def lines(*states: OrderState, n: int, skip: int = 0) -> tuple[OrderLine, ...]:
        orders = reads_of_orders.orders(batch_id, states=states, n=n, skip=skip, now=now)
        return tuple(_line(order) for order in orders)

    is_running = found.n_to_come > 0
    return BatchPage(
        batch=found,
        occasion=words.occasion_name(found.occasion, today=today),
        at_work=lines("making", n=MOST_SHOWN),
        failed=lines("failed", n=MOST_SHOWN),
        n_failed=found.counts.get("failed", 0),
        made=lines("done", n=PER_PAGE, skip=(page - 1) * PER_PAGE),
        page=page,
        n_pages=n_pages,
        seconds=REFRESH_SECONDS if is_running and not stays_still else 0,
        stays_still=stays_still,
    )


def batch_of(batch_id: int, viewer: Viewer, *, now: datetime) -> BatchRow:
    """The batch: everything for who sees all units, for leaders what they asked for themselves.

    Raises:
        NotFound: there is none, or it is not the viewer's to see; the words do not differ.
    """
    found = reads_of_orders.batch(batch_id, now=now)
    if found is None:
        raise NotFound(UNKNOWN)
    if viewer.role not in SEE_ALL_UNITS:
        units = reads_of_orders.units_of_batch(batch_id)
        if found.user_id != viewer.user_id or not viewer.unit_ids.issuperset(units):
            raise NotFound(UNKNOWN)
    return found


def _line(order: OrderRow) -> OrderLine:
    edition = order.edition
    paper = words.paper_words(edition.kind, edition.paper)
    what = order.place or words.KIND_WORDS[edition.kind]
    state = words.STATE_WORDS[order.state]
    if order.state == "making":
        state = words.STAGE_WORDS.get(order.stage or "", "beginning")
    return OrderLine(order, f"{what} ({words.language_name(edition.language)}, {paper})", state)
