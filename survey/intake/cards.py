"""Numbers of payment cards, told by how they begin, their length and their check digit."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 13, 19
# Smaller groups are a list of marks or times; where they are all there is, they may be a card.
SHORTEST_GROUP = 3
# What card schemes give out: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay,
# RuPay and Maestro.
_BEGINS_LIKE_A_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}|35\d{14,17}"
    r"|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}|(?:50|5[6-9]|6[037])\d{11,17}"
)


def digit_groups(written: str) -> list[str]:
    """The runs of digits in what was written, in the digits 0 to 9."""
    return [
        "".join(str(unicodedata.decimal(one)) for one in group)
        for group in re.findall(r"\d+", written)
    ]


def is_like_a_card(digits: str) -> bool:
    """Whether the check digit is right and the rest could be a card's; one number in twelve is."""
    if not SHORTEST <= len(digits) <= LONGEST or digits[0] not in "23456":
        return False
    doubled = sum(sum(divmod(2 * int(one), 10)) for one in digits[-2::-2])
    return (doubled + sum(int(one) for one in digits[-1::-2])) % 10 == 0


def holds_card(groups: list[str]) -> bool:
    """Whether neighbouring groups make a card's number, as card schemes give them out.

    >>> holds_card(["4111", "1111", "1111", "1111", "12"])
    True
    """
    whole = "".join(groups)
    if _is_card(whole):
        return True
    for first in range(len(groups)):
        digits = ""
        for group in groups[first : first + LONGEST]:
            digits += group
            if len(group) < SHORTEST_GROUP or len(digits) > LONGEST:
                break
            if _is_card(digits):
                return True
    return False


def _is_card(digits: str) -> bool:
    return is_like_a_card(digits) and bool(_BEGINS_LIKE_A_CARD.fullmatch(digits))
