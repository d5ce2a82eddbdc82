"""Files and folders for their owner's eyes only, whatever mask the process was started with."""

from __future__ import annotations

import os
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
