"""Put the demo centre into place as a whole: a demo that was cut off half-way never appears."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from survey import private_files
from survey.config import Settings
from survey.demo.fill import Handles, fill
from survey.errors import NotFound
from survey.operations import pulse
from survey.store import database, reads_of_invitations, schema

HANDLES = "demo.json"
SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class UsableHandles:
    """A customer's link and a ballot code that still work, or None where all are used."""

    customer_path: str | None
    ballot_code: str | None


def is_wanted(database_url: str) -> bool:
    """Whether there is nothing yet: no SQLite file, or a database without units."""
    if database_url.startswith(SQLITE):
        return not Path(database_url.removeprefix(SQLITE)).exists()
    return bool(schema.pending()) or not database.rows("SELECT id FROM unit LIMIT 1")


def make(settings: Settings, *, now: datetime, on_progress: Callable[[str], None]) -> None:
    """Make the demo; an SQLite database is filled beside its place and moved there when complete.

    An interrupted making leaves a draft that the next one replaces.
    """
    url = settings.database_url
    is_file = url.startswith(SQLITE)
    draft = Path(url.removeprefix(SQLITE) + ".draft") if is_file else None
    if draft:
        _remove(draft)
        database.connect(f"{SQLITE}{draft}")
    schema.migrate()
    handles = fill(now=now, zone=settings.timezone, on_progress=on_progress)
    _keep_handles(settings.data_folder, handles)
    if draft:
        database.settle()
        draft.replace(url.removeprefix(SQLITE))
        _remove(draft)
        database.connect(url)


def usable_handles(folder: Path, *, now: datetime, today: date) -> UsableHandles:
    """The first handles of the demo that nobody has used yet; `today` is the centre's day."""
    try:
        kept = json.loads((folder / HANDLES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return UsableHandles(None, None)
    paths = (path for path in kept["customer_paths"] if _is_open(path, now))
    codes = (code for code in kept["ballot_codes"] if _is_spendable(code, today))
    return UsableHandles(next(paths, None), next(codes, None))


def _is_open(path: str, now: datetime) -> bool:
    invited = reads_of_invitations.find(path.removeprefix("/c/"))
    return invited is not None and not invited.is_answered and invited.expires_at > now


def _is_spendable(code: str, today: date) -> bool:
    try:
        pulse.find_paper(code, today=today)
    except NotFound:
        return False
    return True


def _keep_handles(folder: Path, handles: Handles) -> None:
    private_files.make_folder(folder)
    draft = folder / f"{HANDLES}.draft"
    draft.unlink(missing_ok=True)
    with private_files.create(draft) as file:
        file.write(json.dumps(asdict(handles), indent=2).encode())
    draft.replace(folder / HANDLES)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", ".migrating"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
