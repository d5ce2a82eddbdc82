"""The public check page: keys and thresholds while open, receipts after closing, for everybody."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from survey.operations.pulse import auditing
from survey.privacy import gate
from survey.privacy.statement import paragraphs
from survey.store import audit_runs
from survey.store.database import run
from tests import links, waves
from tests.conftest import ROOT
from tests.pages import Client, Page

LIST, PAGE, KEYS = "/pulse/check", "/pulse/check/1", "/pulse/check/1/keys.json"
ADDRESSES = (LIST, PAGE, KEYS)


@pytest.fixture
def wave(app: object) -> gate.WaveRef:
    """An open wave by link, with some ballots in both of its blocks."""
    waves.build_teams({"a": 8, "b": 9})
    opened = links.open_by_link()
    mailed = links.tokens()
    for team, n in (("a", 6), ("b", 5)):
        links.answer_all(mailed[team], [waves.ballot(4, ask_cost="Less")] * n)
    return opened


def receipts() -> list[str]:
    return [code for block in gate.receipts(gate.wave(1).id).values() for code in block]


def test_while_open_it_shows_keys_thresholds_and_the_statement(
    wave: gate.WaveRef, client: Client
) -> None:
    html = client.get(PAGE).text
    text = Page(html).text
    for key in gate.block_keys(wave.id).values():
        assert key.fingerprint in text
    assert "Team a" in text
    assert "8 invited, answering by link." in text
    assert "9 invited, answering by link." in text
    for term, description in [
        ("A figure needs", "5 answers"),
        ("Words are shown from", "10 people on"),
        ("Smallest block", "8 invited"),
        *paragraphs(wave.statement),
    ]:
        assert f"<dt>{term}</dt><dd>{description}</dd>" in html


def test_while_open_it_is_the_same_whether_anybody_answered(app: object, client: Client) -> None:
    waves.build_teams({"a": 8, "b": 9})
    links.open_by_link()
    before = [client.get(address).data for address in ADDRESSES]
    mailed = links.tokens()
    links.answer_all(mailed["a"], [waves.ballot(4, ask_cost="Less")] * 6)
    assert [client.get(address).data for address in ADDRESSES] == before


def test_it_is_the_same_to_the_byte_for_everybody(
    wave: gate.WaveRef, client: Client, signed_in: Callable[[str], Client]
) -> None:
    for _ in range(2):
        for address in ADDRESSES:
            replies = [
                reader.get(address, headers={"If-None-Match": "*"})
                for reader in (client, signed_in("agent"), signed_in("administrator"))
            ]
            assert len({(reply.status_code, reply.data) for reply in replies}) == 1
            for reply in replies:
                assert reply.status_code == 200
                assert reply.headers["Cache-Control"] == "no-store"
                assert reply.headers["X-Robots-Tag"] == "noindex"
                assert not {"Set-Cookie", "ETag", "Last-Modified", "Vary"} & set(
                    reply.headers.keys()
                )
        waves.close()


def test_programs_read_the_keys_as_promised(wave: gate.WaveRef, client: Client) -> None:
    reply = client.get(KEYS)
    assert reply.mimetype == "application/json"
    found = json.loads(reply.data)
    keys = gate.block_keys(wave.id)
    assert {name: found[name] for name in ("wave", "name", "state", "block_minimum")} == {
        "wave": 1, "name": "Wave 1", "state": "open", "block_minimum": 8,
    }  # fmt: skip
    assert [one["code"] for one in found["blocks"]] == ["a", "b"]
    for block, line in zip(gate.blocks(wave.id), found["blocks"], strict=True):
        assert set(line) == {"code", "name", "invited", "mode", "modulus", "fingerprint"}
        assert (line["invited"], line["mode"]) == (block.n_invited, "link")
        assert urlsafe_b64decode(line["modulus"] + "==") == keys[block.id].modulus
        assert line["fingerprint"] == keys[block.id].fingerprint
    waves.close()
    assert json.loads(client.get(KEYS).data) == found | {"state": "closed"}


def test_a_ballot_reads_the_key_of_its_own_block_alone(wave: gate.WaveRef, client: Client) -> None:
    whole = json.loads(client.get(KEYS).data)
    for line in whole["blocks"]:
        own = json.loads(client.get(f"/pulse/check/1/keys/{line['code']}.json").data)
        assert own == whole | {"blocks": [line]}
    for missing in ("/pulse/check/1/keys/z.json", "/pulse/check/2/keys/a.json"):
        assert client.get(missing).status_code == 404


def test_a_block_with_cards_has_neither_key_nor_receipts(app: object, client: Client) -> None:
    waves.build_teams({"a": 8})
    waves.submit(waves.open_with_cards()["a"], [waves.ballot(3)] * 5)
    assert json.loads(client.get(KEYS).data)["blocks"] == [
        {"code": "a", "name": "Team a", "invited": 8, "mode": "cards"}
    ]
    waves.close()
    reply = client.get(PAGE)
    assert "8 invited, answering by card. 5 ballots were counted." in Page(reply.text).text
    assert "Cards have no receipts." in reply.text
    assert "<script" not in reply.text
    assert "script-src" not in reply.headers["Content-Security-Policy"]


def test_while_open_no_receipt_no_count_and_no_script(wave: gate.WaveRef, client: Client) -> None:
    text = client.get(PAGE).text
    assert "Was my ballot counted?" not in text
    for words in ("ballots were counted", "were issued", 'class="receipts"', "<script"):
        assert words not in text
    waves.close()
    assert "ballots were counted" in client.get(PAGE).text


def test_after_closing_every_receipt_stands_sorted_under_its_block(
    wave: gate.WaveRef, client: Client
) -> None:
    waves.close()
    page = Page(client.get(PAGE).text)
    assert len(receipts()) == 11
    for block in gate.receipts(wave.id).values():
        assert list(block) == sorted(block)
        assert " ".join(block) in page.text
    assert "6 credentials were issued, 6 ballots were counted." in page.text
    assert "5 credentials were issued, 5 ballots were counted." in page.text
    assert "No more ballots than credentials" in page.text
    assert "do not fit" not in page.text


def test_a_receipt_is_looked_up_without_being_sent(wave: gate.WaveRef, client: Client) -> None:
    waves.close()
    reply = client.get(PAGE)
    page = Page(reply.text)
    assert page.forms == []
    (field,) = page.fields
    assert (field["id"], field.get("name")) == ("receipt", None)
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "connect-src" not in policy
    script = (ROOT / "static" / "pulse" / "check.js").read_text(encoding="utf-8")
    assert not [word for word in ("fetch", "XMLHttp", "sendBeacon", "location") if word in script]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE turnout SET n_answered = n_answered + 1",
        "UPDATE block_key SET n_issued = n_issued - 1",
        "UPDATE block_key SET n_issued = 10",
        "DELETE FROM receipt WHERE position = 1",
    ],
)
def test_more_ballots_than_credentials_are_said(
    wave: gate.WaveRef, client: Client, change: str
) -> None:
    waves.close()
    assert "do not fit" not in client.get(PAGE).text
    run(change)
    assert "The counts do not fit" in client.get(PAGE).text


def test_the_digests_are_those_of_the_scripts_that_are_served(
    wave: gate.WaveRef, client: Client
) -> None:
    page = Page(client.get(PAGE).text)
    served = [link for link in page.links if link.startswith("/static/pulse/")]
    names = sorted(path.name for path in (ROOT / "static" / "pulse").glob("*.js"))
    assert served == [f"/static/pulse/{name}" for name in names]
    for address in served:
        assert hashlib.sha256(client.get(address).data).hexdigest() in page.text


def test_there_is_nothing_to_check_before_the_first_wave(client: Client) -> None:
    assert "No pulse has been held yet." in client.get(LIST).text
    for address in (PAGE, KEYS, "/pulse/check/0"):
        assert client.get(address).status_code == 404


def test_the_list_leads_to_every_wave_the_newest_first(wave: gate.WaveRef, client: Client) -> None:
    waves.close()
    links.open_by_link(2)
    page = Page(client.get(LIST).text)
    assert [link for link in page.links if link.startswith(LIST)] == [f"{LIST}/2", f"{LIST}/1"]


def test_the_last_audit_stands_there_without_its_sentences(
    wave: gate.WaveRef, client: Client, signed_in: Callable[[str], Client]
) -> None:
    assert "has not run here yet" in client.get(PAGE).text
    now = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    auditing.run_audit(now=now)
    for address in (LIST, PAGE):
        text = Page(client.get(address).text).text
        assert "The last audit, 3 March 2026, 02:00 UTC, made" in text
        assert "found no problem" in text
    audit_runs.add(at=now, n_checks=9, problems=["Block a has 10 cards."])
    text = Page(client.get(PAGE).text).text
    assert "found 1 problem in 9 checks" in text
    assert "10 cards" not in text


def test_administrators_read_what_is_wrong_and_what_to_do(
    signed_in: Callable[[str], Client],
) -> None:
    admin = signed_in("administrator")
    assert "The nightly audit has not run yet." in Page(admin.get("/administration").text).text
    now = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    audit_runs.add(at=now, n_checks=9, problems=[])
    assert "made 9 checks and found no problem" in Page(admin.get("/administration").text).text
    audit_runs.add(at=now, n_checks=9, problems=["Block a <b> has 10 cards.", "Another."])
    text = Page(admin.get("/administration").text).text
    assert "2 problems were found" in text
    assert "Block a <b> has 10 cards." in text
    assert "run flask audit-anonymity again" in text


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
@pytest.mark.parametrize("rest", ["", "/keys.json"])
def test_a_number_that_no_database_holds_names_nothing(
    client: Client, number: int, rest: str
) -> None:
    assert client.get(f"/pulse/check/{number}{rest}").status_code == 404
