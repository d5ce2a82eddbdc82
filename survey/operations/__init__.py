"""Verbs that change: one function, one transaction, `now` passed in."""
