"""How wide a piece of text will be when Inter prints it, without opening a font.

Letters of Arabic and Devanagari, which Inter lacks, are as wide as Noto Sans prints them.

The widths are those of the semi-bold cut, which is the wider of the two shipped, with tabular
digits: an estimate that may be a little too wide and so never lets two labels touch.
"""

import unicodedata
from functools import lru_cache

from survey.render.letters import letter_width

# Hundredths of an em, rounded up to the next even number, and the characters that wide.
_ADVANCES: dict[int, str] = {
    20: "\u2009\u202f",
    22: "’",
    24: "'‘",
    28: "IijlÌÍÎÏìíîïĪīĬĭĮįİıĵĺļłΙΪІЇіїј",
    30: " ,.:;·ĩ·\u00a0",
    32: "!¡¦¹ΐίιϊ",
    34: "¸",
    36: "|ľΊ",
    38: "/\\ftŀţŧ",
    40: "()[]r{}ŕŗř",
    42: '"ť“”',
    44: "²³‐\u2011",
    46: "°Ĩ",
    48: "-_ªºгѓ",
    50: "^`´–",
    52: "з",
    54: "¯ĳτ",
    56: "*?s¿śŝşšγζтэѕ",
    58: "JLackvxyz¢¥§¬àáâãäåçýÿāăąćĉċčĴķĹĻĽĿŁŷźżžΓέεξςЃЈГавксухьяєќў•",
    60: "Fe¨«»èéêëðēĕėęěΰρυϋύелнпчѐёџ",
    62: "Ehnou¶ÈÉÊËñòóôõöøùúûüþĒĔĖĘĚĥħńņňŋōŏőũūŭůűųΕΞήβδηθλνοχόЀЁЕбийођћѝ",
    64: "bdgpqđĝğġģр",
    66: "#$BPRSTZ£µÞßĸŔŖŘŚŜŞŠŢŤŦŹŻŽΒΖΡΣΤάακμσЅЎБВЗРТУдц",
    68: "&+0123456789<=>K~®±×÷ĶΚЌЬ−€≤≥≈",
    70: "XΧЄКХЭЯъ",
    72: "YÝďŶŸΥΫπ",
    74: "ADVÀÁÂÃÄÅÐĀĂĄĎĐΆΑΔΛЏАЛ",
    76: "CGHNU¤ÇÑÙÚÛÜĆĈĊČĜĞĠĢĤŃŅŇŊŨŪŬŮŰŲΈΗΝΠЍИЙНПСЧф",
    78: "OQÒÓÔÕÖØŌŎŐΘΟΩДОЦм",
    80: "ĦΌψы",
    82: "ΏΦΨφЪ",
    84: "wĲŵЂФю…",
    86: "%ш",
    88: "Ыж",
    90: "m¼ωώ",
    92: "M©ΉΎΜЋМњ",
    94: "½æщ",
    96: "¾љ→",
    100: "@Œœ—",
    102: "WÆŴШ",
    104: "ЖЩ",
    106: "Ю",
    112: "Љ",
    114: "Њ",
}
_WIDTH_OF: dict[str, int] = {
    character: width for width, characters in _ADVANCES.items() for character in characters
}
_UNKNOWN = 75
_FULL = 110
_ELLIPSIS = "…"
# A column made exactly as wide as its widest text must hold that text.
_ROUNDING = 0.01


def text_width(text: str, size: float) -> float:
    """Give the width of one line of text, in the unit of `size`.

    >>> round(text_width("82%", 10), 2)
    22.2
    """
    return _hundredths(text) * size / 100


def wrap(text: str, size: float, *, width: float, max_lines: int = 2) -> tuple[str, ...]:
    """Give the text as lines no wider than `width`, the last one cut with an ellipsis if it must.

    Breaks at spaces; a single word that is too wide is cut.

    >>> wrap("Customer care Hamburg", 10, width=90)
    ('Customer care', 'Hamburg')
    """
    lines: list[str] = []
    for word in text.split() or [""]:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width + _ROUNDING:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > max_lines:
        lines[max_lines - 1 :] = [" ".join(lines[max_lines - 1 :])]
    return tuple(_cut(line, size, width=width) for line in lines)


@lru_cache(maxsize=4096)
def _hundredths(text: str) -> int:
    return sum(map(_advance, text, f"{text[1:]} "))


def _advance(character: str, following: str) -> int:
    known = _WIDTH_OF.get(character)
    if known is None:
        known = letter_width(character, following)
    if known is not None:
        return known
    # What combines with a letter, and what only says which way letters run.
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return _FULL if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN


def _cut(line: str, size: float, *, width: float) -> str:
    if text_width(line, size) <= width + _ROUNDING:
        return line
    kept = line
    while kept and text_width(kept + _ELLIPSIS, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS
