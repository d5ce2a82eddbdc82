"""The audit finds tables nobody knows, and values that lead from the vault to somewhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from survey.operations import pulse
from survey.privacy.audit import audit
from survey.store.database import database, is_postgresql, rows, run
from tests import links, waves


@pytest.fixture(autouse=True)
def open_wave(both_stores: str) -> Iterator[None]:
    """An open wave with a ballot by link and one by card; every change is rolled back."""
    waves.build_teams({"a": 10, "e": 10})
    links.give_addresses()
    links.open_by_link(1, card_unit_ids=pulse.find_units("a"))
    sheet = pulse.issue_cards(1, today=waves.OPENS_ON, randomness=waves.bytes_from(1))
    codes = {one.block.code: one.codes for one in sheet.blocks}
    links.answer_all(links.tokens(1)["e"][:1], [waves.ballot(4, ask_people="words")])
    waves.submit(codes["a"], [waves.ballot(3)])
    with database.atomic() as change:
        yield
        change.rollback()


def _problems() -> list[str]:
    return [problem for check in audit() for problem in check.problems]


def test_a_sound_open_wave_has_no_problem() -> None:
    assert _problems() == []


def test_a_table_or_view_nobody_knows_is_found() -> None:
    run("CREATE TABLE who (agent_id INTEGER, at INTEGER)")
    run("CREATE VIEW whoever AS SELECT agent_id FROM who")
    assert _problems() == ["A table nobody knows: who.", "A table nobody knows: whoever."]


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
def test_a_table_in_another_schema_is_found(both_stores: str) -> None:
    run("CREATE SCHEMA aside")
    run("CREATE TABLE aside.ballot (agent_id INTEGER)")
    assert "A table nobody knows: aside.ballot." in _problems()


@pytest.mark.parametrize(
    "table", ["roster", "block", "block_key", "sealed_key", "receipt", "tally", "wave"]
)
def test_a_column_more_beside_the_vault_is_found(table: str) -> None:
    run(f"ALTER TABLE {table} ADD COLUMN answered_at INTEGER")
    (problem,) = _problems()
    assert problem.startswith(f"{table} has the columns ")


VAULT_COLUMNS = ("ballot_card.digest", "claim.digest", "spent.digest", "ballot.key", "remark.key")


@pytest.mark.parametrize("name", [*VAULT_COLUMNS, "claim.blinded"])
@pytest.mark.parametrize("form", ["bytes", "hex", "HEX"])
def test_a_value_of_the_vault_in_another_table_is_found(name: str, form: str) -> None:
    table, _, column = name.partition(".")
    ((value,),) = rows(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
    digits = bytes(value).hex()
    kind = "TEXT" if form != "bytes" else "BYTEA" if is_postgresql() else "BLOB"
    run(f"ALTER TABLE agent ADD COLUMN note {kind}")
    note = {"bytes": bytes(value), "hex": digits, "HEX": digits.upper()}[form]
    run("UPDATE agent SET note = ? WHERE id = (SELECT min(id) FROM agent)", (note,))
    assert _problems() == [f"{name} and agent.note hold the same value."]


def test_a_ballot_and_a_remark_under_one_key_are_found() -> None:
    run("UPDATE remark SET key = (SELECT key FROM ballot LIMIT 1)")
    assert set(_problems()) == {
        "ballot.key and remark.key hold the same value.",
        "remark.key and ballot.key hold the same value.",
    }
