"""What follows from sums: which groups' totals can be worked out from published ones.

A mean with its n is a sum, and sums of groups can be added and subtracted. A group's sum can be
worked out if its row of zeros and ones is a combination of the published groups' rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

Group = frozenset[str]
Row = dict[str, Fraction]


class Sums:
    """The sums that are published, and all that follow."""

    def __init__(self, published: Iterable[Group]) -> None:
        self.published = set(published)
        # Per leading member one row, in which no other leading member stands.
        self._rows: dict[str, Row] = {}
        for group in sorted(self.published, key=sorted):
            self._add({member: Fraction(1) for member in group})

    def tell(self, group: Group) -> bool:
        """Whether the sum of the group follows."""
        return not self._reduced({member: Fraction(1) for member in group})

    def small(self, sizes: Mapping[str, int], threshold: int) -> set[Group]:
        """Groups of fewer answers than the threshold, and some, whose sum follows.

        Looked at are members by themselves, every group without every other, and what is left of
        a group once all parts of it that are published are taken away.
        """
        candidates = {frozenset({member}) for group in self.published for member in group}
        candidates |= self.published
        candidates |= {a - b for a, b in combinations(self.published, 2)}
        candidates |= {b - a for a, b in combinations(self.published, 2)}
        for group in self.published:
            parts = [part for part in self.published if part < group]
            candidates.add(group - frozenset().union(*parts))
        return {
            group
            for group in candidates
            if 0 < sum(sizes[member] for member in group) < threshold and self.tell(group)
        }

    def _add(self, row: Row) -> None:
        left = self._reduced(row)
        if not left:
            return
        leading = min(left)
        fresh = {member: value / left[leading] for member, value in left.items()}
        for other in self._rows.values():
            if factor := other.get(leading):
                _take(other, fresh, factor)
        self._rows[leading] = fresh

    def _reduced(self, row: Row) -> Row:
        left = dict(row)
        for leading in sorted(row):
            if leading in self._rows and (factor := left.get(leading)):
                _take(left, self._rows[leading], factor)
        return left


def _take(row: Row, other: Row, factor: Fraction) -> None:
    """Subtract `factor` times the other row, in place."""
    for member, value in other.items():
        rest = row.get(member, Fraction(0)) - factor * value
        if rest:
            row[member] = rest
        else:
            row.pop(member, None)
