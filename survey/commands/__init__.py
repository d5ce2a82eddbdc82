"""The shell's doors: `flask <command>`."""

from flask import Flask

from survey.commands import (
    bounces,
    contacts,
    context,
    editions,
    export,
    gallery,
    linkage,
    look,
    people,
    plans,
    pulse,
    rights,
    rollups,
    satisfaction,
    scores,
    signals,
    start,
    surveys,
    system,
    verifying,
    work,
)

MODULES = (
    bounces,
    contacts,
    context,
    editions,
    export,
    gallery,
    linkage,
    look,
    people,
    plans,
    pulse,
    rights,
    rollups,
    satisfaction,
    scores,
    signals,
    start,
    surveys,
    system,
    verifying,
    work,
)


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in MODULES:
        module.install(app)
