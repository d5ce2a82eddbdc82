"""The one place that turns results into sentences; see docs/statistics.md for the wording rules."""
