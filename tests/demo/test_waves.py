"""The demo's pulse by link: agents who sign in, real credentials, receipts, and a schedule."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from survey.blind_signatures import client
from survey.demo import install
from survey.operations import pulse
from survey.privacy import gate
from survey.store import database
from survey.store.database import rows
from tests.filled import FILLED_AT, demo_settings

TODAY = FILLED_AT.date()


@pytest.fixture(scope="module")
def demo(filled_demo: Path) -> Iterator[Path]:
    """The filled demo, connected, only for reading."""
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    yield filled_demo
    database.disconnect()


def test_the_last_closed_wave_was_held_by_link_and_the_older_ones_by_card(demo: Path) -> None:
    *older, last = gate.closed_waves()
    for wave in older:
        assert {block.mode for block in gate.blocks(wave.id)} == {"cards"}
        assert not any(gate.receipts(wave.id).values())
    keys, receipts = gate.block_keys(last.id), gate.receipts(last.id)
    assert len(keys) > 5
    for block_id, key in keys.items():
        assert key.n_issued is not None
        assert len(receipts[block_id]) <= key.n_issued
    assert sum(len(codes) for codes in receipts.values()) > 50


def test_todays_wave_is_held_by_link_but_for_the_floors_with_kiosks(demo: Path) -> None:
    wave = gate.waves()[-1]
    modes = [block.mode for block in gate.blocks(wave.id)]
    assert modes.count("cards") == 2
    assert modes.count("link") > 5
    invited = sum(one.n_invited for one in gate.blocks(wave.id) if one.mode == "link")
    queued = rows("SELECT count(*) FROM job WHERE kind = 'pulse_letter'")
    assert queued == [(modes.count("link"),)]
    ((n, n_fetched),) = rows("SELECT count(*), count(blinded) FROM claim")
    assert n == invited
    assert invited / 6 < n_fetched < invited / 2


def test_everybody_who_works_here_signs_in_and_nobody_who_left(demo: Path) -> None:
    signing_in = rows(
        "SELECT agent.code FROM agent JOIN app_user ON agent_id = agent.id"
        " WHERE deactivated_at IS NULL ORDER BY 1"
    )
    working = rows(
        "SELECT code FROM agent WHERE (SELECT unit_id FROM membership WHERE agent_id = agent.id"
        " ORDER BY from_on DESC LIMIT 1) IS NOT NULL ORDER BY 1"
    )
    assert signing_in == working
    assert rows("SELECT count(*) FROM app_user WHERE deactivated_at IS NOT NULL") == [(12,)]


def test_the_next_wave_opens_by_itself_in_two_months(demo: Path) -> None:
    ((name, every, state, next_on),) = rows("SELECT name, every, state, next_on FROM wave_schedule")
    assert (name, every, state) == ("Larkfield pulse", "two_months", "active")
    assert 45 < (date.fromisoformat(next_on) - TODAY).days < 65


def test_a_link_is_shown_until_it_is_used(filled_demo: Path, tmp_path: Path) -> None:
    shutil.copytree(filled_demo, tmp_path / "demo")
    settings = demo_settings(tmp_path / "demo")
    database.connect(settings.database_url)
    try:
        shown = install.usable_handles(tmp_path / "demo", now=FILLED_AT, today=TODAY).claim_path
        assert shown is not None
        token = shown.removeprefix("/pulse/claim/")
        modulus = pulse.find_claim(token, today=TODAY).modulus
        message = client.draw_message(os.urandom)
        blinding = client.blind(modulus, message, randomness=os.urandom)
        signed = pulse.claim(
            token,
            blinding.blinded,
            today=TODAY,
            secret_key=settings.secret_key,
            randomness=os.urandom,
        )
        client.finish(modulus, message, signed, blinding.inverse)
        later = install.usable_handles(tmp_path / "demo", now=FILLED_AT, today=TODAY).claim_path
        assert later not in (None, shown)
    finally:
        database.disconnect()
