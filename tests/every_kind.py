"""A survey with a question of every kind, in English, German and Arabic."""

from __future__ import annotations

from datetime import datetime

from survey.instruments.items import Condition, Item, Option, Row, Scale
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import CSAT_SCALE
from survey.operations import satisfaction
from survey.store.database import run
from tests import invited
from tests.conftest import NOW

EASE = Scale(1, 7, ("Very difficult", "2", "3", "4", "5", "6", "Very easy"), favourable_from=5)
LIKELY = Scale(
    0,
    10,
    ("Not at all likely", *(str(point) for point in range(1, 10)), "Extremely likely"),
    favourable_from=9,
)
DRIVERS = ("Waiting", "Having to explain it again", "The solution", "Friendliness", "Other")
ARABIC_POINTS = ("غير راضٍ إطلاقًا", "غير راضٍ", "محايد", "راضٍ", "راضٍ جدًا")
GERMAN_POINTS = ("Sehr unzufrieden", "Unzufrieden", "Weder noch", "Zufrieden", "Sehr zufrieden")


def _labels(code: str, low: int, labels: tuple[str, ...]) -> dict[str, str]:
    return {f"items.{code}.labels.{low + at}": label for at, label in enumerate(labels)}


GERMAN = {
    "items.csat.text": "Wie zufrieden sind Sie mit der Hilfe, die Sie bekommen haben?",
    **_labels("csat", 1, GERMAN_POINTS),
    "items.drivers.text": "Woran lag es?",
    "items.ces.text": "Wie leicht war es, Ihr Anliegen zu klären?",
    **_labels("ces", 1, ("Sehr schwierig", "2", "3", "4", "5", "6", "Sehr leicht")),
    "items.nps.text": "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    "items.nps.labels.0": "Äußerst unwahrscheinlich",
    "items.nps.labels.10": "Äußerst wahrscheinlich",
    "items.comment.text": "Was sollten wir darüber wissen?",
    "items.comment.hint": "Bitte lassen Sie Karten- und Kontonummern weg.",
}
ARABIC = {
    "items.csat.text": "ما مدى رضاك عن المساعدة التي تلقيتها؟",
    **_labels("csat", 1, ARABIC_POINTS),
    "items.drivers.text": "ما السبب؟",
    "items.drivers.options.1": "الانتظار",
    "items.ces.text": "ما مدى سهولة حل طلبك؟",
    **_labels("ces", 1, ("صعب جدًا", "2", "3", "4", "5", "6", "سهل جدًا")),
    "items.nps.text": "ما احتمال أن توصي بنا؟",
    "items.nps.labels.0": "مستبعد تمامًا",
    "items.nps.labels.10": "مرجّح جدًا",
    "items.care.text": "كيف وجدت ما يلي؟",
    "items.care.rows.speed": "السرعة",
    "items.care.rows.tone": "أسلوب الحديث",
    **_labels("care", 1, ARABIC_POINTS),
    "items.comment.text": "ما الذي ينبغي أن نعرفه؟",
    "items.comment.hint": "من فضلك لا تكتب أرقام بطاقات أو حسابات.",
}
EVERY_KIND = Instrument(
    kind="satisfaction",
    name="Every kind",
    headline="csat",
    items=(
        Item(
            "csat",
            "How satisfied are you with the help you received?",
            "scale",
            CSAT_SCALE,
        ),
        Item(
            "drivers",
            "What was it about?",
            "choices",
            options=tuple(
                Option(9 if text == "Other" else at, text, is_open=text == "Other")
                for at, text in enumerate(DRIVERS, 1)
            ),
            condition=Condition("csat", (1, 2, 3)),
        ),
        Item("resolved", "Is it settled?", "choice", options=(Option(1, "Yes"), Option(2, "No"))),
        Item(
            "why",
            "What is left to do?",
            "text",
            condition=Condition("resolved", (2,)),
        ),
        Item("ces", "How easy was it to get help?", "scale", EASE),
        Item("nps", "How likely are you to recommend us?", "scale", LIKELY),
        Item(
            "care",
            "How did you find the following?",
            "matrix",
            CSAT_SCALE,
            rows=(Row("speed", "Speed"), Row("tone", "Tone")),
        ),
        Item("comment", "What should we know about it?", "text", hint="Please no card numbers."),
        Item("call_back", "Please contact me about it.", "tick"),
        Item("testimonial", "You may quote my words.", "tick"),
    ),
    translations={"de": GERMAN, "ar": ARABIC},
)


def invite(contact_id: int, number: int = 0, *, now: datetime = NOW, language: str = "en") -> str:
    """The token of an invitation to answer the survey, sent by mail in that language."""
    token = invited.token(number)
    satisfaction.invite(contact_id, token=token, now=now, instrument=EVERY_KIND)
    run(
        "UPDATE invitation SET via = 'mail', language = ? WHERE contact_id = ?",
        (language, contact_id),
    )
    return token
