"""The estimates of one linkage, at every size of data, and the words made of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.insight.linkage.analysis import Analysis, analyse
from survey.insight.linkage.cells import Cell, Exclusion, Material, Side
from survey.insight.linkage.figures import between_figure, within_figure
from survey.insight.linkage.verdict import Verdict
from survey.insight.words import caution
from survey.insight.words import linkage as words
from survey.insight.words import linkage_sizes as sizes
from survey.insight.words.linkage_warnings import warnings_of


def material(cells: list[Cell], exclusions: tuple[Exclusion, ...] = ()) -> Material:
    return Material(
        engagement=Side("Engagement", 1, 5),
        satisfaction=Side("CSAT", 1, 5),
        cells=tuple(cells),
        exclusions=exclusions,
        noun="block",
        time_noun="wave",
    )


def panel(
    *, n_teams: int, n_waves: int, within: float, shock: float = 0.0, seed: int = 7
) -> Analysis:
    """Teams with standing differences that are unrelated, and a known link inside teams."""
    rng = np.random.default_rng(seed)
    shocks = rng.normal(size=n_waves) * shock
    cells = []
    for team in range(n_teams):
        level, other = rng.normal(3.5, 0.3), rng.normal(4.0, 0.2)
        for wave in range(n_waves):
            moved = rng.normal()
            noise = rng.normal() * np.sqrt(1 - within**2)
            cells.append(
                Cell(
                    group=f"{team:02d}",
                    label=f"Team {team + 1}",
                    unit_ids=(team,),
                    wave=f"{wave + 1:03d}",
                    position=wave + 1,
                    engagement=float(np.clip(level + 0.2 * moved + shocks[wave], 1, 5)),
                    n_engagement=12,
                    satisfaction=float(
                        np.clip(other + 0.15 * (within * moved + noise) + shocks[wave], 1, 5)
                    ),
                    n_satisfaction=60,
                )
            )
    return analyse(material(cells))


@pytest.mark.parametrize("n_teams", [0, 1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("n_waves", [1, 2, 3])
def test_few_teams_or_waves_give_sentences_and_never_a_finding_without_a_test(
    n_teams: int, n_waves: int
) -> None:
    analysis = panel(n_teams=n_teams, n_waves=n_waves, within=0.9)
    if n_teams < 4:
        assert analysis.verdict is Verdict.CANNOT_TELL
    texts = [
        words.headline(analysis),
        words.between_sentence(analysis),
        words.within_sentence(analysis),
        sizes.detectable_sentence(analysis),
        caution.caution(analysis),
        sizes.size_sentence(analysis),
        *warnings_of(analysis),
    ]
    assert not [text for text in texts if "nan" in text.lower() or "None" in text]
    assert (between_figure(analysis) is None) == (n_teams < 4)
    within_figure(analysis)


def test_a_strong_link_inside_teams_is_found_although_teams_differ() -> None:
    analysis = panel(n_teams=12, n_waves=8, within=0.7)
    assert analysis.headline == "within"
    assert analysis.verdict is Verdict.EVIDENCE_FOR
    assert "higher in the same wave" in words.headline(analysis)


def test_a_movement_shared_by_all_teams_is_not_taken_for_a_link() -> None:
    analysis = panel(n_teams=10, n_waves=8, within=0.0, shock=0.5, seed=3)
    plain = analysis.within.repeated.correlation
    assert plain.value is not None
    assert plain.value > 0.6
    assert analysis.verdict is Verdict.CANNOT_TELL
    assert any("moved all blocks at once" in warning for warning in warnings_of(analysis))


def test_one_wave_leads_with_the_comparison_between_teams() -> None:
    analysis = panel(n_teams=9, n_waves=1, within=0.5)
    assert analysis.headline == "between"
    assert "too few" not in words.between_sentence(analysis).lower()


def test_the_smallest_detectable_correlation_stands_beside_what_was_not_found() -> None:
    analysis = panel(n_teams=9, n_waves=1, within=0.0, seed=5)
    assert analysis.verdict is Verdict.CANNOT_TELL
    # 9 teams need |r| of .79 for power .8 at two-sided .05 (exact; reference case 28).
    assert "0.79" in sizes.detectable_sentence(analysis)
    assert "0.79" in words.headline(analysis)


def test_the_order_of_cells_does_not_matter() -> None:
    whole = panel(n_teams=8, n_waves=5, within=0.4)
    turned = analyse(material(list(reversed(whole.material.cells))))
    assert turned.between.pearson == whole.between.pearson
    there, back = whole.within.two_way.correlation.value, turned.within.two_way.correlation.value
    assert there == pytest.approx(back, abs=1e-12)


def test_a_missing_wave_does_not_shift_the_others() -> None:
    """Cells are joined on their wave's name; dropping one leaves all others where they were."""
    whole = panel(n_teams=8, n_waves=5, within=0.4)
    cells = [cell for cell in whole.material.cells if (cell.group, cell.wave) != ("03", "002")]
    thinner = analyse(material(cells))
    assert thinner.n_waves == 5
    kept = {(cell.group, cell.wave): cell for cell in thinner.material.cells}
    assert all(kept[cell.group, cell.wave] == cell for cell in cells)


def test_no_sentence_claims_that_one_side_moves_the_other() -> None:
    forbidden = ("drive", "impact", "prove", "improve", "because of", "leads to", "roi")
    for within in (0.0, 0.7):
        analysis = panel(n_teams=12, n_waves=8, within=within)
        text = " ".join(
            [
                words.headline(analysis),
                words.between_sentence(analysis),
                words.within_sentence(analysis),
                sizes.size_sentence(analysis),
                caution.caution(analysis),
            ]
        ).lower()
        assert not [word for word in forbidden if word in text]


def test_what_was_left_out_is_counted_by_reason() -> None:
    gaps = (
        Exclusion("Night desk", "001", "below_threshold"),
        Exclusion("Night desk", "002", "below_threshold"),
        Exclusion("Orders", "001", "too_few_csat"),
    )
    lines = caution.exclusion_lines(gaps)
    assert lines == (
        "2 with engagement hidden because too few answered",
        "1 with fewer than 10 customer answers",
    )


def test_blocks_that_were_cut_anew_do_not_count_their_people_twice_between_teams() -> None:
    whole = panel(n_teams=6, n_waves=4, within=0.3)
    joined = [
        replace(
            cell, group="00+01", label="Team 1 and Team 2", unit_ids=(0, 1), wave="000", position=0
        )
        for cell in whole.material.cells
        if (cell.group, cell.wave) == ("00", "001")
    ]
    analysis = analyse(material([*whole.material.cells, *joined]))
    assert [group.key for group in analysis.between.groups] == [f"{n:02d}" for n in range(6)]
    assert analysis.between.n_overlapping == 1
    assert any("counts twice" in warning for warning in warnings_of(analysis))


@pytest.mark.parametrize(
    ("n_teams", "n_waves", "is_said"), [(5, 8, True), (8, 5, True), (6, 6, False), (9, 8, False)]
)
def test_p_is_called_approximate_under_six_teams_or_waves(
    n_teams: int, n_waves: int, is_said: bool
) -> None:
    said = " ".join(warnings_of(panel(n_teams=n_teams, n_waves=n_waves, within=0.2)))
    assert ("approximate with fewer than 6 blocks or 6 waves" in said) is is_said
    assert ("approximate" in said) is is_said


def test_a_team_that_moves_further_than_all_others_makes_p_approximate() -> None:
    plain = panel(n_teams=9, n_waves=8, within=0.2)
    loud = [
        replace(cell, engagement=3 + 20 * (cell.engagement - 3)) if cell.group == "00" else cell
        for cell in plain.material.cells
    ]
    said = " ".join(warnings_of(analyse(material(loud))))
    assert "p inside blocks is approximate: most of the movement lies in a few blocks." in said
