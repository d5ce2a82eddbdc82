"""Which program prints: what the bytes of a PDF depend on besides the document and its files."""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from survey import pdf

PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pillow")
# The system's libraries by the function that says their version, as Linux and macOS name them.
LIBRARIES = {
    "pango": ("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "harfbuzz": ("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.dylib"),
}
FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")


@cache
def package_versions() -> dict[str, str]:
    """The versions of the packages that print, and the digest of our own part in it, by name."""
    source = Path(pdf.__file__).read_bytes()
    ours = {"both-ends": hashlib.sha256(source).hexdigest()[:12]}
    return {name: version(name) for name in PACKAGES} | ours


@cache
def engine_versions() -> dict[str, str]:
    """The same with the libraries of the system; "not found" stands for one that is missing."""
    found = {name: _version(*names) for name, names in LIBRARIES.items()}
    return package_versions() | found


def _version(function: str, *names: str) -> str:
    for name in (folder + name for folder in FOLDERS for name in names):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        ask = getattr(library, function)
        ask.restype = ctypes.c_char_p
        said: bytes = ask()
        return said.decode()
    return "not found"
