"""What agents read before the first question: written once per wave and kept with it."""

from __future__ import annotations

from datetime import date

from survey.render.moments import day


def write_statement(
    *, closes_on: date, threshold: int, comment_threshold: int, block_minimum: int
) -> str:
    """The statement of a wave: paragraphs apart by an empty line, the first line its heading."""
    return "\n\n".join(
        (
            "What is stored\n"
            "Your answers and the block of teams they come from. Not your name, not your team"
            " inside the block, not the time, not your card, nothing about your device. What you"
            " write in your own words is kept apart from your other answers and without the block.",
            "Who sees it\n"
            "Nobody sees your ballot on any page or in any report. The pulse is open until"
            f" {day(closes_on)}; before it is closed nobody is shown any result. Afterwards each"
            " block's average per topic is shown, together with how many answered. Answers in your"
            " own words are shown as you wrote them, in shuffled order, for the whole centre: only"
            f" where at least {comment_threshold} people wrote something on that question."
            " Otherwise they are deleted unread.",
            "The smallest group\n"
            f"An average is shown only where at least {threshold} people of a block answered. Each"
            f" block has at least {block_minimum} people invited: smaller teams were joined before"
            " the pulse opened. Averages near the ends of the scale are shown only as “4.5 or"
            " more”, or a similar bound, so that nobody can tell that everyone answered alike.",
            "What remains\n"
            "Whoever runs the server could change the program. Someone who watches the network"
            " while you answer can see that you do. Until the pulse is closed, the files on the"
            " server and their backups could show in which order ballots came in. Your way of"
            " writing may be recognised. A colleague who knows what everybody else answered can"
            " work out the last answer. You can skip any question, and answer from any device.",
        )
    )


def paragraphs(statement: str) -> tuple[tuple[str, str], ...]:
    """Heading and text of each paragraph of a statement."""
    return tuple(
        (heading, text)
        for heading, _, text in (part.partition("\n") for part in statement.split("\n\n"))
    )
