"""The ballot page: what is promised, then the questions in parts, each of which may be skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.intake.answers import Objection
from survey.privacy import gate
from survey.privacy.cards import grouped
from survey.privacy.gate import BlockRef, WaveRef
from survey.privacy.statement import in_short, paragraphs
from survey.render import numbers

# A part ends with the construct that brings it to this many questions.
PART_SIZE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it; `typed` is what stands chosen or written in it.

    None means that nothing was chosen yet, "" that it was skipped on purpose.
    """

    item: Item
    typed: str | None
    error: str

    @property
    def points(self) -> list[tuple[int, str]]:
        """Values and labels, lowest first; none for a question answered in one's own words."""
        scale = self.item.scale
        return [] if scale is None else [(point, scale.label(point)) for point in scale.points]


@dataclass(frozen=True, slots=True)
class Part:
    """Questions `first` to `last` of the ballot."""

    first: int
    last: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a respondent reads first: a few sentences, and exactly, as headings and texts."""

    short: tuple[str, ...]
    exactly: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BallotPage:
    """A ballot to be filled in, by card or by link.

    `promise` is what stands before the first question. `help_contact` is where to turn with what
    weighs on somebody, "" where the organisation names nobody.
    """

    wave: str
    closes_on: date
    promise: Promise
    parts: tuple[Part, ...]
    n_questions: int
    help_contact: str
    problem: str

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What must be mended: the question's code and a sentence."""
        found = [(one.item.code, one.error) for p in self.parts for one in p.asked if one.error]
        first = self.parts[0].asked[0].item.code
        return found + ([(first, self.problem)] if self.problem else [])


@dataclass(frozen=True, slots=True)
class CardBallotPage:
    """The ballot of a card; `code` as typed on the address, `shown_code` as on the card."""

    code: str
    shown_code: str
    ballot: BallotPage


def card_ballot_page(code: str, ballot: BallotPage) -> CardBallotPage:
    """The page on which the holder of a card fills in this ballot."""
    return CardBallotPage(code, grouped(code), ballot)


def ballot_page(
    wave: WaveRef,
    block: BlockRef,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    objections: Sequence[Objection] = (),
    problem: str = "",
) -> BallotPage:
    """The ballot of a block, with everything typed so far and what must be mended.

    `problem` is a sentence about the ballot as a whole.
    """
    errors = {objection.item: objection.message for objection in objections}
    given = typed or {}
    parts: list[Part] = []
    for items in _parts(wave.instrument):
        asked = tuple(
            Asked(item, (*given.get(item.code, ()), None)[0], errors.get(item.code, ""))
            for item in items
        )
        first = parts[-1].last + 1 if parts else 1
        parts.append(Part(first, first + len(asked) - 1, asked))
    return BallotPage(
        wave.name,
        wave.closes_on,
        promise_of(wave, block),
        tuple(parts),
        len(wave.instrument.items),
        wave.help_contact,
        problem,
    )


def promise_of(wave: WaveRef, block: BlockRef) -> Promise:
    """What a respondent reads first: of the wave's statement what holds for the block's mode."""
    invited = numbers.counted(block.n_invited, "agent is", "agents are")
    about = f"{block.name}: {invited} invited. {block.reason}".strip()
    return Promise(
        in_short(block.mode, threshold=wave.threshold),
        (("Your block", about), *paragraphs(wave.statement, mode=block.mode)),
    )


def _parts(instrument: Instrument) -> list[list[Item]]:
    """The items in the order they are asked, cut where a construct ends."""
    parts: list[list[Item]] = [[]]
    for item in instrument.items:
        last = parts[-1]
        if len(last) >= PART_SIZE and item.construct != last[-1].construct:
            parts.append(last := [])
        last.append(item)
    return parts


@dataclass(frozen=True, slots=True)
class CodePage:
    """The page where the code of a card is typed; `is_refused` where the last was no good.

    `written` are questions with the words that came with a ballot on such a card. They are in this
    reply and nowhere else.
    """

    typed: str
    is_refused: bool
    written: tuple[tuple[Item, str], ...] = ()


def refused_page(typed: Mapping[str, Sequence[str]]) -> CodePage:
    """The page after a ballot on a card that is no good, with what was written on it.

    Which wave the card was for is not known: spent and unknown are one. The newest wave has the
    questions of every ballot that can still be open in a browser.
    """
    items = [item for wave in gate.waves()[-1:] for item in wave.instrument.text_items]
    words = [(item, "".join(typed.get(item.code, ())[:1])) for item in items]
    return CodePage("", is_refused=True, written=tuple(one for one in words if one[1].strip()))
