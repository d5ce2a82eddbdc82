"""A folder that takes messages where nobody runs a server to send them."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from survey import private_files
from survey.mail.failures import Confirm, NotSent, Withheld, always
from survey.mail.letter import Letter, compose


@dataclass(frozen=True, slots=True)
class Outbox:
    """Keeps each letter as one file in a folder, and tells of it in `echo` where given."""

    sender: str
    folder: Path
    echo: TextIO | None = None

    def send(self, letter: Letter, *, confirm: Confirm = always) -> None:
        """Write the letter; it appears whole, and once however often it is sent."""
        name = f"{letter.written_at:%Y%m%dT%H%M%SZ}-{letter.key}.eml"
        put_file(self.folder, name, compose(letter, sender=self.sender).as_bytes(), confirm=confirm)
        if self.echo is not None:
            text = f"\n{letter.text}" if letter.is_for_screen else ""
            print(f"Mail to {letter.to}: {letter.subject}{text}", file=self.echo)


def put_file(folder: Path, name: str, content: bytes, *, confirm: Confirm) -> None:
    """Put a message into the folder as one private file that appears whole.

    Raises:
        NotSent: the folder cannot be written.
        Withheld: it was not confirmed.
    """
    draft = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        # Messages hold sign-in links and customers' links.
        private_files.make_folder(folder)
        with private_files.create(draft) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not confirm():
            raise Withheld("Somebody else took this message over.")
        draft.replace(folder / name)
    except OSError as error:
        raise NotSent(f"The mail could not be written to {folder}: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            draft.unlink()
