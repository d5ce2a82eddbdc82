"""One row per contact, nothing lost on the way, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import threading
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest

from survey.insight.export import files
from survey.insight.export.files import codebook, pieces
from survey.insight.funnel import stages
from survey.instruments.items import Item, Option, Row, Scale
from survey.instruments.model import Instrument
from survey.operations import people, satisfaction
from survey.store.database import rows, run, run_many, transaction
from survey.store.reads_of_funnel import FunnelFilter
from tests import funnels
from tests.centre import Centre
from tests.funnels import FIRST_DAY, Known
from tests.insight.funnel.test_counts import LAST_DAY, page_of, shown

SCALE = Scale(1, 5, ("Bad", "Poor", "Fair", "Good", "Great"), 4)
ASKED = Instrument(
    "satisfaction",
    "After a call",
    (
        Item("csat", "How was it?", "scale", scale=SCALE),
        Item("resolved", "Solved?", "choice", options=(Option(1, "Yes"), Option(0, "No"))),
        Item(
            "topic",
            "What was it about?",
            "choices",
            options=(Option(1, "Bill"), Option(2, "Order"), Option(9, "Other", is_open=True)),
        ),
        Item("care", "And these?", "matrix", scale=SCALE, rows=(Row("speed", "Speed"),)),
        Item("call_back", "Call me back", "tick"),
        Item("better", "What could be better?", "text"),
        Item("comment", "Anything else?", "text"),
    ),
    headline="csat",
)


def wanted(centre: Centre, **more: Any) -> FunnelFilter:
    return FunnelFilter(
        unit_ids=tuple(centre.units.values()), from_on=FIRST_DAY, until_on=LAST_DAY, **more
    )


def table(centre: Centre, **more: Any) -> list[dict[str, str]]:
    text = "".join(pieces(wanted(centre, **more), "csv"))
    return list(csv.DictReader(io.StringIO(text.removeprefix(files.MARK))))


def document(centre: Centre) -> Any:
    return json.loads("".join(pieces(wanted(centre), "json")))


def answered(comment: str = "Fine.", other: str = "My cat") -> Centre:
    """A centre with one contact, answered in every way there is, with a no and unticked boxes."""
    centre, _ = funnels.build(0, 1)
    one = Known(1, "n1-01", "n1", "phone", 1, FIRST_DAY, "invited")
    with transaction():
        satisfaction.ensure_instrument(ASKED)
        funnels.add_contact(centre, one)
        funnels.decide(one)
        funnels.invite(one, "sent", is_opened=True)
        run(
            "INSERT INTO response (id, contact_id, invitation_id, instrument_digest, comment,"
            " received_at) VALUES (1, 1, 1, ?, ?, 9)",
            (ASKED.digest, comment),
        )
        values = {"csat": 4, "resolved": 0, "topic": 1, "topic.9": 1, "care.speed": 2}
        run_many(
            "INSERT INTO answer (response_id, item, value) VALUES (1, ?, ?)",
            [*values.items(), ("call_back", 0)],
        )
        run_many(
            "INSERT INTO answer_text (response_id, item, text) VALUES (1, ?, ?)",
            [("topic", other), ("better", "Everything")],
        )
    return centre


def test_words_beside_other_are_in_the_file_and_a_no_is_not_blank(store: str) -> None:
    """heyform/heyform#119, #189, #309: "Other" text was dropped, yes/no was blank."""
    (row,) = table(answered())
    assert row["topic.text"] == "My cat"
    assert row["better.text"] == "Everything"
    assert row["resolved"] == "0"
    assert row["call_back"] == "0"
    assert (row["topic.1"], row["topic.2"], row["topic.9"]) == ("0", "0", "1")
    assert row["care.speed"] == "2"
    assert row["comment"] == "Fine."


def test_json_says_the_same_with_the_codebook(both_stores: str) -> None:
    centre = answered()
    data = document(centre)
    (row,) = data["contacts"]
    assert (row["csat"], row["resolved"], row["topic.9"]) == (4, 0, 1)
    (cells,) = table(centre)
    assert {name: "" if value is None else str(value) for name, value in row.items()} == cells
    assert {one["column"] for one in data["codebook"]} == set(row)


def test_the_codebook_explains_every_column_and_value(store: str) -> None:
    centre = answered()
    book = csv.DictReader(io.StringIO(codebook(wanted(centre)).removeprefix(files.MARK)))
    found = {one["column"]: one for one in book}
    assert set(found) == set(table(centre)[0])
    assert all(one["meaning"] for one in found.values())
    assert found["resolved"]["values"] == "1 = Yes; 0 = No"
    assert found["csat"]["values"].startswith("1 = Bad; 2 = Poor")
    assert found["topic.9"]["meaning"] == "What was it about?: Other"


def test_there_is_one_row_per_contact_with_score_agent_and_team(store: str) -> None:
    """chatwoot/chatwoot#15243, #13366: one row per conversation with CSAT, agent and team."""
    centre, known = funnels.build(200, 3)
    found = table(centre)
    assert [row["contact_id"] for row in found] == [
        str(one.id) for one in sorted(known, key=lambda one: (one.day, one.id))
    ]
    by_id = {row["contact_id"]: row for row in found}
    for one in known:
        row = by_id[str(one.id)]
        assert (row["agent"], row["unit"], row["channel"]) == (one.agent, one.team, one.channel)
        assert row["csat"] == ("" if one.csat is None else str(one.csat))
        assert row["outcome"] == (one.outcome or "")
        assert row["rule"] == (one.rule or "")
        assert row["message_state"] == (one.state or "")


def test_the_file_and_the_funnel_say_the_same(store: str) -> None:
    """heyform/heyform#117: counts disagreed between screens and the file."""
    centre, _ = funnels.build(300, 4)
    n = shown(page_of(centre.units.values()))
    found = table(centre)
    for stage in stages.STAGES:
        assert sum(row["place"] in stage.fates for row in found) == n[stage.code], stage.code


def test_agent_and_unit_are_those_of_closing(store: str) -> None:
    """chatwoot/chatwoot#14872, #15488, freescout-help-desk/freescout#2358."""
    centre, _ = funnels.build(60, 5)
    before = table(centre)
    for code in centre.agents:
        people.set_membership(code, "s2", from_on=FIRST_DAY)
    assert table(centre) == before


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_run_as_a_formula(store: str, words: str) -> None:
    centre = answered(comment=words, other=words)
    run("UPDATE contact SET reason = ?", (words,))
    (row,) = table(centre)
    for name in ("comment", "topic.text", "reason"):
        assert row[name].startswith("'"), name
    # What is no file for a spreadsheet keeps the words as they are.
    assert document(centre)["contacts"][0]["reason"] == words


def test_odd_words_come_out_as_they_went_in(store: str) -> None:
    words = 'Line one\nline "two", ünïcödé \u202b\u05d0\u05d1 \U0001f600; a,b'
    assert table(answered(comment=words))[0]["comment"] == words


def test_personal_data_in_comments_is_masked_and_addresses_are_not_in_it(store: str) -> None:
    centre = answered(comment="Write to ana@example.org")
    run("UPDATE contact SET customer_ref = 'ref-zquvix'")
    run("INSERT INTO contact_identity (contact_id, email) VALUES (1, 'bea@example.org')")
    text = "".join(pieces(wanted(centre), "csv")) + "".join(pieces(wanted(centre), "json"))
    assert "Write to [mail]" in text
    assert "@example.org" not in text
    assert "zquvix" not in text


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_anything_is_a_whole_file(store: str, n: int) -> None:
    centre, _ = funnels.build(n, 1)
    assert len(table(centre)) == n
    assert len(document(centre)["contacts"]) == n


def test_every_contact_is_in_it_once_whatever_the_batch(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey.store import reads_of_export

    centre, known = funnels.build(97, 6)
    for batch in (1, 2, 7, 96, 97, 98):
        found = [
            row.fields["contact_id"]
            for row in reads_of_export.exported(wanted(centre), batch=batch)
        ]
        assert sorted(found) == [one.id for one in known]


def test_only_what_was_chosen_is_in_it(store: str) -> None:
    centre, known = funnels.build(200, 7)
    found = table(centre, channel="chat", queue_id=2)
    assert len(found) == sum(one.channel == "chat" and one.queue == 2 for one in known)


@pytest.mark.slow
def test_many_rows_take_little_memory_and_two_can_be_written_at_once(store: str) -> None:
    """Ten times the rows take hardly more memory, and two threads do not mix their rows."""
    centre, _ = funnels.build(1, 8)
    peaks = []
    for n in (4_000, 40_000):
        with transaction():
            run("DELETE FROM contact WHERE id > 1000")
            run_many(
                "INSERT INTO contact (id, source, external_id, queue_id, channel, agent_id,"
                " unit_id, closed_on) VALUES (?, 'many', ?, 1, 'phone', ?, ?, ?)",
                (
                    (
                        *(1000 + at, str(at), centre.agents["n1-01"], centre.units["n1"]),
                        str(FIRST_DAY + timedelta(days=at % 14)),
                    )
                    for at in range(1, n + 1)
                ),
            )
        tracemalloc.start()
        assert sum(piece.count("\n") for piece in pieces(wanted(centre), "csv")) == n + 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
    sums: list[int] = []

    def write() -> None:
        sums.append(sum(piece.count("\n") for piece in pieces(wanted(centre), "csv")))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums == [40_002, 40_002]
    assert rows("SELECT count(*) FROM contact") == [(40_001,)]
