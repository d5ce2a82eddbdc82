"""What the product makes is for its owner's eyes only, whatever mask it was started with."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey import config, mail, private_files
from survey.demo import install
from survey.demo.fill import Handles
from survey.store import database, schema
from tests import invited
from tests.conftest import NOW, ROOT


@pytest.fixture
def no_mask() -> Iterator[None]:
    """A process that would let everybody read and write what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    """The permissions of everything below the folder."""
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
    }


def test_database_outbox_and_data_folder_are_for_their_owner_only(
    tmp_path: Path, no_mask: None
) -> None:
    var = tmp_path / "place" / "var"
    settings = config.load(
        {
            "SURVEY_DATA_FOLDER": str(var),
            "SURVEY_DATABASE_URL": f"sqlite:///{var}/data/survey.db",
            "SURVEY_MAIL_URL": f"outbox:{var}/mail/outbox",
        }
    )
    database.connect(settings.database_url)
    schema.migrate()
    invited.add_contacts(1)
    letter = mail.Letter("k1", "ana@example.org", "Sign in", "A link", "<p>A link</p>", NOW)
    mail.from_url(settings.mail_url, sender=settings.mail_from).send(letter)
    install._keep_handles(
        settings.data_folder, Handles(("/c/token",), ("CODE",), ("/pulse/claim/token",))
    )
    found = _modes(tmp_path)
    database.disconnect()
    folders = {"place", "place/var", "place/var/data", "place/var/mail", "place/var/mail/outbox"}
    assert {name for name, mode in found.items() if mode == 0o700} == folders
    assert {mode for name, mode in found.items() if name not in folders} == {0o600}
    names = {Path(name).name for name in found}
    assert {"secret-key", "demo.json", "survey.db", "survey.db-wal", "survey.db-shm"} <= names


def test_the_first_command_leaves_nothing_for_others(tmp_path: Path) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"FLASK_APP": str(ROOT / "app.py"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "migrate"],
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr
    assert _modes(tmp_path) == {
        "var": 0o700,
        "var/secret-key": 0o600,
        "var/survey.db": 0o600,
        "var/survey.db.migrating": 0o600,
    }


def test_a_folder_that_is_there_stays_as_its_owner_made_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    private_files.make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_file_that_is_there_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"kept")
    with pytest.raises(FileExistsError):
        private_files.create(path)
    assert path.read_bytes() == b"kept"
