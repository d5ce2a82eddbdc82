"""What the answers of a question have meant, so that a new version never means another thing."""

from __future__ import annotations

from collections.abc import Sequence

from survey.instruments.items import Item
from survey.instruments.measures import MEASURES
from survey.instruments.model import Instrument
from survey.instruments.standard import standard_item


def find_broken_meanings(item: Item, present: Item | None, former: Sequence[Item]) -> list[str]:
    """What of `item` would change the meaning of answers to `former` versions; empty if nothing.

    Words may be mended. Points stay. The value of an option (the code of a row) that `present`, the
    version being edited, no longer has is given to no other.
    """
    if any(_points(one) != _points(item) or one.kind != item.kind for one in former):
        return [
            f"“{item.text}” was asked with other points, so its points stay."
            " Add another question instead."
        ]
    now = _offered(present) if present else {}
    gone = [words for one in former for words in _offered(one).items() if words[0] not in now]
    kept = {key for key, _ in gone}
    new = {key: text for key, text in _offered(item).items() if key not in now}
    return [
        f"“{text}” would be counted as an answer that was taken away. Add it as a new one."
        for key, text in new.items()
        if key in kept and (key, text) not in gone
    ]


def find_misuse(instrument: Instrument) -> list[str]:
    """Which standard questions are not asked as in every other survey; empty where none.

    Their words may differ, and options may be left out.
    """
    problems = []
    for item in instrument.items:
        standard = standard_item(item.code) if item.code in MEASURES else item
        if item.kind != standard.kind or _points(item) != _points(standard):
            problems.append(
                f"“{item.text}” is counted with the same question of other surveys, so it keeps"
                " its kind and its points. Add a question of your own instead."
            )
        elif not _offered(item).keys() <= _offered(standard).keys():
            problems.append(
                f"The answers to “{item.text}” are counted with those of other surveys, so it"
                " takes no others. Add a question of your own instead."
            )
    return problems


def next_value(item: Item, former: Sequence[Item]) -> int:
    """A value for another option, which none of them ever had."""
    return max((o.value for one in (item, *former) for o in one.options), default=0) + 1


def _points(item: Item) -> tuple[range, bool] | None:
    return (item.scale.points, item.reverse) if item.scale else None


def _offered(item: Item) -> dict[int | str, str]:
    rows: dict[int | str, str] = {row.code: row.text for row in item.rows}
    return rows | {option.value: option.text for option in item.options}
