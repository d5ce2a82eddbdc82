"""The shell's doors: `flask <command>`."""

from flask import Flask

from survey.commands import linkage, satisfaction


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in (linkage, satisfaction):
        module.install(app)
