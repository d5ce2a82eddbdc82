"""Remarks grouped by the words they share: every released one once, and never another."""

from __future__ import annotations

import pytest

from survey.insight import asks
from survey.insight.asks import FEWEST_GROUPED, AskGroup, ask_groups
from survey.privacy import gate
from tests import waves

pytestmark = pytest.mark.usefixtures("store")
LETTERS = (
    "Stop sending paper letters",
    "Paper letters cost postage",
    "Send letters by mail, not paper",
)
SCREENS = ("A second screen on the desk", "Screens too small for my desk", "Bigger screen please")


def group_of(texts: list[str]) -> AskGroup:
    """What was asked for about cost in a wave in which these remarks were written."""
    waves.build_teams({"a": 30, "b": 30})
    codes = waves.open_with_cards()
    half = len(texts) // 2
    for code, some in (("a", texts[:half]), ("b", texts[half:])):
        waves.submit(codes[code], [waves.ballot(3, ask_cost=text) for text in some])
    wave = waves.close()
    return ask_groups(wave)[0]


def alike(n: int) -> list[str]:
    """So many remarks about letters and screens, each in other words at its end."""
    return [f"{(LETTERS + SCREENS)[at % 6]} {'abcdefghij'[at // 6] * 3}" for at in range(n)]


def test_remarks_about_two_things_are_two_themes() -> None:
    group = group_of(alike(36))
    assert [len(theme.texts) for theme in group.themes] == [18, 18]
    words = {theme.words.split(", ")[0].split()[-1].rstrip("s") for theme in group.themes}
    assert words <= {"letter", "paper", "screen", "desk"}
    assert all(theme.typical in theme.texts for theme in group.themes)


def test_every_remark_stands_once_in_a_theme_or_among_the_others() -> None:
    group = group_of([*alike(30), "Tea", "Why ask", "Nothing at all"])
    shown = [text for theme in group.themes for text in theme.texts] + list(group.others)
    assert sorted(shown) == sorted(group.texts)
    released = gate.remarks(gate.wave(1).id)["ask_cost"]
    assert group.texts == released


def test_inside_a_theme_they_stand_in_the_shuffled_order_of_their_release() -> None:
    group = group_of(alike(36))
    for theme in group.themes:
        places = [group.texts.index(text) for text in theme.texts]
        assert places == sorted(places)


def test_the_same_wave_has_the_same_themes() -> None:
    group = group_of(alike(36))
    asks._grouped.cache_clear()
    assert ask_groups(gate.wave(1))[0] == group


@pytest.mark.parametrize("n", [10, FEWEST_GROUPED - 1])
def test_few_remarks_are_listed_and_not_grouped(n: int) -> None:
    group = group_of(alike(n))
    assert group.themes == ()
    assert group.others == group.texts
    assert len(group.texts) == n


def test_too_few_remarks_are_neither_listed_nor_grouped() -> None:
    group = group_of(alike(9))
    assert (group.texts, group.themes, group.others) == ((), (), ())
    assert group.why_not == "Fewer than 10 people wrote something."


def test_a_name_makes_no_theme() -> None:
    group = group_of([f"Agent {text}" for text in alike(36)])
    assert group.themes
    assert not any("agent" in theme.words.lower() for theme in group.themes)
