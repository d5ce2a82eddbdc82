"""What customers say that others in the company should know: four baskets, counted.

Only a department's edition quotes: the comments that were passed on to that department, masked,
with their score and month. It says which responses these are, so that the report can be withdrawn
when one of them is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.insight.report.frame import Frame
from survey.insight.report.passed_on import Quote, quotes_for
from survey.insight.report.shared_words import SharedWords, shared_words
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.proportions import wilson
from survey.stats.result import Estimate
from survey.store import reads_of_baskets, reads_of_departments
from survey.store.reads_of_baskets import PassedOnRow


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What one department was sent, and what it said about it: used, not used, nothing yet."""

    department: str
    n: int
    n_used: int
    n_not_used: int
    n_open: int


@dataclass(frozen=True, slots=True)
class Basket:
    """One basket: how many comments it got in the window and before, out of all comments.

    `n_before` is None where there is nothing before. `words` are those that several share.
    """

    code: str
    name: str
    about: str
    n: int
    n_before: int | None
    share: Estimate
    share_words: str
    words: tuple[SharedWords, ...]
    passed_on: tuple[PassedOn, ...]


@dataclass(frozen=True, slots=True)
class Baskets:
    """The baskets of the window. `quotes` stand in a department's edition only.

    `quoted` are the responses they come from, for the archive alone. `n_more` comments were passed
    on and do not stand here.
    """

    finding: str
    n_comments: int
    baskets: tuple[Basket, ...]
    has_passed_on: bool
    quotes: tuple[Quote, ...]
    n_more: int
    passed_on: str
    quoted: tuple[int, ...]


def baskets_of(frame: Frame) -> Baskets:
    """What came into the baskets about contacts of the window, in the whole centre.

    A department's edition holds its own basket alone.
    """
    days = frame.occasion.window
    counts = reads_of_baskets.basket_counts(days.from_on, days.until_on)
    n_comments = reads_of_baskets.n_comments(days.from_on, days.until_on)
    before = frame.occasion.before
    then = reads_of_baskets.basket_counts(before.from_on, before.until_on) if before else None
    own = _own_basket(frame)
    codes = [code for code in basket_words() if own in ("", code)]
    words = shared_words(days, codes)
    sent = reads_of_baskets.passed_on([f"{first:%Y-%m}" for first in days.months])
    made = tuple(
        _basket(code, counts.get(code, 0), then, n_comments, words.get(code, ()), sent, frame)
        for code in codes
    )
    quotes, quoted, n_more = quotes_for(frame)
    return Baskets(
        finding=_finding(made, n_comments),
        n_comments=n_comments,
        baskets=made,
        has_passed_on=any(one.passed_on for one in made),
        quotes=quotes,
        n_more=n_more,
        passed_on=_passed_on_words(len(quotes), n_more) if frame.department else "",
        quoted=quoted,
    )


def basket_words() -> dict[str, tuple[str, str]]:
    """What each basket is called, and whom it is for."""
    return {
        "product": (
            say("Product improvement"),
            say("What the product or service itself could do better"),
        ),
        "market": (say("Market opportunity"), say("What customers would buy or need")),
        "competitor": (say("Competitor information"), say("What others offer or do")),
        "testimonial": (
            say("Testimonial candidate"),
            say("What may be quoted, while its customer’s consent is on record"),
        ),
    }


def _own_basket(frame: Frame) -> str:
    """The basket of a department's edition, empty for every other."""
    if frame.edition.kind != "department":
        return ""
    listed = reads_of_departments.departments()
    return next((one.basket for one in listed if one.id == frame.edition.department_id), "")


def _basket(
    code: str,
    n: int,
    then: dict[str, int] | None,
    n_comments: int,
    words: tuple[SharedWords, ...],
    sent: Sequence[PassedOnRow],
    frame: Frame,
) -> Basket:
    (name, about), share = basket_words()[code], wilson(n, n_comments)
    own = [row for row in sent if row.basket == code]
    if frame.department:
        own = [row for row in own if row.department == frame.department]
    return Basket(
        code=code,
        name=name,
        about=about,
        n=n,
        n_before=None if then is None else then.get(code, 0),
        share=share,
        share_words=_share_words(share),
        words=words,
        passed_on=tuple(_said_back(row) for row in own),
    )


def _share_words(share: Estimate) -> str:
    if share.value is None:
        return numbers.share(None)
    return say(
        "%(share)s (%(interval)s)",
        share=numbers.share(share.value, 1),
        interval=numbers.share_interval(*share.ends, 1),
    )


def _said_back(row: PassedOnRow) -> PassedOn:
    n_open = row.n - row.n_used - row.n_not_used
    return PassedOn(row.department, row.n, row.n_used, row.n_not_used, n_open)


def _finding(made: Sequence[Basket], n_comments: int) -> str:
    n = sum(one.n for one in made)
    if not n_comments:
        return say("No customer wrote a comment in these days")
    if len(made) == 1:
        return say_n("%(num)s comment for %(basket)s", "%(num)s comments for %(basket)s", n,
                     basket=made[0].name)  # fmt: skip
    if not n:
        return say("Nothing came into the four baskets")
    return say_n(
        "%(num)s entry in the four baskets, from %(all)s comments",
        "%(num)s entries in the four baskets, from %(all)s comments",
        n,
        all=numbers.whole(n_comments),
    )


def _passed_on_words(n: int, n_more: int) -> str:
    if not n:
        return say("Nothing was passed on to this department for these months.")
    said = say_n(
        "%(num)s comment that was passed on for these months stands below, with [agent] in place"
        " of the agent’s name.",
        "%(num)s comments that were passed on for these months stand below, with [agent] in place"
        " of the agent’s name.",
        n,
    )
    if not n_more:
        return said
    more = say_n(
        "%(num)s more was passed on and does not stand here.",
        "%(num)s more were passed on and do not stand here.",
        n_more,
    )
    return f"{said} {more}"
