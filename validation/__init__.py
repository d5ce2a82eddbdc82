"""Estimates tried on made-up centres whose truth is known. Start with `python -m validation`."""
