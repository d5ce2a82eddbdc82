"""The form in which a survey's rules are set: rules from what was typed, or all objections."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast, get_args

from survey.errors import InvalidInput
from survey.intake.fields import CHANNELS
from survey.intake.problems import Unfit
from survey.intake.reach import check_language, is_email
from survey.intake.rules import Rules, Via

# Lowest and highest value of each number; the words say what one is counted in.
LIMITS: Mapping[str, tuple[int, int]] = {
    "sampling_percent": (0, 100),
    "delay_minutes": (0, 20_160),
    "quarantine_days": (0, 3_650),
    "expires_days": (1, 365),
    "reminder_days": (0, 365),
    "latest_hours": (1, 8_760),
    "case_hours": (1, 1_000),
}
OPTIONAL_LIMITS: Mapping[str, tuple[int, int]] = {
    "least_handle_seconds": (0, 2_678_400),
    "most_handle_seconds": (0, 2_678_400),
    "case_at_most": (0, 10),
}
SCOPES = ("any", "own", "none")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = re.compile(r"[0-9]{1,7}")

Typed = Mapping[str, Sequence[str]]


class InvalidRules(InvalidInput):
    """What was typed makes no rules; `errors` are pairs of field and sentence."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__([f"{field}: {sentence}" for field, sentence in errors])
        self.errors = tuple(errors)


def parse_rules(typed: Typed) -> Rules:
    """The rules that were typed.

    Raises:
        InvalidRules: naming every field that does not do.
    """
    form = _Form(typed)
    values = {
        "channels": form.take_known("channels", CHANNELS),
        "queues": form.take_texts("queues"),
        "reasons": form.take_texts("reasons"),
        "languages": form.take_languages(),
        **{name: form.take_number(name, *limits) for name, limits in LIMITS.items()},
        **{
            name: form.take_number(name, *limits) if form.first(name) else None
            for name, limits in OPTIONAL_LIMITS.items()
        },
        "quiet_from": form.take_clock("quiet_from"),
        "quiet_until": form.take_clock("quiet_until"),
        "via": cast("Via", form.take_choice("via", get_args(Via))),
        "case_owner": form.take_owner(),
    }
    scope = form.take_choice("quarantine_scope", SCOPES)
    rules = Rules(
        is_own_quarantine=scope == "own",
        ignores_quarantine=scope == "none",
        **cast("dict[str, Any]", values),
    )
    errors = [*form.errors, *_contradictions(rules, {name for name, _ in form.errors})]
    if errors:
        raise InvalidRules(errors)

    return rules


def _contradictions(rules: Rules, wrong: Collection[str]) -> list[tuple[str, str]]:
    """Fields that contradict each other, unless one of them is wrong by itself."""
    errors = []
    least, most = rules.least_handle_seconds, rules.most_handle_seconds
    if least is not None and most is not None and least > most:
        pair = ("most_handle_seconds", "least_handle_seconds")
        errors.append((pair, "The longest time is below the shortest."))
    if rules.delay_minutes > rules.latest_hours * 60:
        pair = ("latest_hours", "delay_minutes")
        errors.append((pair, "With this delay every contact is too old to ask about."))
    if rules.reminder_days >= rules.expires_days:
        pair = ("reminder_days", "expires_days")
        errors.append((pair, "The link ends before the reminder. Write fewer days."))

    return [(pair[0], sentence) for pair, sentence in errors if not set(pair) & set(wrong)]


class _Form:
    """What was typed, taken field by field, with the errors met so far."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.errors: list[tuple[str, str]] = []

    def first(self, name: str) -> str:
        return next(iter(self._typed.get(name, ())), "").strip()

    def take_number(self, name: str, low: int, high: int) -> int:
        text = self.first(name)
        if _NUMBER.fullmatch(text) and low <= int(text) <= high:
            return int(text)
        self.errors.append((name, f"Write a whole number from {low} to {high}."))
        return low

    def take_clock(self, name: str) -> str:
        text = self.first(name)
        if _CLOCK.fullmatch(text):
            return text.rjust(5, "0")
        self.errors.append((name, "Write a time such as 20:00."))
        return "00:00"

    def take_choice(self, name: str, known: Sequence[str]) -> str:
        text = self.first(name)
        if text not in known:
            self.errors.append((name, "Choose one of these."))
        return text

    def take_known(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        chosen = self._typed.get(name, ())
        if not set(chosen) <= set(known):
            self.errors.append((name, "Choose among these."))
        return tuple(one for one in known if one in chosen)

    def take_texts(self, name: str) -> tuple[str, ...]:
        """The texts of all boxes, or of all lines of one area; each once."""
        lines = (line.strip() for text in self._typed.get(name, ()) for line in text.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def take_languages(self) -> tuple[str, ...]:
        tags = re.split(r"[\s,;]+", self.first("languages"))
        try:
            return tuple(dict.fromkeys(check_language(tag) for tag in tags if tag))
        except Unfit:
            self.errors.append(("languages", "Write tags such as de, pt-BR, with commas between."))
            return ()

    def take_owner(self) -> str:
        text = self.first("case_owner")
        if text and not is_email(text):
            self.errors.append(("case_owner", "Write an address like name@example.org."))
        return text
