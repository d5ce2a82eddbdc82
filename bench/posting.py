"""A light load generator: a few kept-alive connections in one loop, so that the server is what
is measured. It runs as a process of its own and reads its rounds as JSON from standard input:
`[{"port": 8000, "paths": ["/c/...", ...]}, ...]`; it prints a rate and the statuses per round."""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import Counter

N_CONNECTIONS = 8
SECONDS_PER_ROUND = 1.5
BODY = b"csat=4&comment=Quick+and+friendly%2C+but+I+had+to+call+twice."


class Connection:
    """One kept-alive connection that posts, reads the reply, and posts again."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""

    def post(self, path: str) -> None:
        """Send one answer to `path`."""
        self._read = b""
        self.socket.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(BODY)}\r\n\r\n".encode()
            + BODY
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


def drive(port: int, paths: list[str], *, seconds: float) -> tuple[float, Counter[int]]:
    """Requests per second and the statuses, until the paths are used up or the time is over."""
    left = iter(paths)
    waiting = selectors.DefaultSelector()
    statuses: Counter[int] = Counter()
    connections = [Connection("127.0.0.1", port) for _ in paths[:N_CONNECTIONS]]
    started = time.perf_counter()
    for connection in connections:
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.post(next(left))
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
                key.data.post(path)
    return statuses.total() / (time.perf_counter() - started), statuses


def main() -> None:
    """Drive the rounds in the order given."""
    done = []
    for one in json.load(sys.stdin):
        rate, statuses = drive(one["port"], one["paths"], seconds=SECONDS_PER_ROUND)
        done.append({"port": one["port"], "rate": rate, "statuses": statuses})
    print(json.dumps(done))


if __name__ == "__main__":
    main()
