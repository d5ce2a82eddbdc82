"""The yardstick of signing: the private power by two primes, in constant time, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import gmpy2

from survey.blind_signatures.keys import EXPONENT, SigningKey


@dataclass(frozen=True, slots=True)
class BarePower:
    """A key with everything about it worked out beforehand."""

    p: int
    q: int
    dp: int
    dq: int
    lift: int

    def of(self, value: int) -> int:
        """The value to the private exponent."""
        at_p = int(gmpy2.powmod_sec(value % self.p, self.dp, self.p))
        at_q = int(gmpy2.powmod_sec(value % self.q, self.dq, self.q))
        return at_q + (at_p - at_q) * self.lift % self.p * self.q


def bare(key: SigningKey) -> BarePower:
    """The same key as the product's."""
    p, q = key.p, key.q
    dp, dq = (int(gmpy2.invert(EXPONENT, prime - 1)) for prime in (p, q))
    return BarePower(p, q, dp, dq, int(gmpy2.invert(q, p)))
