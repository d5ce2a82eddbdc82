"""The language a report is written in: set once around the work, asked for wherever words are made.

Every sentence a report can hold is a key in English, with its values by name:

    say("%(part)s of %(n)s teams lie below the centre.", part=whole(2), n=whole(12))

Inside `speaking("ar")` the sentence comes from `translations/ar/LC_MESSAGES/report.po`; where that
lacks it, and everywhere outside of `speaking`, English stands. Numbers and days follow along, see
`numbers` and `moments`. A value that is words of its own is made by `say` as well, never glued on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from survey.render.languages import ENGLISH, FOLDER, LANGUAGES, Language, catalogue

DOMAIN = "report"
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


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
def speaking(language: str) -> Iterator[None]:
    """Let everything said inside be said in this language; each thread has its own."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The code of the language spoken now."""
    return _spoken.get()


def direction() -> str:
    """Where the lines of the language spoken now begin: "ltr" or "rtl"."""
    known = LANGUAGES.get(spoken())
    return known.direction if known else "ltr"


def say(text: str, /, **values: Any) -> str:
    """The sentence in the language spoken now, with `%(name)s` replaced by the value of that name.

    >>> say("%(n)s teams", n=3)
    '3 teams'
    """
    found = text if spoken() == ENGLISH else catalogue(spoken(), domain=DOMAIN).ugettext(text)
    return found % values if values else found


def say_n(one: str, many: str, /, n: int, **values: Any) -> str:
    """The sentence in the form that fits `n`; its value `num` is the count as readers write it."""
    if spoken() == ENGLISH:
        found = one if n == 1 else many
    else:
        found = catalogue(spoken(), domain=DOMAIN).ungettext(one, many, n)
    return found % ({"num": _counted(n)} | values)


def _counted(n: int) -> str:
    from survey.render.numbers import whole  # noqa: PLC0415 - numbers are said in a language, too

    return whole(n)
