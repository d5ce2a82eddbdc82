"""What the page says under a plan and without one, and at every size of data."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from survey.insight.linkage import figures, files
from survey.insight.linkage.analysis import Analysis, analyse
from survey.insight.linkage.cells import SHARE, Cell, Exclusion, Material, Side
from survey.insight.linkage.engagement import Wave
from survey.insight.linkage.governing import governing
from survey.insight.linkage.page import linkage, linkage_with_figures
from survey.insight.linkage.verdict import Verdict
from survey.insight.words import linkage as words
from survey.insight.words import linkage_sizes as sizes
from survey.insight.words.lags import lags_sentence, order_sentence
from survey.insight.words.linkage_warnings import warnings_of
from survey.insight.words.plans import exploratory
from survey.insight.words.points import contextual_points, inside_points
from survey.intake.plan import Plan
from survey.operations.plans import store_plan
from survey.store.database import run
from tests.insight.linkage.test_cells import close_with, customers
from tests.waves import build_teams

BEFORE = datetime(2026, 1, 1, 12, tzinfo=UTC)
SIDE = Side("Mean CSAT", 1.0, 5.0)
AFTER = datetime(2027, 1, 1, 12, tzinfo=UTC)


def centre(
    n_blocks: int,
    n_waves: int,
    *,
    within: float = 0.0,
    after: float = 0.0,
    spread: float | None = 0.7,
    covariate: bool = False,
    seed: int = 3,
) -> Material:
    """Blocks in which satisfaction moves with engagement at once (`within`) or one wave later."""
    rng = np.random.default_rng(seed)
    cells = []
    for block in range(n_blocks):
        level, other, last = rng.normal(3.5, 0.3), rng.normal(4, 0.2), 0.0
        for wave in range(n_waves):
            moved, noise = rng.normal(size=2)
            follows = within * moved + after * last + 0.5 * noise
            cells.append(
                Cell(
                    group=f"{block:02d}", label=f"Block {block + 1}", unit_ids=(block,),
                    wave=f"{wave:03d}", engagement=level + 0.2 * moved, n_engagement=9,
                    satisfaction=other + 0.1 * follows, n_satisfaction=60, position=wave,
                    spread_satisfaction=0.9,
                    covariates=(follows + rng.normal() / 9,) if covariate else (),
                )
            )  # fmt: skip
            last = moved
    waves = tuple(Wave(f"{at:03d}", at, number=at + 1, spread=spread) for at in range(n_waves))
    return Material(
        Side("Engagement", 1, 5), Side("Mean CSAT", 1, 5), tuple(cells), (), "block", "wave",
        waves=waves, covariates=("handle_time",) if covariate else (),
        held=("handle time",) if covariate else (),
    )  # fmt: skip


def order_of(analysis: Analysis) -> str:
    return order_sentence(
        analysis.over_time.difference,
        counts=(analysis.n_groups, analysis.n_waves),
        noun="block",
    )


@pytest.mark.parametrize("n_teams", [0, 1, 2, 3])
def test_a_page_of_few_teams_says_what_is_missing(store: str, n_teams: int) -> None:
    teams = {f"t{at}": 8 for at in range(n_teams)}
    if teams:
        units = build_teams(teams)
        for unit in units.values():
            customers(unit, {4: 9, 5: 8})
        close_with({name: [3, 3, 4, 4, 5, 3] for name in teams})
    shown = linkage_with_figures()
    page = shown.page
    assert page.verdict is Verdict.CANNOT_TELL
    assert page.plan == "No plan was stored: exploratory."
    assert "We cannot tell yet" in page.headline
    assert "6 waves" in page.order
    assert (page.number, page.lags, page.chance, page.points) == ("", "", "", ())
    assert (shown.within_figure, shown.lags_figure, shown.between_figure) == (None, None, None)
    whole = files.results_json(page)
    assert "NaN" not in whole
    assert "Infinity" not in whole
    assert json.loads(whole)["n_cells"] == n_teams


def test_a_plan_governs_its_own_sides_and_is_named(store: str) -> None:
    units = build_teams({"a": 10, "b": 10})
    for unit in units.values():
        customers(unit, {4: 9, 5: 11})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3, 3, 3, 4]})
    plan = Plan(outcome="top_box", headline="between")
    store_plan(replace(plan, satisfaction="clients"), user_id=None, now=BEFORE)
    assert governing("pulse", "csat") is None
    store_plan(plan, user_id=None, now=BEFORE)
    page = linkage()
    assert page.plan.startswith("Plan 2, stored 1 January 2026, 12:00 UTC (SHA-256 ")
    assert "1 of 1 wave closed after it was stored; these are too few" in page.plan
    assert page.analysis.headline == "between"
    assert {cell.satisfaction for cell in page.analysis.material.cells} == {100.0}
    assert page.analysis.material.satisfaction.name == "Share of 4 and 5"
    told = json.loads(files.results_json(page))
    assert told["plan"]["definition"]["outcome"] == "top_box"
    assert told["plan"]["sha256"].startswith(page.plan.split("SHA-256 ")[1][:12])


def test_a_plan_stored_later_changes_no_earlier_report(store: str) -> None:
    build_teams({"a": 10, "b": 10})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3, 3, 3, 4]})
    store_plan(Plan(), user_id=None, now=AFTER)
    assert linkage(until_number=1).governing is None
    found = linkage().governing
    assert found is not None
    assert found.planned(linkage().analysis.material) == frozenset()


def test_contacts_of_days_after_closing_can_be_planned(store: str) -> None:
    units = build_teams({"a": 10})
    close_with({"a": [3, 3, 4, 4, 4]})
    usual = linkage().analysis.material
    store_plan(Plan(window_days=7), user_id=None, now=BEFORE)
    (closes_on,) = {wave.closes_on for wave in usual.waves}
    assert closes_on is not None
    customers(units["a"], {5: 12}, day=closes_on)
    assert linkage().analysis.material.cells == ()
    customers(units["a"], {4: 12}, day=closes_on.replace(day=closes_on.day + 1))
    assert [cell.satisfaction for cell in linkage().analysis.material.cells] == [4.0]


def test_days_that_have_not_ended_stay_out_and_are_counted(store: str) -> None:
    units = build_teams({"a": 10})
    close_with({"a": [3, 3, 4, 4, 4]})
    today = datetime.now(UTC).date()
    customers(units["a"], {4: 12}, day=date(2026, 3, 20))
    run("UPDATE wave SET closes_on = ?", (str(today - timedelta(days=7)),))
    customers(units["a"], {4: 12}, day=today - timedelta(days=1))
    store_plan(Plan(window_days=7), user_id=None, now=BEFORE)
    page = linkage()
    assert page.analysis.material.cells == ()
    assert page.exclusions == ("1 with days of CSAT that have not ended yet",)
    assert "window_open" in files.cells_csv(page)
    run("UPDATE wave SET closes_on = ?", (str(today - timedelta(days=8)),))
    assert len(linkage().analysis.material.cells) == 1


@pytest.mark.parametrize(
    ("planned", "told"),
    [((), "exploratory: the plan came after the data"),
     (("007",), "exploratory: the plan came after part of the data"),
     (("004", "005", "006", "007"), ""), (tuple(f"{at:03d}" for at in range(8)), "")],
)  # fmt: skip
def test_a_verdict_on_what_could_be_known_is_called_exploratory(
    planned: tuple[str, ...], told: str
) -> None:
    analysis = analyse(centre(9, 8, within=0.9), Plan(), frozenset(planned))
    assert analysis.verdict is Verdict.EVIDENCE_FOR
    assert exploratory(analysis, has_plan=True) == told


def test_without_a_plan_every_verdict_is_exploratory_once_there_are_data() -> None:
    assert exploratory(analyse(centre(9, 8)), has_plan=False) == "exploratory: no plan was stored"
    assert exploratory(analyse(centre(0, 0)), has_plan=False) == ""


def test_a_plan_after_all_data_is_said_beside_the_verdict_and_in_the_file(store: str) -> None:
    units = build_teams({"a": 10, "b": 10})
    for unit in units.values():
        customers(unit, {4: 9, 5: 11})
    close_with({"a": [3, 3, 4, 4, 4], "b": [2, 3, 3, 3, 3, 4]})
    store_plan(Plan(), user_id=None, now=AFTER)
    page = linkage()
    assert page.exploratory == "exploratory: the plan came after the data"
    assert "None of 1 wave closed after it was stored; the headline rests on all waves and is" in (
        page.plan
    )
    assert json.loads(files.results_json(page))["exploratory"] == page.exploratory


def test_planned_waves_lead_alone_once_they_are_enough() -> None:
    material = centre(9, 8, within=0.9)
    few = analyse(material, Plan(), frozenset({"007"}))
    assert (few.leads_on_planned, few.lead) == (False, few.within)
    some = analyse(material, Plan(), frozenset({"004", "005", "006", "007"}))
    assert some.leads_on_planned
    assert some.lead.estimate.n == 36
    assert some.within.clustered.n == 72


def test_an_order_in_time_is_found_and_said_without_a_reason() -> None:
    analysis = analyse(centre(12, 10, after=0.9))
    assert "Engagement went with the satisfaction of the next wave" in order_of(analysis)
    assert "not a reason" in order_of(analysis)
    assert "1 wave later (r = " in lags_sentence(analysis.over_time.table, "wave")
    assert figures.lags_figure(analysis) is not None


def test_no_order_in_time_is_told_where_there_is_none() -> None:
    analysis = analyse(centre(12, 10, seed=6))
    assert order_of(analysis).startswith("We cannot tell which comes first")
    assert lags_sentence(analysis.over_time.table, "wave").startswith("No lag stands out (5 lags")
    assert analysis.over_time.centre is None


def test_missing_waves_are_counted_before_an_order_is_told() -> None:
    analysis = analyse(centre(12, 5))
    assert order_of(analysis).endswith("it takes at least 6 waves, and 1 wave is missing.")
    assert analysis.over_time.shown == ()
    few = order_of(analyse(centre(1, 7)))
    assert few.endswith("it takes at least 4 blocks, and 3 blocks are missing.")


def test_what_is_missing_inside_is_counted_for_the_blocks_that_are_wanted() -> None:
    analysis = analyse(centre(3, 3))
    assert words.needs_more(analysis.within, "block") == (
        "Needs 1 more block with several waves and about 2 more waves"
    )


@pytest.mark.parametrize("n_blocks", [1, 2, 3])
def test_few_blocks_never_moved_all_at_once(n_blocks: int) -> None:
    said = " ".join(warnings_of(analyse(centre(n_blocks, 6, within=0.9))))
    assert "moved all" not in said


def test_a_share_of_answers_differs_in_percentage_points() -> None:
    material = centre(9, 8, within=0.9)
    cells = tuple(replace(one, satisfaction=20 * one.satisfaction) for one in material.cells)
    share = replace(material, satisfaction=SHARE, cells=cells)
    analysis = analyse(share)
    assert "percentage points" in sizes.size_sentence(analysis)
    inside = inside_points(analysis.points.inside, SHARE, "block")
    assert "percentage points higher share of 4 and 5" in inside
    assert "percentage points" in contextual_points(analysis.points.contextual, SHARE, "block")
    assert "percentage" not in sizes.size_sentence(analyse(material))


def test_a_difference_that_rounds_to_nothing_is_not_called_lower() -> None:
    analysis = analyse(centre(9, 8))
    none = replace(analysis.between.size, value=-0.001)
    analysis = replace(analysis, between=replace(analysis.between, size=none))
    assert "averaged the same mean CSAT as" in sizes.size_sentence(analysis)
    inside = replace(analysis.points.inside, value=-0.004)
    assert "the same mean CSAT as" in inside_points(inside, SIDE, "block")


def test_every_dot_inside_blocks_says_its_block_and_wave() -> None:
    whole = centre(9, 8, within=0.9)
    # A block alone in its wave has nothing to be compared with: it has no dot.
    lone = replace(whole.cells[0], group="10", label="Lone", wave="009", position=9)
    named = tuple(replace(one, number=None) for one in whole.waves)
    analysis = analyse(replace(whole, cells=(*whole.cells, lone), waves=named))
    for figure in (figures.within_figure(analysis), figures.slopes_figure(analysis)):
        assert figure is not None
        assert "Block 1, 000: " in str(figure.wide.marks)
        assert "': " not in str(figure.wide.marks)
    inside = figures.within_figure(analysis)
    assert inside is not None
    assert "Lone" not in str(inside.wide.marks)


def test_unreliable_means_are_pointed_out() -> None:
    analysis = analyse(centre(9, 6, spread=2.0))
    assert any("ICC(2)" in one and "engagement" in one for one in warnings_of(analysis))
    sharp = analyse(centre(9, 6, spread=0.3))
    assert not any("for engagement" in one for one in warnings_of(sharp))
    assert analyse(centre(9, 6, spread=None)).measure.icc2_engagement is None


def test_a_verdict_that_covariates_would_change_is_pointed_out() -> None:
    analysis = analyse(centre(12, 8, within=0.9, covariate=True), Plan())
    assert analysis.within.verdict is Verdict.EVIDENCE_FOR
    assert any("With handle time held equal" in one for one in warnings_of(analysis))


def test_the_file_runs_no_formula_and_has_no_figure_of_what_stayed_out(store: str) -> None:
    page = linkage()
    cell = Cell("=1+1", "@Orders", (1,), "-1 May", 3.5, 9, 4.1, 60)
    out = Exclusion("=Night", "-1 May", "below_threshold", "2", 0)
    material = replace(
        page.analysis.material, cells=(cell,), exclusions=(out,), waves=(Wave("-1 May", 0),)
    )
    page = replace(page, analysis=replace(page.analysis, material=material))
    text = files.cells_csv(page)
    entered, stayed = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (entered["group"], entered["label"], entered["wave"]) == ("'=1+1", "'@Orders", "'-1 May")
    assert (entered["engagement"], entered["satisfaction"]) == ("3.5", "4.1")
    assert {name: value for name, value in stayed.items() if value} == {
        "is_included": "0", "reason": "below_threshold", "wave": "'-1 May", "position": "0",
        "is_planned": "0", "group": "2", "label": "'=Night",
    }  # fmt: skip
    named = [row["column"] for row in csv.DictReader(io.StringIO(files.codebook_csv(page)[1:]))]
    assert named == list(entered)
