"""Put the demo centre into place as a whole: a demo that was cut off half-way never appears."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from survey import private_files
from survey.config import Settings
from survey.demo.fill import Handles, fill
from survey.errors import NotFound, Refusal
from survey.operations import pulse
from survey.operations.pulse import letters
from survey.privacy import gate
from survey.privacy.credentials import claim_digest
from survey.store import database, demo_mark, reads_of_invitations, schema
from survey.store.database import DatabaseError
from survey.store.pulse import credentials

HANDLES = "demo.json"
LOCK = "demo.lock"
SQLITE = "sqlite:///"
OUTBOX = "outbox:"
ROOM = "100 MB"

CUT_OFF = (
    "The making of the demo in this database was cut off, so it holds a part only. Make the"
    " database anew (dropdb, then createdb) and start again."
)
BY_HAND = (
    "A demo in PostgreSQL is made again by hand: dropdb and createdb, then start with"
    " SURVEY_DEMO=yes."
)


@dataclass(frozen=True, slots=True)
class UsableHandles:
    """A customer's link, a ballot code and an agent's link that still work, or None where all of
    them are used."""

    customer_path: str | None
    ballot_code: str | None
    claim_path: str | None


def make(settings: Settings, *, now: datetime, on_progress: Callable[[str], None]) -> None:
    """Make the demo in a new database, or in place of the demo in an SQLite file.

    An SQLite database is filled beside its place and moved there when complete; whatever happens
    before leaves what was there as it was. Elsewhere the mark tells a part from the whole.

    Raises:
        Refusal: another process is making it, the database holds a part of a demo, or there is no
            room.
    """
    path = _file_of(settings.database_url)
    try:
        with _only_one(settings.data_folder):
            if path is None:
                _fill(settings, now=now, on_progress=on_progress)
            else:
                _fill_beside(path, settings, now=now, on_progress=on_progress)
    except (DatabaseError, OSError) as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Refusal(f"The demo could not be made: {said}. {_what_to_do(path)}") from error


def require_demo(settings: Settings) -> None:
    """Nothing, where the database is new or an SQLite file that holds the demo.

    Raises:
        Refusal: it holds something else, or is not a file that can be replaced.
    """
    if schema.is_blank():
        return
    path = _file_of(settings.database_url)
    if path is None:
        raise Refusal(BY_HAND)
    if not _holds_demo():
        raise Refusal(f"{path} does not hold the demo, so nothing was changed.")


def require_whole() -> None:
    """Nothing, where the database holds no demo or a whole one.

    Raises:
        Refusal: the making of the demo was cut off.
    """
    if demo_mark.is_cut_off():
        raise Refusal(CUT_OFF)


def usable_handles(folder: Path, *, now: datetime, today: date) -> UsableHandles:
    """The first handles of the demo that nobody has used yet; `today` is the centre's day."""
    try:
        kept = json.loads((folder / HANDLES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return UsableHandles(None, None, None)
    paths = (path for path in kept["customer_paths"] if _is_open(path, now))
    codes = (code for code in kept["ballot_codes"] if _is_spendable(code, today))
    # A demo made before agents answered by link has no links of theirs.
    claims = (path for path in kept.get("claim_paths", ()) if _is_claimable(path, today))
    return UsableHandles(next(paths, None), next(codes, None), next(claims, None))


def _fill(settings: Settings, *, now: datetime, on_progress: Callable[[str], None]) -> None:
    schema.migrate()
    if not demo_mark.begin(now=now):
        raise Refusal(CUT_OFF)
    handles = fill(
        now=now,
        zone=settings.timezone,
        working_hours=settings.calendar,
        secret_key=settings.secret_key,
        on_progress=on_progress,
    )
    if not settings.mail_url.startswith(OUTBOX):
        # Nobody reads mail at the addresses of the demo.
        letters.drop_letters(gate.waves()[-1])
    _keep_handles(settings.data_folder, handles)
    demo_mark.complete(now=now)


def _fill_beside(
    path: Path, settings: Settings, *, now: datetime, on_progress: Callable[[str], None]
) -> None:
    draft = path.with_name(f"{path.name}.draft")
    # What another start left behind when it was killed.
    _remove(draft)
    database.connect(f"{SQLITE}{draft}")
    try:
        _fill(settings, now=now, on_progress=on_progress)
        database.settle()
        # The log of an old database must not be read into the new one.
        _remove(path, endings=("-wal", "-shm"))
        draft.replace(path)
    finally:
        database.disconnect()
        _remove(draft)
        database.connect(settings.database_url)


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def _what_to_do(path: Path | None) -> str:
    if path is None:
        return "Make the database anew (dropdb, then createdb) and start again."
    return (
        f"Nothing of it was left behind. See that {path.parent} can be written and has {ROOM} of"
        " room, then start again."
    )


def _holds_demo() -> bool:
    try:
        return demo_mark.is_made_up()
    except DatabaseError:
        # Not our schema, or older than the mark.
        return False


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    private_files.make_folder(folder)
    with (folder / LOCK).open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal("Another start is making the demo right now. Wait for it.") from error
        yield


def _is_open(path: str, now: datetime) -> bool:
    invited = reads_of_invitations.find(path.removeprefix("/c/"))
    return invited is not None and not invited.is_answered and invited.expires_at > now


def _is_spendable(code: str, today: date) -> bool:
    try:
        pulse.find_paper(code, today=today)
    except NotFound:
        return False
    return True


def _is_claimable(path: str, today: date) -> bool:
    token = path.removeprefix("/pulse/claim/")
    try:
        pulse.find_claim(token, today=today)
    except NotFound:
        return False
    # The product tells nobody whether a link was used. Here the agent is made up.
    return credentials.is_unused(claim_digest(token))


def _keep_handles(folder: Path, handles: Handles) -> None:
    draft = folder / f"{HANDLES}.draft"
    draft.unlink(missing_ok=True)
    # Whoever reads the codes can answer with them.
    with private_files.create(draft) as file:
        file.write(json.dumps(asdict(handles), indent=2).encode())
    draft.replace(folder / HANDLES)


def _remove(path: Path, *, endings: tuple[str, ...] = ("", "-wal", "-shm", ".migrating")) -> None:
    for ending in endings:
        Path(f"{path}{ending}").unlink(missing_ok=True)
