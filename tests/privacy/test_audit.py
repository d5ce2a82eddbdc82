"""The audit finds what it promises to find, on both engines."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from survey.privacy.audit import audit
from survey.store.database import database, is_postgresql, rows, run
from survey.store.pulse import inspection
from tests import waves


@pytest.fixture(autouse=True)
def sound(both_stores: str) -> Iterator[None]:
    """One closed and one open wave, with ballots; every change is rolled back afterwards."""
    waves.build_teams({"a": 10, "b": 10, "c": 10, "d": 10})
    for number in (1, 2):
        codes = waves.open_with_cards(number, seed=number)
        ballots = [waves.ballot(1 + n % 5, enps=n, ask_cost=f"words {n}") for n in range(10)]
        for code in "abc":
            waves.submit(codes[code], ballots)
        waves.submit(codes["d"], ballots[:4])
        if number == 1:
            waves.close(number)
    with database.atomic() as change:
        yield
        change.rollback()


def _problems() -> list[str]:
    return [problem for check in audit() for problem in check.problems]


def test_a_sound_centre_has_no_problem() -> None:
    assert _problems() == []
    assert len(audit()) == 9


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("ALTER TABLE ballot ADD COLUMN sent_at INTEGER", "ballot has the columns"),
        ("ALTER TABLE remark ADD COLUMN block_id INTEGER", "remark has the columns"),
        ("UPDATE released_cell SET value = 2.99 WHERE form = 'exact'", "not what the rules make"),
        (
            "UPDATE released_cell SET form = 'exact', value = 4.99, n = 4 WHERE form = 'hidden'",
            "shows a figure of 4 answers",
        ),
        ("UPDATE released_spread SET sd = 1.23", "not what the rules make"),
        ("DELETE FROM released_total", "enps is not what the rules make"),
        (
            "DELETE FROM released_remark WHERE position > 7",
            "ask_cost shows the words of 7 people",
        ),
        ("UPDATE wave SET scrubbed_at = NULL WHERE number = 1", "its files are not rewritten"),
        ("UPDATE counted_ballot SET position = 100 - position", "not in order of content"),
        (
            "INSERT INTO turnout SELECT max(id), 3 FROM block",
            "Wave 2 is open, and something about it is published.",
        ),
        ("UPDATE turnout SET n_answered = 11", "more ballots than invited"),
        (
            "UPDATE block SET n_invited = 6 WHERE wave_id = 2",
            "has 10 cards and ballots for 6 invited",
        ),
    ],
)
def test_what_is_wrong_is_found(change: str, found: str) -> None:
    run(change)
    assert any(found in problem for problem in _problems())


def test_figures_that_earlier_rules_made_are_no_problem() -> None:
    run("UPDATE released_cell SET value = value + 0.01 WHERE form = 'exact'")
    assert any("not what the rules make" in problem for problem in _problems())
    run("UPDATE wave SET rules = NULL")
    assert _problems() == []


def test_a_card_of_a_closed_wave_is_found() -> None:
    run(
        "INSERT INTO ballot_card (digest, block_id) SELECT ?, min(id) FROM block",
        (b"\x01" * 32,),
    )
    assert "ballot_card holds 1 rows of a wave that is closed." in _problems()


def test_a_way_from_the_vault_to_a_person_is_found() -> None:
    run("CREATE TABLE seat (id INTEGER PRIMARY KEY, agent_id INTEGER REFERENCES agent (id),"
        " ballot_key BYTEA REFERENCES ballot (key))"
        if is_postgresql() else
        "CREATE TABLE seat (id INTEGER PRIMARY KEY, agent_id INTEGER REFERENCES agent (id),"
        " ballot_key BLOB REFERENCES ballot (key))")  # fmt: skip
    assert "seat points to ballot." in _problems()
    run("ALTER TABLE wave ADD COLUMN opened_by INTEGER REFERENCES app_user (id)")
    assert "app_user can be reached from the vault." in _problems()


def test_a_trigger_on_the_vault_is_found() -> None:
    if is_postgresql():
        run("CREATE FUNCTION peek() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        run("CREATE TRIGGER peek AFTER INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION peek()")
    else:
        run("CREATE TRIGGER peek AFTER INSERT ON ballot BEGIN SELECT 1; END")
    assert "The trigger peek watches the vault." in _problems()


@pytest.mark.parametrize("both_stores", ["sqlite"], indirect=True)
def test_a_table_with_row_numbers_is_found() -> None:
    assert inspection.has_insertion_order("wave")
    assert not inspection.has_insertion_order("ballot")


def test_a_log_that_would_hold_ballots_is_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="peewee")
    assert any("logs statements with their values" in problem for problem in _problems())


def test_every_ballot_of_the_closed_wave_is_counted() -> None:
    assert rows("SELECT count(*) FROM counted_ballot") == [(34,)]
