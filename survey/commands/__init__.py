"""The shell's doors: `flask <command>`."""

from flask import Flask


def install(app: Flask) -> None:
    """Put every command of the product on the application's command line."""
    for module in ():
        module.install(app)
