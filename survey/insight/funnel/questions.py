"""What agents are compared by, each with the words of its sentence and what to ask about it.

Whoever could not have been a hit is not counted: the rules are tried one after the other, and what
one of them sorted out never came before the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.insight.funnel import stages

# Besides queue and channel, what has to be alike for two contacts to be compared.
Likeness = Literal["rules", "survey", "way"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: contacts with one of the fates `hits`, out of those with one of `all`.

    `were` completes "Of agent X's contacts ... 62 of 80 ..."; `place` names the list of the hits.
    `needs_address` leaves out customers whom no message could reach.
    """

    code: str
    label: str
    were: str
    hits: frozenset[str]
    all: frozenset[str]
    why: str
    place: str
    alike: Likeness
    needs_address: bool = False


# In the order in which they are tried; whoever passes all is eligible.
_RULES = ("rule_reason", "rule_handle_time", "rule_language")
_INVITED_BY_MESSAGE = stages.INVITED.fates - stages.BY_LINK.fates


def _rule(rule: str, label: str, were: str, why: str) -> Question:
    tried = stages.ELIGIBLE.fates | frozenset(_RULES[_RULES.index(rule) :])
    return Question(rule, label, were, frozenset({rule}), tried, why, rule, "rules")


def _suppressed(
    code: str,
    *more: str,
    rest: frozenset[str],
    label: str,
    were: str,
    why: str,
    needs_address: bool = False,
) -> Question:
    hits = frozenset({code, *more})
    return Question(code, label, were, hits, hits | rest, why, code, "survey", needs_address)


QUESTIONS = (
    _rule(
        "rule_reason",
        "Not eligible for their reason code",
        "were not eligible because of the reason code",
        "are codes that are not asked about chosen for contacts that went badly, or is the work"
        " another one?",
    ),
    _rule(
        "rule_handle_time",
        "Not eligible for their handle time",
        "were not eligible because of the handle time",
        "are contacts cut short or kept open, or are the cases of another kind?",
    ),
    _rule(
        "rule_language",
        "Not eligible for the customer's language",
        "were not eligible because of the customer's language",
        "does this agent serve customers of other languages?",
    ),
    _suppressed(
        "no_address",
        rest=_INVITED_BY_MESSAGE | {"opted_out", "bounced", "quarantined"},
        label="Without an address",
        were="had no address to ask at",
        why="is the address not asked for, or not written down, when a contact went badly?",
    ),
    _suppressed(
        "opted_out",
        "bounced",
        rest=stages.INVITED.fates | {"quarantined"},
        label="Opted out, or the address does not work",
        were="had opted out or had an address that does not work",
        why="are addresses typed with mistakes, or customers marked as opted out?",
        needs_address=True,
    ),
    _suppressed(
        "quarantined",
        rest=stages.INVITED.fates,
        label="Asked too recently",
        were="had been asked too recently",
        why="does this agent serve customers who call again and again?",
    ),
    _suppressed(
        "too_late",
        rest=stages.SAMPLED.fates,
        label="Came too late to ask",
        were="came too late to ask about",
        why="are contacts closed long after they ended?",
    ),
    Question(
        "not_answered",
        "Asked by message a week ago or longer, and not answered",
        "were not answered",
        stages.DELIVERED.fates - stages.ANSWERED.fates,
        stages.DELIVERED.fates,
        "are customers told that they will be asked, or told what to answer?",
        "delivered",
        "way",
    ),
)
