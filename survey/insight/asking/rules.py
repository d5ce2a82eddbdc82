"""The page on which the rules of a survey are set, with what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from survey.errors import NotFound
from survey.insight.asking.comes_to import ComesTo, comes_to
from survey.insight.selection import CHANNEL_NAMES
from survey.intake.rules import Rules
from survey.store import reads_of_asking, reads_of_surveys
from survey.store.reads_of_surveys import Survey

VIA_WORDS = (
    ("mail", "Mail"),
    ("sms", "SMS"),
    ("mail_or_sms", "Mail, or SMS where there is no mail address"),
    ("sms_or_mail", "SMS, or mail where there is no number"),
    ("link", "A link that another system passes on; nothing is sent"),
)
SCOPE_WORDS = (
    ("any", "Any survey"),
    ("own", "This survey only"),
    ("none", "Nothing: it asks regardless"),
)
FIELD_WORDS = {
    "channels": "Channels",
    "queues": "Queues",
    "reasons": "Reasons",
    "least_handle_seconds": "Shortest handle time",
    "most_handle_seconds": "Longest handle time",
    "languages": "Languages",
    "sampling_percent": "Sampling",
    "quarantine_days": "Days before the same person is asked again",
    "quarantine_scope": "Asked before by",
    "delay_minutes": "Minutes after the contact closed",
    "quiet_from": "Quiet hours begin",
    "quiet_until": "Quiet hours end",
    "latest_hours": "At the latest",
    "expires_days": "Days for which the link works",
    "reminder_days": "Reminder",
    "via": "How it goes",
    "case_at_most": "Open a case",
    "case_hours": "Working hours of a case",
    "case_owner": "Who gets the case",
}


@dataclass(frozen=True, slots=True)
class TypedRules:
    """What stands in the form, and what is wrong with it; `conflict` says why it was not kept."""

    values: Mapping[str, Sequence[str]]
    errors: Sequence[tuple[str, str]] = field(default=())
    conflict: str = ""

    def first(self, name: str) -> str:
        """What stands in one box."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """What stands in the boxes of one name."""
        return self.values.get(name, ())

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """Each error with the name of its field, for the list above the form."""
        return tuple(
            (name, f"{FIELD_WORDS[name]}: {sentence[0].lower()}{sentence[1:]}")
            for name, sentence in self.errors
        )

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((sentence for one, sentence in self.errors if one == name), "")


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules of one survey, and what those that are kept come to."""

    survey: Survey
    typed: TypedRules
    queues: tuple[str, ...]
    comes_to: ComesTo
    case_points: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...] = tuple(CHANNEL_NAMES.items())
    vias: tuple[tuple[str, str], ...] = VIA_WORDS
    scopes: tuple[tuple[str, str], ...] = SCOPE_WORDS

    @property
    def queue_options(self) -> tuple[tuple[str, str], ...]:
        """Every queue as a box: its value and its label."""
        return tuple((name, name) for name in self.queues)


def rules_page(
    code: str, *, today: date, zone: ZoneInfo, typed: TypedRules | None = None
) -> RulesPage:
    """The page, with what was typed where something was.

    Raises:
        NotFound: there is no such survey.
    """
    survey = reads_of_surveys.find_survey(code)
    if survey is None:
        raise NotFound("There is no such survey. Open the list of surveys again.")
    typed = typed or TypedRules(_written(survey.rules))
    queues = tuple(dict.fromkeys((*reads_of_asking.queue_names(), *typed.all("queues"))))
    return RulesPage(
        survey=survey,
        typed=typed,
        queues=queues,
        case_points=(
            ("", "No case"),
            *((str(most), f"{most} or less") for most in reads_of_surveys.case_points(survey)),
        ),
        comes_to=comes_to(survey.rules, today=today, zone=zone),
    )


def _written(rules: Rules) -> dict[str, Sequence[str]]:
    """The rules as they stand in the form."""
    plain = {name: "" if value is None else str(value) for name, value in asdict(rules).items()}
    scope = "own" if rules.is_own_quarantine else "any"
    return {
        **{name: [value] for name, value in plain.items()},
        "channels": rules.channels,
        "queues": rules.queues,
        "reasons": ["\n".join(rules.reasons)],
        "languages": [", ".join(rules.languages)],
        "quarantine_scope": ["none" if rules.ignores_quarantine else scope],
    }
