"""The default pulse: own-worded items on a 1-5 agreement scale, eNPS and four open questions.

Constructs never share an item. Results are published per construct, so no two published figures
of a block overlap in the answers they are made of (see docs/decisions).
"""

from survey.instruments.items import Construct, Item, Scale
from survey.instruments.model import Instrument

AGREEMENT = Scale(
    low=1,
    high=5,
    labels=("Disagree strongly", "Disagree", "Neither", "Agree", "Agree strongly"),
    favourable_from=4,
)

RECOMMENDATION = Scale(
    low=0, high=10, labels=tuple(str(point) for point in range(11)), favourable_from=9
)

ENGAGEMENT = "engagement"
ENPS = "enps"

CONSTRUCTS = (
    Construct(ENGAGEMENT, "Engagement"),
    Construct("tools", "Tools that help"),
    Construct("autonomy", "Freedom to decide"),
    Construct("recognition", "Recognition"),
    Construct("growth", "Growth and pay"),
    Construct("leadership", "Care by the leader"),
    Construct("strain", "Strain", higher_is_better=False),
    Construct("voice", "Being heard"),
    Construct(ENPS, "Would recommend working here"),
)


def _agreement(code: str, construct: str, text: str, *, reverse: bool = False) -> Item:
    return Item(code, text, "scale", AGREEMENT, construct, reverse)


PULSE = Instrument(
    kind="pulse",
    name="Pulse",
    headline=ENGAGEMENT,
    constructs=CONSTRUCTS,
    items=(
        _agreement("vigour", ENGAGEMENT, "Most days I start work with energy."),
        _agreement("dedication", ENGAGEMENT, "What I do here matters to me."),
        _agreement("pride", ENGAGEMENT, "I am proud of the help my team gives."),
        _agreement("tools_work", "tools", "My tools let me help a customer without detours."),
        _agreement(
            "tools_switch",
            "tools",
            "I lose time switching between systems during a contact.",
            reverse=True,
        ),
        _agreement("decide", "autonomy", "I am free to decide what it takes to settle a contact."),
        _agreement("trusted", "autonomy", "I am trusted to do my work my way."),
        _agreement("thanked", "recognition", "Good work is noticed here."),
        _agreement("fair_credit", "recognition", "Praise goes to those who earned it."),
        _agreement("learning", "growth", "I am learning things that will help me later."),
        _agreement("fair_pay", "growth", "My pay is fair for what I do."),
        _agreement("leader_cares", "leadership", "My leader cares how I am."),
        _agreement("leader_helps", "leadership", "My leader helps when a contact goes wrong."),
        _agreement("worn_out", "strain", "I often end the day worn out."),
        _agreement("alone", "strain", "I often feel alone with difficult contacts."),
        _agreement("speak_up", "voice", "I can say what goes wrong without fear."),
        _agreement("acted_on", "voice", "Something comes of what agents say here."),
        Item(
            ENPS,
            "How likely are you to recommend working here to a friend?",
            "scale",
            RECOMMENDATION,
            ENPS,
            hint="0 means not at all likely, 10 means very likely.",
        ),
        Item("ask_cost", "What do you need so that we can work at lower cost?", "text"),
        Item(
            "ask_quality", "What do you need so that the quality of our help gets better?", "text"
        ),
        Item("ask_people", "What do you need so that work here gets better for you?", "text"),
        Item("ask_customers", "What do you need so that customers are happier?", "text"),
    ),
)

ASK_DRIVERS = {
    "ask_cost": "Cost",
    "ask_quality": "Quality",
    "ask_people": "Agents",
    "ask_customers": "Customers",
}
