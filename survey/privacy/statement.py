"""What agents read before the first question: written once per wave and kept with it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from survey.render.moments import day

Modes = frozenset[Literal["link", "cards"]]


def write_statement(
    *, closes_on: date, threshold: int, comment_threshold: int, block_minimum: int, modes: Modes
) -> str:
    """The statement of a wave: paragraphs apart by an empty line, the first line its heading.

    `modes` are the ways in which its blocks answer.
    """
    return "\n\n".join(
        (
            f"What is stored\n{_stored(modes)}",
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
            f"What remains\n{_remaining(modes)}",
        )
    )


def _stored(modes: Modes) -> str:
    ways = [{"cards": "card", "link": "link"}[mode] for mode in sorted(modes)]
    sentences = [
        "Your answers and your block: your team, or with it others that were too small alone."
        f" Not your name, {', '.join(ways)} or device, and not the time. Your own words are kept"
        " apart from your other answers, without the block."
    ]
    if "link" in modes:
        sentences.append(
            "Your link fetches one signature for your ballot, which your browser hides from us"
            " while we sign: no computer can tell later whose ballot it is. You may fetch it now"
            " and answer later or on another device. That a link of your block was used is kept"
            " until the pulse is closed, and not whose. The code of your receipt is published then,"
            " so that you can check that your ballot was counted."
        )
    return " ".join(sentences)


def _remaining(modes: Modes) -> str:
    if "link" in modes:
        operator = (
            "Whoever runs the server could change the program, or the script your browser runs. The"
            " script is short and can be read; the page with the keys names its digest. Until the"
            " pulse is closed, files and backups could show in which order ballots came and which"
            " belongs to which receipt, not to whom: show your receipt to nobody. Someone who"
            " watches the network sees when you fetch and when you answer, so take your time in"
            " between."
        )
    else:
        operator = (
            "Whoever runs the server could change the program, and until the pulse is closed its"
            " files and backups could show in which order ballots came. Someone who watches the"
            " network sees that you answer."
        )
    return (
        f"{operator} If you are signed in on this device, your browser may send that along; the"
        " program does not read it, and a private window avoids it. Your style of writing may be"
        " recognised, and whoever knows all other answers can work out yours, or guess it if only"
        " you joined or left since last time. Skip what you like."
    )


def paragraphs(statement: str) -> tuple[tuple[str, str], ...]:
    """Heading and text of each paragraph of a statement."""
    return tuple(
        (heading, text)
        for heading, _, text in (part.partition("\n") for part in statement.split("\n\n"))
    )
