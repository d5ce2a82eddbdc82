"""A real HTTP server that other systems would run, answering as a test tells it to."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What arrived, and how to answer: a status, or "hang", "drip" or "reset"."""

    url: str = ""
    answers: list[int | str] = field(default_factory=lambda: [200])
    got: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> int | str:
        """The next answer; the last one is repeated."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(*answers: int | str) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    kept = Receiver(answers=list(answers) or [200])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((self.path, dict(self.headers), body))
            self.reply(kept.answer())

        def reply(self, answer: int | str) -> None:
            if answer == "hang":
                kept.is_over.wait(20)
            elif answer == "drip":
                self.drip()
            elif answer == "reset":
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
            else:
                self.send_response(int(answer))
                if 300 <= int(answer) < 400:
                    self.send_header("Location", f"{kept.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        def drip(self) -> None:
            for _ in range(200):
                if kept.is_over.is_set():
                    return
                self.wfile.write(b"H")
                time.sleep(0.1)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # broken on purpose
    kept.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept
    finally:
        kept.is_over.set()
        server.shutdown()
        server.server_close()
