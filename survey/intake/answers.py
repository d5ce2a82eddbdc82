"""What a customer put into the form of an instrument: its answers, or every objection at once.

A form sends each item under its code: the point of a scale, the value of an option (once for each
option ticked), `1` for a ticked box, the words of a text. A row of a matrix is sent as `code.row`,
the words beside an open option as `code.other`. Nothing else in a form counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import InvalidInput
from survey.instruments.items import Item
from survey.instruments.measures import COMMENT, TESTIMONIAL
from survey.instruments.model import Instrument
from survey.intake.fields import LONGEST_COMMENT, check_comment
from survey.intake.masking import mask
from survey.intake.problems import Unfit

# Sentences without anything filled in, so that they can be translated as they stand.
CHOOSE_ONE = "Choose one of the answers."
CHOOSE_ONE_OR_NONE = "Choose one of the answers, or none."
CHOOSE_SOME = "Choose at least one of the answers."
CHOOSE_SHOWN = "Choose from the answers shown."
CHOOSE_IN_EACH_ROW = "Choose one answer in each row."
TICK = "Tick the box."
WRITE = "Write an answer."
TOO_LONG = f"Your comment is too long. Please keep it under {LONGEST_COMMENT:,} characters."

OTHER = "other"  # an open option's words are sent under the item's code, a dot and this

_NUMBER = re.compile(r"-?[0-9]{1,4}")
# Characters that turn the direction of whatever follows them, other people's words included.
# The plain direction marks stay: right-to-left text needs them, and they reach no further.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

Typed = Mapping[str, Sequence[str]]  # a form: all values given under each name


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: numbers as they are stored and counted, and words, by item.

    `choices` count under their code how many options were ticked (0 included), and 1 under
    `code.value` for each of them; a matrix has its points under `code.row`. What was not shown or
    not answered is absent.
    """

    values: Mapping[str, int]
    texts: Mapping[str, str]

    @property
    def comment(self) -> str | None:
        """The words of the item that every survey calls the comment."""
        return self.texts.get(COMMENT)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why one item's answer cannot be taken, and what to do."""

    item: str
    message: str


class Misanswered(InvalidInput):
    """A form is no answer to the instrument; `objections` has one for each item in the way."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__([f"{one.item}: {one.message}" for one in self.objections])


def read_form(instrument: Instrument, typed: Typed) -> Answers:
    """What a form answers to the instrument.

    An item that the other answers do not show is left out, whatever was sent in it. Words come
    without personal data (see `survey.intake.masking`), so that none is ever stored.

    Raises:
        Misanswered: a required item that is shown has no answer, or an answer is not permitted.
    """
    read = _read(instrument, typed)
    if read.objections:
        raise Misanswered(read.objections)
    return Answers(read.values, read.texts)


def read_left(instrument: Instrument, typed: Typed) -> Answers | None:
    """What counts of a form that was left before it was sent; None where its headline is open.

    Permitted answers count, and only what was done: a box left empty is no answer, and nobody has
    consented to a quotation before sending.
    """
    read = _read(instrument, typed, is_sent=False)
    return Answers(read.values, read.texts) if instrument.headline in read.values else None


def find_objections(instrument: Instrument, typed: Typed) -> tuple[Objection, ...]:
    """Everything that keeps a form from being an answer: at most one objection for each item."""
    return tuple(_read(instrument, typed).objections)


def read_comment(text: str) -> str | None:
    """The comment without what cannot be seen, or None where nothing is left to read.

    Raises:
        Unfit: it is over 10,000 characters long.
    """
    comment = check_comment(_TURNING.sub("", text).strip())
    return comment if any(c.isprintable() and c != " " for c in comment) else None


@dataclass(slots=True)
class _Read:
    """What has been read so far. `is_sent` is false for a form that was left."""

    typed: Typed
    is_sent: bool
    values: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)

    def take_one(self, item: Item, is_required: bool) -> None:
        """A point or an option."""
        given = self._given(item.code)
        value = _number(given[0]) if len(given) == 1 else None
        open_value = _open_value(item)
        words = self._words(item.code, OTHER) if open_value is not None else None
        if words and not given:
            value = open_value
        if value is not None and value in item.values:
            self.values[item.code] = value
            if words and value == open_value:
                self.texts[item.code] = words
        elif is_required:
            raise Unfit(CHOOSE_ONE)
        elif given:
            raise Unfit(CHOOSE_ONE_OR_NONE)

    def take_some(self, item: Item, is_required: bool) -> None:
        """The ticked options; words beside the open one tick it."""
        ticked = {_number(text) for text in self._given(item.code)}
        open_value = _open_value(item)
        words = self._words(item.code, OTHER) if open_value is not None else None
        if words:
            ticked.add(open_value)
        values = [option.value for option in item.options if option.value in ticked]
        if len(values) < len(ticked):
            raise Unfit(CHOOSE_SHOWN)
        if is_required and not values:
            raise Unfit(CHOOSE_SOME)
        if values or self.is_sent:
            self.values[item.code] = len(values)
            self.values |= {f"{item.code}.{value}": 1 for value in values}
        if words:
            self.texts[item.code] = words

    def take_rows(self, item: Item, is_required: bool) -> None:
        """A point in each row."""
        assert item.scale is not None
        for row in item.rows:
            name = f"{item.code}.{row.code}"
            given = self._given(name)
            value = _number(given[0]) if len(given) == 1 else None
            if value is not None and value in item.scale.points:
                self.values[name] = value
            elif is_required or given:
                raise Unfit(CHOOSE_IN_EACH_ROW if is_required else CHOOSE_ONE_OR_NONE)

    def take_tick(self, item: Item, is_required: bool) -> None:
        """A box: `1` where it was ticked."""
        given = self._given(item.code)
        if given not in ([], ["0"], ["1"]):
            raise Unfit(CHOOSE_SHOWN)
        is_ticked = given == ["1"]
        if is_required and not is_ticked:
            raise Unfit(TICK)
        if self.is_sent or (is_ticked and item.code != TESTIMONIAL):
            self.values[item.code] = int(is_ticked)

    def take_text(self, item: Item, is_required: bool) -> None:
        """Words of one's own."""
        words = self._words(item.code)
        if words:
            self.texts[item.code] = words
        elif is_required:
            raise Unfit(WRITE)

    def _given(self, name: str) -> list[str]:
        return [text for text in self.typed.get(name, ()) if text]

    def _words(self, *names: str) -> str | None:
        text = "".join(self.typed.get(".".join(names), ())[:1])
        try:
            words = read_comment(text) if text else None
        except Unfit as error:
            raise Unfit(TOO_LONG) from error
        return mask(words) if words else None


_TAKE: dict[str, Callable[[_Read, Item, bool], None]] = {
    "scale": _Read.take_one,
    "choice": _Read.take_one,
    "choices": _Read.take_some,
    "matrix": _Read.take_rows,
    "tick": _Read.take_tick,
    "text": _Read.take_text,
}


def _read(instrument: Instrument, typed: Typed, *, is_sent: bool = True) -> _Read:
    read = _Read(typed, is_sent)
    for item in instrument.items:
        if item.is_shown(read.values):
            try:
                _TAKE[item.kind](read, item, is_sent and instrument.is_required(item))
            except Unfit as error:
                read.objections.append(Objection(item.code, str(error)))
    return read


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _open_value(item: Item) -> int | None:
    return next((option.value for option in item.options if option.is_open), None)
