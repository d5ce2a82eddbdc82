"""A report in another language: whole sentences, forms that fit the number, directions apart."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from markupsafe import Markup

from survey.render.bidi import CLOSING, OPENING
from survey.render.numbers import counted, hidden, share_change
from survey.render.speech import direction, report_languages, say, say_n, speaking, spoken
from tests.catalogues import catalogue

TEAMS = ("%(num)s team", "%(num)s teams")
BELOW = "%(name)s lies below %(share)s."
ARABIC = ("لا فرق", "فريق واحد", "فريقان", "%(num)s فرق", "%(num)s فريق", "%(num)s فريقًا")


def test_outside_of_speaking_every_sentence_is_its_key() -> None:
    assert (spoken(), direction()) == ("en", "ltr")
    assert say(BELOW, name="Orders", share="83%") == "Orders lies below 83%."
    assert [say_n(*TEAMS, n) for n in (0, 1, 2, 1204)] == [
        "0 teams", "1 team", "2 teams", "1\u202f204 teams",
    ]  # fmt: skip


def test_a_sentence_is_said_in_the_language_spoken_and_english_where_that_lacks_it(
    tmp_path: Path,
) -> None:
    folder = catalogue(tmp_path, "de", {BELOW: "Unter %(share)s liegt %(name)s."})
    with speaking("de", folder):
        assert say(BELOW, name="Orders", share="83\xa0%") == "Unter 83\xa0% liegt Orders."
        assert say("Who answered") == "Who answered"
        with speaking("en"):
            assert say(BELOW, name="Orders", share="83%") == "Orders lies below 83%."
        assert spoken() == "de"
    assert spoken() == "en"


def test_the_language_of_one_thread_is_not_that_of_another(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "de", {"Who answered": "Wer geantwortet hat"})
    heard = []
    with speaking("de", folder):
        thread = Thread(target=lambda: heard.append(say("Who answered")))
        thread.start()
        thread.join()
        assert say("Who answered") == "Wer geantwortet hat"
    assert heard == ["Who answered"]


@pytest.mark.parametrize(
    ("language", "forms", "found"),
    [
        ("ar", ARABIC, {0: ARABIC[0], 1: ARABIC[1], 2: ARABIC[2], 3: "3 فرق", 10: "10 فرق",
                        11: "11 فريقًا", 99: "99 فريقًا", 100: "100 فريق", 102: "102 فريق",
                        103: "103 فرق"}),
        ("pl", ("%(num)s zespół", "%(num)s zespoły", "%(num)s zespołów"),
         {0: "0 zespołów", 1: "1 zespół", 2: "2 zespoły", 5: "5 zespołów", 12: "12 zespołów",
          22: "22 zespoły"}),
        ("hi", ("%(num)s टीम", "%(num)s टीमें"), {1: "1 टीम", 2: "2 टीमें"}),
        ("fr", ("%(num)s équipe", "%(num)s équipes"), {0: "0 équipe", 1: "1 équipe",
                                                       2: "2 équipes"}),
    ],
)  # fmt: skip
def test_a_count_takes_every_form_its_language_has(
    tmp_path: Path, language: str, forms: tuple[str, ...], found: dict[int, str]
) -> None:
    with speaking(language, catalogue(tmp_path, language, {TEAMS: forms})):
        assert {n: say_n(*TEAMS, n) for n in found} == found
        assert {n: counted(n, "team") for n in found} == found


def test_a_noun_without_a_translation_stays_english_beside_the_number_of_the_language() -> None:
    with speaking("de"):
        assert counted(1204, "hedgehog") == "1.204 hedgehogs"
        assert counted(1, "hedgehog") == "1 hedgehog"
        assert counted(None, "hedgehog") == "keine Daten"


def test_words_for_what_is_not_there_are_said_as_well(tmp_path: Path) -> None:
    few = ("hidden: fewer than %(num)s answer", "hidden: fewer than %(num)s answers")
    points = ("%(change)s point", "%(change)s points")
    said = {few: ("-", "verborgen: unter %(num)s Antworten"), "no data": "keine Angabe",
            points: ("%(change)s Punkt", "%(change)s Punkte")}  # fmt: skip
    with speaking("de", catalogue(tmp_path, "de", said)):
        assert hidden(5) == "verborgen: unter 5 Antworten"
        assert [share_change(x) for x in (-0.01, 0.03, None)] == [
            "−1 Punkt", "+3 Punkte", "keine Angabe",
        ]  # fmt: skip


def test_a_name_of_the_other_direction_is_set_apart() -> None:
    apart = f"{OPENING}فريق (أ){CLOSING}"
    assert say(BELOW, name="فريق (أ)", share="83%") == f"{apart} lies below 83%."
    with speaking("ar"):
        assert direction() == "rtl"
        assert say(BELOW, name="Orders (A)", share="83") == (
            f"{OPENING}Orders (A){CLOSING} lies below 83."
        )
        assert say(BELOW, name="فريق", share="83") == "فريق lies below 83."


def test_markup_among_the_values_leaves_every_other_value_escaped() -> None:
    name = Markup("<bdi>A &amp; B</bdi>")
    said = say(BELOW, name=name, share="<b>83%</b>")
    assert said == Markup("<bdi>A &amp; B</bdi> lies below &lt;b&gt;83%&lt;/b&gt;.")
    assert not hasattr(say(BELOW, name="<bdi>", share="83%"), "__html__")


def test_a_language_can_be_ordered_once_its_catalogue_of_the_report_is_there() -> None:
    assert report_languages()["en"].direction == "ltr"
    assert "nl" not in report_languages()
