"""Numbers in addresses, none of them larger than a database can be asked for."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """The number, or where it is larger than a database holds the largest that fits.

    So what it names is looked for and not found like anything else that is not there.
    """

    def to_python(self, value: str) -> int:
        return min(int(super().to_python(value)), LARGEST)
