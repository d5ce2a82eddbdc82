"""Contacts from a file: every row becomes a record, or is rejected with every reason."""

import tracemalloc
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.intake.contact import ContactRecord, read_contacts
from survey.intake.contact_mapping import load_contact_mapping
from survey.intake.fields import Remembering
from survey.intake.mapping import CsvFormat
from survey.intake.problems import Problem, Rejected
from survey.intake.table import open_table
from tests.intake.writing import (
    EXAMPLES,
    HEADER,
    MAPPING,
    NOW,
    SHARED,
    line,
    mapping,
    problems_of,
    read,
    read_one,
    reason_of,
)


def test_a_sound_row_becomes_a_record():
    assert read_one() == ContactRecord(
        source="desk",
        external_id="c-1",
        queue="billing",
        channel="phone",
        reason=None,
        agent="a-7",
        agent_name=None,
        team="north",
        leader=None,
        opened_at=datetime(2026, 3, 5, 8, 10, tzinfo=UTC),
        closed_at=datetime(2026, 3, 5, 8, 25, tzinfo=UTC),
        closed_on=date(2026, 3, 5),
        handle_seconds=90,
        score=4,
        comment="Quick.",
        customer_ref=None,
        tenure=None,
        shift=None,
    )


def test_optional_fields_may_be_missing():
    record = read_one(opened="", handle="N/A", score=" ", comment="N/A ")
    assert (record.opened_at, record.handle_seconds, record.score, record.comment) == (None,) * 4


def test_every_reason_against_a_row_is_given_with_its_place():
    sound, rejected = read(line(), line(id="", channel="Fax", closed="5 March", score="7"))
    assert isinstance(sound, ContactRecord)
    assert isinstance(rejected, Rejected)
    assert (rejected.row, rejected.line) == (2, 3)
    assert [(problem.field, problem.value) for problem in rejected.problems] == [
        ("external_id", ""),
        ("channel", "Fax"),
        ("closed", "5 March"),
        ("score", "7"),
    ]
    assert rejected.problems[3] == Problem(2, 3, "score", "7", "The score 7 is outside 1 to 5.")


@pytest.mark.parametrize("column", ["id", "queue", "channel", "agent", "team", "closed"])
def test_a_required_field_that_is_missing_rejects_the_row(column):
    assert "is missing" in reason_of(**{column: "N/A"})


def test_a_channel_that_the_mapping_does_not_know_says_what_to_add():
    said = "The mapping does not say which channel 'Fax' is. Add it to fields.channel.values."
    assert reason_of(channel="Fax") == said


@pytest.mark.parametrize("score", ["0", "6", "-1", "4.5", "four", "4,0", "nan", "1e0", "٣", "1_0"])
def test_a_score_off_the_scale_or_not_a_whole_number_is_refused(score):
    assert problems_of(score=score)[0].field == "score"


def test_a_score_that_a_spreadsheet_wrote_with_a_decimal_is_the_same_score():
    assert read_one(score="5.0").score == 5


@pytest.mark.parametrize("handle", ["-1", "inf", "99999999", "2 min"])
def test_a_handle_time_that_cannot_be_is_refused(handle):
    assert problems_of(handle=handle)[0].field == "handle_seconds"


def test_a_handle_time_of_zero_is_a_handle_time():
    assert read_one(handle="0.0").handle_seconds == 0


def test_a_contact_that_closed_before_it_opened_is_refused():
    said = "The contact closed before it opened. Check both times and their formats."
    assert reason_of(opened="05/03/2026 09:26") == said
    assert read_one(opened="05/03/2026 09:25").closed_at is not None


def test_a_closing_day_without_a_time_is_compared_by_day():
    record = read_one(closed="05/03/2026 00:00")
    assert (record.closed_at, record.closed_on) == (None, date(2026, 3, 5))
    assert "closed before it opened" in reason_of(closed="04/03/2026 00:00")


def test_a_contact_may_close_a_day_ahead_of_our_clock_and_no_more():
    assert read_one(closed="22/11/2026 13:00").closed_at == datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert "more than a day from now" in reason_of(closed="22/11/2026 13:01")
    assert read_one(closed="22/11/2026 00:00").closed_on == date(2026, 11, 22)
    assert "more than a day from now" in reason_of(closed="23/11/2026 00:00")


def test_a_closing_time_that_the_clocks_skipped_is_refused():
    assert "did not exist in Europe/Berlin" in reason_of(closed="29/03/2026 02:30")


def test_a_contact_across_the_hour_that_happens_twice_lasts_as_long_as_it_did():
    record = read_one(opened="25/10/2026 02:50", closed="25/10/2026 02:10")
    assert record.opened_at == datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert record.closed_at == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["a\tb", "a\x0bb", "a\x9fb", "a\nb", "x" * 201])
@pytest.mark.parametrize("column", ["id", "queue", "agent", "team"])
def test_names_and_identifiers_take_no_control_characters_and_200_characters(column, text):
    assert problems_of(**{column: text})


def test_one_name_written_two_ways_is_one_name():
    assert read_one(agent="Jose\u0301").agent == "José"
    assert read_one(id="Jose\u0301").external_id == "Jose\u0301"


def test_a_comment_keeps_its_lines_and_loses_what_cannot_be_seen():
    assert read_one(comment=" One\r\ntwo\x07 ").comment == "One\ntwo"
    assert len(read_one(comment="x" * 10_000).comment or "") == 10_000
    assert "at most 10,000" in reason_of(comment="x" * 10_001)


def test_a_value_is_shown_on_one_line_and_shortened():
    (problem,) = problems_of(team="a\nb" + "x" * 300)
    assert problem.value == "a b" + "x" * 76 + "…"


def test_a_file_without_rows_gives_nothing():
    assert read() == []


def test_a_short_row_is_one_of_the_rejected():
    cut, sound = read("c-9,billing", line())
    assert isinstance(cut, Rejected)
    assert isinstance(sound, ContactRecord)


def test_a_row_reads_the_same_alone_as_among_others():
    rows = [
        line(),
        line(opened="", score="9"),
        line(closed="06/03/2026 00:00"),
        line(id="c-4", opened="25/10/2026 02:50", closed="25/10/2026 02:10"),
        line(closed="05/03/2026 09:00"),
        line(channel="Mail", comment="N/A"),
    ]
    alone = [one for row in rows for one in read(row)]
    assert [isinstance(one, Rejected) for one in alone] == [False, True, False, False, True, False]
    for n_before in (0, 1, 5):
        found = read(*[line()] * n_before, *rows)[n_before:]
        assert [type(one) for one in found] == [type(one) for one in alone]
        assert [one for one in found if isinstance(one, ContactRecord)] == [
            one for one in alone if isinstance(one, ContactRecord)
        ]
    usual = [row for row, one in zip(rows, alone, strict=True) if one.__class__ is ContactRecord]
    assert read(*usual) == [one for one in alone if isinstance(one, ContactRecord)]


@pytest.mark.parametrize("odd", ["N/A", " c-2 ", "é", "c 2", "c" * 201, "", "c\x07"])
def test_an_odd_identifier_reads_the_same_among_plain_ones(odd):
    alone = read(line(id=odd))
    among = read(line(), line(id=odd), line(id="c-3"))[1:2]
    assert [type(one) for one in among] == [type(one) for one in alone]
    if isinstance(alone[0], ContactRecord):
        assert among == alone


def test_constants_stand_in_for_columns():
    text = MAPPING.replace('team = "team"', 'team = { constant = "south" }')
    (record,) = read(line(team="north"), text=text)
    assert isinstance(record, ContactRecord)
    assert record.team == "south"


def test_what_is_remembered_never_grows_past_its_limit():
    reader = Remembering(str.upper, limit=3)
    assert [reader[letter] for letter in "abcabcdabc"] == list("ABCABCDABC")
    assert len(reader) <= 3


class Rows:
    """A file of made-up rows that is never in memory as a whole."""

    def __init__(self, n_rows: int) -> None:
        self._n_rows = n_rows
        self.seek(0)

    def seek(self, *_place: int) -> int:
        self._next, self._left = 0, (HEADER + "\n").encode()
        return self._n_rows

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and self._next < self._n_rows:
            many = range(self._next, min(self._next + 500, self._n_rows))
            rows = (line(id=f"c-{n}", agent=f"a-{n % 997}", comment=f"{n} times") for n in many)
            self._left += ("\n".join(rows) + "\n").encode()
            self._next = many.stop
        taken, self._left = self._left[:size], self._left[size:]
        return taken

    read1 = read
    closed = False

    def readable(self) -> bool:
        return True

    seekable = readable

    def writable(self) -> bool:
        return False

    def flush(self) -> None: ...

    close = flush


def peak_of(n_rows: int) -> int:
    table = open_table(Rows(n_rows), CsvFormat(), needed=mapping().columns)  # type: ignore[arg-type]
    tracemalloc.start()
    n_records = sum(
        isinstance(r, ContactRecord)
        for r in read_contacts(table, mapping(), zone=mapping().zone, now=NOW)
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n_records == n_rows
    return peak


def test_the_centres_zone_decides_on_which_day_a_contact_closed():
    lines = [
        line(opened="05/03/2026 00:10", closed="05/03/2026 00:25"),
        line(closed="06/03/2026 00:00"),
    ]
    in_file, in_centre = read(*lines), read(*lines, zone=ZoneInfo("America/New_York"))
    assert [one.closed_at for one in in_file] == [one.closed_at for one in in_centre]
    assert [one.closed_on for one in in_file] == [date(2026, 3, 5), date(2026, 3, 6)]
    # Only the day is known of the second, and stays.
    assert [one.closed_on for one in in_centre] == [date(2026, 3, 4), date(2026, 3, 6)]


def test_memory_stays_flat_however_long_the_file():
    assert peak_of(20_000) < peak_of(4_000) * 1.2 + 100_000


def test_the_example_file_is_read_whole():
    declared = load_contact_mapping(EXAMPLES / "contacts-example.toml")
    with (EXAMPLES / "contacts-example.csv").open("rb") as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        records = list(read_contacts(table, declared, zone=declared.zone, now=NOW))
    assert [type(record) for record in records] == [ContactRecord] * 6
    assert {record.channel for record in records} == {"phone", "email", "chat", "social"}


def test_the_real_contacts_are_all_accepted_and_701_close_on_a_day_without_a_time():
    path = SHARED / "contacts" / "customer_support_data_20pct.csv"
    if not path.exists():
        pytest.skip("real data is not on this machine")
    declared = load_contact_mapping(EXAMPLES / "contacts-shopzilla.toml")
    with path.open("rb") as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        records = list(read_contacts(table, declared, zone=declared.zone, now=NOW))
    assert len(records) == 17_182
    assert all(isinstance(record, ContactRecord) for record in records)
    assert sum(record.closed_at is None for record in records) == 701
    assert len({record.agent for record in records}) == 1_368
    assert sum(record.handle_seconds is not None for record in records) == 46
    assert sum(record.score == 5 for record in records) == 11_934
