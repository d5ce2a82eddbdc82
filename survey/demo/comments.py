"""What the demo centre's customers and agents write: short, uneven, like people."""

from __future__ import annotations

import random

TOPIC = {
    "Orders": ("my order", "the wrong size", "an order that never left the warehouse"),
    "Delivery": ("a parcel left in the rain", "the third missed delivery", "my parcel"),
    "Returns": ("my return", "a refund I had waited for since Easter", "the return label"),
    "Payments": ("a double charge", "my card being refused", "the direct debit"),
    "Faults": ("the line dropping every evening", "the router", "no signal upstairs"),
    "Moves": ("moving house", "the new connection", "the engineer's visit"),
    "Mobile": ("roaming", "a new SIM", "my data allowance"),
    "Billing": ("a bill nobody could explain", "the last invoice", "a late fee"),
    "Contracts": ("my contract", "the renewal offer", "the notice period"),
}

GOOD = (
    "{agent} sorted out {topic} in one go. That is how it should be.",
    "Quick and friendly. I had called twice before about {topic}, this time it worked.",
    "Very patient with me, thank you. {Topic} is settled now.",
    "No script, just a person who listened.",
    "Waited two minutes, {topic} fixed in five.",
    "I expected a long wait and got an answer straight away.",
    "{agent} even called me back to check it had worked.",
    "Clear answers, no fuss.",
    "Good help. The menu before I reached {agent} was long, though.",
    "My mother could have followed the explanation, and she is 84.",
    "Thanks. Please tell {agent} it made my day.",
)
MIDDLING = (
    "Friendly, but I still do not know what happens next with {topic}.",
    "It was all right. I had to explain {topic} twice.",
    "The person was fine, the system was down.",
    "Problem half solved. I was told to try again on Monday.",
    "Took long, but in the end somebody understood {topic}.",
    "Okay. The other shop I use does this without a call.",
)
BAD = (
    "Passed on three times and nobody had read my earlier messages about {topic}.",
    "Forty minutes in the queue, then cut off.",
    "I was told one thing about {topic} last week and the opposite today.",
    "Still not fixed. This is my fourth contact about {topic}.",
    "The person was kind but was not allowed to decide anything.",
    "Nobody called back as promised.",
    "I felt like a number. {Topic} is still open.",
    "You closed my case without an answer.",
    "If {topic} is not settled by the end of the month I am leaving.",
)

ASKS = {
    "ask_cost": (
        "Half of the second contacts would not happen if we could see the delivery status.",
        "Let us issue small refunds ourselves, the approval costs more than the refund.",
        "Stop sending letters for things a message could say.",
        "We log the same contact in three systems. One would do.",
        "Fix the password reset page. It is a fifth of my day.",
        "Send me the bill changes before the customers call, not after.",
        "Fewer transfers. Most of them come back to us anyway.",
        "The translation licence we never use.",
        "Let chats stay with one person until they are done.",
        "Callback slots instead of a queue at nine in the morning.",
        "A search in the knowledge base that finds things.",
        "Print the order number where people can read it.",
    ),
    "ask_quality": (
        "Time to read the history before I pick up.",
        "A second screen for everyone on billing.",
        "One knowledge base. Now there are two and they disagree.",
        "Feedback on good contacts too, not only on the failed ones.",
        "Let us finish a contact after hours without asking for the minutes.",
        "Tell us when a promise made to a customer was not kept.",
        "Let me see what the engineer found before I call back.",
        "Fewer scripts. Customers hear them.",
        "Training on the new tariff before it is sold, not after.",
        "A number to reach the warehouse directly.",
        "Somebody who knows contracts on the late shift.",
        "Half an hour a week to sit beside a colleague.",
    ),
    "ask_people": (
        "Shifts a month ahead so that I can plan my children's weeks.",
        "A break after an abusive call without asking first.",
        "More than a thank-you mail at the end of the year.",
        "My leader to have time. Ours has thirty people now.",
        "Headsets that do not hurt after four hours.",
        "Home days for the late shift as well.",
        "Say no to a customer sometimes, and back us up.",
        "A path from here to somewhere. I have been on the same step for three years.",
        "Do not count the minutes in the bathroom.",
        "Pay the night shift what the night shift is.",
        "A quiet room.",
        "Ask us before the next tool is bought.",
    ),
    "ask_customers": (
        "Let me promise a callback and keep it.",
        "Tell customers the true waiting time.",
        "The right to give ten pounds when we are clearly wrong.",
        "One address where somebody answers within a day.",
        "Bills that people understand.",
        "Ring them before the parcel is late, not after.",
        "Let people skip the menu when they call about the same thing again.",
        "Customers ask for chat in the evening. We close it at six.",
        "Stop changing the app every month.",
        "Somebody has to own a complaint from start to end.",
        "Send the engineer with the part.",
        "Let me write in the customer's language, I speak two of them.",
    ),
}


def customer_comment(rng: random.Random, *, score: int, queue: str, agent_first_name: str) -> str:
    """A comment that fits the score and the queue."""
    pool = GOOD if score >= 4 else MIDDLING if score == 3 else BAD
    topic = rng.choice(TOPIC[queue])
    return rng.choice(pool).format(
        topic=topic, Topic=topic[0].upper() + topic[1:], agent=agent_first_name
    )


def asks(rng: random.Random, *, share: float) -> dict[str, str]:
    """What one agent asks for: none, one or several of the open questions answered."""
    return {item: rng.choice(texts) for item, texts in ASKS.items() if rng.random() < share}
