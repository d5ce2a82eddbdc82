"""The audit finds what it promises to find, on both engines."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from survey.operations import pulse
from survey.privacy.audit import audit
from survey.store.database import database, is_postgresql, rows, run
from survey.store.pulse import inspection
from tests import links, waves

CARD_BLOCK = "(SELECT max(id) FROM block WHERE code = 'd')"


@pytest.fixture(autouse=True)
def sound(both_stores: str) -> Iterator[None]:
    """One closed and one open wave, with ballots; every change is rolled back afterwards.

    Blocks a to d answer by card, e by link.
    """
    waves.build_teams({"a": 10, "b": 10, "c": 10, "d": 10, "e": 10})
    links.give_addresses()
    for number in (1, 2):
        links.open_by_link(number, card_unit_ids=pulse.find_units("abcd"))
        draw = waves.bytes_from(number)
        sheet = pulse.issue_cards(number, today=waves.OPENS_ON, randomness=draw)
        codes = {one.block.code: one.codes for one in sheet.blocks}
        mailed = links.tokens(number)["e"]
        links.answer_all(mailed[:7], [waves.ballot(4, ask_people="words")] * 7)
        links.claim(mailed[7])
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
    assert len(audit()) == 14


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
        (
            "INSERT INTO released_reliability (wave_id, measure, n_items, n, alpha)"
            " SELECT id, 'engagement', 3, 50, 0.5 FROM wave WHERE number = 1",
            "engagement is not what the rules make",
        ),
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
            "Wave 2, block a: more cards and ballots than invited.",
        ),
        ("ALTER TABLE spent ADD COLUMN spent_at INTEGER", "spent has the columns"),
        ("ALTER TABLE claim ADD COLUMN agent_id INTEGER", "claim has the columns"),
        ("ALTER TABLE sealed_key ADD COLUMN opened INTEGER", "sealed_key has the columns"),
        (
            "UPDATE ballot_card SET block_id = (SELECT max(id) FROM block)",
            "Block e of wave 2 has rows in ballot_card",
        ),
        (f"UPDATE claim SET block_id = {CARD_BLOCK}", "Block d of wave 2 has rows in claim"),
        (f"UPDATE spent SET block_id = {CARD_BLOCK}", "Block d of wave 2 has rows in spent"),
        ("UPDATE block SET mode = 'link' WHERE code = 'd'", "Block d of wave 2 has no public key"),
        ("UPDATE block SET mode = 'cards' WHERE code = 'e'", "Block e of wave 1 has a public key"),
        ("UPDATE block SET n_invited = 9", "Wave 2, block e: more claims than invited."),
        (
            "UPDATE claim SET blinded = NULL",
            "Wave 2, block e: more ballots than credentials issued.",
        ),
        ("DELETE FROM spent", "Wave 2, block e: not as many ballots as credentials spent."),
        (
            "DELETE FROM ballot WHERE block_id = (SELECT max(id) FROM block)",
            "Wave 2, block e: not as many ballots as credentials spent.",
        ),
        (
            "UPDATE block_key SET n_issued = 6",
            "Wave 1, block e: 7 ballots for 6 credentials issued to 10 invited.",
        ),
        (
            "UPDATE block_key SET n_issued = 11",
            "Wave 1, block e: 7 ballots for 11 credentials issued to 10 invited.",
        ),
        ("UPDATE block_key SET n_issued = NULL", "nobody wrote down how many credentials"),
        (
            "DELETE FROM receipt WHERE position = 7",
            "Wave 1, block e: 6 receipts, and 7 ballots are published.",
        ),
        (
            "INSERT INTO receipt SELECT min(id), 1, '000000000000' FROM block",
            "Wave 1, block a: 1 receipts, and 10 ballots are published.",
        ),
        (
            "DELETE FROM counted_ballot WHERE position = 10",
            "Wave 1, block a: 9 ballots are kept, and 10 are published.",
        ),
        ("DELETE FROM turnout", "Wave 1, block e: 7 receipts, and 0 ballots are published."),
        (
            "INSERT INTO receipt SELECT max(id), 1, '000000000000' FROM block",
            "Wave 2 is open, and something about it is published.",
        ),
    ],
)
def test_what_is_wrong_is_found(change: str, found: str) -> None:
    run(change)
    problems = _problems()
    assert any(found in problem for problem in problems)
    # What is said of an open wave holds no number besides the wave's own.
    of_open = [one.removeprefix("Wave 2") for one in problems if one.startswith("Wave 2")]
    assert not any(letter.isdigit() for one in of_open for letter in one)


def test_figures_that_earlier_rules_made_are_no_problem() -> None:
    run("UPDATE released_cell SET value = value + 0.01 WHERE form = 'exact'")
    assert any("not what the rules make" in problem for problem in _problems())
    run("UPDATE wave SET rules = NULL")
    assert _problems() == []


@pytest.mark.parametrize("table", ["ballot_card", "claim", "spent"])
def test_what_is_left_of_a_closed_wave_is_found(table: str) -> None:
    run(f"INSERT INTO {table} (digest, block_id) SELECT ?, min(id) FROM block", (b"\x01" * 32,))
    assert f"{table} holds 1 rows of a wave that is closed." in _problems()


def test_a_private_key_or_a_remark_of_a_closed_wave_is_found() -> None:
    run("INSERT INTO sealed_key (block_id, sealed)"
        " SELECT min(block_id), ? FROM block_key", (b"\x01",))  # fmt: skip
    run("UPDATE remark SET wave_id = (SELECT min(id) FROM wave)")
    problems = _problems()
    assert "sealed_key holds 1 rows of a wave that is closed." in problems
    ((n,),) = rows("SELECT count(*) FROM remark")
    assert f"remark holds {n} rows of a wave that is closed." in problems


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
    assert rows("SELECT count(*) FROM counted_ballot") == [(41,)]
