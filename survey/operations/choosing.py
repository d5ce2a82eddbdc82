"""From what is known of contacts to what becomes of each: the survey that asks, or the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.intake.eligibility import RULES, Candidate, RuleName, Sieve
from survey.intake.quiet_hours import awake_at, clock_of
from survey.intake.rules import VIAS
from survey.operations.askings import persons_of
from survey.store import deciding, digests, reads_of_surveys
from survey.store.fields import from_seconds, to_seconds
from survey.store.reads_of_surveys import LiveSurvey

HOUR, DAY = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one contact.

    Of those who are asked, `via` is the way, `due_at` the instant in seconds, and `persons` the
    digests by which the customer is known.
    """

    one: Candidate
    outcome: str
    survey: LiveSurvey | None = None
    rule: RuleName | None = None
    via: str = "link"
    due_at: int = 0
    persons: tuple[bytes, ...] = ()


class _Asker:
    """A live survey, ready for many contacts."""

    def __init__(self, survey: LiveSurvey, *, via_link: bool) -> None:
        rules = survey.rules
        self.survey = survey
        self.sieve = Sieve(survey.code, rules)
        self.vias = () if via_link else VIAS[rules.via]
        self.latest = rules.latest_hours * HOUR
        self.delay = 0 if via_link else rules.delay_minutes * 60
        self.quiet = None if via_link else rules.quiet_times
        self.quarantine = 0 if rules.ignores_quarantine else rules.quarantine_days * DAY

    def looks_back_on(self, survey_id: int | None) -> bool:
        """Whether an asking by this survey counts for the quarantine."""
        return not self.survey.rules.is_own_quarantine or survey_id == self.survey.id


class Chooser:
    """Decides about any number of contacts at one instant; `via_link` as in `deciding`."""

    def __init__(self, *, now: datetime, zone: ZoneInfo, via_link: bool = False) -> None:
        self._now = to_seconds(now)
        self._zone = zone
        live = reads_of_surveys.live_surveys()
        self._askers = [_Asker(survey, via_link=via_link) for survey in live]
        self._by_id = {asker.survey.id: asker for asker in self._askers}
        self._salt = digests.salt()
        self._day_ends: dict[str, int] = {}

    def choose(self, candidates: Iterable[Candidate]) -> list[Choice]:
        """What becomes of each, in their order: of two contacts of one person the first is asked.

        Two reads for all of them: who is stopped, and who was asked before.
        """
        choices = [self._look(one) for one in candidates]
        open_ones = [choice for choice in choices if choice.persons]
        known = {person for choice in open_ones for person in choice.persons}
        stops = deciding.stops_of(known) if known else {}
        longest = max((asker.quarantine for asker in self._askers), default=0)
        asked: deciding.Askings = {}
        if known and longest:
            asked = deciding.askings_of(known, since=self._now - longest)

        return [self._settle(choice, stops, asked) for choice in choices]

    def _look(self, one: Candidate) -> Choice:
        """What the contact alone decides; `invited` so far where the people decide as well."""
        if one.is_invited or one.is_answered:
            return Choice(one, "by_hand" if one.is_invited else "answered")
        if not self._askers:
            return Choice(one, "no_survey")
        closed_at = self._closed_at(one)
        asker, rule = self._pick(one, closed_at)
        if rule is not None:
            return Choice(one, "not_eligible", asker.survey, rule)
        if not asker.sieve.is_sampled(one.source, one.external_id):
            return Choice(one, "sampled_out", asker.survey)
        due_at = self._due_at(one, asker, closed_at)
        if due_at > closed_at + asker.latest:
            return Choice(one, "too_late", asker.survey)
        if asker.vias and not any(_address(one, via) for via in asker.vias):
            return Choice(one, "no_address", asker.survey)

        return Choice(
            one, "invited", asker.survey, due_at=due_at, persons=persons_of(one, salt=self._salt)
        )

    def _pick(self, one: Candidate, closed_at: int) -> tuple[_Asker, RuleName | None]:
        """The first survey that fits and is in time, else the first that fits.

        Where none fits, the one that came nearest, and its rule that did not.
        """
        late: _Asker | None = None
        nearest: tuple[int, _Asker, RuleName] | None = None
        for asker in self._askers:
            rule = asker.sieve.failing(one)
            if rule is None:
                if self._now <= closed_at + asker.latest:
                    return asker, None
                late = late or asker
            elif nearest is None or RULES.index(rule) > nearest[0]:
                nearest = RULES.index(rule), asker, rule
        if late is not None or nearest is None:
            assert late is not None
            return late, None

        return nearest[1:]

    def _settle(
        self,
        choice: Choice,
        stops: Mapping[bytes, str],
        asked: deciding.Askings,
    ) -> Choice:
        """What the people decide: those who want nothing more, and those asked not long ago."""
        if choice.outcome != "invited":
            return choice
        assert choice.survey is not None
        asker = self._by_id[choice.survey.id]
        kinds = {stops.get(person) for person in choice.persons}
        if "opted_out" in kinds:
            return replace(choice, outcome="opted_out")
        vias = [via for via in asker.vias if self._is_open(choice.one, via, stops)]
        if asker.vias and not vias:
            return replace(choice, outcome="bounced")
        since = choice.due_at - asker.quarantine
        for person in choice.persons if asker.quarantine else ():
            for survey_id, at in asked.get(person, ()):
                if at > since and asker.looks_back_on(survey_id):
                    return replace(choice, outcome="quarantined")
        for person in choice.persons:
            asked.setdefault(person, []).append((choice.survey.id, choice.due_at))

        return replace(choice, via=vias[0]) if vias else choice

    def _is_open(self, one: Candidate, via: str, stops: Mapping[bytes, str]) -> bool:
        address = _address(one, via)
        return address is not None and (digests.of_address(address, salt=self._salt) not in stops)

    def _closed_at(self, one: Candidate) -> int:
        """When the contact closed; where only the day is known, at its end or now."""
        if one.closed_at is not None:
            return one.closed_at
        if one.closed_on not in self._day_ends:
            next_day = date.fromisoformat(one.closed_on) + timedelta(days=1)
            ends = datetime.combine(next_day, time(), self._zone).astimezone(UTC)
            self._day_ends[one.closed_on] = min(to_seconds(ends), self._now)

        return self._day_ends[one.closed_on]

    def _due_at(self, one: Candidate, asker: _Asker, closed_at: int) -> int:
        earliest = max(self._now, closed_at + asker.delay)
        if asker.quiet is None:
            return earliest
        zone = clock_of(one.timezone, otherwise=self._zone)

        return to_seconds(awake_at(from_seconds(earliest), zone=zone, quiet=asker.quiet))


def _address(one: Candidate, via: str) -> str | None:
    return one.email if via == "mail" else one.phone
