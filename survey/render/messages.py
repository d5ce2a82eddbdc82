"""The words of an invitation and of its reminder: as a mail, and as a short message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from jinja2 import Environment

from survey import sms
from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.instruments.wording import in_language
from survey.render import languages

MOST_SEGMENTS = 3
# With more points than this, a scale's numbers stand in lines instead of one word below another.
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Asking:
    """What a message asks, and of whom.

    `link` leads to the question, `unsubscribe` to the page that ends all messages; `expires_at` is
    when the link ends, told by the clocks of `zone`.
    """

    instrument: Instrument
    language: str
    is_reminder: bool
    link: str
    unsubscribe: str
    organisation: str
    expires_at: datetime
    zone: tzinfo
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """The parts of a mail in one language."""

    subject: str
    text: str
    html: str


def write_mail(asking: Asking, templates: Environment) -> Mail:
    """The mail: the survey's own words where it has any, and the link whatever they say."""
    instrument, language = _spoken(asking)
    texts = instrument.texts
    headline = instrument.item(instrument.headline)
    points = _points(headline)
    values = {
        "_": partial(languages.gettext, language),
        "asking": asking,
        "organisation": _line(asking.organisation),
        "is_demo": asking.is_demo,
        "language": instrument.language,
        "direction": _direction(instrument.language),
        "question": headline.text,
        "points": points,
        "has_words": len(points) <= MOST_WORDS,
        "words": texts.get("reminder" if asking.is_reminder else "invitation", "").strip(),
        "last_day": languages.day(language, asking.expires_at.astimezone(asking.zone).date()),
    }

    def written(ending: str) -> str:
        name = "reminder" if asking.is_reminder else "invitation"
        return templates.get_template(f"mail/{name}.{ending}").render(values)

    own = _line(texts.get("reminder_subject" if asking.is_reminder else "subject", ""))
    return Mail(own or _line(written("subject.txt")), written("txt"), written("html"))


def write_short_message(asking: Asking) -> str:
    """The short message: few words, and the link whatever they are."""
    instrument, language = _spoken(asking)
    own = _line(instrument.texts.get("sms", ""))
    words = own or languages.gettext(
        language,
        "%(organisation)s: how did we do? Please tell us:",
        organisation=_line(asking.organisation),
    )
    return sms.fitted(words, asking.link, most_segments=MOST_SEGMENTS)


def _spoken(asking: Asking) -> tuple[Instrument, str]:
    """The instrument in the customer's language or its own, and the language of our words."""
    picked = asking.instrument.pick_language([asking.language])
    language = next(
        (tag for tag in (picked, picked.partition("-")[0]) if tag in languages.LANGUAGES),
        languages.ENGLISH,
    )
    return in_language(asking.instrument, picked), language


def _direction(language: str) -> str:
    known = languages.LANGUAGES.get(language.partition("-")[0])
    return known.direction if known else "ltr"


def _points(item: Item) -> list[tuple[int, str]]:
    """Values and words of what the question can be answered with; none for words of one's own."""
    if item.kind == "scale" and item.scale is not None:
        return [(point, item.scale.label(point)) for point in item.scale.points]
    if item.kind == "choice":
        return [(option.value, option.text) for option in item.options]
    return []


def _line(text: str) -> str:
    """The text as one line that a header takes: no breaks, no signs that cannot be seen."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split())).strip()
