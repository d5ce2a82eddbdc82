"""Nothing stands in the package that nothing else in the product mentions."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("survey", "bench", "validation", "templates", "reports")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".html", ".svg", ".txt")
)


def named(tree: ast.Module) -> Iterator[str]:
    """What a module defines for others: functions, classes, and methods no parent class calls.

    Whatever is decorated or derived may be called by the decorator or the parent.
    """
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            yield node.name
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield node.name
            yield from (
                method.name
                for method in node.body
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("__")
            )


def test_every_name_is_mentioned_where_it_is_not_defined() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    texts[ROOT / "app.py"] = (ROOT / "app.py").read_text(encoding="utf-8")
    mentioned = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    dead = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in texts.items()
        if path.suffix == ".py" and "migrations" not in path.parts
        for name in named(ast.parse(text))
        if mentioned[name] < 2
    ]
    assert not dead
