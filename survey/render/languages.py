"""The languages customers are spoken to in: their names and direction, words, days and numbers.

A language is one file, `translations/<code>/LC_MESSAGES/messages.po`, read when it is first
needed. English needs none: its sentences are the keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).resolve().parents[2] / "translations"
ENGLISH = "en"
_WRITTEN_IN = MappingProxyType({ENGLISH: "en_GB", "pt": "pt_PT"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code, its name in its own words, and where its lines begin."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]


def find_languages(folder: Path = FOLDER) -> Mapping[str, Language]:
    """English and every language with a file in the folder, by code.

    Raises:
        UnknownLocaleError: a file is named after no language.
    """
    files = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    codes = [ENGLISH, *(path.parent.parent.name for path in files)]
    return MappingProxyType({code: _language(code) for code in codes})


def _language(code: str) -> Language:
    locale = Locale.parse(code.replace("-", "_"))
    name = locale.get_display_name() or code
    is_rtl = locale.text_direction == "rtl"
    return Language(code, name[:1].upper() + name[1:], "rtl" if is_rtl else "ltr")


LANGUAGES = find_languages()


def pick_language(wanted: Sequence[str]) -> str:
    """The first of these that we speak, or of what each is a kind of; English where there is none.

    `pt-BR` is served by `pt`.
    """
    tags = (tag for one in wanted for tag in (one, one.replace("_", "-").partition("-")[0]))
    return next((tag for tag in tags if tag in LANGUAGES), ENGLISH)


@lru_cache(maxsize=64)
def catalogue(
    language: str, folder: Path = FOLDER, *, domain: str = "messages"
) -> NullTranslations:
    """The words of a language; where it has no file, or a sentence is missing, English stands.

    The domain `messages` holds what customers and agents read, `report` what the report says.
    """
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if language not in find_languages(folder) or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)


def name_in(language: str, code: str) -> str:
    """What the language `code` is called in the other: "anglais"; its code if unknown."""
    if code not in LANGUAGES:
        return code
    return Locale.parse(code.replace("-", "_")).get_display_name(locale_of(language)) or code


def gettext(language: str, text: str, **values: Any) -> str:
    """The sentence in that language, with `%(name)s` replaced by the value of that name."""
    found = catalogue(language).ugettext(text)
    return found % values if values else found


def ngettext(language: str, one: str, many: str, n: int, **values: Any) -> str:
    """The sentence in the form that fits `n`, which stands in it as `%(num)s`."""
    found = catalogue(language).ungettext(one, many, n)
    return found % ({"num": whole(language, n)} | values)


def day(language: str, value: date) -> str:
    """A day in full, as it is written there: "21. November 2026"."""
    return first_of_month(
        language, value, dates.format_date(value, "long", locale=locale_of(language))
    )


def first_of_month(language: str, value: date, written: str) -> str:
    """What was written with this day at its front, the first as French has it: "1er mai 2026"."""
    return f"1er{written[1:]}" if language == "fr" and value.day == 1 else written


def moment(language: str, value: datetime, zone: tzinfo) -> str:
    """A moment to the minute, by the clocks of the zone: "21 November 2026, 14:05"."""
    locale, local = locale_of(language), value.astimezone(zone)
    time = dates.format_time(local, "short", locale=locale)
    pattern = str(dates.get_datetime_format("long", locale=locale))
    return pattern.format(time, day(language, local))


def moment_and_zone(language: str, value: datetime, zone: tzinfo) -> str:
    """The moment with the name of its zone: "21 November 2026, 14:05 (Central European Time)"."""
    local = value.astimezone(zone)
    name = dates.get_timezone_name(local, locale=locale_of(language))
    return f"{moment(language, value, zone)} ({name})"


def whole(language: str, n: int) -> str:
    """A whole number with the separators of that language: "10.000"."""
    return numbers.format_decimal(n, locale=locale_of(language))


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """What days and numbers go by; our English is British, our Portuguese European."""
    code = language if language in LANGUAGES else ENGLISH
    return Locale.parse(_WRITTEN_IN.get(code, code).replace("-", "_"))
