"""Server and worker as children of `flask start`: watched, restarted, and ended together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from types import FrameType

import click

from survey.commands.serving import server_command, worker_command
from survey.errors import Refusal

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 10
LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# A child that is ended by one of these did what it was asked to.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Answers from every database, and shows that the application was loaded.
ANSWERING_PATH = "/sign-in"

Child = subprocess.Popen[bytes]


class Stop:
    """Remembers that the process was asked to end, by Ctrl-C, a signal or a closed window."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in ENDING:
            # `nohup` and the shell's `&` ask us to stay when a signal comes.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


class Worker:
    """The worker process, started again after a growing pause whenever it ends."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._pause = FIRST_PAUSE
        self._again_at: float | None = None
        self._start(time.monotonic())

    def look_after(self, now: float) -> None:
        """Notice that it has ended, and start it again when its pause is over."""
        if self._again_at is not None:
            if now >= self._again_at:
                self._start(now)
        elif self.child.poll() is not None:
            if now - self._started_at > LONGEST_PAUSE:
                self._pause = FIRST_PAUSE
            click.echo(
                f"The worker has ended ({_how(self.child)}). It is started again in"
                f" {self._pause:.0f} s; mail and reports wait.",
                err=True,
            )
            self._again_at = now + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _start(self, now: float) -> None:
        self.child = _started(worker_command(), self._environment)
        self._started_at, self._again_at = now, None


def run(
    *, host: str, port: int, environment: Mapping[str, str], on_answering: Callable[[], None]
) -> int:
    """The exit status once server and worker have ended: 0 if they were asked to.

    `on_answering` is called when the first page was answered. Whatever happens, neither child
    outlives this call.

    Raises:
        Refusal: the server does not answer.
    """
    stop = Stop()
    server = _started(server_command(host=host, port=port), environment)
    worker: Worker | None = None
    try:
        worker = Worker(environment)
        if not _wait_for_an_answer(server, stop, host=host, port=port):
            return 0
        on_answering()
        return _look_after(server, worker, stop)
    finally:
        _end([server] if worker is None else [server, worker.child])


def _wait_for_an_answer(server: Child, stop: Stop, *, host: str, port: int) -> bool:
    """Whether the server answers; it does not where we were asked to end meanwhile."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not stop.is_asked:
        if server.poll() is not None:
            raise Refusal("The server did not start. Its own words stand above.")
        if time.monotonic() > until:
            raise Refusal(f"The server did not answer within {SECONDS_TO_ANSWER} seconds.")
        if _answers(host, port):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=LOOK_SECONDS * 3)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", ANSWERING_PATH)
        return connection.getresponse().status > 0
    return False


def _look_after(server: Child, worker: Worker, stop: Stop) -> int:
    while not stop.is_asked:
        if server.poll() is not None:
            click.echo(
                f"The server has ended ({_how(server)}), so the product ends. What was confirmed"
                " is kept. Start it again.",
                err=True,
            )
            return 1
        worker.look_after(time.monotonic())
        time.sleep(LOOK_SECONDS)
    return 0


def _end(children: Sequence[Child]) -> None:
    """Ask every child to end, and kill what does not, with what a dead child has left behind."""
    for child in children:
        child.terminate()
    until = time.monotonic() + SECONDS_TO_END
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, until - time.monotonic()))
        with suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _started(command: list[str], environment: Mapping[str, str]) -> Child:
    # A group of its own, which Ctrl-C does not reach: we ask it to end in order, and the processes
    # of a server that was killed can be found.
    return subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603  # our own


def _how(child: Child) -> str:
    code = child.returncode
    return f"signal {-code}" if code < 0 else f"exit status {code}"
