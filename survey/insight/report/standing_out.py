"""What stands out among teams and channels: only what is clear of chance among all compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from survey.insight import satisfaction
from survey.insight.bands.units import units_of_one_within
from survey.insight.findings import Named, Thing, clear_of_chance, standing_out
from survey.insight.report.frame import Frame
from survey.insight.report.heard import by_channel
from survey.insight.satisfaction import Satisfaction
from survey.insight.units import ScopeTree
from survey.render import numbers
from survey.render.speech import say

# Which editions name teams; the others are read by every agent, or outside of the centre.
NAMED = frozenset(("centre", "unit", "slides"))


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A family of cuts held against the rest of theirs: what stands out, in words.

    `farthest` is the cut that does by the smallest chance, None where none does; `n_compared` how
    many had answers enough.
    """

    words: str
    farthest: Named | None
    n_compared: int

    @property
    def evidence(self) -> str:
        """The share of the cut that stands out most, with its interval and n."""
        if self.farthest is None:
            return ""
        share = self.farthest.cut.share
        return say(
            "%(name)s %(share)s (95%% interval %(interval)s), %(n)s",
            name=self.farthest.label,
            share=numbers.share(share.value),
            interval=numbers.share_interval(*share.ends),
            n=numbers.n(self.farthest.cut.n),
        )


@dataclass(frozen=True, slots=True)
class Families:
    """The teams and the channels of an edition's scope; no teams where it may name none."""

    teams: StandsOut | None
    channels: StandsOut

    @property
    def told(self) -> tuple[StandsOut, ...]:
        """Those that may be told, teams first."""
        return (self.channels,) if self.teams is None else (self.teams, self.channels)


def families_of(frame: Frame) -> Families:
    """What stands out in the window among the teams of the scope and among its channels.

    Units of one agent are never named: their figures would be those of a person.
    """
    window, scope = frame.occasion.window, frame.scope
    of_one = units_of_one_within(frame.tree, window)
    cuts = satisfaction.measure(window, unit_ids=scope.unit_ids, by=("unit", "channel"))
    whole = satisfaction.total(cuts.values())
    if frame.unit is not None and frame.unit.id in of_one:
        return Families(None, StandsOut("", None, 0))
    place = frame.place or say("the centre")
    gathered = satisfaction.by_unit(satisfaction.gathered(cuts, 0), scope)
    teams = _named(gathered, scope, of_one)
    channels = [Named(name, cut) for name, cut in by_channel(cuts)]
    return Families(
        _held_against(teams, whole, place, "team") if frame.edition.kind in NAMED else None,
        _held_against(channels, whole, place, "channel"),
    )


def _named(
    gathered: Mapping[int, Satisfaction], scope: ScopeTree, left_out: Collection[int]
) -> list[Named]:
    """The units with nothing below them that have answers, by names that tell them apart."""
    parents = {unit.parent_id for unit in scope.units}
    times = Counter(unit.name for unit in scope.units)
    return [
        Named(one.name if times[one.name] == 1 else scope.path(one.id), gathered[one.id])
        for one in scope.units
        if one.id not in parents and one.id not in left_out and gathered[one.id].n
    ]


def _held_against(
    found: Sequence[Named], whole: Satisfaction, place: str, thing: Thing
) -> StandsOut:
    """Each cut held against all the rest, where both have answers enough."""
    full = [one for one in found if satisfaction.has_a_rest(one.cut, whole)]
    tests = [satisfaction.against_the_rest(one.cut, whole).p for one in full]
    p_values = [1.0 if p is None else p for p in tests]
    clear = [at for at, is_clear in enumerate(clear_of_chance(p_values)) if is_clear]
    if not clear:
        return StandsOut("", None, len(full))
    farthest = full[min(clear, key=lambda at: p_values[at])]
    return StandsOut(standing_out(found, whole, place=place, thing=thing), farthest, len(full))
