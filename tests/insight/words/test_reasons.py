"""Reasons of statistics are known by their words, so that they can be said in any language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.insight.words.compared import counted, of_units, say_n_of, say_of
from survey.insight.words.reasons import reason_inside, reason_of, reason_words
from survey.render.speech import speaking
from survey.stats.correlation import pearson
from tests.catalogues import catalogue
from tests.conftest import ROOT
from translations.keys import used

# What the linkage, its lags, points and drivers of a report are computed by.
MODULES = (
    "correlation", "slope", "power", "attenuation", "influence", "permutation", "within", "panel",
    "lags", "lead_lag", "autocorrelation", "within_between", "covariates",
)  # fmt: skip
# Warnings, which no report prints, and refusals of data that a linkage never hands over.
NEVER_PRINTED = re.compile(
    r"no interval|approximate|left out|sets that share|perfectly|exactly on a line; check|"
    r"With these|ordinary least|makes? a difference of|close to 0|no p below"
)


def sentences(path: Path) -> Iterator[str]:
    """The sentences that a module makes, with 4 in place of every number and the first side."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(one) for node in ast.walk(tree) if isinstance(node, ast.Raise | ast.Expr)
              for one in ast.walk(node)}  # fmt: skip
    parts = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
             for one in node.values}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in hidden or id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(one.value) if isinstance(one, ast.Constant) else _filled(one)
                for one in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if " " in text and text[0].isupper() and text.endswith("."):
            yield text


def _filled(part: ast.expr) -> str:
    return "first" if "name" in ast.unparse(part) else "4"


@pytest.mark.parametrize("module", MODULES)
def test_every_reason_of_a_linkage_can_be_said(module: str, tmp_path: Path) -> None:
    said = {key: f"⟦{key}⟧" for key in used() if isinstance(key, str)}
    with speaking("de", catalogue(tmp_path, "de", said)):
        found = tuple(sentences(ROOT / "survey" / "stats" / f"{module}.py"))
        assert not [
            text
            for text in found
            if not NEVER_PRINTED.search(text) and not reason_words(text).startswith("⟦")
        ]


def test_numbers_in_a_reason_are_written_as_its_readers_do(tmp_path: Path) -> None:
    key = "It takes at least %(n)s units; there are %(there)s."
    with speaking("de", catalogue(tmp_path, "de", {key: "Mindestens %(n)s, da %(there)s."})):
        assert (
            reason_words("It takes at least 1204 units; there are 3.") == "Mindestens 1.204, da 3."
        )
        assert reason_inside("It takes at least 6 units; there are 3.") == "Mindestens 6, da 3"
        assert reason_words("Unheard of.") == "Unheard of."


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("de", "Alle Antworten sind gleich"),
        ("fr", "toutes les réponses"),
        ("es", "todas las respuestas"),
        ("pt", "todas as respostas"),
        ("pl", "wszystkie odpowiedzi"),
    ],
)
def test_a_reason_goes_on_small_after_a_colon_but_in_german(code: str, inside: str) -> None:
    with speaking(code):
        assert reason_inside("All answers are alike.").startswith(inside)


def test_in_english_a_reason_stays_as_it_is() -> None:
    assert reason_of(pearson([1.0], [2.0])) == "It takes at least 3 pairs."
    assert reason_inside("It takes at least 3 pairs.") == "it takes at least 3 pairs"
    assert reason_of(pearson([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0])) == ""


def test_a_sentence_about_blocks_is_said_of_units_in_their_words() -> None:
    one, many = "%(num)s block in %(waves)s", "%(num)s blocks in %(waves)s"
    assert say_of("block", "Blocks in one wave") == say_of("wave", "Blocks in one wave")
    assert say_of("period", "Blocks in one wave") == of_units("Blocks in one wave")
    assert say_n_of("unit", one, many, 2, waves="3 blocks") == "2 units in 3 blocks"
    assert [counted(k, "block") for k in (0, 1, 2)] == ["no block", "1 block", "2 blocks"]
