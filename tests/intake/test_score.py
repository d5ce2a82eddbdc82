"""Unit scores from elsewhere: one value a unit and period, or the reasons why not."""

import io
from statistics import correlation

import pytest

from survey.intake.declared import InvalidMapping
from survey.intake.problems import Rejected
from survey.intake.score import ScoreRecord, WithoutValue, read_scores
from survey.intake.score_mapping import UnitCreation, load_score_mapping, parse_score_mapping
from survey.intake.table import open_table
from tests.intake.writing import EXAMPLES, SHARED

MAPPING = """
series = "vendor pulse"
kind = "engagement"
missing = ["N/A"]
[scale]
low = 0
high = 100
[fields]
unit = "team"
period = "wave"
value = { columns = ["a", "b", "c"] }
n = "answers"
"""
HEADER = "team,wave,a,b,c,answers\n"


def read(rows: str, text: str = MAPPING) -> list[ScoreRecord | Rejected]:
    mapping = parse_score_mapping(text)
    stream = io.BytesIO((HEADER + rows).encode())
    return list(read_scores(open_table(stream, mapping.csv, needed=mapping.columns), mapping))


def reasons(rows: str) -> list[tuple[str, str]]:
    (rejected,) = (item for item in read(rows) if isinstance(item, Rejected))
    return [(problem.field, problem.message) for problem in rejected.problems]


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidMapping) as refusal:
        parse_score_mapping(text)
    return refusal.value.problems


def test_the_value_is_the_mean_of_the_columns_that_are_there():
    assert read("north,2026-1,60,70,80,12\nsouth,2026-1,60,N/A,,\n") == [
        ScoreRecord("north", "2026-1", 70.0, 12),
        ScoreRecord("south", "2026-1", 60.0, None),
    ]


def test_a_row_without_any_value_is_sound_and_told_apart():
    assert read("north,2026-1,N/A,,N/A,3\n") == [WithoutValue("north", "2026-1")]
    assert [field for field, _ in reasons("north,,N/A,,N/A,-3\n")] == ["period", "n"]


def test_every_reason_against_a_row_is_given():
    found = reasons(",,120,x,80,-1\n")
    assert [field for field, _ in found] == ["unit", "period", "value (a)", "value (b)", "n"]
    assert found[2][1] == "The value 120 is outside the declared scale 0 to 100."


def test_a_second_value_for_a_unit_and_period_is_rejected():
    assert reasons("north,1,1,,,\nnorth,2,1,,,\nnorth,1,2,,,\n") == [
        ("unit", "Row 1 already gives this unit's value for 1. Keep one of them.")
    ]


def test_a_decimal_comma_is_read_where_it_is_declared_and_only_there():
    declared = MAPPING + '[csv]\ndecimal = ","\n'
    (record,) = read('north,1,"3,5",,,\n', declared)
    assert isinstance(record, ScoreRecord)
    assert record.value == 3.5
    assert "decimal mark '.'" in reasons('north,1,"3,5",,,\n')[0][1]
    (refused,) = read("north,1,3.5,,,\n", declared)
    assert isinstance(refused, Rejected)


def test_every_mistake_of_a_mapping_is_reported_at_once():
    found = mistakes("""
        kind = "happiness"
        sheet = 1
        [scale]
        low = 5
        high = 1
        [fields]
        period = { column = "p", constant = "q" }
        value = { column = "v", columns = ["w"] }
        m = "x"
        [create]
        under = "schools"
    """)
    for expected in (
        "series is missing.",
        "kind must be one of engagement, satisfaction, not 'happiness'.",
        "sheet is not known. Known here:",
        "scale.low (5) must be below high (1).",
        "fields.unit is missing",
        "fields.period needs either a column or a constant, and not both.",
        "fields.value needs either a column or a list of columns, and not both.",
        "fields.m is not known.",
        "create.under says where new units go, so it needs units = true.",
    ):
        assert sum(expected in mistake for mistake in found) == 1, (expected, found)
    assert len(found) == 9


def test_a_column_named_twice_would_count_twice_and_is_refused():
    assert "would count it twice" in mistakes(MAPPING.replace('"b"', '"a"'))[0]


def test_a_mapping_of_contacts_is_sent_to_its_own_command():
    assert "use flask import-contacts" in mistakes('source = "desk"')[0]


def read_schools(kind: str, name: str) -> tuple[dict[str, float], int]:
    path = SHARED / "linkage_schools" / name
    if not path.exists():
        pytest.skip("real data is not on this machine")
    mapping = load_score_mapping(EXAMPLES / f"scores-schools-{kind}.toml")
    assert mapping.kind == kind
    assert mapping.create == UnitCreation(units=True, under="schools")
    with path.open("rb") as stream:
        table = open_table(stream, mapping.csv, needed=mapping.columns)
        assert table.detected.sentence == "The file is UTF-8 with a byte order mark."
        items = list(read_scores(table, mapping))
    records = [item for item in items if isinstance(item, ScoreRecord)]
    assert {record.period for record in records} == {"2014-15"}
    return {record.unit: record.value for record in records}, len(items) - len(records)


def test_the_real_schools_give_714_pairs_and_their_known_correlation():
    engagement, n_without_engagement = read_schools("engagement", "2014-15_Teacher_Val.csv")
    satisfaction, n_without_satisfaction = read_schools("satisfaction", "2014-15_Parent_Val.csv")
    assert (len(engagement), n_without_engagement) == (715, 3)
    assert (len(satisfaction), n_without_satisfaction) == (717, 1)
    pairs = [(engagement[unit], satisfaction[unit]) for unit in engagement.keys() & satisfaction]
    assert len(pairs) == 714
    assert correlation(*zip(*pairs, strict=True)) == pytest.approx(0.28834, abs=1e-5)
