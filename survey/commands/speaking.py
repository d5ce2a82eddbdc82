"""How a command declines: sentences on stderr and exit status 1, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import click

from survey.errors import Refusal
from survey.store.database import DatabaseError

LOCAL_HOSTS = frozenset(("127.0.0.1", "localhost", "::1"))
P = ParamSpec("P")
T = TypeVar("T")


def spoken(command: Callable[P, T]) -> Callable[P, T]:
    """The same command, whose refusals are said in sentences. Stands directly above `def`."""

    @wraps(command)
    def speak(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            click.echo(refusal.message, err=True)
        except DatabaseError as error:
            click.echo(database_sentence(error), err=True)
        except BrokenPipeError:  # whoever read the output has had enough: the shell knows
            raise
        except OSError as error:
            said = error.strerror or type(error).__name__
            click.echo(f"{error.filename or 'A file'} could not be used: {said}.", err=True)
        sys.exit(1)

    return speak


def database_sentence(error: DatabaseError) -> str:
    """What to do about a database that does not do what was asked."""
    said = str(error).strip().splitlines()
    return (
        f"The database could not be used ({said[0] if said else type(error).__name__})."
        " Check SURVEY_DATABASE_URL, and run `flask migrate` if it is new."
    )


def warn_of_local_address(base_url: str) -> None:
    """Say on stderr that printed addresses reach nobody else, where that is so."""
    if urlsplit(base_url).hostname in LOCAL_HOSTS:
        click.echo(
            f"Addresses begin with {base_url}, which only this machine can open. Set"
            " SURVEY_BASE_URL to the address people use.",
            err=True,
        )
