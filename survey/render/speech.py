"""The language a report is written in: set once around the work, asked for wherever words are made.

Every sentence a report can hold is a key in English, with its values by name:

    say("%(part)s of %(n)s teams lie below the centre.", part=whole(2), n=whole(12))

Inside `speaking("ar")` the sentence comes from `translations/ar/LC_MESSAGES/report.po`; where that
lacks it, and everywhere outside of `speaking`, English stands. Numbers and days follow along, see
`numbers` and `moments`. A value that is words of its own is made by `say` as well, never glued on.
`python -m translations` finds the keys: they stand in the call, or in a table as `to_say("...")`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from babel.support import NullTranslations
from markupsafe import Markup, escape

from survey.render.bidi import isolated
from survey.render.languages import ENGLISH, FOLDER, LANGUAGES, Language, catalogue

DOMAIN = "report"
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language as it is spoken: without `words` it is English."""

    code: str
    words: NullTranslations | None
    direction: Direction


_ENGLISH = _Tongue(ENGLISH, None, "ltr")
_spoken: ContextVar[_Tongue] = ContextVar("spoken", default=_ENGLISH)


def report_languages() -> Mapping[str, Language]:
    """English and every language whose catalogue of the report's sentences is there, by code."""
    return MappingProxyType(
        {
            code: language
            for code, language in LANGUAGES.items()
            if code == ENGLISH or (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").exists()
        }
    )


@contextmanager
def speaking(language: str, folder: Path = FOLDER) -> Iterator[None]:
    """Let everything said inside be said in this language; each thread has its own."""
    token = _spoken.set(_tongue(language, folder))
    try:
        yield
    finally:
        _spoken.reset(token)


@lru_cache(maxsize=64)
def _tongue(language: str, folder: Path) -> _Tongue:
    if language == ENGLISH:
        return _ENGLISH
    known = LANGUAGES.get(language)
    words = catalogue(language, folder, domain=DOMAIN)
    return _Tongue(language, words, known.direction if known else "ltr")


def spoken() -> str:
    """The code of the language spoken now."""
    return _spoken.get().code


def direction() -> Direction:
    """Where the lines of the language spoken now begin."""
    return _spoken.get().direction


def to_say(text: str) -> str:
    """The key as it is: marks a sentence in a table, which is said where the table is read."""
    return text


def to_say_n(one: str, many: str) -> tuple[str, str]:
    """The two keys as they are, for `say_n`: marks them in a table as `to_say` does one."""
    return one, many


def say(text: str, /, **values: Any) -> str:
    """The sentence in the language spoken now, with `%(name)s` replaced by the value of that name.

    A value of the other direction is set apart, so that it turns nothing around it. With markup
    among the values the sentence is markup, and every other value is escaped.

    >>> say("%(n)s teams", n=3)
    '3 teams'
    """
    tongue = _spoken.get()
    found = text if tongue.words is None else tongue.words.ugettext(text)
    return _filled(found, values, tongue.direction) if values else found


def say_n(one: str, many: str, /, n: int, **values: Any) -> str:
    """The sentence in the form that fits `n`; its value `num` is the count as readers write it."""
    tongue = _spoken.get()
    if tongue.words is None:
        found = one if n == 1 else many
    else:
        found = tongue.words.ungettext(one, many, n)
    if "%(num)s" in found:
        values = {"num": _counted(n)} | values
    return _filled(found, values, tongue.direction) if values else found


def _filled(text: str, values: dict[str, Any], direction: Direction) -> str:
    is_markup = False
    for name, value in values.items():
        if type(value) is str:
            if direction == "rtl" or not value.isascii():
                values[name] = isolated(value, direction)
        elif hasattr(value, "__html__"):
            is_markup = True
    if is_markup:
        return Markup(escape(text)) % values  # noqa: S704 - escaped, and so are the values
    return text % values


def _counted(n: int) -> str:
    from survey.render.numbers import whole  # noqa: PLC0415 - numbers are said in a language, too

    return whole(n)
