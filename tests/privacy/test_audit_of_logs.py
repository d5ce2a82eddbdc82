"""The audit finds a server that writes ballots into its log."""

from __future__ import annotations

import pytest
from peewee import DatabaseError

from survey.privacy.audit import audit
from survey.store.database import run, transaction
from survey.store.pulse import inspection


def problems() -> list[str]:
    return [problem for check in audit() for problem in check.problems]


def test_a_server_with_its_usual_settings_logs_nothing(both_stores: str) -> None:
    assert inspection.settings_that_log() == ()
    assert problems() == []


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_statement", "'all'"),
        ("log_statement", "'mod'"),
        ("log_min_duration_statement", "1000"),
        ("log_min_duration_sample", "0"),
        ("log_transaction_sample_rate", "0.5"),
        ("log_parameter_max_length_on_error", "-1"),
    ],
)
def test_a_server_that_logs_statements_is_found(both_stores: str, name: str, value: str) -> None:
    with transaction():
        run(f"SET LOCAL {name} = {value}")
        found = problems()
    assert found == [
        f"PostgreSQL logs statements with their values: set {name} back to its default."
    ]
    assert problems() == []


@pytest.mark.parametrize("both_stores", ["postgresql"], indirect=True)
def test_a_server_that_explains_slow_statements_in_its_log_is_found(both_stores: str) -> None:
    try:
        run("LOAD 'auto_explain'")
    except DatabaseError:
        pytest.skip("only a superuser may load the extension here")
    with transaction():
        run("SET LOCAL auto_explain.log_min_duration = 0")
        assert problems() == [
            "PostgreSQL logs statements with their values:"
            " set auto_explain.log_min_duration back to its default."
        ]
    assert problems() == []
