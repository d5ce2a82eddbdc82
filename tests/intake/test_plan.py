"""Plans of the linkage from a form or a file, and the one text that is hashed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from survey.errors import InvalidInput
from survey.intake.plan import (
    InvalidPlan,
    Known,
    Plan,
    digest_of,
    parse_plan,
    parse_plan_file,
    plan_of,
    written,
)

KNOWN = Known(
    engagements=("pulse", "teachers"),
    satisfactions=("csat", "parents"),
    covariates=("channel_mix", "handle_time", "series:Absence"),
    n_teams=20,
)
TYPED = {
    "engagement": ["pulse"],
    "satisfaction": ["csat"],
    "outcome": ["top_box"],
    "window_days": ["28"],
    "lags": ["1", "0", "-1"],
    "covariates": ["series:Absence", "channel_mix"],
    "headline": ["between"],
}
PLAN = Plan(
    "pulse", "csat", "top_box", 28, (-1, 0, 1), ("channel_mix", "series:Absence"), "between"
)


def errors(changes: dict[str, list[str]], known: Known = KNOWN) -> dict[str, str]:
    with pytest.raises(InvalidPlan) as refused:
        parse_plan(TYPED | changes, known)
    return dict(refused.value.errors)


def mistakes(text: str, known: Known = KNOWN) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        parse_plan_file(text, known)
    return refused.value.problems


def test_a_form_and_a_file_make_the_same_plan() -> None:
    assert parse_plan(TYPED, KNOWN) == PLAN
    assert (
        parse_plan_file(
            """
        outcome = "top_box"
        window_days = 28
        lags = [1, -1, 0]
        covariates = ["series:Absence", "channel_mix"]
        headline = "between"
        """,
            KNOWN,
        )
        == PLAN
    )


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n"])
def test_an_empty_file_is_refused_and_one_key_is_enough(text: str) -> None:
    (mistake,) = mistakes(text)
    assert mistake.startswith("The plan is empty.")
    assert parse_plan_file('headline = "within"', KNOWN) == Plan()


@pytest.mark.parametrize(
    ("most", "days", "told"),
    [(None, "366", None), (59, "59", None), (59, "60", "Write 59 at most"), (1, "2", "1 day apart"),
     (0, "1", "Leave the days out")],
)  # fmt: skip
def test_days_may_not_be_more_than_lie_between_two_waves(
    most: int | None, days: str, told: str | None
) -> None:
    known = replace(KNOWN, most_days=most)
    if told is None:
        assert parse_plan(TYPED | {"window_days": [days]}, known).window_days == int(days)
    else:
        assert told in errors({"window_days": [days]}, known)["window_days"]


def test_the_text_of_a_plan_does_not_depend_on_the_order_in_which_it_was_written() -> None:
    text = written(PLAN)
    assert text == (
        '{"covariates":["channel_mix","series:Absence"],"engagement":"pulse",'
        '"headline":"between","lags":[-1,0,1],"outcome":"top_box","satisfaction":"csat",'
        '"window_days":28}'
    )
    assert plan_of(text) == PLAN
    assert plan_of(written(Plan())) == Plan()
    assert digest_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    swapped = TYPED | {"lags": ["-1", "1", "0", "0"], "covariates": TYPED["covariates"][::-1]}
    assert written(parse_plan(swapped, KNOWN)) == text


def test_every_mistake_of_a_form_is_named_at_once() -> None:
    found = errors(
        {
            "engagement": ["mood"],
            "satisfaction": [],
            "outcome": ["median"],
            "window_days": ["soon"],
            "lags": ["5", "1"],
            "covariates": ["weather"],
            "headline": ["both"],
        }
    )
    assert list(found) == [
        "window_days", "engagement", "satisfaction", "outcome", "headline", "lags", "covariates",
    ]  # fmt: skip
    assert found["engagement"] == "“mood” is not known. Known here: pulse, teachers."
    assert found["covariates"] == (
        "“weather” is not known. Known here: channel_mix, handle_time, series:Absence."
    )


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    found = mistakes(
        'engagement = "mood"\nwindow_days = 1.5\nlags = ["0"]\nsheet = 1\nheadline = 3\n'
    )
    for expected in (
        "window_days must be a whole number.",
        "lags must be a list of whole numbers",
        "headline must be a text in quotes",
        "sheet is not known.",
        "engagement: “mood” is not known.",
    ):
        assert sum(expected in mistake for mistake in found) == 1, (expected, found)
    assert "not valid TOML" in mistakes("lags = [")[0]


@pytest.mark.parametrize("lags", [[], ["1"], ["0", "5"], ["-5", "0"]])
def test_lags_reach_four_waves_and_hold_the_same_wave(lags: list[str]) -> None:
    assert errors({"lags": lags})["lags"].startswith(
        ("Choose among −4 to 4.", "Tick “the same wave” (0) too")
    )


def test_the_farthest_lags_do() -> None:
    assert parse_plan(TYPED | {"lags": ["-4", "0", "\u22123", "4"]}, KNOWN).lags == (-4, -3, 0, 4)


@pytest.mark.parametrize("days", ["0", "367", "-1", "9999", "1.5"])
def test_days_lie_within_a_year(days: str) -> None:
    assert "from 1 to 366" in errors({"window_days": [days]})["window_days"]


def test_more_covariates_than_the_data_allow_are_refused() -> None:
    few = Known(KNOWN.engagements, KNOWN.satisfactions, KNOWN.covariates, n_teams=19)
    assert errors({}, few) == {
        "covariates": "These data allow 1 at most: one for every 10 teams, and there are 19."
    }
    nobody = Known(("pulse",), ("csat",), ("channel_mix",), n_teams=0)
    assert parse_plan(TYPED | {"covariates": ["channel_mix"]}, nobody).covariates


def test_imported_satisfaction_has_neither_a_top_box_nor_days_of_its_own() -> None:
    found = errors({"satisfaction": ["parents"]})
    assert list(found) == ["outcome", "window_days"]
    assert parse_plan(
        TYPED | {"satisfaction": ["parents"], "outcome": ["mean"], "window_days": [""]}, KNOWN
    ).satisfaction == "parents"  # fmt: skip
