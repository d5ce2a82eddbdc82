"""Whom we heard from: contacts, invited and answered by channel, and where contacts stayed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from survey.insight import satisfaction
from survey.insight.funnel import stages
from survey.insight.funnel.stages import Stage, Tally, tally
from survey.insight.period import Period
from survey.insight.satisfaction import Satisfaction
from survey.render import numbers
from survey.render.figures import Figure, FunnelStage, Loss, funnel, on_paper, subtitle
from survey.render.speech import say, say_n
from survey.store import reads_of_funnel
from survey.store.reads_of_funnel import NOT_INVITED, FunnelFilter

UNANSWERED = ("silent", "opened")
AFTER_INVITED = ("waiting", "unsent", "returned", "opened_only", "silent")


@dataclass(frozen=True, slots=True)
class Reach:
    """Contacts over one channel, and of these invited, and of these answered.

    `response` is the response rate in words, or why there is none.
    """

    label: str
    cut: Satisfaction
    response: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Why contacts got no further, and how many; `code` names the reason in files."""

    code: str
    why: str
    n: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Whom we heard from. `stays` are empty where no contact closed, `funnel` is None where nobody
    was invited.

    `elsewhere` says how many scores no invitation of ours brought, or nothing.
    """

    reach: tuple[Reach, ...]
    funnel: Figure | None
    stays: tuple[Stay, ...]
    sentence: str
    elsewhere: str


def channel_words() -> dict[str, str]:
    """What each channel is called."""
    return {
        "phone": say("Phone"),
        "email": say("Email"),
        "chat": say("Chat"),
        "social": say("Social"),
    }


def by_channel(cuts: satisfaction.Cuts) -> list[tuple[str, Satisfaction]]:
    """The channels of cuts by unit and channel, by what they are called and in a fixed order."""
    joined, words = satisfaction.gathered(cuts, 1), channel_words()
    return [(name, joined[code]) for code, name in words.items() if code in joined]


def heard_from(
    channels: Sequence[tuple[str, Satisfaction]],
    whole: Satisfaction,
    *,
    window: Period,
    unit_ids: Collection[int],
) -> Heard:
    """Whom we heard from about the contacts of these units in the window."""
    parts = [Reach(name, cut, _response(cut)) for name, cut in channels]
    if len(channels) > 1:
        parts.append(Reach(say("All channels"), whole, _response(whole), is_sum=True))
    counts = whole.contacts
    found = _tally(window, unit_ids) if counts.n_contacts else None
    elsewhere = whole.n_elsewhere
    return Heard(
        reach=tuple(parts),
        funnel=_figure(found, window) if found and counts.n_invited else None,
        stays=_stays(found) if found else (),
        sentence=_sentence(whole),
        elsewhere=say_n(
            "%(num)s score came from elsewhere: no invitation of ours brought it.",
            "%(num)s scores came from elsewhere: no invitation of ours brought them.",
            elsewhere,
        )
        if elsewhere
        else "",
    )


def _response(cut: Satisfaction) -> str:
    return numbers.share(cut.response_rate) if cut.has_response_rate else say("nobody invited")


def _sentence(whole: Satisfaction) -> str:
    counts = whole.contacts
    if not counts.n_contacts:
        return say("No contact closed in these days.")
    if not counts.n_invited:
        return say_n(
            "%(num)s contact closed, and no customer was invited.",
            "%(num)s contacts closed, and no customer was invited.",
            counts.n_contacts,
        )
    return say_n(
        "Of %(num)s customer invited after %(contacts)s contacts, %(answered)s answered.",
        "Of %(num)s customers invited after %(contacts)s contacts, %(answered)s answered.",
        counts.n_invited,
        answered=numbers.whole(whole.n_answered_invited),
        contacts=numbers.whole(counts.n_contacts),
    )


def _tally(window: Period, unit_ids: Collection[int]) -> Tally:
    wanted = FunnelFilter(tuple(unit_ids), window.from_on, window.until_on)
    return tally(reads_of_funnel.counts(wanted))


def _figure(found: Tally, window: Period) -> Figure:
    n = found.n
    lost = {stay.code: Loss(stay.why, stay.n) for stay in _stays(found)}

    def stayed(codes: Iterable[str]) -> tuple[Loss, ...]:
        return tuple(lost[code] for code in codes if code in lost)

    rows = [
        FunnelStage(say("Contacts"), n(stages.CONTACTS), stayed(_codes(stages.NOT_ELIGIBLE))),
        FunnelStage(say("Eligible"), n(stages.ELIGIBLE), stayed(_codes(stages.NOT_SAMPLED))),
        FunnelStage(say("In the sample"), n(stages.SAMPLED), stayed(_codes(stages.NOT_ASKED))),
        FunnelStage(say("Invited"), n(stages.INVITED), stayed(AFTER_INVITED)),
        FunnelStage(say("Answered"), n(stages.ANSWERED)),
    ]
    build = partial(funnel, rows, title=_title(found))
    what = say("Closed contacts that came so far, and why the others stayed behind")
    return on_paper(build, subtitle=subtitle(what, n=n(stages.CONTACTS), period=window.words))


def _codes(places: Iterable[Stage]) -> list[str]:
    return [place.code for place in places]


def _title(found: Tally) -> str:
    return say_n(
        "Of %(num)s invitation, %(answered)s was answered",
        "Of %(num)s invitations, %(answered)s were answered",
        found.n(stages.INVITED),
        answered=numbers.whole(found.n(stages.ANSWERED)),
    )


def _stay_words() -> dict[str, str]:
    return {
        "undecided": say("Not looked at yet"),
        "before_rules": say("Closed before there were rules"),
        "erased": say("Customer erased"),
        "no_survey": say("No survey for it"),
        "already_answered": say("Answered elsewhere already"),
        "rule_channel": say("Not asked on this channel"),
        "rule_queue": say("Not asked in this queue"),
        "rule_reason": say("Not asked for this reason code"),
        "rule_handle_time": say("Handle time outside the limits"),
        "rule_language": say("Not asked in this language"),
        "sampled_out": say("Not in the sample"),
        "quarantined": say("Asked too recently"),
        "no_address": say("No address"),
        "opted_out": say("Opted out"),
        "bounced": say("Address does not work"),
        "too_late": say("Came too late to ask"),
        "waiting": say("Message waits to be sent"),
        "unsent": say("Message stopped, refused or given up"),
        "returned": say("Message came back"),
        "opened_only": say("Opened by a person, not answered"),
        "silent": say("No sign of a person"),
    }


def _stays(found: Tally) -> tuple[Stay, ...]:
    """Every contact without an answer, each once, in the order of their way."""
    words = _stay_words()
    counts = {fate: found.fates[fate] for fate in NOT_INVITED}
    for message in ("waiting", "unsent", "returned"):
        counts[message] = sum(found.fates[f"{message}_{one}"] for one in UNANSWERED)
    for code, reaction in (("opened_only", "opened"), ("silent", "silent")):
        counts[code] = sum(found.fates[f"{message}_{reaction}"] for message in ("none", "sent"))
    return tuple(Stay(code, words[code], n) for code, n in counts.items() if n)
