"""Opening a wave by link: which blocks answer how and why, keys, claims, reminders, letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.blind_signatures import keys
from survey.errors import Conflict, InvalidInput, Refusal
from survey.operations import people, pulse
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.privacy.blocks import PlannedBlock
from survey.privacy.credentials import claim_digest
from survey.store import database
from survey.store.database import is_postgresql, load_rows, rows, run, transaction
from tests import links, waves

pytestmark = pytest.mark.usefixtures("both_stores")


def _planned(*by_card: str) -> dict[str, PlannedBlock]:
    plan = pulse.plan_blocks(
        waves.OPENS_ON, block_minimum=8, mode="link", card_unit_ids=pulse.find_units(by_card)
    )
    return {block.code: block for block in plan}


def _without_address(*codes: str) -> None:
    for code in codes:
        run("DELETE FROM app_user WHERE email = ?", (f"{code}@agents.example",))


def test_a_block_answers_by_link_where_all_of_its_agents_have_an_address() -> None:
    waves.build_teams({"a": 8, "b": 8, "c": 12})
    links.give_addresses()
    _without_address("b-0", *(f"c-{n}" for n in range(11)))
    assert {code: (block.mode, block.reason) for code, block in _planned().items()} == {
        "a": ("link", ""),
        "b": ("cards", "One of its agents has no mail address here, so it answers by card."),
        "c": ("cards", "11 of its agents have no mail address here, so it answers by card."),
    }
    by_card = pulse.plan_blocks(waves.OPENS_ON, block_minimum=8)
    assert {(block.mode, block.reason) for block in by_card} == {("cards", "")}


def test_an_agent_who_was_deactivated_is_not_invited() -> None:
    """Nobody would be there to answer, and the block would seem larger than it is."""
    waves.build_teams({"a": 9, "b": 8})
    links.give_addresses()
    ((user,),) = rows("SELECT id FROM app_user WHERE email = 'a-3@agents.example'")
    people.deactivate_user(user, now=waves.NOW)
    assert (_planned()["a"].mode, _planned()["a"].n_invited) == ("link", 8)
    ((user,),) = rows("SELECT id FROM app_user WHERE email = 'a-4@agents.example'")
    people.deactivate_user(user, now=waves.NOW)
    assert [block.n_invited for block in _planned().values()] == [15]


def test_a_unit_can_be_set_to_cards_with_all_below_it() -> None:
    with transaction():
        people.add_unit("centre", "Contact centre")
        for site in ("north", "south"):
            people.add_unit(site, f"Site {site}", parent="centre")
    waves.build_teams({"a": 8, "b": 9}, site="north")
    waves.build_teams({"c": 8}, site="south")
    links.give_addresses()
    said = "is set to answer by card, so everybody in the block does."
    assert {code: (block.mode, block.reason) for code, block in _planned("north").items()} == {
        "a": ("cards", f"Team a {said}"),
        "b": ("cards", f"Team b {said}"),
        "c": ("link", ""),
    }
    assert {block.mode for block in _planned("centre").values()} == {"cards"}


def test_why_units_are_joined_and_why_they_answer_by_card_is_both_kept() -> None:
    waves.build_teams({"a": 8, "b": 3})
    links.give_addresses()
    _without_address("b-0", "b-1")
    wave = links.open_by_link(with_addresses=False)
    (block,) = gate.blocks(wave.id)
    assert block.mode == "cards"
    assert block.reason == (
        "Team b (3) has fewer than 8 invited, so it is joined with Team a (8). Two of its agents"
        " have no mail address here, so it answers by card."
    )
    assert rows("SELECT count(*) FROM claim") == rows("SELECT count(*) FROM block_key") == [(0,)]


def test_keys_and_claims_are_made_for_blocks_by_link_and_tell_nobody() -> None:
    waves.build_teams({"a": 8, "b": 9, "c": 8})
    wave = links.open_by_link(
        card_unit_ids=frozenset(rows("SELECT id FROM unit WHERE code = 'c'")[0])
    )
    ids = {block.code: block.id for block in gate.blocks(wave.id)}
    shown = gate.block_keys(wave.id)
    assert set(shown) == {ids["a"], ids["b"]}
    for block, sealed in rows("SELECT block_id, sealed FROM sealed_key"):
        modulus = shown[block].modulus
        key = keys.open_key(bytes(sealed), modulus, secret_key=links.SECRET)
        assert int.from_bytes(modulus) == key.p * key.q
        assert shown[block].fingerprint == keys.fingerprint(modulus)
    agents = {code: [] for code in ids}
    for code, agent in rows(
        "SELECT block.code, agent_id FROM roster JOIN block ON block.id = block_id"
    ):
        agents[code].append(agent)
    expected = sorted(
        (claim_digest(pulse_token(1, agent, secret_key=links.SECRET)), ids[code])
        for code in ("a", "b")
        for agent in agents[code]
    )
    order = "ctid" if is_postgresql() else "digest"
    found = rows(f"SELECT digest, block_id, blinded FROM claim ORDER BY {order}")
    assert [(bytes(digest), block) for digest, block, _ in found] == expected
    assert {blinded for *_, blinded in found} == {None}
    assert rows("SELECT count(*) FROM job") == [(2,)]


def test_reminders_contact_and_wording_are_frozen() -> None:
    waves.build_teams({"a": 8})
    days = (date(2026, 3, 9), date(2026, 3, 5), date(2026, 3, 9), waves.CLOSES_ON)
    wave = links.open_by_link(remind_on=days, help_contact="  Ask Kim, room 4 ")
    assert wave.help_contact == "Ask Kim, room 4"
    assert "Your link fetches one signature" in wave.statement
    reminders = rows("SELECT remind_on, queued_at FROM wave_reminder ORDER BY remind_on")
    assert [(str(day), queued) for day, queued in reminders] == [
        ("2026-03-05", None),
        ("2026-03-09", None),
        ("2026-03-13", None),
    ]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 14), date(2025, 3, 5)])
def test_nobody_is_reminded_before_or_after_the_wave(day: date) -> None:
    with pytest.raises(InvalidInput, match="Remind after the opening day"):
        waves.new_wave(remind_on=(day,))


def test_a_wave_by_link_needs_a_source_of_keys() -> None:
    waves.build_teams({"a": 8})
    with pytest.raises(ValueError, match="source of keys"):
        pulse.open_wave(waves.new_wave(mode="link"), now=waves.NOW)


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_too_small_a_roster_is_refused_before_a_key_is_drawn(size: int) -> None:
    waves.build_teams({"a": size})
    links.give_addresses()
    source = replace(links.key_source(), draw=_no_key)
    with pytest.raises(Refusal, match=f"the teams have {size} on that day"):
        pulse.open_wave(waves.new_wave(mode="link"), now=waves.NOW, keys=source)
    assert gate.waves() == ()


def test_an_open_wave_is_said_before_a_key_is_drawn() -> None:
    waves.build_teams({"a": 8})
    links.open_by_link()
    source = replace(links.key_source(), draw=_no_key)
    for number in (1, 2):
        with pytest.raises(Conflict):
            pulse.open_wave(waves.new_wave(number, mode="link"), now=waves.NOW, keys=source)
    assert rows("SELECT count(*) FROM claim") == [(8,)]


def _no_key() -> keys.SigningKey:
    raise AssertionError("no key was to be drawn")


def test_what_changes_while_keys_are_drawn_is_seen() -> None:
    """One block gets its last address, another loses one; a key is drawn for the first as well."""
    waves.build_teams({"a": 8, "b": 8, "c": 8})
    links.give_addresses()
    _without_address("a-0")
    source = links.key_source()
    drawn = []

    def draw() -> keys.SigningKey:
        drawn.append(source.draw())
        if len(drawn) == 2:
            links.give_addresses()
            database.disconnect()
        return drawn[-1]

    wave = pulse.open_wave(
        waves.new_wave(mode="link"), now=waves.NOW, keys=replace(source, draw=draw)
    )
    assert {block.mode for block in gate.blocks(wave.id)} == {"link"}
    assert len(drawn) == len(gate.block_keys(wave.id)) == 3


def test_progress_is_told_in_words() -> None:
    waves.build_teams({f"t{n}": 8 for n in range(3)})
    links.give_addresses()
    said: list[str] = []
    pulse.open_wave(
        waves.new_wave(mode="link"),
        now=waves.NOW,
        keys=links.key_source(),
        on_progress=said.append,
    )
    assert said == ["Drawing keys: 3 of 3"]


@pytest.mark.slow
def test_a_wave_opens_for_twenty_thousand_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys aside, which are drawn before the transaction, it takes seconds and few statements."""
    _hire(teams=2_000, size=10)
    said: list[str] = []
    engine = database.database.obj
    statements: list[str] = []
    execute = engine.execute_sql

    def counting(sql: str, *values: object, **options: object) -> object:
        statements.append(sql)
        return execute(sql, *values, **options)

    monkeypatch.setattr(engine, "execute_sql", counting)
    wave = pulse.open_wave(
        waves.new_wave(mode="link"),
        now=waves.NOW,
        keys=links.key_source(),
        on_progress=said.append,
    )
    # Not one statement an agent, however long a loaded machine takes.
    assert len(statements) < 60
    assert (len(said), said[3]) == (20, "Drawing keys: 400 of 2\u202f000")
    assert rows("SELECT count(*) FROM claim") == rows("SELECT count(*) FROM roster") == [(20_000,)]
    assert len(gate.block_keys(wave.id)) == 2_000
    token = links.tokens()["t1999"][9]
    assert links.claim_and_answer(token, waves.ballot(4))
    waves.close()
    assert rows("SELECT sum(n_issued) FROM block_key") == [(1,)]


def _hire(*, teams: int, size: int) -> None:
    waves.build_teams({})
    ((centre,),) = rows("SELECT id FROM unit")
    with transaction():
        load_rows(
            "unit",
            ("id", "code", "name", "depth", "parent_id", "parent_depth"),
            [(10 + n, f"t{n}", f"Team {n}", 1, centre, 0) for n in range(teams)],
        )
        load_rows(
            "agent",
            ("id", "code", "name"),
            [(1 + n, f"a{n}", f"Agent {n}") for n in range(teams * size)],
        )
        load_rows(
            "membership",
            ("agent_id", "from_on", "unit_id"),
            [(1 + n, "2025-01-01", 10 + n // size) for n in range(teams * size)],
        )
    links.give_addresses()


def test_breaking_off_while_keys_are_drawn_keeps_nothing() -> None:
    waves.build_teams({f"t{n}": 8 for n in range(3)})
    links.give_addresses()

    def broken_off(sentence: str) -> None:
        raise KeyboardInterrupt(sentence)

    with pytest.raises(KeyboardInterrupt):
        pulse.open_wave(
            waves.new_wave(mode="link"),
            now=waves.NOW,
            keys=links.key_source(),
            on_progress=broken_off,
        )
    assert gate.waves() == ()
    assert rows("SELECT count(*) FROM claim") == rows("SELECT count(*) FROM job") == [(0,)]
