"""The models map the schema that the migrations make, column for column."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import survey.store
from survey.privacy.audit_of_tables import TABLES
from survey.store import schema
from survey.store.database import Record, database


def every_model() -> list[type[Record]]:
    for module in pkgutil.walk_packages(survey.store.__path__, "survey.store."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    return sorted(Record.__subclasses__(), key=lambda model: model._meta.table_name)


def test_every_table_has_a_model_and_every_model_a_table(both_stores: str) -> None:
    tables = set(database.get_tables()) - {"schema_migration"}
    assert tables == {model._meta.table_name for model in every_model()}


def test_the_audit_knows_every_table_and_no_other(both_stores: str) -> None:
    assert set(database.get_tables()) == TABLES


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_a_model_maps_its_columns(model: type[Record], both_stores: str) -> None:
    found = {column.name: column for column in database.get_columns(model._meta.table_name)}
    mapped = {field.column_name: field for field in model._meta.sorted_fields}
    assert set(found) == set(mapped)
    for name, field in mapped.items():
        # SQLite calls an INTEGER PRIMARY KEY nullable, although it never holds a null.
        if not field.primary_key:
            assert found[name].null == field.null, name


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_a_model_names_the_tables_it_points_to(model: type[Record], both_stores: str) -> None:
    mapped = {
        (field.column_name, field.rel_model._meta.table_name)
        for field in model._meta.sorted_fields
        if hasattr(field, "rel_model")
    }
    found = {
        (key.column, key.dest_table) for key in database.get_foreign_keys(model._meta.table_name)
    }
    # Keys of two columns, which the engines list column by column.
    pairs = {
        ("parent_depth", "unit"),
        ("wave_id", "block"),
        ("contact_id", "invitation"),
        ("run_id", "theme"),
        ("position", "theme"),
    }
    assert found <= mapped | pairs


def test_migrating_twice_changes_nothing(both_stores: str) -> None:
    assert schema.pending() == []
    assert schema.migrate() == []


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in Path(schema.FOLDER).glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))
