"""Instants: what strptime says, in local time, with the days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survey.intake.moments import EARLIEST_ON, LocalTimes, Moment
from survey.intake.problems import Unfit
from survey.intake.time_format import TimeFormat, find_format_mistakes

BERLIN = ZoneInfo("Europe/Berlin")
PATTERNS = (
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%Y-%m-%dT%H:%M:%S",
    "%d %b %Y %H:%M",
    "%H:%M:%S %d.%m.%y",
    "%Y%m%d %H%M%S",
    "%Y-%j %H:%M",
)


def between(first: str, last: str) -> st.SearchStrategy[datetime]:
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last))


def times(pattern: str, zone: ZoneInfo = BERLIN, date_only: time | None = None) -> LocalTimes:
    declared = TimeFormat(pattern, date_only)
    return LocalTimes(declared, zone, field="closed", missing={"", "N/A"}, required=True)


def read(text: str, pattern: str = "%d/%m/%Y %H:%M", zone: str = "Europe/Berlin") -> Moment:
    return times(pattern, ZoneInfo(zone))[text]


def reason(text: str, pattern: str = "%d/%m/%Y %H:%M", zone: str = "Europe/Berlin") -> str:
    with pytest.raises(Unfit) as refusal:
        read(text, pattern, zone)
    return str(refusal.value)


READERS = {pattern: times(pattern, ZoneInfo("UTC")) for pattern in PATTERNS}


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None)
@given(at=between("1971-01-01", "2060-01-01"))
def test_every_written_instant_is_read_as_strptime_reads_it(pattern, at):
    text = at.strftime(pattern)
    expected = datetime.strptime(text, pattern).replace(tzinfo=UTC)
    assert READERS[pattern][text] == (expected, expected.date())


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None)
@given(text=st.text("0123456789/-.:T APMJanfeb", max_size=20))
@example("1/2/2023 3:4")
@example("01/02/2023  03:04")
@example(" 1/2/2023 03:04")
@example("31/02/2023 03:04")
@example("2023-1-2T3:4:5")
@example("01 feb 2023 03:04")
def test_any_text_is_taken_or_refused_as_strptime_does(pattern, text):
    try:
        expected = datetime.strptime(text.strip(), pattern).replace(tzinfo=UTC)
    except ValueError:
        expected = None
    if expected is None or expected.date() < EARLIEST_ON:
        with pytest.raises(Unfit):
            READERS[pattern][text]
    else:
        assert READERS[pattern][text] == (expected, expected.date())


@settings(deadline=None)
@given(
    at=between("1975-01-01", "2037-01-01"),
    name=st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "Africa/Cairo", "Australia/Lord_Howe"]),
)
def test_local_times_become_the_instants_that_zoneinfo_gives(at, name):
    zone = ZoneInfo(name)
    at = at.replace(second=0, microsecond=0)
    expected = at.replace(tzinfo=zone).astimezone(UTC)
    is_skipped = expected.astimezone(zone).replace(tzinfo=None) != at
    try:
        found = read(at.strftime("%d/%m/%Y %H:%M"), zone=name)
    except Unfit:
        assert is_skipped
    else:
        assert not is_skipped
        assert found == (expected, at.date())


def test_a_time_that_the_clocks_skipped_is_refused():
    assert reason("29/03/2026 02:30") == (
        "2026-03-29 02:30 did not exist in Europe/Berlin: the clocks went forward over it."
        " Check the timezone in the mapping."
    )


def test_a_midnight_that_the_clocks_skipped_is_refused():
    assert "did not exist in Africa/Cairo" in reason("26/04/2024 00:30", zone="Africa/Cairo")


def test_a_time_that_happened_twice_is_the_first():
    assert read("25/10/2026 02:30")[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read("25/10/2026 03:30")[0] == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)


def test_day_and_month_are_never_guessed():
    assert read("04/05/2026 10:00")[1] == date(2026, 5, 4)
    assert read("04/05/2026 10:00", "%m/%d/%Y %H:%M")[1] == date(2026, 4, 5)
    assert reason("05/23/2026 10:00") == (
        "'05/23/2026 10:00' is not a date in the declared format %d/%m/%Y %H:%M."
        " It fits with day and month exchanged: check the format before you import."
    )


def test_the_declared_clock_time_means_that_only_the_day_is_known():
    reader = times("%d/%m/%Y %H:%M", date_only=time(0, 0))
    assert reader["05/03/2026 00:00"] == (None, date(2026, 3, 5))
    assert reader["29/03/2026 00:00"] == (None, date(2026, 3, 29))
    assert reader["05/03/2026  00:00"] == (None, date(2026, 3, 5))
    assert reader["05/03/2026 00:01"][0] is not None
    assert times("iso", date_only=time(0, 0))["2026-03-05T00:00"] == (None, date(2026, 3, 5))


def test_a_format_without_a_clock_tells_the_day_alone():
    assert read("05/03/2026", "%d/%m/%Y") == (None, date(2026, 3, 5))


def test_an_offset_in_the_text_outranks_the_timezone_and_the_day_is_local():
    found = read("2026-03-05 23:30 +0000", "%Y-%m-%d %H:%M %z")
    assert found == (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), date(2026, 3, 6))


def test_iso_texts_are_read_with_and_without_an_offset():
    noon = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
    assert read("2026-03-05T12:00", "iso")[0] == noon
    assert read("2026-03-05T11:00:00Z", "iso")[0] == noon
    assert read("2026-03-05 12:00:00.250", "iso")[0] == noon + timedelta(milliseconds=250)
    assert read("2026-03-05", "iso") == (None, date(2026, 3, 5))


@pytest.mark.parametrize("text", ["2026-W10-4", "20260305", "05/03/2026", "2026-03-05T25:00", ""])
def test_other_texts_are_no_iso(text):
    assert reason(text, "iso")


def test_a_missing_moment_is_said_to_be_missing():
    assert reason(" N/A ") == "closed is missing."


@pytest.mark.parametrize("text", ["01/01/1900 00:00", "01/01/1970 00:00", "31/12/9999 10:00"])
def test_the_first_and_last_days_of_calendars_are_refused(text):
    assert "cannot be right" in reason(text)


@pytest.mark.parametrize(
    ("pattern", "mistake"),
    [
        ("%d/%Y %H:%M", "the day (%d) and the month (%m) must both appear"),
        ("%d/%m %H:%M", "the year (%Y) is missing"),
        ("%d/%m/%Y %I:%M", "%I and %p go together"),
        ("%d/%m/%Y :%M", "the hour (%H) is missing"),
        ("%d/%d/%m/%Y", "a directive appears twice"),
        ("%c", "%c is not among"),
        ("dd/mm/yyyy", "the year (%Y) is missing"),
    ],
)
def test_a_format_that_cannot_tell_an_instant_is_a_mistake(pattern, mistake):
    assert any(mistake in found for found in find_format_mistakes(pattern))


@pytest.mark.parametrize("pattern", [*PATTERNS, "iso", "%d-%b-%y", "%Y-%m-%dT%H:%M:%S.%f%z"])
def test_sound_formats_have_no_mistakes(pattern):
    assert find_format_mistakes(pattern) == []


def test_many_texts_are_read_as_each_of_them_is():
    texts = ["05/03/2026 09:10", "06/03/2026 09:10", "05/03/2026 00:00", "N/A", "05/03/2026 09:10"]
    texts += ["29/03/2026 09:10", " 06/03/2026 00:00", "5/3/2026 9:10"]
    for date_only in (None, time(0, 0)):
        reader = LocalTimes(
            TimeFormat("%d/%m/%Y %H:%M", date_only),
            BERLIN,
            field="opened",
            missing={"", "N/A", "06/03/2026 00:00"},
            required=False,
        )
        each = [reader[text] for text in texts]
        assert reader.read_all(texts) == each
        assert reader.read_all(["06/03/2026 00:00"]) == [(None, None)]
    with pytest.raises(Unfit):
        reader.read_all(["05/03/2026 25:10"])
