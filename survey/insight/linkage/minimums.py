"""How much it takes before a comparison is shown, and before it is judged."""

from __future__ import annotations

SHOW_BETWEEN_FROM = 4
TEST_BETWEEN_FROM = 6
WITHIN_UNITS = 4
WITHIN_WAVES = 3
WITHIN_DF = 10
# Below, the autocorrelation of a series cannot be told from chance.
CENTRE_FROM = 12
