"""How much an instrument may hold, and which characters: what is checked when one is edited.

An instrument that is stored is read whatever it holds; these limits are for new ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.instruments.wording import texts_of

MOST_ITEMS = 30
MOST_OPTIONS = 30
MOST_ROWS = 15
MOST_POINTS = 11
MOST_LANGUAGES = 40
LONGEST_NAME = 80
LONGEST_QUESTION = 300
LONGEST_ANSWER = 100  # a label, an option, a row
LONGEST_LINE = 150  # the subject of a mail
LONGEST_TEXT = 4_000  # the other texts beside the items

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
ONE_LINE = ("texts.subject", "texts.reminder_subject")
# What shows nothing or turns the direction of whatever follows. Joiners and plain direction marks
# stay: Hindi, Persian and Arabic are written with them.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE = re.compile("[\ud800-\udfff]")


def find_excesses(instrument: Instrument) -> list[str]:
    """What is too many, too long, empty or unprintable, in sentences; empty where nothing is."""
    problems = list(_find_too_many(instrument))
    problems += text_problems("The name", instrument.name, longest=LONGEST_NAME)
    own = texts_of(instrument)
    for key, text in own.items():
        problems += _wording_problems(instrument, key, text, "")
    for language, words in instrument.translations.items():
        if not LANGUAGE.fullmatch(language):
            problems.append(f"‘{language[:20]}’ is no language. Write it like de or pt-BR.")
        for key, text in words.items():
            if key not in own:
                problems.append(f"{language[:20]}: {key[:80]} leads to no text of this survey.")
            elif text:
                problems += _wording_problems(instrument, key, text, f"{language[:20]}: ")
    return problems


def text_problems(what: str, text: str, *, longest: int, is_line: bool = True) -> list[str]:
    """What is wrong with one text; empty where nothing is."""
    if not text.strip():
        return [f"{what} is empty. Write something."]
    if len(text) > longest:
        return [f"{what} has {len(text):,} characters; at most {longest:,} fit."]
    if _UNSEEN.search(text) or _LONE.search(text):
        return [f"{what} holds a character that cannot be shown. Type the text anew."]
    if is_line and "\n" in text:
        return [f"{what} has more than one line. Write it in one."]
    return []


def _wording_problems(instrument: Instrument, key: str, text: str, before: str) -> list[str]:
    is_line = key in ONE_LINE or not key.startswith("texts.")
    what = f"{before}{_name(instrument, key)}"
    return text_problems(what, text, longest=_longest(key), is_line=is_line)


def _name(instrument: Instrument, key: str) -> str:
    """What a key stands for, in the words of whoever builds the survey."""
    area, code, *rest = key.split(".")
    if area == "texts":
        return f"The text “{code.replace('_', ' ')}”"
    number = 1 + [item.code for item in instrument.items].index(code)
    if rest[0] in ("text", "hint"):
        return f"The {'wording' if rest[0] == 'text' else 'hint'} of question {number}"
    word = {"labels": "label", "options": "answer", "rows": "row"}[rest[0]]
    return f"The {word} {rest[1]} of question {number}"


def _find_too_many(instrument: Instrument) -> Iterator[str]:
    if len(instrument.items) > MOST_ITEMS:
        yield f"There are {len(instrument.items):,} questions; at most {MOST_ITEMS} fit."
    if len(instrument.languages) > MOST_LANGUAGES:
        yield f"There are {len(instrument.languages):,} languages; at most {MOST_LANGUAGES} fit."
    if not LANGUAGE.fullmatch(instrument.language):
        yield f"‘{instrument.language[:20]}’ is no language. Write it like de or pt-BR."
    for item in instrument.items:
        for n, what, most in _counts(item):
            if n > most:
                yield f"Item {item.code} has {n:,} {what}; at most {most} fit."


def _counts(item: Item) -> list[tuple[int, str, int]]:
    points = 0 if item.scale is None else len(item.scale.points)
    return [
        (len(item.options), "answers to choose from", MOST_OPTIONS),
        (len(item.rows), "rows", MOST_ROWS),
        (points, "points", MOST_POINTS),
    ]


def _longest(key: str) -> int:
    if key.startswith("texts."):
        return LONGEST_LINE if key in ONE_LINE else LONGEST_TEXT
    return LONGEST_QUESTION if key.endswith((".text", ".hint")) else LONGEST_ANSWER
