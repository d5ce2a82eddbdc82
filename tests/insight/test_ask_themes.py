"""Remarks grouped by the words they share: every released one once, and never another."""

from __future__ import annotations

import pytest

from survey.insight import asks
from survey.insight.asks import AskGroup, ask_groups
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
    group = group_of(alike(48))
    assert [len(theme.texts) for theme in group.themes] == [24, 24]
    words = {theme.words.split(", ")[0].split()[-1].rstrip("s") for theme in group.themes}
    assert words <= {"letter", "paper", "screen", "desk"}
    assert all(theme.typical in theme.texts for theme in group.themes)


def test_every_remark_stands_once_in_a_theme_or_among_the_others() -> None:
    group = group_of([*alike(45), "Tea", "Why ask", "Nothing at all"])
    shown = [text for theme in group.themes for text in theme.texts] + list(group.others)
    assert sorted(shown) == sorted(group.texts)
    released = gate.remarks(gate.wave(1).id)["ask_cost"]
    assert group.texts == released


def test_inside_a_theme_they_stand_in_the_shuffled_order_of_their_release() -> None:
    group = group_of(alike(48))
    for theme in group.themes:
        places = [group.texts.index(text) for text in theme.texts]
        assert places == sorted(places)


def test_the_same_wave_has_the_same_themes() -> None:
    group = group_of(alike(48))
    asks._themes_of.cache_clear()
    assert ask_groups(gate.wave(1))[0] == group


@pytest.mark.parametrize("n", [12, 36])
def test_few_remarks_are_grouped_by_a_word_that_all_of_a_group_share(n: int) -> None:
    group = group_of(alike(n))
    assert group.themes
    for theme in group.themes:
        word = theme.words.split(", ")[0]
        assert all(word in text.lower() for text in theme.texts)
        assert len(theme.texts) >= 3
    shown = [text for theme in group.themes for text in theme.texts] + list(group.others)
    assert sorted(shown) == sorted(group.texts)


def test_remarks_that_share_no_word_are_listed() -> None:
    group = group_of(["Tea", "Chairs", "Heating", "Parking", "Lights", "Plants", "Cups", "Sofas",
                      "Rugs", "Doors"])  # fmt: skip
    assert group.themes == ()
    assert group.others == group.texts
    assert len(group.texts) == 10


def test_what_was_asked_about_is_no_theme() -> None:
    group = group_of([f"Lower cost: {one}" for one in ("tea", "cups", "rugs", "sofas", "doors",
                      "plants", "lights", "parking", "heating", "chairs")])  # fmt: skip
    assert group.themes == ()


def test_too_few_remarks_are_neither_listed_nor_grouped() -> None:
    group = group_of(alike(9))
    assert (group.texts, group.themes, group.others) == ((), (), ())
    assert group.why_not == "Fewer than 10 people wrote something."


def test_a_name_makes_no_theme() -> None:
    group = group_of([f"Agent {text}" for text in alike(48)])
    assert group.themes
    assert not any("agent" in theme.words.lower() for theme in group.themes)
