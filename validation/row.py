"""One line of the table: what was promised, what came out, and whether that is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np

# An error promised at 5% is kept from 3 to 8%; of any other the same parts.
LEAST, MOST = 0.6, 1.6
Promise = Literal["always", "about", "at most", "companion"]


@dataclass(frozen=True, slots=True)
class Row:
    """`hits` of `runs` came out as `counts` says, where `nominal` of them should.

    `promise` is "about" (neither more nor fewer errors), "always" (the same, and the command fails
    where it is not kept), "at most" (errs on the quiet side by design) or "companion" (a page
    shows it beside the headline and never by itself). `column` puts rows of one name and truth
    side by side in a grid. `per` is what one run is of where `nominal` is a rate.
    """

    name: str
    truth: str
    counts: str
    nominal: float
    hits: int
    runs: int
    promise: Promise = "about"
    column: str = ""
    per: str = ""

    @property
    def observed(self) -> float:
        """The share of runs, or how often per year where `per` says so."""
        return self.hits / self.runs

    @property
    def error(self) -> float:
        """One standard error of `observed`: binomial for a share, Poisson for a rate."""
        share = self.observed
        spread = share if self.per else share * (1 - share)
        return math.sqrt(max(spread, 1 / self.runs) / self.runs)

    @property
    def is_outside(self) -> bool:
        """Whether errors are rarer or more frequent than promised, by the bounds above."""
        if self.per:
            return self.observed > self.nominal
        wanted, found = self.nominal, self.observed
        if wanted > 0.5:
            wanted, found = 1 - wanted, 1 - found
        too_many = found > MOST * wanted
        return too_many or (self.promise != "at most" and found < LEAST * wanted)


def seeded(*names: object) -> np.random.Generator:
    """The same numbers for the same names, on every machine and on every day."""
    return np.random.default_rng(crc32(" ".join(map(str, names)).encode()))


def so_many(full: float, effort: float) -> int:
    """How many runs: all of them at effort 1, a part of them for a quick look."""
    return max(20, round(full * effort))
