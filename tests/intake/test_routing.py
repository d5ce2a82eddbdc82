"""The words of a rule, and what they catch."""

from __future__ import annotations

import time

import pytest

from survey.intake.routing import caught, find_problems, split_terms


@pytest.mark.parametrize(
    ("words", "text", "is_caught"),
    [
        ("refund", "Still no REFUNDS", True),
        ("refund", "a prefund", False),
        ("cheaper elsewhere", "It is cheaper\n  elsewhere", True),
        ("cheaper elsewhere", "cheaper, elsewhere", False),
        ("remboursement", "Où est mon REMBOURSEMENT ?", True),
        ("zwrot", "Zwrotu nadal nie ma", True),
        ("zurück", "zuruck", True),
        ("a.b", "a-b axb", False),
        ("a.b", "see a.b", True),
        ("استرداد", "استرداد المبلغ", True),
        ("वापस", "पैसे वापस करो", True),
        ("refund", "re\u200bfund", True),
        ("c++", "I like C++", True),
    ],
)
def test_a_term_is_looked_for_at_the_beginning_of_words(
    words: str, text: str, is_caught: bool
) -> None:
    assert (caught(words, [(1, text)]) == [1]) is is_caught


def test_a_rule_needs_a_basket_and_words_that_are_long_enough() -> None:
    assert [field for field, _ in find_problems("", "")] == ["basket", "words"]
    assert [field for field, _ in find_problems("nowhere", " , ,")] == ["basket", "words"]
    assert "too short" in find_problems("product", "app, it")[0][1]
    assert find_problems("product", ", ".join(f"word{n}" for n in range(31)))
    assert find_problems("product", "line\nbreak")
    assert find_problems("product", "app crash, freeze") == []


def test_the_same_term_counts_once() -> None:
    assert split_terms("Été, ete,  ETE ") == ("Été",)


def test_ten_thousand_characters_against_thirty_terms_take_no_time() -> None:
    words = ", ".join(f"word number {n}" for n in range(30))
    started = time.process_time()
    caught(words, [(1, "word numbe " * 900)])
    assert time.process_time() - started < 0.1
