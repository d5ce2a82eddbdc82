"""What the documents say is compared with what the program is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from survey import commands
from survey.config import SETTINGS
from tests.conftest import ROOT

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("reports/*.md")])
FLASKS_OWN = {"run", "shell", "routes"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    written = read("docs/settings.md")
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else ""
        assert f"| `{setting.variable}` | {default} | {setting.help} |" in written
    named = set(re.findall(r"^\| `(SURVEY_\w+)`", written, flags=re.MULTILINE))
    assert named == {setting.variable for setting in SETTINGS}


@pytest.fixture
def product_commands(app: Flask) -> dict[str, click.Command]:
    commands.install(app)
    return {name: app.cli.commands[name] for name in app.cli.commands if name not in FLASKS_OWN}


def test_every_command_is_documented_with_its_options(
    product_commands: dict[str, click.Command],
) -> None:
    sections = dict(
        re.findall(r"^## `flask ([\w-]+)`\n(.*?)(?=^## |\Z)", read("docs/commands.md"), re.M | re.S)
    )
    assert set(sections) == set(product_commands)
    for name, command in product_commands.items():
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert f"`{option}" in sections[name], f"{name} {option}"


def test_every_command_says_what_it_does(product_commands: dict[str, click.Command]) -> None:
    assert not [name for name, command in product_commands.items() if not command.help]


def test_every_route_is_documented(app: Flask) -> None:
    written = read("docs/routes.md")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            assert f"| `{method} {rule.rule}` |" in written


def test_no_route_is_documented_that_is_not_there(app: Flask) -> None:
    known = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    assert set(re.findall(r"^\| `([A-Z]+ [^`]+)`", read("docs/routes.md"), re.M)) <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_named_files_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http", "mailto")):
            assert (path.parent / target).exists(), target
    for named in re.findall(
        r"`((?:survey|tests|templates|reports|docs|bench|validation)/[\w/.-]+)`", text
    ):
        assert (ROOT / named).exists(), named


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_tests_named_in_documents_exist(path: Path) -> None:
    every_test = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))
    for name in re.findall(r"`(test_\w+)`", path.read_text(encoding="utf-8")):
        assert f"def {name}(" in every_test, name


def test_every_document_can_be_reached_from_the_readme() -> None:
    start = ROOT / "README.md"
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            found = (path.parent / target).resolve()
            pages = [*found.glob("*.md")] if found.is_dir() else [found]
            for page in pages:
                if page.suffix == ".md" and page.exists() and page not in seen:
                    seen.add(page)
                    waiting.append(page)
    assert not {str(path) for path in (ROOT / "docs").rglob("*.md")} - {str(p) for p in seen}


def test_every_decision_is_numbered_once_and_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_requirement_is_pinned_and_has_its_reason() -> None:
    reasons = read("docs/decisions/0003-dependencies.md")
    for file in ("requirements.txt", ".ci/requirements.txt"):
        for line in read(file).splitlines():
            if line and not line.startswith("#"):
                name, _, version = line.partition("==")
                assert version, line
                assert re.search(rf"\b{re.escape(name.split('[')[0])}\b", reasons), name
