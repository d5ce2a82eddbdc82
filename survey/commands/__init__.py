"""The shell's doors: `flask <command>`."""

from flask import Flask

from survey.commands import (
    contacts,
    forum,
    linkage,
    people,
    pulse,
    rollups,
    satisfaction,
    scores,
    start,
    system,
    work,
)

MODULES = (
    contacts,
    forum,
    linkage,
    people,
    pulse,
    rollups,
    satisfaction,
    scores,
    start,
    system,
    work,
)


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in MODULES:
        module.install(app)
