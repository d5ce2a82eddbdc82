"""What reads the texts of one column of a contact file, after its mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from survey.intake.contact_mapping import REQUIRED, ContactMapping, ScoreScale
from survey.intake.fields import (
    Identifiers,
    Reader,
    Remembering,
    RememberingGaps,
    check_comment,
    check_handle_seconds,
    check_identifier,
    check_name,
    check_score,
    read_cell,
    read_number,
    read_whole,
)
from survey.intake.masking import mask
from survey.intake.moments import NO_MOMENT, LocalTimes
from survey.intake.problems import Unfit, shorten
from survey.intake.reach import COLUMNS

SELDOM_REPEATED = ("comment", "customer_email", "customer_phone")


def read_comment(text: str) -> str:
    """The clean comment, with a word where it named a person's address or account."""
    return mask(check_comment(text))


CHECKS: Mapping[str, Callable[[str], str]] = {
    "external_id": check_identifier,
    "comment": read_comment,
    **COLUMNS,
}


def make_reader(field: str, mapping: ContactMapping) -> Reader:
    """The reader of one field's texts; of None (or no moment) where the field is not mapped."""
    is_required = field in REQUIRED
    declared = {"opened": mapping.opened, "closed": mapping.closed}.get(field)
    if declared is not None:
        return LocalTimes(
            declared, mapping.zone, field=field, missing=mapping.missing, required=is_required
        )
    if field not in mapping.origins:
        nothing = NO_MOMENT if field == "opened" else None
        return Remembering(lambda _: nothing)
    check = _make_check(field, mapping)
    read = read_cell(check, field=field, missing=mapping.missing, required=is_required)

    if field in ("external_id", "customer_ref"):
        return Identifiers(read, missing=mapping.missing)

    return RememberingGaps(read) if field in SELDOM_REPEATED else Remembering(read)


def _make_check(field: str, mapping: ContactMapping) -> Callable[[str], Any]:
    if field == "channel":
        return partial(_translate, channels=mapping.channels)
    if field == "score" and mapping.score is not None:
        return partial(_read_score, scale=mapping.score)
    if field == "handle_seconds":
        return partial(_read_handle_seconds, mapping=mapping)

    return CHECKS.get(field, check_name)


def _translate(text: str, channels: Mapping[str, str]) -> str:
    try:
        return channels[text]
    except KeyError:
        raise Unfit(
            f"The mapping does not say which channel '{shorten(text)}' is. Add it to"
            " fields.channel.values."
        ) from None


def _read_score(text: str, scale: ScoreScale) -> int:
    return check_score(read_whole(text), scale.low, scale.high)


def _read_handle_seconds(text: str, mapping: ContactMapping) -> int:
    return check_handle_seconds(read_number(text, mapping.csv.decimal) * mapping.seconds_per_unit)
