"""The list of cases: open ones first, by when they are due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from survey.access import Viewer
from survey.errors import InvalidInput
from survey.insight.cases.words import CAUSES, moment, standing
from survey.insight.folding import Folded, fold
from survey.insight.selection import CHANNEL_NAMES, Link, unit_choices
from survey.insight.units import ScopeTree, read_scope
from survey.store import reads_of_case_list
from survey.store.reads_of_case_list import CaseFilter, CaseLine

PER_PAGE = 50
# Of a comment a list shows so many characters at first.
BEGINNING = 120
MOST_WORDS = 100
MOST_PAGES = 100_000
# "1643", "#1643" or "Case 1643".
_NUMBER = re.compile(r"(?:case\s*|#)?([0-9]{1,9})", re.IGNORECASE)
STATES = (("open", "Open"), ("overdue", "Overdue"), ("closed", "Closed"), ("all", "All"))


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the list; `mark` is the shape beside the words on how it stands.

    `score` and `text` are what the customer said, each None where they did not; `wish` that they
    wish to be contacted, where `why` does not say it.
    """

    number: int
    href: str
    opened: str
    why: str
    mark: str
    standing: str
    owner: str
    unit: str
    channel: str
    score: int | None
    score_words: str
    wish: str
    text: Folded | None


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to the cases of one state, with how many there are."""

    label: str
    n: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CasesPage:
    """One page of the list, and what it can be narrowed to."""

    lines: tuple[Line, ...]
    tabs: tuple[Tab, ...]
    query: Mapping[str, str]
    page: int
    n_pages: int
    unit_choices: tuple[tuple[str, str], ...]
    owner_choices: tuple[tuple[str, str], ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether a unit or an owner was chosen."""
        return bool(self.query.get("unit") or self.query.get("owner"))

    @property
    def words(self) -> str:
        """What was looked for."""
        return self.query.get("q", "")


def cases(
    viewer: Viewer, query: Mapping[str, str], *, now: datetime, zone: tzinfo, link: Link, one: Link
) -> CasesPage:
    """The cases an address asks for, as far as they are the viewer's to see.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    tree = read_scope(viewer.unit_ids)
    owner_choices = _owners(viewer, tree)
    asked = _parse(query, owner_choices)
    inside = tree.subtree(tree.find(asked["unit"])) if asked["unit"] else tree
    wanted = {state: _filter(inside, state, asked, viewer) for state, _ in STATES}
    counts = {state: reads_of_case_list.n_cases(one, now=now) for state, one in wanted.items()}
    state = asked["state"]
    n_pages = max(1, -(-counts[state] // PER_PAGE))
    page = min(int(asked["page"]), n_pages)
    found = reads_of_case_list.cases(
        wanted[state], now=now, limit=PER_PAGE, skipping=(page - 1) * PER_PAGE
    )
    narrowed = {name: asked[name] for name in ("unit", "owner", "q") if asked[name]}
    return CasesPage(
        lines=tuple(_line(line, tree, one, now, zone) for line in found),
        tabs=tuple(
            Tab(words, counts[code], link(state=code, **narrowed), code == state)
            for code, words in STATES
        ),
        query=narrowed | {"state": state},
        page=page,
        n_pages=n_pages,
        unit_choices=unit_choices(tree),
        owner_choices=owner_choices,
    )


def _owners(viewer: Viewer, tree: ScopeTree) -> tuple[tuple[str, str], ...]:
    others = (
        (str(user_id), name)
        for user_id, name in reads_of_case_list.owners(tree.unit_ids)
        if user_id != viewer.user_id
    )
    return (("", "Anybody’s"), ("me", "Mine"), ("nobody", "Nobody’s"), *others)


def _parse(query: Mapping[str, str], owner_choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    asked = {
        "q": query.get("q", "").strip()[:MOST_WORDS],
        "state": query.get("state", "").strip()
        or ("all" if query.get("q", "").strip() else "open"),
        "owner": query.get("owner", "").strip(),
        "unit": query.get("unit", "").strip(),
        "page": query.get("page", "").strip() or "1",
    }
    problems = []
    if asked["state"] not in dict(STATES):
        problems.append(f"State: “{asked['state'][:40]}” is none. Choose one from the list.")
    if asked["owner"] not in dict(owner_choices):
        problems.append(f"Owner: “{asked['owner'][:40]}” is none. Choose one from the list.")
    page = asked["page"]
    is_number = page.isascii() and page.isdigit() and len(page) < 9
    if not (is_number and 1 <= int(page) <= MOST_PAGES):
        problems.append("Page: write a number, such as 1.")
    if problems:
        raise InvalidInput(problems)
    return asked


def _filter(inside: ScopeTree, state: str, asked: Mapping[str, str], viewer: Viewer) -> CaseFilter:
    owner = asked["owner"]
    owner_id = {"": None, "me": viewer.user_id, "nobody": 0}.get(owner, -1)
    number = _NUMBER.fullmatch(asked["q"])
    return CaseFilter(
        inside.unit_ids,
        state,
        int(owner) if owner_id == -1 else owner_id,
        number=int(number[1]) if number else None,
        words="" if number else asked["q"],
    )


def _line(line: CaseLine, tree: ScopeTree, one: Link, now: datetime, zone: tzinfo) -> Line:
    mark, words = standing(line.case, now=now, zone=zone)
    return Line(
        number=line.case.id,
        href=one(case_id=line.case.id),
        opened=moment(line.case.opened_at, zone),
        why=CAUSES[line.case.cause],
        mark=mark,
        standing=words,
        owner=line.owner or "nobody",
        unit=tree.name(line.case.unit_id),
        channel=f"{CHANNEL_NAMES[line.channel]}, {line.queue}",
        score=line.score,
        score_words=line.score_words,
        wish=CAUSES["call_back"] if line.wants_contact and line.case.cause != "call_back" else "",
        text=fold(line.comment, beginning=BEGINNING) if line.comment else None,
    )
