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
        "One form for refunds, not three that ask the same.",
        "Nobody needs the weekly spreadsheet. We fill it in, who reads it?",
        "Answer mails in the order they come, then people do not write twice.",
        "Replace the old headsets once instead of repairing them every month.",
        "Tell sales to stop promising next-day engineers.",
        "Let customers change their own address online.",
        "Delivery firm B loses twice as many parcels. Drop it.",
        "An hour saved if the two billing screens were one.",
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
        "Show me what I promised last time.",
        "Stop measuring how fast, ask whether it was solved.",
        "Templates that do not sound like a lawyer.",
        "A list of what is broken today, before the first call tells us.",
        "Quality checks by somebody who has taken calls.",
        "Let newcomers listen for two weeks, not two days.",
        "Contracts with one price list.",
        "Access to the engineer's calendar.",
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
        "Swap shifts among ourselves without a form.",
        "A team meeting that is not about numbers.",
        "Breaks that do not move when it gets busy.",
        "Somebody to talk to after a bad call.",
        "Tell us first, before we read it in the news.",
        "Training in paid time.",
        "Fair share of the weekends.",
        "A chair that does not creak.",
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
        "Say sorry first and then explain.",
        "Do not close a case because nobody answered for three days.",
        "Remember what people told us yesterday.",
        "An old customer should not pay more than a new one.",
        "Put the phone number back on the website.",
        "Callbacks in the evening for those who work.",
        "Refund first, investigate later, for small sums.",
        "Answer the complaint, not the keyword in it.",
    ),
}


def customer_comment(rng: random.Random, *, score: int, queue: str, agent_first_name: str) -> str:
    """A comment that fits the score and the queue."""
    pool = GOOD if score >= 4 else MIDDLING if score == 3 else BAD
    topic = rng.choice(TOPIC[queue])
    return rng.choice(pool).format(
        topic=topic, Topic=topic[0].upper() + topic[1:], agent=agent_first_name
    )


class Asks:
    """What the agents of one wave ask for: each text is written by one of them."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._left = {item: rng.sample(texts, len(texts)) for item, texts in ASKS.items()}

    def next(self, *, share: float) -> dict[str, str]:
        """What the next agent writes: nothing, or an answer to one or several open questions."""
        return {
            item: left.pop()
            for item, left in self._left.items()
            if left and self._rng.random() < share
        }
