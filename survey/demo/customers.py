"""How the demo's customers can be reached: the same customer always the same way."""

from __future__ import annotations

import random

from survey.intake.reach import Reach

# Language and time zone with their shares; most customers are at home.
HOMES = (
    ("en", "Europe/London", 78),
    ("pl", "Europe/London", 6),
    ("de", "Europe/Berlin", 4),
    ("es", "Europe/Madrid", 4),
    ("fr", "Europe/Paris", 3),
    ("ar", "Europe/London", 2),
    ("hi", "Europe/London", 2),
    ("pt", "Europe/Lisbon", 1),
)
MAIL_SHARE = 0.88
# Area codes with the numbers in each that are kept free for stories: 0000 to 0999.
AREAS = ("113496", "114496", "115496", "116496", "117496", "118496", "121496", "131496", "151496")


def reach_of(customer_ref: str) -> Reach:
    """Address, language and time zone of one customer.

    The addresses end in a name nobody can own; the numbers are kept free for stories
    (https://www.ofcom.org.uk, numbers for drama use).
    """
    rng = random.Random(customer_ref)  # noqa: S311  # a repeatable story, not a secret
    language, timezone, _ = rng.choices(HOMES, [share for *_, share in HOMES])[0]
    has_mail = rng.random() < MAIL_SHARE
    return Reach(
        email=f"{customer_ref.lower()}@customers.example" if has_mail else None,
        phone=None if has_mail else f"+44{rng.choice(AREAS)}0{rng.randrange(1000):03d}",
        language=language,
        timezone=timezone,
    )
