"""Sentences about order in time: which of two sides moved first, as far as anybody can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from survey.insight.linkage.minimums import WITHIN_UNITS
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.association import with_interval
from survey.insight.words.compared import counted, say_n_of, say_of
from survey.insight.words.reasons import reason_of
from survey.render import numbers
from survey.render.speech import say, say_n, to_say
from survey.stats.lags import FEWEST_WAVES, Lag, LagTable
from survey.stats.lead_lag import LeadLag
from survey.stats.result import Estimate

# How a lag is called at the head of a row of a picture, and inside a sentence.
_ROW: Mapping[str, str] = MappingProxyType(
    {
        "same": to_say("Same wave"),
        "later": to_say("Satisfaction %(waves)s later"),
        "earlier": to_say("Satisfaction %(waves)s earlier"),
    }
)
_INSIDE: Mapping[str, str] = MappingProxyType(
    {
        "same": to_say("same wave"),
        "later": to_say("%(waves)s later"),
        "earlier": to_say("%(waves)s earlier"),
    }
)


def lag_label(lag: int, time_noun: str) -> str:
    """What a row of the lags compares: "Satisfaction 1 wave later"."""
    return _lag(lag, time_noun, _ROW)


def order_sentence(difference: LeadLag, *, counts: tuple[int, int], noun: str) -> str:
    """Whether engagement or satisfaction went ahead, by the test of the difference of both orders.

    `counts` are of the groups and of the waves.
    """
    found = difference.difference
    if found.value is None:
        return _too_few(counts, noun) or say(
            "We cannot tell yet which comes first. %(reason)s", reason=reason_of(found)
        )
    number = say(
        "difference %(change)s, 95%% interval %(interval)s, %(p)s",
        change=numbers.change(found.value),
        interval=numbers.change_interval(*found.ends),
        p=numbers.p_phrase(found.p),
    )
    if found.p is None or found.p >= ALPHA:
        return say_of(
            noun,
            "We cannot tell which comes first: engagement with the satisfaction of the next wave,"
            " and the other way round, do not differ clearly (%(number)s).",
            number=number,
        )
    if found.value > 0:
        return say_of(
            noun,
            "Engagement went with the satisfaction of the next wave more closely than the other way"
            " round (%(number)s). That is an order in time, not a reason.",
            number=number,
        )
    return say_of(
        noun,
        "Satisfaction went with the engagement of the next wave more closely than the other way"
        " round (%(number)s). That is an order in time, not a reason.",
        number=number,
    )


def _too_few(counts: tuple[int, int], noun: str) -> str:
    """How many waves, or else groups, are missing; nothing where there are enough."""
    if counts[1] < FEWEST_WAVES:
        return say_n_of(
            noun,
            "We cannot tell yet which comes first: it takes at least %(least)s waves, and %(num)s"
            " wave is missing.",
            "We cannot tell yet which comes first: it takes at least %(least)s waves, and %(num)s"
            " waves are missing.",
            FEWEST_WAVES - counts[1],
            least=numbers.whole(FEWEST_WAVES),
        )
    if counts[0] < WITHIN_UNITS:
        return say_n_of(
            noun,
            "We cannot tell yet which comes first: it takes at least %(least)s blocks, and %(num)s"
            " block is missing.",
            "We cannot tell yet which comes first: it takes at least %(least)s blocks, and %(num)s"
            " blocks are missing.",
            WITHIN_UNITS - counts[0],
            least=numbers.whole(WITHIN_UNITS),
        )
    return ""


def lags_title(n_clear: int, n_lags: int) -> str:
    """What the picture of the lags shows."""
    if not n_clear:
        return say("No lag stands out")
    return say_n(
        "%(num)s of %(all)s lags stands out",
        "%(num)s of %(all)s lags stand out",
        n_clear,
        all=numbers.whole(n_lags),
    )


def lags_sentence(table: LagTable, time_noun: str) -> str:
    """Which lags stand out once all are looked at together; m is the size of the family."""
    shown = [one for one in table.lags if one.association.ok]
    if not shown:
        return ""
    clear = [one for one in shown if one.q is not None and one.q < ALPHA]
    looked = say_n("%(num)s lag looked at together", "%(num)s lags looked at together", table.m)
    if not clear:
        return say("No lag stands out (%(looked)s).", looked=looked)
    named = "; ".join(
        say(
            "%(lag)s (%(r)s, q = %(q)s)",
            lag=_lag(one.lag, time_noun, _INSIDE),
            r=with_interval(one.association),
            q=numbers.p(one.q),
        )
        for one in clear
    )
    return say("Standing out with %(looked)s: %(named)s.", looked=looked, named=named)


def missing_lags(lags: Sequence[Lag], time_noun: str) -> tuple[str, ...]:
    """Why each lag that is not shown is not."""
    return tuple(
        say(
            "%(lag)s: %(reason)s",
            lag=_lag(one.lag, time_noun, _INSIDE),
            reason=reason_of(one.association),
        )
        for one in lags
        if not one.association.ok
    )


def _lag(lag: int, time_noun: str, words: Mapping[str, str]) -> str:
    if lag == 0:
        return say_of(time_noun, words["same"])
    return say(words["later" if lag > 0 else "earlier"], waves=counted(abs(lag), time_noun))


def centre_sentence(found: Estimate | None, noun: str, time_noun: str) -> str:
    """How the whole centre's two series went together, and what its waves are worth."""
    if found is None:
        return ""
    if found.value is None:
        return say(
            "Over time the centre as a whole says nothing: %(reason)s", reason=reason_of(found)
        )
    r = with_interval(found)
    if found.p is not None:
        r = say("%(r)s, %(p)s", r=r, p=numbers.p_phrase(found.p))
    waves = counted(found.n, time_noun)
    if found.df is not None:
        waves = say(
            "%(waves)s worth %(n)s independent ones",
            waves=waves,
            n=numbers.decimal(found.df + 2, 1),
        )
    return say_of(
        noun,
        "The means of all blocks over time: %(r)s, from %(waves)s. A season would show here as"
        " well.",
        r=r,
        waves=waves,
    )
