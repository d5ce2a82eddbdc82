"""Personal data in what people write: replaced by a word before anything is kept.

Mail addresses, phone numbers, payment cards and account numbers go. Order numbers, amounts, dates,
times and product names stay, because a comment is of no use without them. What a long number is,
its digits, its separators and the word before it decide; in doubt it goes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from survey.intake.cards import digit_groups, holds_card, is_like_a_card
from survey.intake.number_words import (
    is_account,
    is_amount,
    is_order,
    is_part_of_a_code,
    is_phone,
    is_rung_up,
)
from survey.intake.plain_letters import DROPPED, plain_letters

MAIL, PHONE, CARD, ACCOUNT = "[mail]", "[phone]", "[card]", "[account]"
AGENT = "[agent]"
SHORTEST_NAME = 2
# A word with the marks on its letters, Devanagari vowels among them.
_MARKS = rf"{re.escape(DROPPED)}\u0900-\u0903\u093a-\u094f\u0962\u0963"
_WORD = re.compile(rf"(?<!\w)(?:[^\W\d_][{_MARKS}]*)+(?!\w)")

# What stands between the digits of one number: spaces of all widths, dots, hyphens, brackets, a
# slash, and characters that show nothing. Never a comma, a colon or the end of a line.
_SPACE = " \t\u00a0\u2000-\u200a\u202f"
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_BETWEEN = rf"[{_SPACE}{_UNSEEN}.\-()/\u2010-\u2015\u2212_]{{0,4}}"

# A card is known by its digits, so that lines and commas may stand between them as well.
_APART = rf"[,;:\r\n{_SPACE}{_UNSEEN}.\-()/\u2010-\u2015\u2212_]{{1,4}}"

# Most comments hold neither a mail address nor seven digits in a row, and end here.
_WORTH_A_LOOK = re.compile(rf"[@＠]|[(\[]at[)\]]|\d(?:(?:{_BETWEEN}\d){{6}}|\d\d{_APART}\d{{3}})")
_GROUPS = re.compile(rf"(?<!\d)\d{{3,}}(?:{_APART}\d{{3,}}){{1,18}}(?!\d)")
_NUMBER = re.compile(rf"(?<!\d)[+＋]?[{_SPACE}]?\(?\d(?:{_BETWEEN}\d){{6,}}")
_LOCAL = rf"\w.+%'\-{_UNSEEN}"
_ADDRESS = re.compile(
    # Each run of letters is begun once: without this a long comment would take a second.
    rf"(?<![{_LOCAL}])[{_LOCAL}]*\w[{_UNSEEN}]*[@＠][{_UNSEEN}]*"
    rf"[^\W\d_][\w\-{_UNSEEN}]+(?:\.[\w\-{_UNSEEN}]+)*"
)
_SPACED_ADDRESS = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]*\w[ ]{{0,2}}(?:[@＠]|[(\[]at[)\]])[ ]{{0,2}}"
    r"(?:[\w\-]+[ ]?\.[ ]?){1,3}"
    r"(?:com|net|org|info|edu|eu|uk|de|at|ch|fr|es|pt|br|pl|in|ae|sa|eg)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))"
    r"(?!\d|[./-]\d)"
)
_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_IBAN_LENGTHS = {
    one[:2]: int(one[2:])
    for one in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28"
        " EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26"
        " IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30"
        " NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23"
        " TN24 TR26 UA29 VA22 VG24 XK20"
    ).split()
}


def mask(text: str) -> str:
    """The text with a word such as [phone] where it named a person's address or account.

    >>> mask("Order 4471239 is late, ring me on +44 7700 900123 or ann@example.org")
    'Order 4471239 is late, ring me on [phone] or [mail]'
    """
    if not _WORTH_A_LOOK.search(text):
        return text
    text = _SPACED_ADDRESS.sub(MAIL, _ADDRESS.sub(MAIL, text))
    return _mask_numbers(_GROUPS.sub(_without_card, _mask_ibans(text)))


def without_name(text: str, name: str) -> str:
    """The text with [agent] in the place of each part of the agent's name, whatever its accents.

    >>> without_name("Kofi was kind, kofi's idea worked", "Kofi Annan-Lee")
    "[agent] was kind, [agent]'s idea worked"
    """
    parts = {plain_letters(one) for one in _WORD.findall(name)}

    def masked(word: re.Match[str]) -> str:
        plain = plain_letters(word[0]) or ""
        # A short name is many a short word as well, but not with a capital.
        is_name = len(plain) > SHORTEST_NAME or (
            len(plain) == SHORTEST_NAME and not word[0][0].islower()
        )
        return AGENT if is_name and plain in parts else word[0]

    return _WORD.sub(masked, text)


def _mask_ibans(text: str) -> str:
    kept, at = [], 0
    for start in _IBAN_START.finditer(text):
        end = _end_of_iban(text, start.start())
        if end and start.start() >= at:
            kept += [text[at : start.start()], ACCOUNT]
            at = end
    return "".join([*kept, text[at:]])


def _end_of_iban(text: str, start: int) -> int:
    """Where the account number that begins here ends, or 0 where none does."""
    wanted = _IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    letters, at = "", start
    while len(letters) < wanted and at < len(text):
        one = text[at]
        if one.isascii() and one.isalnum():
            letters += one.upper()
        elif one not in " -\u00a0":
            return 0
        at += 1
    if not wanted or len(letters) < wanted or text[at : at + 1].isalnum():
        return 0
    number = int("".join(str(int(one, 36)) for one in letters[4:] + letters[:4]))
    return at if number % 97 == 1 else 0


def _without_card(numbers: re.Match[str]) -> str:
    return CARD if holds_card(digit_groups(numbers[0])) else numbers[0]


def _mask_numbers(text: str) -> str:
    kept, at = [], 0
    for piece, start in _without_dates(text):
        for number in _NUMBER.finditer(piece):
            word = _word_for(
                number[0], text[: start + number.start()], text[start + number.end() :]
            )
            if word:
                lead = len(number[0]) - len(number[0].lstrip(" \t\u00a0"))
                kept += [text[at : start + number.start() + lead], word]
                at = start + number.end()
    return "".join([*kept, text[at:]])


def _without_dates(text: str) -> list[tuple[str, int]]:
    """The stretches between dates, each with the place it begins at."""
    dates = [(0, 0), *((date.start(), date.end()) for date in _DATE.finditer(text))]
    ends = [*dates, (len(text), len(text))]
    return [(text[end:start], end) for (_, end), (start, _) in pairwise(ends)]


def _word_for(written: str, before: str, after: str) -> str:
    """What stands in for a number of seven digits or more; empty where it stays."""
    groups = digit_groups(written)
    digits = "".join(groups)
    if written.lstrip()[0] in "+＋" and len(digits) <= 15:
        return PHONE
    if holds_card(groups):
        return CARD
    if is_rung_up(before, groups):
        return PHONE
    if is_order(before) or is_amount(before, groups, after):
        return ""
    if is_like_a_card(digits):
        return CARD
    if written[0] == groups[0][0] != "0" and is_part_of_a_code(before):
        return ""
    if len(digits) < 9:
        return PHONE if is_phone(before) else ACCOUNT if is_account(before) else ""
    if is_account(before):
        return ACCOUNT
    return _word_by_shape(written, groups, digits)


def _word_by_shape(written: str, groups: list[str], digits: str) -> str:
    if _is_list(groups) or re.fullmatch(r"\d{1,3}\.\d+", written.strip()):
        return ""
    if len(digits) <= 15 and (digits[0] == "0" or len(digits) <= 11):
        return PHONE
    return ACCOUNT


def _is_list(groups: list[str]) -> bool:
    """Whether these are several small numbers or years, and no number of one person."""
    if len(groups) > 2 and all(re.fullmatch(r"(?:19|20)\d\d", one) for one in groups):
        return True
    return len(groups) > 2 and groups[0][0] != "0" and max(map(len, groups)) <= 2
