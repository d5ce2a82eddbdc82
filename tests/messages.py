"""The sentences that customers read, found in templates and in the sentences of our refusals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from survey.intake import answers
from survey.render.languages import FOLDER, LANGUAGES
from tests.conftest import ROOT

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
Message = str | tuple[str, str]


@cache
def used() -> set[Message]:
    """Every sentence that is looked up; a pair where it has a form for one and a form for many."""
    found: set[Message] = set()
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            found |= set(_in_template(path))
    for path in sorted((ROOT / "survey").rglob("*.py")):
        found |= set(_in_code(path))
    return found | set(_objections())


def _in_template(path: Path) -> Iterator[Message]:
    options = {"trimmed": "true", "silent": "false"}
    with path.open("rb") as file:
        for _, function, message, _ in babel_extract(file, list(KEYWORDS), [], options):
            texts = [message] if isinstance(message, str) else [one for one in message or () if one]
            if function == "ngettext":
                yield texts[0], texts[1]
            elif texts:  # a sentence handed over by name stands in its own place
                yield texts[0]


def _in_code(path: Path) -> Iterator[str]:
    """The sentences of `languages.gettext(language, "...")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            text = node.args[1]
            is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if name == "gettext" and isinstance(text, ast.Constant) and is_text:
                yield str(text.value)


def _objections() -> Iterator[str]:
    names = ("CHOOSE_", "TICK", "WRITE", "TOO_LONG")
    return (text for name, text in vars(answers).items() if name.startswith(names))


def catalogues() -> dict[str, Catalog]:
    """The file of every language, read."""
    found = {}
    for code in LANGUAGES:
        path = FOLDER / code / "LC_MESSAGES" / "messages.po"
        if path.exists():
            with path.open("rb") as file:
                found[code] = read_po(file, locale=code)
    return found
