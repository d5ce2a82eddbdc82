"""Bands and changes, inside-out."""
