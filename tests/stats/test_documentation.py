"""Every public function shows a worked example that runs, and imports stay cheap."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import survey.stats

MODULES = sorted(module.name for module in pkgutil.iter_modules(survey.stats.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"survey.stats.{name}"))
    assert failed == 0


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"cluster", "panel", "samples"}))
def test_every_public_estimate_has_a_worked_example(name: str) -> None:
    source = Path(survey.stats.__path__[0], f"{name}.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ">>>" in (ast.get_docstring(node) or ""), node.name


def _modules_after_importing(name: str) -> set[str]:
    code = f"import sys, survey.stats.{name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_no_module_pulls_in_the_slow_part_of_scipy() -> None:
    names = ", survey.stats.".join(MODULES)
    assert "scipy" not in _modules_after_importing(names)
    loaded = _modules_after_importing(f"{names}; survey.stats.distributions.t_quantile(0.95, 9)")
    assert "scipy.special" in loaded
    assert not loaded & {"scipy.stats", "scipy.optimize", "scipy.linalg"}


COUNTING = "common_odds effect mix nonresponse promoters proportions result unusual".split()


@pytest.mark.parametrize("name", COUNTING)
def test_counting_needs_the_standard_library_only(name: str) -> None:
    assert not _modules_after_importing(name) & {"numpy", "scipy"}
