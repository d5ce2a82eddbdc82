"""`flask start`: from an empty folder to a product that answers, and back to nothing."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask import Flask

from survey import commands, config
from survey.commands.addresses import USED_UP, address_lines
from survey.commands.editions import keep_newest_report
from survey.operations import people
from survey.store import database, demo_mark
from survey.store.database import rows
from survey.web.application import create_app
from tests.conftest import NOW, ROOT
from tests.filled import demo_environment, demo_settings
from tests.pages import Page

# From an empty folder each time, demo and all.
pytestmark = pytest.mark.slow

SECONDS = 120
START = (sys.executable, "-m", "flask", "--app", "app", "start")


def running_programs() -> Iterator[tuple[int, int, list[str]]]:
    """Number, parent's number and words of every program: from /proc, or where there is none ps."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        )
        for line in listed.stdout.splitlines():
            number, parent, *words = line.split()
            if "defunct" not in line:
                yield int(number), int(parent), words
        return
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may have ended meanwhile
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_text().split("\0")
            if state != "Z":
                yield int(folder.name), int(parent), words


class Started:
    """`flask start` in a process of its own; collects what it says."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.port = _free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.said = ""
        kept = {name: value for name, value in os.environ.items() if "SURVEY_" not in name}
        self.process = subprocess.Popen(
            [*START, "--port", str(self.port), *options],
            cwd=ROOT,
            env=kept | demo_environment(folder) | environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Ctrl-C goes to a whole group.
            process_group=0,
            text=True,
        )

    def read_until(self, word: str) -> str:
        """Everything said up to the line that holds the word."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if word in line:
                return self.said
        raise AssertionError(f"{word!r} was never said, but:\n{self.said}")

    def rest(self) -> str:
        """Everything said, once it has ended by itself."""
        self.said += self.process.communicate(timeout=SECONDS)[0]
        return self.said

    def children(self) -> dict[str, int]:
        """Process numbers of what it runs, by what it is."""
        return {
            "worker" if "work" in words else "server": number
            for number, parent, words in running_programs()
            if parent == self.process.pid
        }

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit status after the signal."""
        self.process.send_signal(number)
        self.rest()
        return self.process.returncode


@contextmanager
def started(folder: Path, *options: str, **environment: str) -> Iterator[Started]:
    """`flask start`, of which nothing is left afterwards."""
    running = Started(folder, *options, **environment)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.communicate(timeout=SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_alive(number: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(number, 0)
        return True
    return False


def page(address: str, form: dict[str, str] | None = None) -> Page:
    data = urlencode(form).encode() if form else None
    with urlopen(address, data, timeout=20) as answer:
        assert answer.status == 200
        return Page(answer.read().decode())


def test_one_command_makes_everything_and_the_next_start_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    since = time.monotonic()
    with started(folder) as first:
        said = first.read_until("Stop with Ctrl-C.")
        first_took = time.monotonic() - since
        assert "12 teams and" in said
        assert f"Larkfield Support answers at {first.base_url}" in said
        links = re.findall(rf"^  (\w+) +({first.base_url}/sign-in/\S+)$", said, re.M)
        roles = ["administrator", "analyst", "executive", "leader", "agent"]
        assert [role for role, _ in links] == roles
        for _, address in links:
            assert "Made-up data" in page(address).text
        (ballot,) = re.findall(rf"^Ballot card +({first.base_url}/pulse/\S+)$", said, re.M)
        assert page(ballot).text
        (claim,) = re.findall(rf"^Pulse by link +({first.base_url}/pulse/claim/\S+)$", said, re.M)
        assert "Get my ballot" in page(claim).text
        invitations = [one.read_text() for one in (folder / "outbox").glob("*.eml")]
        assert len(invitations) > 100
        assert all(f"{first.base_url}/pulse/claim/" in one for one in invitations)
        (customer,) = re.findall(rf"^Customer +({first.base_url}/c/\S+)$", said, re.M)
        assert page(customer).text
        (report,) = re.findall(r"^Forum report +(\S+)$", said, re.M)
        printed = Path(report).read_bytes()
        assert printed.startswith(b"%PDF-")
        children = first.children()
        assert set(children) == {"server", "worker"}
        assert first.end(signal.SIGINT) == 0
    assert not [number for number in children.values() if is_alive(number)]
    since = time.monotonic()
    with started(folder) as second:
        said = second.read_until("Stop with Ctrl-C.")
        assert time.monotonic() - since < first_took / 2
        assert "Making the demo" not in said
        assert f"Customer       {customer.replace(first.base_url, second.base_url)}" in said
        assert Path(report).read_bytes() == printed
        assert second.end(signal.SIGHUP) == 0


def test_a_worker_that_ends_is_started_again_and_a_server_that_ends_ends_all(
    store: str, tmp_path: Path
) -> None:
    with started(tmp_path, SURVEY_DATABASE_URL=store) as running:
        running.read_until("Stop with Ctrl-C.")
        before = running.children()
        os.kill(before["worker"], signal.SIGKILL)
        running.read_until("The worker has ended (signal 9). It is started again in 1 s")
        until = time.monotonic() + 20
        while "worker" not in running.children() and time.monotonic() < until:
            time.sleep(0.2)
        again = running.children()
        assert again["server"] == before["server"]
        assert again["worker"] != before["worker"]
        os.kill(again["server"], signal.SIGKILL)
        assert "The server has ended (signal 9), so the product ends." in running.rest()
        assert running.process.returncode == 1
        assert not [number for number in again.values() if is_alive(number)]


def test_a_database_of_ones_own_is_neither_filled_nor_marked(store: str, tmp_path: Path) -> None:
    with started(tmp_path, SURVEY_DATABASE_URL=store) as running:
        said = running.read_until("Stop with Ctrl-C.")
        assert "Nobody can sign in yet. Add the first user" in said
        assert "Made-up data" not in page(f"{running.base_url}/sign-in").text
        assert running.end() == 0
    assert rows("SELECT * FROM unit") == rows("SELECT * FROM demo_mark") == []


@pytest.fixture
def flask(store: str, settings: config.Settings) -> Iterator[Flask]:
    """The application on a database of one's own, with what the Makefile exports."""
    app = create_app(settings)
    commands.install(app)
    yield app
    database.connect(store)


def test_those_who_can_sign_in_are_named(flask: Flask, settings: config.Settings) -> None:
    for number in range(7):
        people.add_user(f"u{number}@example.org", f"U {number}", role="analyst")
    lines = address_lines(settings, "http://localhost", None, now=NOW)
    assert "Sign in at http://localhost/sign-in with the address of a user:" in lines
    assert "  analyst       u0@example.org" in lines
    assert "  and 2 more" in lines
    assert any("appears here and in" in line for line in lines)
    assert rows("SELECT * FROM sign_in_link") == []


def test_a_demo_without_its_users_starts_all_the_same(
    flask: Flask, settings: config.Settings
) -> None:
    demo_mark.begin(now=NOW)
    lines = address_lines(settings, "http://localhost", None, now=NOW)
    assert "Nobody can sign in yet." in lines[3]
    assert USED_UP in lines


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with started(tmp_path, "--port", port) as running:
            assert f"Port {port} is taken" in running.rest()
            assert running.process.returncode == 1
    assert not (tmp_path / "survey.db").exists()


def test_ctrl_c_while_the_demo_is_made_leaves_nothing_half(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        running.read_until("invitations and")
        os.killpg(running.process.pid, signal.SIGINT)
        assert "Stopped before the product was ready." in running.rest()
        assert running.process.returncode == 1
        assert "Traceback" not in running.said
    assert not list(tmp_path.glob("*.draft*"))
    assert not list(tmp_path.glob("demo.json*"))


def test_a_full_disk_while_the_demo_is_made_is_a_sentence(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "SURVEY_" not in name}
    done = subprocess.run(
        [*START, "--port", str(_free_port())],
        cwd=ROOT,
        env=environment | demo_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The demo could not be made: ")
    assert f"See that {tmp_path} can be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.draft*"))


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for name in ("SURVEY_DATA_FOLDER", "SURVEY_DATABASE_URL"):
        value = str(tmp_path / "file" / "var")
        given = {name: value if name.endswith("FOLDER") else f"sqlite:///{value}/survey.db"}
        with started(tmp_path, **given) as running:
            assert f"{name}: {value} cannot be" in running.rest()
            assert "Traceback" not in running.said
            assert running.process.returncode == 1


def test_real_data_is_never_thrown_away_for_a_demo(flask: Flask, tmp_path: Path) -> None:
    people.add_unit("centre", "Our centre")
    done = flask.test_cli_runner().invoke(
        args=["start", "--demo-again", "--port", str(_free_port())]
    )
    assert done.exit_code == 1
    assert "does not hold the demo, so nothing was changed" in done.stderr
    assert rows("SELECT code FROM unit") == [("centre",)]


def test_a_demo_that_was_cut_off_does_not_start(flask: Flask) -> None:
    demo_mark.begin(now=NOW)
    done = flask.test_cli_runner().invoke(args=["start", "--port", str(_free_port())])
    assert done.exit_code == 1
    assert "was cut off" in done.stderr


def test_the_report_follows_what_the_newest_wave_says(filled_demo: Path, tmp_path: Path) -> None:
    shutil.copytree(filled_demo, tmp_path / "demo")
    database.connect(demo_settings(tmp_path / "demo").database_url)
    path, settings = tmp_path / "report.pdf", demo_settings(tmp_path / "demo")
    keep_newest_report(path, settings=settings, now=NOW)
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    keep_newest_report(path, settings=settings, now=NOW)
    assert path.stat().st_mtime_ns == written
    renamed = replace(settings, organisation="Meadowfield")
    keep_newest_report(path, settings=renamed, now=NOW + timedelta(hours=1))
    assert path.read_bytes() != first
    database.disconnect()
