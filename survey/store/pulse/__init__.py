"""Pulse data at rest: the roster side, the slot that lets ballots in, and the vault."""
