"""A light load generator: a few kept-alive connections in one loop, so that the server is what
is measured. It runs as a process of its own and reads its rounds as JSON from standard input:
`[{"port": 8000, "method": "POST", "paths": ["/c/...", ...]}, ...]`; it prints a rate and the
statuses per round. With `bodies` beside `paths` each path is sent its own, as JSON."""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping

N_CONNECTIONS = 8
SECONDS_PER_ROUND = 1.5
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BODY = b"csat=4&comment=Quick+and+friendly%2C+but+I+had+to+call+twice."


class Connection:
    """One kept-alive connection that asks, reads the reply, and asks again."""

    def __init__(self, host: str, port: int, method: str, bodies: Mapping[str, bytes]) -> None:
        self._ask = self._get if method == "GET" else self._post
        self._bodies = bodies
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""

    def ask(self, path: str) -> None:
        """Open `path`, or send one answer to it."""
        self._read = b""
        self._ask(path)

    def _get(self, path: str) -> None:
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
            "User-Agent: Mozilla/5.0\r\nAccept-Language: en\r\n\r\n".encode()
        )

    def _post(self, path: str) -> None:
        body, kind = self._bodies.get(path, BODY), FORM if path not in self._bodies else JSON
        self.socket.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )

    def receive(self) -> int | None:
        """The status of the reply once it is complete, None before."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._read += piece
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found:
            return None
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        return int(head[9:12]) if len(body) >= length else None


def drive(
    port: int, method: str, paths: list[str], *, seconds: float, bodies: Mapping[str, bytes]
) -> tuple[float, Counter[int]]:
    """Requests per second and the statuses, until the paths are used up or the time is over."""
    left = iter(paths)
    waiting = selectors.DefaultSelector()
    statuses: Counter[int] = Counter()
    connections = [Connection("127.0.0.1", port, method, bodies) for _ in paths[:N_CONNECTIONS]]
    started = time.perf_counter()
    for connection in connections:
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(next(left))
    while waiting.get_map():
        for key, _ in waiting.select():
            status = key.data.receive()
            if status is None:
                continue
            statuses[status] += 1
            path = next(left, None) if time.perf_counter() - started < seconds else None
            if path is None:
                waiting.unregister(key.fileobj)
                key.data.socket.close()
            else:
                key.data.ask(path)
    return statuses.total() / (time.perf_counter() - started), statuses


def main() -> None:
    """Drive the rounds in the order given."""
    done = []
    for one in json.load(sys.stdin):
        paths = one["paths"]
        bodies = dict(zip(paths, map(str.encode, one.get("bodies", ())), strict=False))
        rate, statuses = drive(
            one["port"], one["method"], paths, seconds=SECONDS_PER_ROUND, bodies=bodies
        )
        done.append({"port": one["port"], "rate": rate, "statuses": statuses})
    print(json.dumps(done))


if __name__ == "__main__":
    main()
