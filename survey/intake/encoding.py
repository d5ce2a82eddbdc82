"""Which encoding a file is in, and how we know, in one sentence.

The order: what the mapping declares, a byte order mark, strict UTF-8 over the whole file, then
Windows-1252 if the result reads like Western text. Anything else has to be declared: a wrong
guess would rename people.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from survey.intake.problems import UnreadableFile

CHUNK_BYTES = 1 << 18
LONGEST_LINE_BYTES = 4_000_000

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive. Save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook. Save the sheet as CSV"),
    (b"\x1f\x8b", "compressed with gzip. Unpack it"),
    (b"%PDF", "a PDF. Export the data as CSV"),
)
_HIGH_BYTES = bytes(range(0x80, 0x100))
# What Western text in Windows-1252 does not hold: symbols or capitals with accents inside a word
# in lower case, UTF-8 pairs, and four or more accented letters in a row (other scripts do).
_ODD_IN_1252 = re.compile(
    rb"[a-z][\x8a\x8c\x8e\x9f\xc0-\xde]|"
    rb"[a-z][\x80-\x84\x86-\x90\x95\x98\x99\x9b\x9d\xa1-\xac\xae-\xb3\xb5\xb6\xb8-\xbf][a-z]|"
    rb"[\xc2-\xdf][\x80-\xbf]|[\x80-\xff]{4,}"
)
_MOST_ODD = 0.1


@dataclass(frozen=True, slots=True)
class Detected:
    """The encoding to read with, the sentence to show, and the file's size in bytes."""

    encoding: str
    sentence: str
    n_bytes: int
    errors: str = "strict"


@dataclass(slots=True)
class _Fault:
    """Where decoding stopped: the line, the byte, and whether it was the last thing in the file."""

    line: int
    byte: int
    is_cut_end: bool


@dataclass(slots=True)
class _Scan:
    """What one pass over the file found."""

    n_bytes: int = 0
    n_lines: int = 0
    n_high: int = 0
    n_odd: int = 0
    is_ascii: bool = True
    fault: _Fault | None = None
    _unbroken: int = field(default=0, repr=False)

    def note_line_ends(self, chunk: bytes) -> None:
        """Raises UnreadableFile where a line would not fit into memory."""
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self._unbroken = self._unbroken + len(chunk) if last < 0 else len(chunk) - last - 1
        if self._unbroken > LONGEST_LINE_BYTES:
            raise UnreadableFile(
                f"Line {self.n_lines + 1} is longer than {LONGEST_LINE_BYTES:,} bytes, so this is"
                " not a CSV file with one row a line. Export it again as CSV."
            )


def detect_encoding(stream: BinaryIO, declared: str | None = None) -> Detected:
    """The encoding of a file open in binary mode, which is left at its start again.

    Reads the whole file in chunks, so memory stays flat. Raises UnreadableFile with a sentence for
    an empty, a binary, or an undecodable file. `stream` must be seekable.
    """
    stream.seek(0)
    head = stream.read(4)
    _refuse_other_formats(head)
    try:
        return _decide(stream, head, declared)
    finally:
        stream.seek(0)


def _decide(stream: BinaryIO, head: bytes, declared: str | None) -> Detected:
    if declared is not None:
        return _confirm_declared(stream, head, declared)
    for mark, encoding, name in _MARKS:
        if head.startswith(mark):
            return _confirm_mark(stream, encoding, name)
    _refuse_binary(stream)
    found = _scan(stream, "utf-8")
    if found.fault is None:
        sentence = "The file is UTF-8: it has no byte order mark and every byte fits."
        return Detected("utf-8", sentence, found.n_bytes)
    # With nothing else beyond ASCII, a last stray byte is as well a last accented letter.
    if found.fault.is_cut_end and not found.is_ascii:
        return _accept_cut_end("utf-8", "UTF-8", found)

    return _try_windows(stream, found.fault)


def _confirm_declared(stream: BinaryIO, head: bytes, declared: str) -> Detected:
    encoding = codecs.lookup(declared).name
    if encoding == "utf-8" and head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    if not encoding.startswith(("utf-16", "utf-32")):
        _refuse_binary(stream)
    found = _scan(stream, encoding)
    if found.fault is None:
        sentence = f"The file is read as {declared}, as the mapping declares."
        return Detected(encoding, sentence, found.n_bytes)
    if found.fault.is_cut_end:
        return _accept_cut_end(encoding, declared, found)
    raise UnreadableFile(
        f"The mapping declares the encoding {declared}, but {_say_where(found.fault)} does not fit"
        " it. Correct the encoding under [csv], or leave it out to have it detected."
    )


def _confirm_mark(stream: BinaryIO, encoding: str, name: str) -> Detected:
    found = _scan(stream, encoding)
    if found.fault is None:
        sentence = f"The file is {name} with a byte order mark."
        return Detected(encoding, sentence, found.n_bytes)
    if found.fault.is_cut_end:
        return _accept_cut_end(encoding, name, found)
    raise UnreadableFile(
        f"The file begins with the byte order mark of {name}, but {_say_where(found.fault)} does"
        " not fit it: the file is damaged or was joined from two. Export it again."
    )


def _accept_cut_end(encoding: str, name: str, found: _Scan) -> Detected:
    # The rows before the cut are sound; the table reports the last one.
    sentence = f"The file is {name}, and it ends inside a character: its end is missing."
    return Detected(encoding, sentence, found.n_bytes, errors="replace")


def _try_windows(stream: BinaryIO, misfit: _Fault) -> Detected:
    found = _scan(stream, "cp1252")
    if found.fault is None and found.n_odd <= found.n_high * _MOST_ODD:
        sentence = (
            f"The file is taken as Windows-1252: it is not UTF-8 ({_say_where(misfit)}), and its"
            f" {found.n_high:,} characters beyond ASCII read like Western text. If names look"
            " wrong, declare the encoding under [csv]."
        )
        return Detected("cp1252", sentence, found.n_bytes)
    raise UnreadableFile(
        f"The file is not UTF-8 ({_say_where(misfit)}) and does not read like Windows-1252 either."
        ' Declare its encoding in the mapping, for example encoding = "mac-roman" under [csv].'
    )


def _scan(stream: BinaryIO, encoding: str) -> _Scan:
    """One strict pass over the whole file; raises UnreadableFile for NUL characters."""
    stream.seek(0)
    found = _Scan()
    decoder = codecs.getincrementaldecoder(encoding)()
    held = b""
    for chunk in _chunks(stream):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            found.fault = _locate(error, found, is_end=not chunk)
            break
        _refuse_nul(text, found)
        found.is_ascii = found.is_ascii and text.isascii()
        _count(found, chunk, held, encoding)
        held = chunk[-1:]
    found.n_bytes = stream.seek(0, 2)

    return found


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The file's chunks and then one empty one, which tells the decoder that it ends."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
    yield b""


def _count(found: _Scan, chunk: bytes, held: bytes, encoding: str) -> None:
    found.note_line_ends(chunk)
    found.n_lines += chunk.count(b"\n")
    if encoding == "cp1252":
        found.n_high += len(chunk) - len(chunk.translate(None, _HIGH_BYTES))
        found.n_odd += sum(len(odd) for odd in _ODD_IN_1252.findall(held + chunk))


def _locate(error: UnicodeError, found: _Scan, *, is_end: bool) -> _Fault:
    if not isinstance(error, UnicodeDecodeError):
        return _Fault(found.n_lines + 1, 0, is_cut_end=False)
    line = found.n_lines + error.object[: error.start].count(b"\n") + 1

    return _Fault(line, error.object[error.start], is_cut_end=is_end)


def _say_where(fault: _Fault) -> str:
    return f"byte 0x{fault.byte:02X} on line {fault.line:,}"


def _refuse_nul(text: str, found: _Scan) -> None:
    if "\0" in text:
        raise _not_text(found.n_lines + text[: text.index("\0")].count("\n") + 1)


def _refuse_binary(stream: BinaryIO) -> None:
    """Refuse a file that begins with a NUL byte somewhere: its other bytes fit no encoding."""
    stream.seek(0)
    before, nul, _ = stream.read(CHUNK_BYTES).partition(b"\0")
    if nul:
        raise _not_text(before.count(b"\n") + 1)


def _not_text(line: int) -> UnreadableFile:
    return UnreadableFile(
        f"The file is not text: line {line:,} holds a NUL byte. Export the data as CSV, or"
        ' declare its encoding under [csv] if it is UTF-16 (encoding = "utf-16-le").'
    )


def _refuse_other_formats(head: bytes) -> None:
    if not head:
        raise UnreadableFile("The file is empty. Export it again, with a row of column names.")
    for mark, what in _OTHER_FORMATS:
        if head.startswith(mark):
            raise UnreadableFile(f"The file is {what} and import that.")
