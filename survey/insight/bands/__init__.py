"""Bands: who lies clearly above or below the rest on the same work, and who cannot be told apart.

Built against its own misuse: rows stand by name and have no positions, a band takes an interval
that clears a line, and an agent's band is the agent's first. See docs/decisions/0017-bands.md.
"""
