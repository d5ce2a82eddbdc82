"""Doors: routes, guarded by default deny."""
