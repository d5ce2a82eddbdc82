"""One Jinja set-up for page, mail and print: the same filters, the same strictness."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.render import bidi, numbers
from survey.render.figures.marks import path, xy
from survey.render.palette import LIGHT
from survey.render.speech import say, say_n

FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "change": numbers.change,
        "counted": numbers.counted,
        "day": numbers.day,
        "decimal": numbers.decimal,
        "duration": numbers.duration,
        "instant": numbers.instant,
        "mean": numbers.mean,
        "month": numbers.month,
        "n": numbers.n,
        "p": numbers.p,
        "p_phrase": numbers.p_phrase,
        "path": path,
        "r": numbers.r,
        "runs": bidi.runs,
        "score": numbers.score,
        "share": numbers.share,
        "share_change": numbers.share_change,
        "short_day": numbers.short_day,
        "whole": numbers.whole,
        "xy": xy,
    }
)
GLOBALS: Mapping[str, Any] = MappingProxyType(
    {
        "change_interval": numbers.change_interval,
        "colour": LIGHT,
        "hidden": numbers.hidden,
        "interval": numbers.interval,
        "months": numbers.months,
        "part": numbers.part,
        "period": numbers.period,
        "say": say,
        "say_n": say_n,
        "share_change_interval": numbers.share_change_interval,
        "share_interval": numbers.share_interval,
    }
)
_ESCAPED = (".html", ".svg", ".xml")


def configure(environment: Environment) -> None:
    """Change the environment in place: filters, globals, strict names, escaping, white space.

    An undefined name is an error, `.txt` templates are not escaped, all others are.
    """
    environment.undefined = StrictUndefined
    environment.autoescape = is_escaped
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)


def make_environment(folders: Sequence[Path]) -> Environment:
    """Give an environment that reads templates from the folders, for print and mail."""
    loader = FileSystemLoader([str(folder) for folder in folders])
    environment = Environment(loader=loader, autoescape=True)
    configure(environment)
    return environment


def is_escaped(name: str | None) -> bool:
    """Give whether a template's values are escaped: markup is, and whatever has no name."""
    return name is None or name.endswith(_ESCAPED)
