"""Themes: repeatable, honest about too few, and finding what was put in."""

from __future__ import annotations

import csv
import random
import time
from pathlib import Path

import numpy as np
import pytest

from survey.stats.stop_words import STOP_WORDS
from survey.stats.themes import FEWEST_TEXTS, MOST_THEMES, find_themes

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "comments"
SUBJECTS = {
    "delivery": "parcel courier late doorstep driver delivered".split(),
    "billing": "invoice charged twice amount bill payment".split(),
    "website": "password login website crashed browser page".split(),
}


def made_up(n: int) -> list[str]:
    """Texts about one of three subjects each, in turn."""
    dice = random.Random(3)
    subjects = list(SUBJECTS.values())
    return ["It was the " + " ".join(dice.sample(subjects[number % 3], 4)) for number in range(n)]


@pytest.mark.parametrize("n", [0, 1, 2, FEWEST_TEXTS - 1])
def test_too_few_texts_have_no_themes(n: int) -> None:
    assert find_themes(made_up(n), language="en") == ()


def test_the_subjects_put_in_come_out() -> None:
    texts = made_up(90)
    themes = find_themes(texts, language="en")
    assert len(themes) == 3
    for theme in themes:
        (subject,) = {at % 3 for at, _ in theme.members}
        words = {word for shown in theme.words for word in shown.split()}
        assert words <= set(list(SUBJECTS.values())[subject])
    assert sum(len(theme.members) for theme in themes) >= 80


def test_the_same_texts_have_the_same_themes() -> None:
    assert find_themes(made_up(200), language="en") == find_themes(made_up(200), language="en")


@pytest.mark.parametrize(
    "texts",
    [
        [""] * 100,
        ["the and of"] * 100,
        ["delivery"] * 100,
        ["😀 12345 [phone]"] * 100,
        [f"only{number}" for number in range(26)] * 4,
        ["word " * 2_000] * 60,
    ],
)
def test_texts_that_say_nothing_or_all_the_same_do_no_harm(texts: list[str]) -> None:
    for theme in find_themes(texts, language="en"):
        assert theme.words
        assert all(0 <= at < len(texts) and np.isfinite(weight) for at, weight in theme.members)


def test_words_of_arabic_and_hindi_stay_whole() -> None:
    arabic = ["تأخر الطرد عند المندوب", "الفاتورة فيها مبلغ زائد"] * 30
    hindi = ["पार्सल देर से पहुँचा", "बिल में ज़्यादा रकम"] * 30
    for texts, language in ((arabic, "ar"), (hindi, "hi")):
        themes = find_themes(texts, language=language)
        assert len(themes) == 2
        written = {word for text in texts for word in text.split()}
        assert {word for one in themes for shown in one.words for word in shown.split()} <= written


def test_praise_and_what_masking_put_there_define_no_theme() -> None:
    texts = [f"{text}, great thanks [phone] [agent]" for text in made_up(90)]
    words = {word for theme in find_themes(texts, language="en") for word in theme.words}
    assert not words & {"great", "thanks", "phone", "thank", "agent"}


def test_what_is_to_be_left_out_defines_no_theme_however_it_is_written() -> None:
    texts = [f"DARA’s zoë {text}" for text in made_up(90)]
    found = find_themes(texts, language="en", leave_out=("Dara", "Zoe\u0308"))
    assert found == find_themes(made_up(90), language="en")


def test_every_language_has_its_stop_words() -> None:
    assert all(len(words.split()) > 60 for words in STOP_WORDS.values())


def test_real_comments_are_grouped_in_seconds_and_never_into_more_than_twelve() -> None:
    path = REAL / "nhs_nhft_comments.csv"
    if not path.exists():
        pytest.skip("the shared data set is not here")
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["FFT answer"] for row in csv.DictReader(file) if row["FFT answer"].strip()]
    started = time.process_time()
    themes = find_themes(texts, language="en")
    assert time.process_time() - started < 10
    assert 2 <= len(themes) <= MOST_THEMES
    assert len({at for theme in themes for at, _ in theme.members}) > 0.5 * len(texts)
