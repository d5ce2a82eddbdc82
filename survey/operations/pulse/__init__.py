"""Opening a wave, handing out cards and signatures, letting ballots in, and closing."""

from survey.operations.pulse.ballots import BallotPaper, find_paper, record_ballot
from survey.operations.pulse.cards import (
    BlockCards,
    CardSheet,
    draw_cards,
    issue_cards,
    put_in_force,
)
from survey.operations.pulse.claiming import ClaimPaper, claim, find_claim
from survey.operations.pulse.closing import close_wave
from survey.operations.pulse.drawing import KeySource
from survey.operations.pulse.link_ballots import LinkPaper, find_link_paper, record_link_ballot
from survey.operations.pulse.opening import NewWave, open_wave
from survey.operations.pulse.planning import find_units, plan_blocks

__all__ = [
    "BallotPaper",
    "BlockCards",
    "CardSheet",
    "ClaimPaper",
    "KeySource",
    "LinkPaper",
    "NewWave",
    "claim",
    "close_wave",
    "draw_cards",
    "find_claim",
    "find_link_paper",
    "find_paper",
    "find_units",
    "issue_cards",
    "open_wave",
    "plan_blocks",
    "put_in_force",
    "record_ballot",
    "record_link_ballot",
]
