"""The stages of the funnel and the places in which contacts stay behind, as sets of fates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from survey.stats.proportions import wilson
from survey.stats.result import Estimate
from survey.store.reads_of_funnel import FATES, MESSAGES, NOT_INVITED, REACTIONS, FateCount


@dataclass(frozen=True, slots=True)
class Stage:
    """Contacts that came this far, or stayed here; `code` names it in addresses."""

    code: str
    label: str
    fates: frozenset[str]


def _invited(
    messages: tuple[str, ...] = MESSAGES, reactions: tuple[str, ...] = REACTIONS
) -> frozenset[str]:
    return frozenset(f"{message}_{reaction}" for message in messages for reaction in reactions)


SUPPRESSED = ("quarantined", "no_address", "opted_out", "bounced", "too_late")
_SAMPLED = frozenset(SUPPRESSED) | _invited()

STAGES = (
    Stage("contacts", "Contacts", frozenset(FATES)),
    Stage("eligible", "Eligible", _SAMPLED | {"sampled_out"}),
    Stage("sampled", "In the sample", _SAMPLED),
    Stage("invited", "Invited", _invited()),
    Stage("sent", "Sent by mail or SMS", _invited(("sent", "returned"))),
    Stage("delivered", "Delivered", _invited(("sent",))),
    Stage("opened", "Opened by a person", _invited(reactions=("opened", "answered"))),
    Stage("answered", "Answered", _invited(reactions=("answered",))),
)
CONTACTS, ELIGIBLE, SAMPLED, INVITED, SENT, DELIVERED, OPENED, ANSWERED = STAGES

_WORDS = {
    "undecided": "Not looked at yet",
    "before_rules": "Closed before there were rules",
    "erased": "Customer erased",
    "no_survey": "No survey for it",
    "already_answered": "Answered elsewhere already",
    "rule_channel": "Not asked on this channel",
    "rule_queue": "Not asked in this queue",
    "rule_reason": "Not asked for this reason code",
    "rule_handle_time": "Handle time outside the limits",
    "rule_language": "Not asked in this language",
    "sampled_out": "Not in the sample",
    "quarantined": "Asked too recently",
    "no_address": "No address",
    "opted_out": "Opted out",
    "bounced": "Address does not work",
    "too_late": "Came too late to ask",
}
# Where contacts stay on the way: each list, with the stage after it, makes up the one before.
NOT_ELIGIBLE = tuple(Stage(f, _WORDS[f], frozenset({f})) for f in NOT_INVITED[:10])
NOT_SAMPLED = (Stage("sampled_out", _WORDS["sampled_out"], frozenset({"sampled_out"})),)
NOT_ASKED = tuple(Stage(f, _WORDS[f], frozenset({f})) for f in SUPPRESSED)
BY_LINK = Stage("no_message", "By link or kiosk, without a message", _invited(("none",)))
NOT_SENT = (
    BY_LINK,
    Stage("waiting", "Message waits to be sent", _invited(("waiting",))),
    Stage("unsent", "Message stopped, refused or given up", _invited(("unsent",))),
)
NOT_DELIVERED = (Stage("returned", "Message came back", _invited(("returned",))),)
NOT_ANSWERED = (
    Stage("opened_only", "Opened by a person, not answered", _invited(reactions=("opened",))),
    Stage("silent", "No sign of a person", _invited(reactions=("silent",))),
)
ANSWERED_BY_LINK = Stage(
    "answered_by_link", "Answered by link or kiosk", _invited(("none",), ("answered",))
)
PLACES = {
    stage.code: stage
    for stage in (
        *STAGES,
        *(*NOT_ELIGIBLE, *NOT_SAMPLED, *NOT_ASKED, *NOT_SENT, *NOT_DELIVERED, *NOT_ANSWERED),
        ANSWERED_BY_LINK,
    )
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many contacts had each fate."""

    fates: Counter[str]

    def n(self, stage: Stage) -> int:
        """How many contacts came to this stage, or stayed in this place."""
        return sum(self.fates[fate] for fate in stage.fates)

    @property
    def response_rate(self) -> Estimate:
        """Answered out of invited, 0 to 1, with Wilson's interval."""
        return wilson(self.n(ANSWERED), self.n(INVITED))


def tally(counted: Iterable[FateCount]) -> Tally:
    """All these counts taken together."""
    fates: Counter[str] = Counter()
    for one in counted:
        fates[one.fate] += one.n
    return Tally(fates)


def fate_words(fate: str) -> str:
    """What became of one contact, in words for its line of a list."""
    if fate in _WORDS:
        return _WORDS[fate]
    message, _, reaction = fate.partition("_")
    messages = {
        "none": "Invited by link or kiosk",
        "waiting": "Invited, message waits to be sent",
        "sent": "Invited, message delivered",
        "returned": "Invited, message came back",
        "unsent": "Invited, message not sent",
    }
    reactions = {
        "silent": "not opened as far as we know",
        "opened": "opened",
        "answered": "answered",
    }
    return f"{messages[message]}, {reactions[reaction]}"
