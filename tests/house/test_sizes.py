"""Code stays short enough to be read: the house's lengths, held by a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 40
LONGEST_MODULE = 250
LONGEST_TEST_MODULE = 400
# A migration is one list of statements; splitting it would hide the order they run in.
EXEMPT = {
    "survey/store/migrations/0001_the_spine.py",
    "survey/store/migrations/0004_surveys.py",
    "survey/store/migrations/0009_the_forum_report.py",
}


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if name not in EXEMPT:
                yield name, path.read_text(encoding="utf-8")


def test_no_module_is_too_long() -> None:
    limits = [
        *((name, text, LONGEST_MODULE) for name, text in modules("survey", "bench", "validation")),
        *((name, text, LONGEST_TEST_MODULE) for name, text in modules("tests")),
    ]
    assert not [
        f"{name}: {text.count(chr(10))} lines"
        for name, text, limit in limits
        if text.count("\n") > limit
    ]


def test_no_function_is_too_long() -> None:
    """Docstrings do not count: where the subject is hard they are the documentation."""
    too_long = []
    for name, text in modules("survey", "bench", "validation"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    assert not too_long


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return (first.end_lineno or first.lineno) - first.lineno + 1
    return 0


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert not [
        name
        for name, _ in modules("survey", "tests", "bench", "validation")
        if Path(name).stem in empty
    ]


def test_public_functions_of_the_package_have_docstrings() -> None:
    missing = []
    for name, text in modules("survey"):
        if name.startswith("survey/store/migrations/"):
            continue
        for node in ast.parse(text).body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ):
                missing.append(f"{name}:{node.lineno} {node.name}")
    assert not missing
