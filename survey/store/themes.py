"""Statements that keep and read the themes of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from survey.instruments.measures import CSAT
from survey.store.database import rows, run, run_many
from survey.store.fields import from_seconds, to_seconds

# Examples of a theme are neither single words nor letters.
SHORTEST_EXAMPLE = 30
LONGEST_EXAMPLE = 400
# Among so many times the examples wanted, those that say the same are passed over.
LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class ToldComment:
    """A comment to be grouped, with the day its contact closed and the score beside it."""

    response_id: int
    day: date
    language: str
    score: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme about to be kept: `members` are responses of the period, with their weight."""

    words: str
    n_before: int
    members: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One reading of a period's comments in one language; `side` is low, high or none."""

    id: int
    from_on: date
    until_on: date
    language: str
    side: str
    n_comments: int
    n_before: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme of a run, how many comments of its period and of the one before belong to it."""

    run_id: int
    position: int
    words: str
    n: int
    n_before: int


def told_between(from_on: date, until_on: date) -> list[ToldComment]:
    """Every comment of contacts that closed on these days, by the id of its response."""
    found = rows(
        "SELECT response.id, CAST(contact.closed_on AS TEXT),"
        " coalesce(comment_language.language, 'und'), answer.value, response.comment"
        " FROM contact JOIN response ON response.contact_id = contact.id"
        " LEFT JOIN comment_language ON comment_language.response_id = response.id"
        " LEFT JOIN answer ON answer.response_id = response.id AND answer.item = ?"
        " WHERE contact.closed_on >= ? AND contact.closed_on <= ?"
        " AND response.comment IS NOT NULL ORDER BY response.id",
        (CSAT, str(from_on), str(until_on)),
    )
    return [ToldComment(row[0], date.fromisoformat(row[1]), *row[2:]) for row in found]


def names_of_people() -> list[str]:
    """The names of everybody who works here, in full."""
    found = rows(
        "SELECT name FROM agent UNION SELECT name FROM leader UNION SELECT name FROM app_user"
    )
    return sorted(row[0] for row in found)


def replace_run(
    from_on: date,
    until_on: date,
    language: str,
    side: str,
    found: Sequence[FoundTheme],
    *,
    n_comments: int,
    n_before: int,
    now: datetime,
) -> None:
    """Keep what was found, in place of what was found before in the same comments."""
    same = (str(from_on), str(until_on), language, side)
    where = "from_on = ? AND until_on = ? AND language = ? AND side = ?"
    _forget(f"run_id IN (SELECT id FROM theme_run WHERE {where})", same)
    run(f"DELETE FROM theme_run WHERE {where}", same)
    ((run_id,),) = rows(
        "INSERT INTO theme_run (from_on, until_on, language, side, n_comments, n_before, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (*same, n_comments, n_before, to_seconds(now)),
    )
    for position, theme in enumerate(found, 1):
        run(
            "INSERT INTO theme (run_id, position, words, n, n_before) VALUES (?, ?, ?, ?, ?)",
            (run_id, position, theme.words, len(theme.members), theme.n_before),
        )
        run_many(
            "INSERT INTO theme_comment (run_id, position, response_id, weight) VALUES (?, ?, ?, ?)",
            [(run_id, position, *member) for member in theme.members],
        )


def forget_runs_before(day: date) -> None:
    """Forget the themes of periods that ended before this day."""
    _forget("run_id IN (SELECT id FROM theme_run WHERE until_on < ?)", (str(day),))
    run("DELETE FROM theme_run WHERE until_on < ?", (str(day),))


def latest_runs() -> tuple[RunRow, ...]:
    """The runs of the latest period: of the languages the one with most comments first, and in
    each the unhappy ones before the happy ones.
    """
    found = rows(
        "SELECT id, CAST(from_on AS TEXT), CAST(until_on AS TEXT), language, side, n_comments,"
        " n_before, made_at FROM theme_run"
        " WHERE until_on = (SELECT max(until_on) FROM theme_run)"
        " ORDER BY sum(n_comments) OVER (PARTITION BY language) DESC, language,"
        " CASE side WHEN 'low' THEN 1 WHEN 'high' THEN 2 ELSE 3 END"
    )
    return tuple(
        RunRow(
            id_,
            date.fromisoformat(from_on),
            date.fromisoformat(until_on),
            language,
            side,
            n_comments,
            n_before,
            from_seconds(made_at),
        )
        for id_, from_on, until_on, language, side, n_comments, n_before, made_at in found
    )


def themes_of(run_ids: Sequence[int]) -> tuple[ThemeRow, ...]:
    """The themes of these runs, in their order."""
    found = rows(
        "SELECT run_id, position, words, n, n_before FROM theme"
        f" WHERE run_id IN ({_marks(run_ids)}) ORDER BY run_id, position",
        tuple(run_ids),
    )
    return tuple(ThemeRow(*row) for row in found)


def members_of(run_ids: Sequence[int], unit_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """How many comments of these units each theme has, by run and position."""
    found = rows(
        "SELECT theme_comment.run_id, theme_comment.position, count(*) FROM theme_comment"
        " JOIN response ON response.id = theme_comment.response_id"
        " JOIN contact ON contact.id = response.contact_id"
        f" WHERE theme_comment.run_id IN ({_marks(run_ids)})"
        f" AND contact.unit_id IN ({_marks(unit_ids)}) AND response.comment IS NOT NULL"
        " GROUP BY theme_comment.run_id, theme_comment.position",
        (*run_ids, *unit_ids),
    )
    return {(row[0], row[1]): row[2] for row in found}


def examples_of(
    run_ids: Sequence[int], unit_ids: Sequence[int], *, each: int
) -> dict[tuple[int, int], tuple[tuple[int, str], ...]]:
    """The comments of these units that belong most to each theme, no text twice: ids and texts."""
    found = rows(
        "SELECT run_id, position, response_id, comment FROM ("
        "SELECT theme_comment.run_id, theme_comment.position, response.id AS response_id,"
        " response.comment, row_number() OVER (PARTITION BY theme_comment.run_id,"
        " theme_comment.position ORDER BY CASE WHEN length(response.comment)"
        f" BETWEEN {SHORTEST_EXAMPLE} AND {LONGEST_EXAMPLE} THEN 0 ELSE 1 END,"
        " theme_comment.weight DESC, response.id) AS place FROM theme_comment"
        " JOIN response ON response.id = theme_comment.response_id"
        " JOIN contact ON contact.id = response.contact_id"
        f" WHERE theme_comment.run_id IN ({_marks(run_ids)})"
        f" AND contact.unit_id IN ({_marks(unit_ids)}) AND response.comment IS NOT NULL"
        ") AS placed WHERE place <= ? ORDER BY run_id, position, place",
        (*run_ids, *unit_ids, each * LOOKED_AT),
    )
    gathered: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for run_id, position, response_id, text in found:
        examples = gathered.setdefault((run_id, position), [])
        if len(examples) < each and all(text != other for _, other in examples):
            examples.append((response_id, text))
    return {key: tuple(texts) for key, texts in gathered.items()}


def _forget(condition: str, values: Sequence[str]) -> None:
    run(f"DELETE FROM theme_comment WHERE {condition}", values)
    run(f"DELETE FROM theme WHERE {condition}", values)


def _marks(values: Sequence[int]) -> str:
    # An empty list is not SQL; NULL is in no set.
    return ", ".join("?" * len(values)) or "NULL"
