"""What closing a wave publishes: computed from the ballots by the rules, written to the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from survey.errors import Refusal
from survey.instruments.model import Instrument
from survey.instruments.pulse import ENPS
from survey.privacy import rules
from survey.privacy.credentials import receipt_code
from survey.privacy.differences import difference_problems
from survey.privacy.figures import Cell, Published, Reliability
from survey.privacy.gate import WaveRef
from survey.privacy.promoters import promoter_score
from survey.privacy.reliability import reliability
from survey.store.pulse import ledger, vault, waves
from survey.store.pulse.waves import Block

SHUFFLE_BYTES = 16
Scores = dict[int, list[Fraction]]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that is published of one construct: cells per block, and figures of the centre."""

    cells: Mapping[int, Cell]
    spread: float | None
    total: Published | None
    reliability: Reliability | None = None

    @property
    def published(self) -> dict[int, Published]:
        """The blocks that have a figure."""
        return {id: one for id, one in self.cells.items() if isinstance(one, Published)}


def publish(wave: WaveRef, *, randomness: Callable[[int], bytes]) -> None:
    """Write to the ledger what may be published about the ballots now in the vault.

    Belongs into the transaction that closes the wave, once no ballot can come in any more.

    Raises:
        Refusal: a figure would break the difference rule; nothing is to be published then.
    """
    block_ids = [
        block.id for block in Block.select().where(Block.wave == wave.id).order_by(Block.id)
    ]
    ballots = vault.ballots(wave.id)
    measured = measure(wave, {id: ballots.get(id, []) for id in block_ids})
    problems = [p for code, one in measured.items() for p in problems_of(code, one, wave.threshold)]
    if problems:
        raise Refusal(" ".join(["These figures may not be published together.", *problems]))
    waves.note_rules(wave.id, rules.VERSION)
    ledger.write(ledger.Turnout, [(id, len(ballots.get(id, []))) for id in block_ids])
    ledger.write(ledger.Receipt, _receipts(vault.spent(wave.id)))
    _write(wave.id, measured)
    _write_remarks(wave, randomness)


def _receipts(spent: Mapping[int, Sequence[bytes]]) -> list[tuple[int, int, str]]:
    """Block, position and code; the same code twice where two credentials were made to share it."""
    return [
        (block, position, code)
        for block, digests in spent.items()
        for position, code in enumerate(sorted(map(receipt_code, digests)), start=1)
    ]


def measure(wave: WaveRef, ballots: Mapping[int, Sequence[str]]) -> dict[str, Measured]:
    """What may be published of each construct, from the ballots of every block."""
    parsed = {id: [json.loads(text) for text in texts] for id, texts in ballots.items()}
    return {
        construct.code: _measure(wave.instrument, construct.code, parsed, wave.threshold)
        for construct in wave.instrument.constructs
    }


def _measure(
    instrument: Instrument,
    construct: str,
    ballots: Mapping[int, Sequence[Mapping[str, int]]],
    threshold: int,
) -> Measured:
    scale = rules.scale_of(instrument, construct)
    scores: Scores = {
        block: [
            score
            for ballot in answered
            if (score := rules.construct_score(instrument, construct, ballot)) is not None
        ]
        for block, answered in ballots.items()
    }
    cells = {block: rules.cell(one, scale, threshold=threshold) for block, one in scores.items()}
    shown = [block for block, one in cells.items() if isinstance(one, Published)]
    if not rules.may_pool([one for one in cells.values() if isinstance(one, Published)]):
        return Measured(cells, None, None)
    if construct == ENPS:
        # No spread beside it: mean, spread and promoters together could tell single answers.
        pooled = [score for block in shown for score in scores[block]]
        published = [one for one in cells.values() if isinstance(one, Published)]
        return Measured(cells, None, promoter_score(pooled, published))
    n_items = len(instrument.items_of(construct))
    spread = rules.spread([scores[block] for block in shown], scale, n_items=n_items)
    return Measured(cells, spread, None, reliability(instrument, construct, ballots, cells, spread))


def problems_of(construct: str, measured: Measured, threshold: int) -> list[str]:
    """Every way in which the figures of one construct break the difference rule."""
    published = measured.published
    sets = {f"{construct} of block {id}": frozenset({id}) for id in published}
    # The mean over the centre is made of published cells; spread and eNPS rest on the same people.
    sets[f"{construct} of the centre"] = frozenset(published)
    n_answers = {id: one.n for id, one in published.items()}
    return difference_problems(sets, n_answers, threshold=threshold)


def _write(wave_id: int, measured: Mapping[str, Measured]) -> None:
    ledger.write(
        ledger.ReleasedCell,
        [
            (id, code, cell.form, cell.value, cell.n)
            if isinstance(cell, Published)
            else (id, code, "hidden", None, None)
            for code, one in measured.items()
            for id, cell in one.cells.items()
        ],
    )
    ledger.write(
        ledger.ReleasedSpread,
        [(wave_id, code, one.spread) for code, one in measured.items() if one.spread is not None],
    )
    ledger.write(
        ledger.ReleasedTotal,
        [
            (wave_id, code, one.total.form, one.total.value, one.total.n)
            for code, one in measured.items()
            if one.total is not None
        ],
    )
    ledger.write(
        ledger.ReleasedReliability,
        [
            (wave_id, code, found.n_items, found.n, found.alpha, found.omega)
            for code, one in measured.items()
            if (found := one.reliability) is not None
        ],
    )


def _write_remarks(wave: WaveRef, randomness: Callable[[int], bytes]) -> None:
    """Release each question's remarks, shuffled, where enough people wrote some.

    A card gives at most one remark per question, so counting remarks counts people.
    """
    for item, texts in vault.remarks(wave.id).items():
        if len(texts) < wave.comment_threshold:
            continue
        keyed = sorted((randomness(SHUFFLE_BYTES), text) for text in texts)
        ledger.write(
            ledger.ReleasedRemark,
            [(wave.id, item, position, text) for position, (_, text) in enumerate(keyed, start=1)],
        )
