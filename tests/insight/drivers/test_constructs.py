"""Which constructs are found to go with an outcome, which are not, and what cannot be told."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from survey.insight.drivers.analysis import Drivers, with_engagement, with_satisfaction
from survey.insight.drivers.figures import engagement_figure, satisfaction_figure
from survey.insight.words import drivers as words
from survey.insight.words import shares
from survey.insight.words.drivers_left_out import left_out
from tests.insight.drivers.made_up import material


def found(drivers: Drivers) -> set[str]:
    return {link.asked.construct.code for link in drivers.links if link.state == "goes with"}


def every_text(drivers: Drivers) -> list[str]:
    texts = [words.headline(drivers), words.family(drivers), shares.whole_model(drivers)]
    texts += [words.approximate(drivers), words.satisfaction_title(drivers)]
    for link in drivers.links:
        texts += [words.reading(link), words.judged_by(link), words.between(link)]
        texts += [words.rows(link), words.blocks(link), shares.share(drivers, link)]
    return texts


def test_constructs_with_a_link_are_found_with_their_direction_and_no_others() -> None:
    made = material(14, 8, links={"autonomy": 0.6, "strain": -0.6})
    drivers = with_satisfaction(made)
    assert found(drivers) == {"autonomy", "strain"}
    assert words.headline(drivers) == (
        "2 of 8 constructs went with customers’ satisfaction inside blocks, upward: Freedom to"
        " decide; downward: Strain."
    )
    assert {link.asked.construct.code for link in drivers.links[:2]} == {"autonomy", "strain"}
    strain = next(one for one in drivers.links if one.asked.construct.code == "strain")
    assert words.reading(strain).startswith("goes with less: a")


def test_an_open_link_says_why_and_a_closed_one_what_would_have_shown() -> None:
    small = {words.reading(link) for link in with_satisfaction(material(9, 6, seed=3)).links}
    assert {text.split(":")[0] for text in small} == {"cannot tell yet"}
    assert any(re.search(r": only 0\.\d\d or more would show reliably$", text) for text in small)
    large = with_satisfaction(material(40, 12, seed=7))
    assert words.headline(large).startswith("No construct is seen to go with customers")
    for link in large.links:
        assert link.state in ("no evidence here", "no link that matters")
        if link.state == "no evidence here":
            assert words.reading(link).endswith("or more would show reliably")
            assert not link.inside.leaves_out_zero


def test_the_headline_is_judged_alone_and_not_counted_in_the_family() -> None:
    drivers = with_satisfaction(material(14, 8, links={"engagement": 0.6}))
    assert drivers.n_tests == 7
    own = next(link for link in drivers.links if link.is_headline)
    assert own.q is None
    assert own.state == "goes with"
    assert words.judged_by(own).startswith("own p ")
    assert "m = 7 constructs" in words.family(drivers)
    assert "not counted among them" in words.family(drivers)


def test_a_wave_that_moved_everything_makes_no_link() -> None:
    drivers = with_satisfaction(material(12, 8, season=3.0, seed=4))
    assert found(drivers) == set()
    assert words.headline(drivers).startswith(
        "We cannot tell yet which constructs go with customers’ satisfaction: only a link of 0."
    )


def test_engagement_has_its_own_family_of_the_other_constructs() -> None:
    drivers = with_engagement(material(14, 8, with_engagement={"leadership": 0.7}, seed=2))
    assert found(drivers) == {"leadership"}
    assert drivers.n_tests == 7
    assert "engagement" not in {link.asked.construct.code for link in drivers.links}
    assert "headline" not in words.family(drivers)
    figure = engagement_figure(drivers)
    assert figure is not None
    assert figure.wide.title == "1 of 7 constructs went with engagement"


def test_shares_are_refused_below_ten_rows_for_each_construct() -> None:
    weights = with_satisfaction(material(12, 8)).weights
    assert (weights.n_rows, weights.n_needed, weights.whole) == (76, 80, None)
    drivers = with_satisfaction(material(12, 8))
    assert "make 80" in shares.whole_model(drivers)
    assert shares.whole_model(drivers).endswith("there are 76.")


def test_shares_say_the_p_of_the_whole_first_and_sum_to_what_varies_together() -> None:
    made = material(14, 10, links={"autonomy": 0.6, "voice": 0.4})
    drivers = with_satisfaction(made)
    weights = drivers.weights
    assert weights.whole is not None
    assert weights.method == "LMG"
    total = sum(one.value or 0.0 for one in weights.shares.values())
    assert total == pytest.approx(weights.whole.value)
    largest = max(weights.shares, key=lambda code: weights.shares[code].value or 0.0)
    assert largest == "autonomy"
    assert weights.shares[largest].interval is not None
    text = shares.whole_model(drivers)
    assert text.index("p < 0.001") < text.index("%")
    # What the shares are made of is what blocks and waves leave: df = rows - blocks - waves + 1 - 8
    assert weights.whole.df == 14 * 10 - 14 - 10 + 1 - 8


def test_shares_of_nothing_say_that_they_say_nothing() -> None:
    drivers = with_satisfaction(material(14, 10, seed=6))
    assert drivers.weights.whole is not None
    assert "do not differ from chance" in shares.whole_model(drivers)


def test_constructs_that_come_in_turn_are_compared_in_their_waves_and_have_no_share() -> None:
    made = material(14, 10, links={"voice": 0.7}, missing={"tools": 4, "voice": 5})
    drivers = with_satisfaction(made)
    by_code = {link.asked.construct.code: link for link in drivers.links}
    assert by_code["tools"].inside.estimate.n_waves == 4
    assert by_code["voice"].inside.estimate.n_waves == 5
    assert found(drivers) == {"voice"}
    assert words.asked_words(by_code["voice"].asked, made.n_waves) == "5 of 10"
    assert drivers.weights.n_constructs == 6
    assert set(drivers.weights.shares) == set(by_code) - {"tools", "voice"}
    assert any("Tools that help, Being heard" in line for line in left_out(made))


@pytest.mark.parametrize("n_blocks", [0, 1, 2, 3])
@pytest.mark.parametrize("n_waves", [0, 1, 2, 3, 12])
def test_few_blocks_or_waves_are_sentences_and_a_picture_of_performance_alone(
    n_blocks: int, n_waves: int
) -> None:
    made = material(n_blocks, n_waves, links={"autonomy": 0.95})
    for drivers in (with_satisfaction(made), with_engagement(made)):
        assert found(drivers) == set()
        assert drivers.n_tests == 0
        assert words.headline(drivers).startswith("We cannot tell yet")
        texts = every_text(drivers)
        assert not [text for text in texts if re.search(r"\bnan\b|None", text, re.IGNORECASE)]
    figure = satisfaction_figure(made, with_satisfaction(made))
    assert (figure is None) == (not n_blocks or not n_waves)
    if figure is not None:
        assert figure.wide.title == "How high each construct was answered"
        assert "left out: there is too little" in figure.subtitle
    assert engagement_figure(with_engagement(made)) is None


def test_what_is_missing_is_counted() -> None:
    assert words.headline(with_satisfaction(material(3, 12))).endswith(
        "it needs 1 more block with several waves."
    )
    assert words.headline(with_satisfaction(material(9, 2))).endswith("it needs 1 more wave.")


def test_few_blocks_are_told_to_make_p_approximate() -> None:
    assert words.approximate(with_satisfaction(material(4, 8))).endswith("p is approximate.")
    assert words.approximate(with_satisfaction(material(14, 8))) == ""


def test_less_strain_is_drawn_as_better_on_both_scales() -> None:
    made = material(14, 8, links={"strain": -0.7})
    drivers = with_satisfaction(made)
    figure = satisfaction_figure(made, drivers)
    assert figure is not None
    r = drivers.links[0].inside.estimate.value
    assert r is not None
    assert r < 0
    # 3.2 turned round on a scale from 1 to 5.
    assert "Strain, turned round: 2.80" in figure.wide.desc
    assert "(answered low, told from no link)" in figure.wide.desc
    assert "Open dots are not told from no link" in figure.wide.note


def test_units_of_blocks_that_were_cut_anew_count_once_between_blocks() -> None:
    made = material(6, 4)
    joined = [
        replace(row, group="000+001", unit_ids=(0, 1), wave="-01")
        for row in made.rows
        if (row.group, row.wave) == ("000", "000")
    ]
    drivers = with_satisfaction(replace(made, rows=(*made.rows, *joined)))
    assert {link.between.n for link in drivers.links} == {6}


def test_no_sentence_claims_that_a_construct_moves_anything() -> None:
    forbidden = ("drives", "driving", "impact", "prove", "because of", "leads to", "improve", "roi")
    for made in (material(14, 10, links={"autonomy": 0.6}), material(3, 3)):
        text = " ".join(
            [
                *every_text(with_satisfaction(made)),
                *every_text(with_engagement(made)),
                words.DESCRIPTIVE,
                words.COMMON_METHOD,
                words.taken_out(),
            ]
        ).lower()
        assert not [word for word in forbidden if re.search(rf"\b{word}\b", text)]
