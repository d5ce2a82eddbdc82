"""What a customer's link shows: the question as it was asked, what became of it, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from survey.insight.asked import Asked, ask
from survey.instruments.model import Instrument
from survey.instruments.wording import in_language
from survey.intake.answers import Misanswered, Objection, Typed, read_form
from survey.intake.refilling import typed_of
from survey.render.languages import ENGLISH, LANGUAGES
from survey.store import reads_of_invitations
from survey.store.reads_of_invitations import CHANGEABLE_FOR, Invited, Reply

# Sent by hand or by another system, such a link says nothing of its reader's language.
KIOSK: Literal["kiosk"] = "kiosk"
UNADDRESSED = ("link", KIOSK)

Reason = Literal["expired", "withdrawn", "unknown", "too_late", "elsewhere", "kiosk"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The languages a reader wants: the one chosen on a page, and those of the browser."""

    chosen: str | None = None
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An invitation that waits for its answer, or an answer that may still be changed.

    `delivery_id` is the message that brought the link, None where we sent none.
    """

    token: str
    language: str
    languages: tuple[str, ...]
    digest: str
    instrument: Instrument
    asked: tuple[Asked, ...]
    delivery_id: int | None = None
    is_change: bool = False

    @property
    def headline(self) -> str:
        """The question the page leads with."""
        return self.instrument.item(self.instrument.headline).text

    @property
    def intro(self) -> str:
        """What stands above the questions; empty where nothing does."""
        return self.instrument.texts.get("intro", "")

    @property
    def has_conditions(self) -> bool:
        """Whether some questions depend on the answers to others."""
        return any(item.condition for item in self.instrument.items)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What must be mended: the field to go to and a sentence."""
        return [(one.first_id, one.error) for one in self.asked if one.error]


@dataclass(frozen=True, slots=True)
class Answered:
    """A link through which an answer came. `changeable_until` is none where that is over.

    `is_left`: it was kept although the page was left before sending. `is_quotable`: the customer
    has agreed to be quoted. `timezone` is the customer's own, where known. At a kiosk only the
    thanks are shown, because others stand before it next.
    """

    token: str
    language: str
    languages: tuple[str, ...]
    thanks: str
    changeable_until: datetime | None
    is_left: bool
    is_quotable: bool
    is_revised: bool
    wishes_contact: bool
    is_kiosk: bool
    timezone: str | None
    delivery_id: int | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A link that has no question (any more)."""

    token: str
    language: str
    languages: tuple[str, ...]
    reason: Reason


Page = Question | Answered | Closed


def question(token: str, *, now: datetime, wishes: Wishes, score: str | None = None) -> Page:
    """What the link shows now.

    Chosen beforehand is what was saved on the way, else `score` where it is a point of the scale.
    """
    invited = reads_of_invitations.find(token)
    if invited is None:
        return unknown(token, wishes)
    language = _language(invited, wishes)
    reason = _why_closed(invited, now)
    if reason is not None:
        return Closed(token, language, invited.instrument.languages, reason)
    if invited.reply is not None:
        return _answered(token, invited, invited.reply, language, now)
    chosen = {invited.instrument.headline: [score]} if score else {}
    # What was begun at a kiosk is not for whoever stands there next.
    draft = None if invited.via == KIOSK else invited.draft
    return _question(token, invited, language, draft or chosen)


def thanks(token: str, *, now: datetime, wishes: Wishes) -> Page:
    """What the link shows, or the thanks at a kiosk, where it shows the answer no more."""
    invited = reads_of_invitations.find(token)
    if invited is None or invited.reply is None or _why_closed(invited, now) != KIOSK:
        return question(token, now=now, wishes=wishes)
    return _answered(token, invited, invited.reply, _language(invited, wishes), now)


def change(token: str, *, now: datetime, wishes: Wishes) -> Page:
    """The form with what was answered, where that may be changed; else what the link shows."""
    invited = reads_of_invitations.find(token)
    if invited is None or invited.reply is None:
        return question(token, now=now, wishes=wishes)
    language = _language(invited, wishes)
    reason = _why_closed(invited, now)
    if reason is not None or _changeable_until(invited.reply, now) is None:
        return Closed(token, language, invited.instrument.languages, reason or "too_late")
    given = reads_of_invitations.given(invited.reply.response_id)
    typed = typed_of(invited.instrument, given.values, given.texts)
    return replace(_question(token, invited, language, typed), is_change=True)


def with_typed(page: Question, typed: Typed, objections: Sequence[Objection] = ()) -> Question:
    """The same question as it was filled in, with what must be mended."""
    return replace(page, asked=ask(page.instrument, typed, objections))


def has_said(token: str, typed: Typed) -> bool:
    """Whether exactly this was answered through the link already: a button pressed twice."""
    invited = reads_of_invitations.find(token)
    if invited is None or invited.reply is None:
        return False
    try:
        answers = read_form(invited.instrument, typed)
    except Misanswered:
        return False
    given = reads_of_invitations.given(invited.reply.response_id)
    return given.values == answers.values and given.texts == answers.texts


def unknown(token: str, wishes: Wishes) -> Closed:
    """What a link shows that no invitation has."""
    wanted = [one for one in (wishes.chosen, *wishes.accepted) if one]
    found = (tag for one in wanted for tag in (one, one.partition("-")[0]) if tag in LANGUAGES)
    return Closed(token, next(found, ENGLISH), (), "unknown")


def _language(invited: Invited, wishes: Wishes) -> str:
    own = [invited.language]
    wanted = [*wishes.accepted, *own] if invited.via in UNADDRESSED else own
    return invited.instrument.pick_language([*filter(None, [wishes.chosen]), *wanted])


def _question(token: str, invited: Invited, language: str, typed: Typed) -> Question:
    instrument = in_language(invited.instrument, language)
    return Question(
        token,
        language,
        invited.instrument.languages,
        invited.digest,
        instrument,
        ask(instrument, typed),
        invited.delivery_id,
    )


def _why_closed(invited: Invited, now: datetime) -> Reason | None:
    if invited.is_withdrawn:
        return "withdrawn"
    if invited.reply is not None:
        return KIOSK if invited.via == KIOSK else None
    if invited.is_answered:
        return "elsewhere"
    return "expired" if invited.expires_at <= now else None


def _answered(token: str, invited: Invited, reply: Reply, language: str, now: datetime) -> Answered:
    return Answered(
        token,
        language,
        invited.instrument.languages,
        thanks=in_language(invited.instrument, language).texts.get("thanks", ""),
        changeable_until=_changeable_until(reply, now),
        is_left=reply.is_left,
        is_quotable=reply.is_quotable,
        is_revised=reply.is_revised,
        wishes_contact=reply.wishes_contact,
        is_kiosk=invited.via == KIOSK,
        timezone=invited.timezone,
        delivery_id=invited.delivery_id,
    )


def _changeable_until(reply: Reply, now: datetime) -> datetime | None:
    until = reply.received_at + CHANGEABLE_FOR
    return until if now < until else None
