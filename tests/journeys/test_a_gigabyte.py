"""A gigabyte sent as a comment: refused while it arrives, through the real server."""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import invited
from tests.served import serving

GIGABYTE = 1_000_000_000
PIECE = b"csat=3&comment=" + b"x" * 65_521
# What the server and the network between may have taken in before the refusal is felt.
MOST_TAKEN = 32 * 1024 * 1024


@pytest.mark.parametrize("is_chunked", [False, True], ids=["with its length", "in chunks"])
def test_a_gigabyte_is_refused_before_it_was_read(
    store: str, tmp_path: Path, is_chunked: bool
) -> None:
    link = f"/c/{invited.invite(invited.add_contacts(1)[0], now=datetime.now(UTC))}"
    told = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {GIGABYTE}"
    piece = b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if is_chunked else PIECE
    taken, reply = 0, b""
    with (
        serving(store, tmp_path) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as connection,
    ):
        connection.sendall(
            f"POST {link} HTTP/1.1\r\nHost: 127.0.0.1\r\n{told}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
        )
        with suppress(OSError):
            while taken < GIGABYTE:
                connection.sendall(piece)
                taken += len(piece)
        with suppress(OSError):
            reply = connection.recv(1_000)
    assert taken < MOST_TAKEN
    assert not reply or reply.startswith(b"HTTP/1.1 413")
    assert invited.n_answers() == (0, 0, 0)
