"""Every sentence a report can say, found where it stands: in the code and in the templates."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2.ext import babel_extract

from survey.insight.words.compared import of_units
from survey.render.nouns import NOUNS

ROOT = Path(__file__).resolve().parents[1]
# A pair where there is a form for one and a form for many.
Key = str | tuple[str, str]
HOLES = re.compile(r"%\((\w+)\)s")
# Where the key stands among what is handed over. `to_say` marks a sentence that stands in a table
# and is said from there; `say_of` is told first what the sentence is of.
SAYING = {
    "say": (0, 1),
    "to_say": (0, 1),
    "say_of": (1, 2),
    "say_about": (1, 2),
    "say_n": (0, 2),
    "to_say_n": (0, 2),
    "say_n_of": (1, 3),
}
TEMPLATES = ("reports", "templates")


def used() -> frozenset[Key]:
    """Every key that is said anywhere.

    Raises:
        ValueError: a sentence is put together before it is said, so that nobody can look it up.
    """
    return frozenset(places())


@cache
def places() -> Mapping[Key, tuple[str, ...]]:
    """Every key with the files that say it."""
    found: dict[Key, set[str]] = defaultdict(set)
    for key in NOUNS.values():
        found[key].add("survey/render/nouns.py")
    for path in sorted((ROOT / "survey").rglob("*.py")):
        if "demo" in path.parts:
            continue  # it says other things, to nobody
        for key in _in_code(path):
            found[key].add(str(path.relative_to(ROOT)))
    for path in sorted(path for folder in TEMPLATES for path in (ROOT / folder).rglob("*")):
        if path.suffix in (".html", ".svg"):
            for key in _in_template(path):
                found[key].add(str(path.relative_to(ROOT)))
    return {key: tuple(sorted(files)) for key, files in found.items()}


def written(key: Key) -> str:
    """The key as one text: "one|many" where it has two forms."""
    return key if isinstance(key, str) else "|".join(key)


def holes(text: str) -> frozenset[str]:
    """The names of the values that stand in the text."""
    return frozenset(HOLES.findall(text))


def _in_code(path: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in SAYING:
            continue
        first, end = SAYING[name]
        texts = node.args[first:end]
        if any(isinstance(text, ast.JoinedStr | ast.BinOp | ast.IfExp) for text in texts):
            raise ValueError(f"{path}:{node.lineno}: say one whole sentence, with values by name")
        words = [str(text.value) for text in texts if isinstance(text, ast.Constant)]
        if len(words) == end - first:
            yield _key(words)
            if name.endswith("_of"):
                yield _key([of_units(word) for word in words])


def _key(words: list[str]) -> Key:
    return words[0] if len(words) == 1 else (words[0], words[1])


def _in_template(path: Path) -> Iterator[Key]:
    options = {"trimmed": "true", "silent": "false"}
    with path.open("rb") as file:
        for _, function, message, _ in babel_extract(file, ["say", "say_n"], [], options):
            texts = [message] if isinstance(message, str) else [one for one in message or () if one]
            if function == "say_n" and len(texts) > 1:
                yield texts[0], texts[1]
            elif function == "say" and texts:
                yield texts[0]
