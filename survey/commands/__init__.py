"""The shell's doors: `flask <command>`."""

from flask import Flask

from survey.commands import (
    bounces,
    contacts,
    context,
    export,
    forum,
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
    work,
)

MODULES = (
    bounces,
    contacts,
    context,
    export,
    forum,
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
    work,
)


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in MODULES:
        module.install(app)
