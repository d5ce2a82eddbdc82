"""The satisfaction survey customers answer after a contact."""

from survey.instruments.items import Item, Scale
from survey.instruments.measures import COMMENT, CSAT
from survey.instruments.model import Instrument

CSAT_SCALE = Scale(
    low=1,
    high=5,
    labels=("Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"),
    favourable_from=4,
)

AFTER_CONTACT = Instrument(
    kind="satisfaction",
    name="After a contact",
    headline=CSAT,
    items=(
        Item(
            code=CSAT,
            text="How satisfied are you with the help you received?",
            kind="scale",
            scale=CSAT_SCALE,
        ),
        Item(
            code=COMMENT,
            text="What should we know about it?",
            kind="text",
            hint="Optional. Please leave out card and account numbers.",
        ),
    ),
)
