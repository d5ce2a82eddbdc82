"""Unusual days and weeks as pages show them: the list, one chart, the thresholds."""
