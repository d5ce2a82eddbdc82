"""What the demo's agents asked for, what the forum decided about it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.intake.decision import NewAsk, Progress

JUST_DECIDED = Progress("agreed", None)


@dataclass(frozen=True, slots=True)
class Story:
    """An ask of a wave and the decision about it, due so many days later.

    `steps` are the days after the decision on which it was followed up, and how it stood then.
    """

    wave: int
    asked: NewAsk
    mandate: str
    money: str | None
    owner: str
    due_after: int
    steps: tuple[tuple[int, Progress], ...] = ()
    dissent: str | None = None


STORIES = (
    Story(
        4, NewAsk(
            "Cost", "See the delivery status without asking the warehouse",
            size="about 900 minutes of calls to the warehouse a week",
        ),
        "Read access for all order teams", "£4,200 a year", "Helen Strand", 60,
        (
            (20, Progress("under_way", "The contract is signed; Orders A begins.")),
            (52, Progress("done", "Live for all order teams. Second contacts about deliveries fell"
                          " from 31 to 24 in a hundred; the season may have helped.")),
        ),
    ),
    Story(
        4, NewAsk("Agents", "A break after an abusive call without asking first",
                  size="about nine calls a week"),
        "Ten minutes, no questions, in all teams", None, "Anita Perez", 14,
        ((12, Progress("done", "In force. Used about nine times a week.")),),
    ),
    Story(
        4, NewAsk("Quality", "A second screen on billing", size="fifteen desks"),
        "Fifteen screens", "£2,700", "Marcus Ode", 45,
        (
            (15, Progress("under_way", "Offers are in.")),
            (40, Progress("declined", "The desks in Hillcrest do not hold two; asked again with"
                          " the move.")),
        ),
    ),
    Story(
        5, NewAsk(
            "Customers", "Give small refunds on the spot",
            size="about 60 contacts a week that wait for an approval",
            options="Up to £15 without approval, trial in Orders and Returns\n"
                    "Up to £5 in all teams\nLeave it as it is",
            proposed_owner="Helen Strand",
        ),
        "Up to £15 without approval, trial in Orders and Returns", "£1,000 a month",
        "Helen Strand", 40,
        ((25, Progress("under_way", "The trial runs in Orders A and Returns.")),),
        "Paul Okoro: without approval it will be £15 every time. He wants to see the count before"
        " any other team begins.",
    ),
    Story(
        5, NewAsk("Agents", "Shifts a month ahead", size="every agent, every month",
                  options="Four weeks ahead\nTwo weeks ahead", proposed_owner="Anita Perez"),
        "Four weeks ahead, from the next plan on", None, "Anita Perez", 90,
        ((33, Progress("under_way", "Riverside has its first plan of four weeks.")),),
    ),
    Story(
        6, NewAsk(
            "Quality", "One knowledge base instead of two that disagree",
            size="two searches in most contacts, about 6 hours a day together",
            options="Choose one of the two and close the other\nKeep both, with one owner",
            proposed_owner="Marcus Ode",
        ),
        "Choose one of the two and close the other", "12 days of work", "Marcus Ode", 50,
        dissent="Helen Strand: closing one before its articles are moved loses what only the night"
        " desk wrote down. She asks for a list of these first.",
    ),
    Story(
        6, NewAsk("Customers", "Bills that people understand",
                  size="one contact in five on Billing"),
        "Three agents from Billing join the redesign", None, "Paul Okoro", 75,
    ),
)  # fmt: skip

# Asks by wave that nobody has answered yet: the meetings about them had no time, or no figures.
WAITING = (
    (5, NewAsk(
        "Cost", "Send the engineer with the part",
        size="about 25 second visits a month",
        options="Ask for the part in the first call\nTen common parts in every van",
        proposed_owner="Marcus Ode",
    )),
    (6, NewAsk(
        "Agents", "A quiet room in Hillcrest, as there is one in Riverside",
        size="one room, about £1,800",
        options="The small meeting room, from noon to two\nA room of its own with the move",
        proposed_owner="Anita Perez",
    )),
    (6, NewAsk(
        "Cost", "Stop asking for a case number that the system could fill in",
        size="about 20 seconds in every transfer",
    )),
    (6, NewAsk("Customers", "Callbacks in the evening for those who work")),
)  # fmt: skip
# Noted after the last meeting.
NEWEST = (6, NewAsk("Quality", "See what the customer wrote before the call begins"))
