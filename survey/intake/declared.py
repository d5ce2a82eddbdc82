"""Reading one table of a mapping file: takes what it knows, collects every mistake it meets."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from survey.errors import InvalidInput
from survey.intake.problems import shorten

MOST_UNKNOWN = 20


class InvalidMapping(InvalidInput):
    """The mapping file cannot be used; `problems` names every mistake in it."""


class Declared:
    """One table of the file. Each `take_` gives back a value of its type, whatever was written,
    and notes a mistake where the file is wrong, so that all mistakes come out together."""

    def __init__(self, values: dict[str, Any], *, where: str, mistakes: list[str]) -> None:
        self._values = values
        self.where = where
        self._known: list[str] = []
        self.mistakes = mistakes

    @property
    def keys(self) -> list[str]:
        """Every key that stands here, known or not."""
        return list(self._values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def note(self, key: str, mistake: str) -> None:
        """Adds a mistake about one key, with the place where it stands."""
        self.mistakes.append(f"{self._name(key)} {mistake}")

    def take_text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank. Without a default the key is required."""
        text = self._take(key, default)
        if isinstance(text, str) and text.strip():
            return text
        if text is not None and text != default:
            self.note(key, 'must be a text in quotes, such as "name".')

        return default or ""

    def take_character(self, key: str, default: str, *, may_be_empty: bool = False) -> str:
        """One character, or none where that is allowed."""
        character = self._take(key, default)
        lengths = (0, 1) if may_be_empty else (1,)
        is_text = isinstance(character, str) and character not in ("\r", "\n")
        if is_text and len(character) in lengths:
            return str(character)
        self.note(key, 'must be one character, such as ";" or "\\t".')

        return default

    def take_choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """One of the choices."""
        text = self._take(key, default)
        if text in choices:
            return str(text)
        if text is not None:
            self.note(key, f"must be one of {', '.join(choices)}, not {text!r}.")

        return default or next(iter(choices))

    def take_whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        number = self._take(key, default)
        if isinstance(number, int) and not isinstance(number, bool):
            return number
        if number is not None:
            self.note(key, "must be a whole number.")

        return default or 0

    def take_number(self, key: str) -> float:
        """A number, whole or not."""
        number = self._take(key, None)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return float(number)
        if number is not None:
            self.note(key, "must be a number.")

        return 0.0

    def take_flag(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        flag = self._take(key, default)
        if not isinstance(flag, bool):
            self.note(key, "must be true or false.")

        return flag is True

    def take_wholes(self, key: str) -> list[int]:
        """A list of whole numbers, which is required."""
        numbers = self._take(key, None)
        if isinstance(numbers, list) and all(type(number) is int for number in numbers):
            return numbers
        if numbers is not None:
            self.note(key, "must be a list of whole numbers, such as [1, 2].")

        return []

    def take_texts(self, key: str, default: list[str] | None = None) -> list[str]:
        """A list of texts. Without a default the key is required."""
        texts = self._take(key, default)
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return texts
        if texts is not None:
            self.note(key, 'must be a list of texts, such as ["a", "b"].')

        return default or []

    def take_table(self, key: str, *, short_for: str | None = None) -> Declared:
        """A table within this one; an empty one where it is left out.

        With `short_for` a plain text is the table that holds it under that key.
        """
        table = self._take(key, {})
        if isinstance(table, str) and short_for:
            table = {short_for: table}
        if not isinstance(table, dict):
            self.note(key, "must be a table.")
            table = {}

        return Declared(table, where=self._name(key), mistakes=self.mistakes)

    def take_tables(self, key: str, *, most: int, is_required: bool = False) -> list[Declared]:
        """A list of tables, the first `most` of them; what is no table is left out."""
        tables = self._take(key, None if is_required else [])
        if not isinstance(tables, list):
            if tables is not None:
                self.note(key, "must be a list.")
            return []
        if len(tables) > most:
            self.note(key, f"has {len(tables):,} entries; at most {most:,} fit.")
        places = {f"{key}[{n}]": table for n, table in enumerate(tables[:most])}
        listed = Declared(places, where=self.where, mistakes=self.mistakes)
        found = [(listed.take_table(place), table) for place, table in places.items()]

        return [entry for entry, table in found if isinstance(table, dict)]

    def take_pairs(self, key: str) -> dict[str, str]:
        """A table from text to text; an empty one where it is left out."""
        pairs = self._take(key, {})
        if isinstance(pairs, dict) and all(isinstance(text, str) for text in pairs.values()):
            return pairs
        self.note(key, "must be a table of texts in quotes.")

        return {}

    def close(self, known: Sequence[str] = ()) -> None:
        """Notes every key that is neither `known` nor was taken, with those that are."""
        known = list(dict.fromkeys((*known, *self._known)))
        unknown = [key for key in self._values if key not in known]
        if len(unknown) > MOST_UNKNOWN:
            self.mistakes.append(f"{len(unknown) - MOST_UNKNOWN:,} more keys are not known.")
        for key in unknown[:MOST_UNKNOWN]:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self.note(key, f"is not known.{hint} Known here: {', '.join(known)}.")

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key not in self._values:
            if default is None:
                self.note(key, "is missing.")
            return default
        if self._values[key] is None:
            self.note(key, "is null. Give it a value.")
            return default

        return self._values[key]

    def _name(self, key: str) -> str:
        return ".".join(name for name in (self.where, shorten(key)) if name)


def mapping_text(path: Path, what: str = "mapping") -> str:
    """The text of a file that is called `what` in a mistake.

    Raises InvalidMapping where it cannot be read as UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidMapping([f"The {what} {path} cannot be opened: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise InvalidMapping([f"The {what} {path} is not UTF-8. Save it as UTF-8."]) from error


def read_mapping(text: str, what: str = "mapping") -> Declared:
    """The top table of a file's text; a mistake calls it `what`.

    Raises InvalidMapping where it is not TOML.
    """
    try:
        return Declared(tomllib.loads(text), where="", mistakes=[])
    except tomllib.TOMLDecodeError as error:
        raise InvalidMapping([f"The {what} is not valid TOML: {error}."]) from error
