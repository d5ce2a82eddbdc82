"""How a question looks on the customer's page."""

from __future__ import annotations

import pytest

from survey.insight.asked import ask
from survey.instruments.items import Item, Scale
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import CSAT_SCALE

BARE = Scale(1, 5, ("1", "2", "3", "4", "5"), favourable_from=4)
ENDS = Scale(1, 5, ("Hard", "2", "3", "4", "Easy"), favourable_from=4)
AGREE = Scale(1, 5, ("Never", "Seldom", "Sometimes", "Often", "Always"), favourable_from=4)


@pytest.mark.parametrize(
    ("code", "scale", "look"),
    [
        ("csat", CSAT_SCALE, "faces"),
        ("csat", BARE, "numbers"),
        ("csat", ENDS, "numbers"),
        ("q1", BARE, "numbers"),
        ("q1", ENDS, "numbers"),
        ("q1", AGREE, "words"),
        ("ces", AGREE, "words"),
    ],
)
def test_faces_stand_for_satisfaction_in_words_alone(code: str, scale: Scale, look: str) -> None:
    item = Item(code, "How was it?", "scale", scale)
    instrument = Instrument(kind="satisfaction", name="S", items=(item,), headline=code)
    (asked,) = ask(instrument, {})
    assert asked.look == look
