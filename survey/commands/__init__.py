"""The shell's doors: `flask <command>`."""

from flask import Flask

from survey.commands import linkage, people, pulse, satisfaction, system, work


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in (linkage, people, pulse, satisfaction, system, work):
        module.install(app)
