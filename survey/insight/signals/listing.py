"""The list of signals: what stood out, what it was, and where to look closer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from survey.errors import InvalidInput
from survey.insight.selection import Link
from survey.insight.signals.unjudged import unjudged
from survey.insight.units import ScopeTree, read_scope
from survey.insight.words import signals as words
from survey.insight.words.signal_charts import limits_note
from survey.render import numbers
from survey.store import reads_of_contacts, reads_of_signals
from survey.store.reads_of_signals import SignalRow

PER_PAGE = 30
SHOWN_DAYS = 182
MOST_PAGES = 10_000
STATES = (("open", "Not explained"), ("noted", "Explained"), ("all", "All"))


@dataclass(frozen=True, slots=True)
class Links:
    """How addresses are made: each takes the parameters of its page and gives the address."""

    signals: Link
    contacts: Link


@dataclass(frozen=True, slots=True)
class Tried:
    """A note that was refused: whose it was, what was written, and what is wrong with it."""

    signal_id: int
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal; `noted` says by whom and when, empty without a note.

    `text` is what stands in the form, `problem` what is wrong with it; no form where `may_note`
    is false.
    """

    id: int
    mark: str
    what: str
    when: str
    sentence: str
    chart_href: str
    contacts_href: str
    note: str
    noted: str
    may_note: bool
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to the signals of one state."""

    label: str
    n: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the chart of a unit or queue; `level` is how deep a unit stands."""

    label: str
    href: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts there are for this viewer."""

    units: tuple[Choice, ...]
    queues: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SignalsPage:
    """One page of the list, latest first; `unjudged` says why none could be found, or is empty."""

    lines: tuple[SignalLine, ...]
    unjudged: str
    tabs: tuple[Tab, ...]
    state: str
    since: date
    page: int
    n_pages: int
    charts: Charts
    rates: tuple[str, ...]
    limits_note: str
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, and when: their units, whether queues are theirs to see, and if they may note."""

    unit_ids: Collection[int]
    sees_queues: bool
    may_note: Callable[[SignalRow], bool]
    today: date
    zone: tzinfo
    links: Links
    tree: ScopeTree = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", read_scope(self.unit_ids))


def signals_page(
    look: Look, query: Mapping[str, str], *, tried: Tried | None = None
) -> SignalsPage:
    """The signals of the last 26 weeks in the viewer's scope.

    Raises:
        InvalidInput: naming every value of the address that cannot be used.
    """
    state, page = _asked(query)
    since = look.today - timedelta(days=SHOWN_DAYS)
    found = reads_of_signals.signals(
        unit_ids=look.unit_ids, has_queues=look.sees_queues, from_on=since, until_on=look.today
    )
    by_state = {name: [one for one in found if _is_in(one, name)] for name, _ in STATES}
    # Where a note was refused, its signal is shown whatever the address says.
    places = {one.id: at for at, one in enumerate(found)}
    errors = []
    if tried is not None and tried.signal_id in places:
        errors.append((f"note-{tried.signal_id}", tried.problem))
        state, page = "all", places[tried.signal_id] // PER_PAGE + 1
    shown = by_state[state]
    rows = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
    return SignalsPage(
        lines=lines_of(rows, look, tried=tried),
        unjudged="" if found else unjudged(look.unit_ids, today=look.today, since=since),
        tabs=tuple(
            Tab(label, len(by_state[name]), look.links.signals(state=name), name == state)
            for name, label in STATES
        ),
        state=state,
        since=since,
        page=page,
        n_pages=max(1, -(-len(shown) // PER_PAGE)),
        charts=_charts(look),
        rates=words.rates(),
        limits_note=limits_note(),
        errors=tuple(errors),
    )


def lines_of(
    rows: Iterable[SignalRow], look: Look, *, tried: Tried | None = None
) -> tuple[SignalLine, ...]:
    """The signals as lines of a list."""
    return tuple(_line(row, look, tried) for row in rows)


def place_query(row: SignalRow, tree: ScopeTree) -> dict[str, str]:
    """The unit or queue of a signal as parameters of an address."""
    if row.unit_id is None:
        return {"queue": str(row.queue_id)}
    return {"unit": next(unit.code for unit in tree.units if unit.id == row.unit_id)}


def contacts_href(links: Links, place: Mapping[str, str], first: date, last: date) -> str:
    """The answered contacts of a unit or queue that closed in these days."""
    return links.contacts(**place, score="rated", **{"from": str(first), "to": str(last)})


def _line(row: SignalRow, look: Look, tried: Tried | None) -> SignalLine:
    place = place_query(row, look.tree)
    is_tried = tried is not None and tried.signal_id == row.id
    noted = ""
    if row.noted_at is not None:
        day = numbers.day(row.noted_at.astimezone(look.zone).date())
        noted = f"{row.noted_by or 'Somebody'}, {day}"
    return SignalLine(
        id=row.id,
        mark=words.mark(row),
        what=words.what(row),
        when=words.when(row),
        sentence=words.sentence(row),
        chart_href=look.links.signals(**place),
        contacts_href=contacts_href(look.links, place, row.from_on, words.last_day(row)),
        note=row.note or "",
        noted=noted,
        may_note=look.may_note(row),
        text=tried.text if tried is not None and is_tried else row.note or "",
        problem=tried.problem if tried is not None and is_tried else "",
    )


def _is_in(row: SignalRow, state: str) -> bool:
    return state == "all" or (state == "noted") == (row.note is not None)


def _charts(look: Look) -> Charts:
    top = min((unit.depth for unit in look.tree.units), default=0)
    queues = reads_of_contacts.queues() if look.sees_queues else ()
    return Charts(
        tuple(
            Choice(unit.name, look.links.signals(unit=unit.code), unit.depth - top)
            for unit in look.tree.units
        ),
        tuple(Choice(name, look.links.signals(queue=id_)) for id_, name in queues),
    )


def _asked(query: Mapping[str, str]) -> tuple[str, int]:
    problems = []
    state, page = query.get("state", "").strip() or "open", query.get("page", "").strip() or "1"
    if state not in dict(STATES):
        problems.append(f"State: “{state[:40]}” is none of open, noted, all.")
    is_number = page.isascii() and page.isdigit() and len(page) < 9
    if not (is_number and 1 <= int(page) <= MOST_PAGES):
        problems.append(f"Page: “{page[:40]}” is not a page. Write a number such as 1.")
    if problems:
        raise InvalidInput(problems)
    return state, int(page)
