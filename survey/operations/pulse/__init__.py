"""Opening a wave, handing out cards, letting ballots in, and closing."""

from survey.operations.pulse.ballots import BallotPaper, find_paper, record_ballot
from survey.operations.pulse.cards import (
    BlockCards,
    CardSheet,
    draw_cards,
    issue_cards,
    put_in_force,
)
from survey.operations.pulse.closing import close_wave
from survey.operations.pulse.opening import NewWave, open_wave, plan_blocks

__all__ = [
    "BallotPaper",
    "BlockCards",
    "CardSheet",
    "NewWave",
    "close_wave",
    "draw_cards",
    "find_paper",
    "issue_cards",
    "open_wave",
    "plan_blocks",
    "put_in_force",
    "record_ballot",
]
