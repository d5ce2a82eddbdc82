"""The first page: the days of the report in five sentences, each with its evidence, and tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from survey.insight.bands.units import units_of_one_within
from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.verdict import Verdict
from survey.insight.report import engagement_words, month_tiles
from survey.insight.report.asked import Asked
from survey.insight.report.became import Became
from survey.insight.report.customer_words import way_of
from survey.insight.report.customers import Customers
from survey.insight.report.frame import Frame
from survey.insight.report.linked import Linked
from survey.insight.report.month_tiles import LinkTile
from survey.insight.report.people import People
from survey.insight.report.standing_out import Families, families_of
from survey.intake.editions import Section
from survey.render import numbers
from survey.render.figures import Tile
from survey.render.speech import say, say_n
from survey.store import reads_of_signals

Voice = Literal["customers", "agents", "linkage"]
State = Literal["clear", "unclear", "unknown"]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: whose voice it is, its plain words, and in small type what it rests on.

    `section` is where to look further; `state` whether it is clear of chance or a plain fact, not
    clear, or cannot be told.
    """

    voice: Voice
    words: str
    evidence: str
    section: Section
    state: State


@dataclass(frozen=True, slots=True)
class Month:
    """Five sentences to read out, and the numbers behind them; another department reads two."""

    sentences: tuple[Said, ...]
    tiles: tuple[Tile, ...]
    link: LinkTile | None


@dataclass(frozen=True, slots=True)
class Sources:
    """The sections that the first page is written from."""

    customers: Customers
    people: People
    linked: Linked
    link: LinkagePage
    became: Became
    asked: Asked


def month_of(frame: Frame, sources: Sources) -> Month:
    """The first page; agents' own answers are not told to other departments."""
    customers, families = sources.customers, families_of(frame)
    outside = (
        _on_customers(customers),
        _on_what_stands_out(frame, customers, families),
    )
    tile = month_tiles.satisfaction_tile(customers)
    if frame.edition.kind == "department":
        return Month(outside, (tile,), None)
    people = sources.people
    return Month(
        sentences=(
            outside[0],
            _on_agents(people),
            _on_the_link(sources.linked, sources.link),
            outside[1],
            _on_decisions(sources.became, sources.asked),
        ),
        tiles=(tile, month_tiles.engagement_tile(people), month_tiles.turnout_tile(people)),
        link=month_tiles.link_tile(sources.link),
    )


def _on_customers(found: Customers) -> Said:
    whole, share = found.whole, found.whole.share
    if found.is_of_one:
        # Not even the contacts are counted, so there is nothing it rests on.
        return Said("customers", found.finding, "", "customers", "unknown")
    if share.value is None:
        n = whole.contacts.n_contacts
        evidence = say_n("%(num)s contact closed, %(days)s", "%(num)s contacts closed, %(days)s",
                         n, days=found.window.words)  # fmt: skip
        return Said("customers", found.finding, evidence, "customers", "unknown")
    evidence = say(
        "%(share)s satisfied (95%% interval %(interval)s), %(n)s, %(days)s",
        share=numbers.share(share.value),
        interval=numbers.share_interval(*share.ends),
        n=numbers.n(whole.n),
        days=found.window.words,
    )
    change, way = found.change, way_of(found.change)
    if change is not None and way != "unknown":
        evidence = say(
            "%(now)s; %(change)s since %(before)s",
            now=evidence,
            change=month_tiles.points(change),
            before=found.before_name,
        )
    state: State = "unclear" if way == "unclear" else "clear"
    return Said("customers", found.finding, evidence, "customers", state)


def _on_agents(found: People) -> Said:
    words, evidence, state = engagement_words.sentence(found)
    return Said("agents", words, evidence, "people", state)


def _on_the_link(linked: Linked, found: LinkagePage) -> Said:
    state: State = "unknown" if linked.verdict is Verdict.CANNOT_TELL else "clear"
    parts = [found.number or found.detectable]
    if linked.exploratory and state == "clear":
        parts.append(linked.exploratory)
    return Said("linkage", linked.finding, " ".join(parts), "linkage", state)


def _on_what_stands_out(frame: Frame, found: Customers, families: Families) -> Said:
    """The first of teams, channels and unusual days that is clear of chance, else that none is.

    Teams are named to those who lead them and decide, not to every agent or another department.
    """
    if found.is_of_one:
        words = say("This unit is one agent: a report shows no figure of a single person.")
        return Said("customers", words, "", "customers", "unknown")
    for one in families.told:
        if one.farthest is not None:
            return Said("customers", one.words, _compared(families, one.evidence), "customers",
                        "clear")  # fmt: skip
    n_signals = _n_signals(frame)
    if n_signals:
        words = say_n("%(num)s day or week stood out by more than chance explains",
                      "%(num)s days and weeks stood out by more than chance explains",
                      n_signals)  # fmt: skip
        return Said("customers", words, _compared(families, ""), "customers", "clear")
    if not any(one.n_compared for one in families.told):
        words = say("Too few answers to tell one team or channel from another")
        return Said("customers", words, _compared(families, ""), "customers", "unknown")
    words = say("No team, channel or day stands out by more than chance explains")
    if families.teams is None or not families.teams.n_compared:
        words = say("No channel and no day stands out by more than chance explains")
    return Said("customers", words, _compared(families, ""), "customers", "unclear")


def _compared(families: Families, before: str) -> str:
    """How many were compared, after what stands before it."""
    n = families.channels.n_compared
    if not any(one.n_compared for one in families.told):
        return before
    said = say_n("%(num)s channel compared", "%(num)s channels compared", n)
    if families.teams is not None and families.teams.n_compared:
        teams = say_n("%(num)s team", "%(num)s teams", families.teams.n_compared)
        channels = say_n("%(num)s channel", "%(num)s channels", n)
        said = say("%(teams)s and %(channels)s compared", teams=teams, channels=channels)
    return say("%(one)s; %(other)s", one=before, other=said) if before else said


def _n_signals(frame: Frame) -> int:
    """How many days and weeks stood out; those of units of one agent would be a person's."""
    window = frame.occasion.window
    of_one = units_of_one_within(frame.tree, window)
    found: Sequence[reads_of_signals.SignalRow] = reads_of_signals.signals(
        unit_ids=frame.scope.unit_ids,
        has_queues=frame.is_whole,
        from_on=window.from_on,
        until_on=window.until_on,
    )
    return sum(one.unit_id not in of_one for one in found)


def _on_decisions(became: Became, asked: Asked) -> Said:
    if not became.last and not became.new and not asked.n_waiting:
        words = say("No decision has been taken yet and no ask waits")
        return Said("linkage", words, "", "became", "unknown")
    waiting = ""
    if asked.n_waiting:
        waiting = say_n("%(num)s ask waits for an answer.", "%(num)s asks wait for an answer.",
                        asked.n_waiting)  # fmt: skip
    parts = [one for one in (became.tally, waiting, asked.oldest) if one]
    return Said("linkage", became.finding, " ".join(parts), "became", "clear")
