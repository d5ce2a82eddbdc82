"""Comments that were kept before there was masking are masked by the migration, on both engines."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

from survey.store import schema
from survey.store.database import database, is_postgresql, rows
from tests.commented import add_comments

MIGRATION = Path(schema.FOLDER) / "0006_comments.py"


def test_kept_comments_are_masked_and_the_others_stay(both_stores: str) -> None:
    texts = ["Ring 07700 900123", "Order 4471239 is late", "ann@example.org", "Fine", None]
    add_comments(texts)
    mask = run_path(str(MIGRATION))["mask_kept_comments"]
    for _ in range(2):
        mask(database.obj, "%s" if is_postgresql() else "?")
        kept = [row[0] for row in rows("SELECT comment FROM response ORDER BY id")]
        assert kept == ["Ring [phone]", "Order 4471239 is late", "[mail]", "Fine", None]


def test_more_comments_than_fit_one_look_are_all_masked(both_stores: str) -> None:
    add_comments(["Ring 07700 900123"] * 5)
    migration = run_path(str(MIGRATION))
    migration["mask_kept_comments"].__globals__["AT_ONCE"] = 2
    migration["mask_kept_comments"](database.obj, "%s" if is_postgresql() else "?")
    assert rows("SELECT DISTINCT comment FROM response") == [("Ring [phone]",)]
