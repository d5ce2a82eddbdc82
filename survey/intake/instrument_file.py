"""A survey's questions as a file: JSON that people can read, write and translate.

docs/surveys.md describes the format. What is read here may come from anywhere, so everything that
is wrong with a file is said at once, with the place where it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from survey.errors import InvalidInput
from survey.instruments.definition import as_data
from survey.instruments.items import Condition, Construct, Item, ItemKind, Option, Row, Scale
from survey.instruments.limits import (
    MOST_ITEMS,
    MOST_LANGUAGES,
    MOST_OPTIONS,
    MOST_POINTS,
    MOST_ROWS,
    find_excesses,
)
from survey.instruments.meanings import find_misuse
from survey.instruments.model import Instrument
from survey.intake.declared import Declared
from survey.intake.problems import shorten

FORMAT = "survey_format"
VERSION = 1
LONGEST_FILE = 2_000_000
PROBLEMS_TOLD = 100
T = TypeVar("T")
KINDS: tuple[ItemKind, ...] = get_args(ItemKind)


def write_instrument(instrument: Instrument) -> str:
    """The file of a satisfaction survey; `read_instrument` gives the same instrument back.

    Raises:
        ValueError: it is no satisfaction survey.
    """
    if instrument.kind != "satisfaction":
        raise ValueError("only satisfaction surveys are written as files")
    data = as_data(instrument) | {"language": instrument.language}
    del data["kind"]
    data["items"] = [_spare(item) for item in data["items"]]
    if not data["constructs"]:
        del data["constructs"]
    return json.dumps({FORMAT: VERSION} | data, ensure_ascii=False, indent=2) + "\n"


def read_instrument(text: str) -> Instrument:
    """The survey that a file describes.

    Raises:
        InvalidInput: it describes none; `problems` has a sentence for everything that is wrong,
            the first hundred of them.
    """
    top = Declared(_parse(text), where="", mistakes=[])
    parts = _read(top)
    mistakes = top.mistakes
    instrument = None
    # What is wrong between questions is told where each of them can be made.
    if parts["name"] and not any(one.startswith("items") for one in mistakes):
        instrument = _made("", mistakes, len(mistakes), Instrument, kind="satisfaction", **parts)
    if instrument is not None:
        mistakes += find_excesses(instrument) + find_misuse(instrument)
    if instrument is None or mistakes:
        raise InvalidInput(_told(mistakes))
    return instrument


def _read(top: Declared) -> dict[str, Any]:
    version = top.take_whole(FORMAT)
    if FORMAT in top and version != VERSION:
        top.note(FORMAT, f"must be {VERSION}: this is the only format that can be read here.")
    parts: dict[str, Any] = {
        "name": top.take_text("name"),
        "language": top.take_text("language", "en"),
        "headline": top.take_text("headline", ""),
        "texts": top.take_pairs("texts"),
        "constructs": tuple(map(_construct, top.take_tables("constructs", most=MOST_ITEMS))),
        "items": tuple(map(_item, top.take_tables("items", most=MOST_ITEMS, is_required=True))),
        "translations": _translations(top.take_table("translations")),
    }
    top.close()
    return parts


def _item(entry: Declared) -> Item | None:
    since = len(entry.mistakes)
    parts = {
        "code": entry.take_text("code"),
        "text": entry.take_text("text"),
        "kind": entry.take_choice("kind", KINDS),
        "hint": entry.take_text("hint", ""),
        "construct": entry.take_text("construct", "") or None,
        "reverse": entry.take_flag("reverse"),
        "is_required": entry.take_flag("is_required"),
        "scale": _scale(entry.take_table("scale")) if "scale" in entry else None,
        "options": tuple(map(_option, entry.take_tables("options", most=MOST_OPTIONS))),
        "rows": tuple(map(_row, entry.take_tables("rows", most=MOST_ROWS))),
        "condition": _condition(entry.take_table("condition")) if "condition" in entry else None,
    }
    entry.close(("scale", "condition"))
    return _made(entry.where, entry.mistakes, since, Item, **parts)


def _scale(entry: Declared) -> Scale | None:
    since = len(entry.mistakes)
    low, high = entry.take_whole("low"), entry.take_whole("high")
    labels = entry.take_texts("labels")
    favourable_from = entry.take_whole("favourable_from")
    entry.close()
    if len(labels) > MOST_POINTS:
        entry.note("labels", f"has {len(labels):,} entries; at most {MOST_POINTS} fit.")
    parts = {"low": low, "high": high, "labels": tuple(labels), "favourable_from": favourable_from}
    return _made(entry.where, entry.mistakes, since, Scale, **parts)


def _option(entry: Declared) -> Option:
    option = Option(entry.take_whole("value"), entry.take_text("text"), entry.take_flag("is_open"))
    entry.close()
    return option


def _row(entry: Declared) -> Row:
    row = Row(entry.take_text("code"), entry.take_text("text"))
    entry.close()
    return row


def _condition(entry: Declared) -> Condition:
    condition = Condition(entry.take_text("item"), tuple(entry.take_wholes("values")))
    entry.close()
    return condition


def _construct(entry: Declared) -> Construct:
    better = entry.take_flag("higher_is_better", default=True)
    construct = Construct(entry.take_text("code"), entry.take_text("name"), better)
    entry.close()
    return construct


def _translations(entry: Declared) -> dict[str, dict[str, str]]:
    languages = entry.keys[:MOST_LANGUAGES]
    if len(entry.keys) > MOST_LANGUAGES:
        entry.mistakes.append(f"translations has more than {MOST_LANGUAGES} languages.")
    return {language: entry.take_pairs(language) for language in languages}


def _made(
    where: str, mistakes: list[str], since: int, part: Callable[..., T], **parts: Any
) -> T | None:
    """The part, or None where something has been wrong with it `since` or is wrong as a whole."""
    if len(mistakes) > since:
        return None
    try:
        return part(**parts)
    except InvalidInput as error:
        mistakes += [f"{where}: {one}" if where else one for one in error.problems]
        return None


def _parse(text: str) -> dict[str, Any]:
    """The object the text holds, every key of which stands there once."""
    if len(text) > LONGEST_FILE:
        raise InvalidInput(
            [f"The file has over {LONGEST_FILE:,} characters; no survey needs them."]
        )
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counted = Counter(key for key, _ in pairs)
            twice.extend(key for key, n in counted.items() if n > 1)
        return found

    try:
        data = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=once, parse_constant=_refuse
        )
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise InvalidInput(
            [f"{_NO_JSON} Line {error.lineno}, column {error.colno}: {error.msg}."]
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput([f"{_NO_JSON} It holds what no survey holds."]) from error
    if twice:
        raise InvalidInput(_told([f"The key “{shorten(key)}” stands twice." for key in twice]))
    if not isinstance(data, dict):
        raise InvalidInput(["The file holds no survey: it must be one object in braces."])
    return data


_NO_JSON = "The file is not valid JSON."


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _told(problems: list[str]) -> list[str]:
    problems = list(dict.fromkeys(problems))
    more = len(problems) - PROBLEMS_TOLD
    return problems if more <= 0 else [*problems[:PROBLEMS_TOLD], f"And {more:,} more problems."]


def _spare(item: dict[str, Any]) -> dict[str, Any]:
    """An item without what is left at its default."""
    kept = {key: value for key, value in item.items() if value not in (None, "", False)}
    if "options" in kept:
        kept["options"] = [
            _spare(option) | {"value": option["value"]} for option in kept["options"]
        ]
    return kept
