"""What agents read before the first question: written once per wave and kept with it.

What holds for one way of answering only stands in paragraphs of its own, named by their headings:
a wave has one statement, and the pages of a link and of a card each leave out the other's.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from survey.render.moments import day

Mode = Literal["link", "cards"]
Modes = frozenset[Mode]

# How the heading of a paragraph begins that holds for one way of answering only.
_WAYS: dict[Mode, str] = {"link": "By link: ", "cards": "By card: "}

_STORED: dict[Mode, str] = {
    "cards": (
        "your card\n"
        "It carries a code and your block, and no name: this program does not know who drew it."
        " Nothing of it is kept beside your answers, and its code is deleted as they come in."
    ),
    "link": (
        "your link\n"
        "Your link fetches one signature for your ballot, which your browser hides from us while we"
        " sign: no computer can tell later whose ballot it is. You may fetch it now and answer"
        " later or on another device. That a link of your block was used is kept until the pulse"
        " is closed. Whoever has the database, and your mail or the installation’s secret, could"
        " see that it was yours, not what you answered. The code of your receipt is published"
        " after closing, so that you can check that your ballot was counted."
    ),
}

_REMAINING: dict[Mode, str] = {
    "cards": (
        "what remains\n"
        "Whoever runs the server could change the program, and until the pulse is closed its files"
        " and backups could show in which order ballots came. Whoever noted which card you drew"
        " could find yours with them. Someone who watches the network sees that you answer."
    ),
    "link": (
        "what remains\n"
        "Whoever runs the server could change the program, or the script your browser runs. The"
        " script is short and can be read; the page with the keys names its digest. Until the"
        " pulse is closed, files and backups could show in which order ballots came and which"
        " belongs to which receipt, not to whom: show your receipt to nobody. Someone who watches"
        " the network, or has such copies and your mail or that secret, sees when you fetch, so"
        " take your time before you answer."
    ),
}

_REMAINING_FOR_ALL = (
    "If you are signed in on this device, your browser may send that along; the"
    " program does not read it, and a private window avoids it. Your style of writing may be"
    " recognised, and whoever knows all other answers can work out yours, or guess it if only"
    " you joined or left since last time. Skip what you like."
)


def write_statement(
    *, closes_on: date, threshold: int, comment_threshold: int, block_minimum: int, modes: Modes
) -> str:
    """The statement of a wave: paragraphs apart by an empty line, the first line its heading.

    `modes` are the ways in which its blocks answer.
    """
    return "\n\n".join(
        (
            "What is stored\n"
            "Your answers and your block: your team, or with it others that were too small alone."
            " Not your name or device, and not the time. Your own words are kept apart from your"
            " other answers, without the block.",
            *(f"{_WAYS[mode]}{_STORED[mode]}" for mode in sorted(modes)),
            "Who sees it\n"
            "Nobody is shown a single ballot, and nothing at all before the pulse is closed:"
            f" {day(closes_on)} or later. Then analysts and executives see the averages of every"
            " block, team leaders those of blocks they lead, agents those of their own block; and"
            " how many answered there. All of them see the averages of the whole centre, and your"
            " own words as written, shuffled, without the block, where at least"
            f" {comment_threshold} people wrote on that question; otherwise they are deleted"
            " unread.",
            "The smallest group\n"
            f"An average needs {threshold} answers, and a block has at least {block_minimum} people"
            " invited: smaller teams were joined. Near the ends of the scale only “4.5 or more” or"
            " the like is shown, so that nobody can tell that all answered alike.",
            *(f"{_WAYS[mode]}{_REMAINING[mode]}" for mode in sorted(modes)),
            f"What remains\n{_REMAINING_FOR_ALL}",
        )
    )


def in_short(mode: Mode, *, threshold: int) -> tuple[str, ...]:
    """A few sentences for those who read no more, true without what the statement adds."""
    first = {
        "cards": "Your card only says that you may take part, and this program does not know who"
        " drew it. Nothing in its database or logs says which answers are yours, neither to your"
        " leader nor to whoever runs it.",
        "link": "Your link only says that you may take part. Your answers are sent without it, and"
        " nothing in the database or logs of this program says which are yours, neither to your"
        " leader nor to whoever runs it.",
    }
    return (
        first[mode],
        f"Nobody is shown an average of fewer than {threshold} people, and no result before the"
        " pulse is closed.",
        "Your own words may be shown as you write them: leave out names, dates and cases.",
        "What no program can rule out stands under “Exactly”.",
    )


def paragraphs(statement: str, *, mode: Mode | None = None) -> tuple[tuple[str, str], ...]:
    """Heading and text of each paragraph of a statement.

    With a `mode` those that hold only for another way of answering are left out.
    """
    others = tuple(words for way, words in _WAYS.items() if mode not in (None, way))
    return tuple(
        (heading, text)
        for heading, _, text in (part.partition("\n") for part in statement.split("\n\n"))
        if not heading.startswith(others)
    )
