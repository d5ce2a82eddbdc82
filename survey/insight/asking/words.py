"""Why a customer was asked or was not, in words that can be passed on."""

from __future__ import annotations

from collections.abc import Mapping

from survey.store.reads_of_asking import DecisionRow

# Outcome, or the rule that did not fit: a heading, and what it means.
REASONS: Mapping[str, tuple[str, str]] = {
    "sampled_out": ("Not in the sample", "The survey asks a share of its contacts only."),
    "quarantined": ("Asked too recently", "The same person was asked not long before."),
    "no_address": ("No address", "The contact came without an address for the way of the survey."),
    "opted_out": ("Opted out", "The customer wants no surveys."),
    "bounced": ("Address does not work", "Messages to this address came back."),
    "too_late": ("Came too late", "The message would have left too long after the contact."),
    "channel": ("Other channel", "No live survey asks about this channel."),
    "queue": ("Other queue", "No live survey asks about this queue."),
    "reason": ("Other reason for contact", "No live survey asks about this reason."),
    "handle_time": ("Handle time", "The handle time is outside the limits, or not known."),
    "language": ("Other language", "No live survey asks customers of this language."),
    "answered": ("Answered elsewhere", "The contact came with a score."),
    "no_survey": ("No survey", "No survey was live."),
    "before_rules": ("Before there were rules", "The contact was kept before rules were."),
    "erased": ("Customer erased", "The customer was erased on request."),
}


def sentence_of(decision: DecisionRow | None) -> str:
    """Why the customer of one contact was or was not asked, in one sentence."""
    if decision is None:
        return "The customer was not asked about this contact. It has not been looked at yet."
    by = f"the survey “{decision.survey}”" if decision.survey else "any survey"
    return _sentences(by)[decision.rule or decision.outcome]


def _sentences(by: str) -> dict[str, str]:
    no = "The customer was not asked:"
    return {
        "invited": f"The customer was invited by {by}.",
        "by_hand": "The customer was invited by hand.",
        "no_survey": f"{no} no survey was live.",
        "channel": f"{no} {by} does not ask about this channel.",
        "queue": f"{no} {by} does not ask about this queue.",
        "reason": f"{no} {by} does not ask about this reason.",
        "handle_time": f"{no} the handle time is not known, or outside the limits of {by}.",
        "language": f"{no} {by} does not ask in this language, or the language is not known.",
        "sampled_out": f"{no} {by} asks about a share of its contacts, and this is none of them.",
        "quarantined": f"{no} the same person had been asked not long before.",
        "no_address": f"{no} the contact came without an address that {by} can use.",
        "opted_out": f"{no} they want no surveys.",
        "bounced": f"{no} messages to this address came back.",
        "too_late": f"{no} the message would have left too long after the contact.",
        "answered": f"{no} the contact came with a score from another system.",
        "before_rules": f"{no} the contact was kept before there were rules.",
        "erased": "The customer was erased on request.",
    }
