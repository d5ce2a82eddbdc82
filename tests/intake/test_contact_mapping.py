"""The mapping of contacts: everything wrong with it comes out at once, in the file's own words."""

from datetime import time

import pytest

from survey.intake.contact_mapping import (
    Creation,
    ScoreScale,
    load_contact_mapping,
    parse_contact_mapping,
)
from survey.intake.declared import InvalidMapping
from survey.intake.mapping import CsvFormat, Origin
from survey.intake.time_format import TimeFormat
from tests.intake.writing import EXAMPLES, MAPPING

FULL_OF_MISTAKES = """
source = " "
timezone = "Europe/Atlantis"
colour = "red"
[csv]
delimiter = ";;"
encoding = "klingon"
[fields]
external_id = { constant = "1" }
quue = "a"
channel = { column = "c", values = { Fax = "fax" } }
agent = { column = "a", constant = "b" }
closed = { column = "e", format = "%d %Y", date_only = "noon" }
score = { column = "s", low = 5, high = 1 }
handle_seconds = { column = "h", unit = "hours" }
[create]
under = "north"
leaders = true
"""


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidMapping) as refusal:
        parse_contact_mapping(text)
    return refusal.value.problems


def test_a_mapping_becomes_what_it_declares():
    mapping = parse_contact_mapping(MAPPING)
    assert mapping.source == "desk"
    assert mapping.zone.key == "Europe/Berlin"
    assert mapping.csv == CsvFormat(",", '"', None, ".")
    assert mapping.missing == {"", "N/A"}
    assert mapping.origins["queue"] == Origin(column="queue")
    assert mapping.channels == {"Call": "phone", "Mail": "email"}
    assert mapping.closed == TimeFormat("%d/%m/%Y %H:%M", time(0, 0))
    assert mapping.seconds_per_unit == 60
    assert mapping.score == ScoreScale("csat", 1, 5)
    assert mapping.create == Creation()
    assert mapping.columns == (
        "id", "queue", "channel", "agent", "team", "closed", "opened", "handle", "score", "comment",
    )  # fmt: skip


def test_every_mistake_is_reported_at_once():
    found = mistakes(FULL_OF_MISTAKES)
    for expected in (
        "source must be a text in quotes",
        "timezone 'Europe/Atlantis' is not known. Use an IANA name such as Europe/Berlin.",
        "colour is not known. Known here: fields, source, csv, timezone, missing, create.",
        "csv.delimiter must be one character",
        "csv.encoding 'klingon' is not known",
        "fields.external_id.column is missing.",
        "fields.queue is missing",
        "fields.team is missing",
        "fields.quue is not known. Did you mean queue?",
        "fields.channel.values takes 'Fax' to 'fax'; use phone, chat, email, social.",
        "fields.agent needs either a column or a constant, and not both.",
        "fields.closed.format '%d %Y' does not do: the day (%d) and the month (%m)",
        "fields.closed.date_only must be a clock time",
        "fields.score.low (5) must be below high (1).",
        "fields.handle_seconds.unit must be one of seconds, minutes",
        "create.under says where new teams go, so it needs teams = true.",
        "create.leaders needs the field leader to be mapped.",
    ):
        assert sum(expected in mistake for mistake in found) == 1, (expected, found)
    assert len(found) == 18  # and external_id's `constant`, which only a column can be


def test_an_unknown_key_is_refused_with_the_known_ones():
    said = "fields.handle_seconds.units is not known. Did you mean unit? Known here: column, unit."
    assert mistakes(MAPPING.replace("unit =", "units =")) == (said,)


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "America", "/etc/localtime", "UTC+1"])
def test_what_is_no_timezone_is_refused(zone):
    text = MAPPING.replace("Europe/Berlin", zone)
    assert any(mistake.startswith("timezone") for mistake in mistakes(text))


@pytest.mark.parametrize("value", ["1", "true", "[]", "1.5"])
@pytest.mark.parametrize("key", ["source", "missing", "csv", "fields", "create", "timezone"])
def test_a_value_of_the_wrong_type_is_a_mistake_and_no_crash(key, value):
    top = {"source": '"x"', "timezone": '"UTC"', key: value}
    if value == "[]" and key == "missing":
        return
    text = "\n".join(f"{name} = {written}" for name, written in top.items())
    assert any(mistake.startswith(key) for mistake in mistakes(text))


def test_a_channel_for_all_rows_is_one_of_the_mapped_ones():
    line = 'channel = { column = "channel", values = { Call = "phone", Mail = "email" } }'
    assert parse_contact_mapping(MAPPING.replace(line, 'channel = { constant = "chat" }'))
    found = mistakes(MAPPING.replace(line, 'channel = { constant = "fax" }'))
    assert found == (
        "fields.channel.constant must be one of phone, chat, email, social, not 'fax'.",
    )


def test_a_mapping_of_scores_is_sent_to_its_own_command():
    assert "use flask import-scores" in mistakes('series = "teachers"')[0]


def test_broken_toml_is_refused_with_its_line():
    assert "not valid TOML" in mistakes("source = ")[0]


def test_a_mapping_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidMapping, match="cannot be opened"):
        load_contact_mapping(tmp_path / "absent.toml")


@pytest.mark.parametrize("name", ["contacts-shopzilla.toml", "contacts-example.toml"])
def test_the_example_mappings_are_sound(name):
    assert load_contact_mapping(EXAMPLES / name).columns
