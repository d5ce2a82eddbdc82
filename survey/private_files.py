"""Files and folders for their owner's eyes only, whatever mask the process was started with."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

OWNER_S_FOLDER = 0o700
OWNER_S_FILE = 0o600


def make_folder(folder: Path) -> None:
    """Make the folder and those above it where they are missing; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=OWNER_S_FOLDER, exist_ok=True)


def create(path: Path) -> BinaryIO:
    """A new, empty file, open for writing.

    Raises:
        FileExistsError: there is one already; it has not been opened.
        OSError: it cannot be made.
    """
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_S_FILE), "wb")


def keep_secret(folder: Path) -> str:
    """The random key of this installation, made once and readable by its owner only.

    Raises:
        OSError: it cannot be read, or made.
    """
    path = folder / "secret-key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    make_folder(folder)
    # Written apart and then linked, so that a second process never reads a half-written key.
    draft = folder / f"secret-key.{secrets.token_hex(4)}"
    with create(draft) as file:
        file.write(secrets.token_hex(32).encode())
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    return path.read_text(encoding="utf-8").strip()
