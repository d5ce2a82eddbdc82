"""Writing a file whole or not at all: the old one stays good until the new one is on the disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from survey.errors import Refusal

# What a file is made with unless somebody says otherwise; the system's own mask takes from it.
USUAL_MODE = 0o666


def write_whole(path: Path, data: bytes) -> None:
    """Put the data into the file, with the folders above it.

    Raises:
        Refusal: it cannot be written; the old file is as it was.
    """
    with replacing(path, data):
        pass


@contextmanager
def replacing(path: Path, data: bytes, *, mode: int = USUAL_MODE) -> Iterator[None]:
    """The data is safely on the disk while the block runs, and the file when it has ended well.

    Raises:
        Refusal: it cannot be written, and the old file is as it was; or it cannot take the old
            one's place once the block has run, and the sentence says where it is.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write(draft, data, mode=mode, path=path)
        yield
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    try:
        draft.replace(path)
    except OSError as error:
        raise Refusal(
            f"{path} could not be replaced: {error.strerror}. The new file is complete and good;"
            f" it is {draft}."
        ) from error


def _write(draft: Path, data: bytes, *, mode: int, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except OSError as error:
        raise Refusal(
            f"{path} could not be written: {error.strerror}. Nothing was left half written; make"
            " room or choose another place with -o."
        ) from error
