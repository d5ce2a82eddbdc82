"""Catalogues made for a test, in a folder of its own: nothing of them is shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from translations.catalogues import path_of, write
from translations.keys import Key, used

# A language nobody has a catalogue of, so that no test hangs on what is shipped.
PSEUDO = "eo"


def catalogue(folder: Path, language: str, words: Mapping[Key, str | Sequence[str]]) -> Path:
    """Write `messages.po` and `report.po` of the language into the folder, and give the folder."""
    path = path_of(language, folder)
    write(language, {k: w if isinstance(w, str) else tuple(w) for k, w in words.items()}, path)
    (path.parent / "messages.po").write_bytes(path.read_bytes())
    return folder


def pseudo(folder: Path) -> Path:
    """A catalogue that says every key between ⟦ and ⟧, so that what was not said shows."""
    return catalogue(
        folder,
        PSEUDO,
        {
            key: f"⟦{key}⟧" if isinstance(key, str) else tuple(f"⟦{form}⟧" for form in key)
            for key in used()
        },
    )
