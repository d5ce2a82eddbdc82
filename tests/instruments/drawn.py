"""Instruments drawn at random: every kind of question, conditions, texts and translations."""

from __future__ import annotations

from hypothesis import strategies as st

from survey.instruments.items import Condition, Item, ItemKind, Option, Row, Scale
from survey.instruments.model import TEXTS, Instrument
from survey.instruments.ready import READY
from survey.instruments.wording import texts_of

WORDS = st.sampled_from(
    [
        "Speed",
        "¿Qué tal?",
        "ما رأيك؟",
        "साफ़ \u200dबात",
        "Ça\u00a0va ?",
        'quote " \\ end',
        "😀",
        "<b>&amp;",
    ]
)
KINDS: tuple[ItemKind, ...] = ("scale", "choice", "choices", "matrix", "tick", "text")
LANGUAGES = ("de", "pt-BR", "zh-Hant", "ar")


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(1, 9))
    labels = tuple(draw(WORDS) for _ in range(low, high + 1))
    return Scale(low, high, labels, draw(st.integers(low + 1, high)))


@st.composite
def items(draw: st.DrawFn, code: str, earlier: tuple[Item, ...]) -> Item:
    kind = draw(st.sampled_from(KINDS))
    values = draw(st.lists(st.integers(0, 9_999), min_size=1, max_size=4, unique=True))
    open_at = draw(st.none() | st.sampled_from(values))
    asked = draw(st.none() | st.sampled_from([one for one in earlier if one.values] or [None]))
    condition = None
    if asked is not None:
        chosen = draw(st.lists(st.sampled_from(asked.values), min_size=1, max_size=3, unique=True))
        condition = Condition(asked.code, tuple(chosen))
    return Item(
        code,
        draw(WORDS),
        kind,
        draw(scales()) if kind in ("scale", "matrix") else None,
        reverse=kind == "scale" and draw(st.booleans()),
        hint=draw(st.just("") | WORDS),
        options=tuple(Option(v, draw(WORDS), v == open_at) for v in values)
        if kind in ("choice", "choices")
        else (),
        rows=tuple(Row(f"row_{n}", draw(WORDS)) for n in values) if kind == "matrix" else (),
        condition=condition,
        is_required=draw(st.booleans()),
    )


@st.composite
def drawn(draw: st.DrawFn) -> Instrument:
    """One instrument; some of its texts are translated."""
    asked: tuple[Item, ...] = ()
    for number in range(draw(st.integers(0, 5))):
        asked = (*asked, draw(items(f"q_{number}", asked)))
    instrument = Instrument(
        "satisfaction",
        draw(WORDS),
        asked,
        headline=draw(st.sampled_from(["", *[item.code for item in asked]])),
        language=draw(st.sampled_from(["en", "hi"])),
        texts=draw(st.dictionaries(st.sampled_from(TEXTS), WORDS, max_size=3)),
    )
    keys = st.sampled_from(sorted(texts_of(instrument)) or ["none"])
    words = st.dictionaries(keys, WORDS, max_size=4) if texts_of(instrument) else st.just({})
    translations = draw(st.dictionaries(st.sampled_from(LANGUAGES), words, max_size=3))
    return Instrument(
        "satisfaction",
        instrument.name,
        asked,
        headline=instrument.headline,
        language=instrument.language,
        texts=instrument.texts,
        translations=translations,
    )


ANY = st.one_of(drawn(), st.sampled_from([one.instrument for one in READY]))
