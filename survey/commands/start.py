"""`flask start`: from an empty folder to a product one can look around in, with one command."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.forum import write_newest_report
from survey.commands.serving import environment_of, server_command, worker_command
from survey.commands.speaking import spoken
from survey.config import Settings
from survey.demo import install as demo
from survey.demo.fill import USERS, email_of
from survey.errors import Refusal
from survey.operations import sign_in
from survey.store import reads_of_people, schema

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 30
SECONDS_TO_END = 10


def install(app: Flask) -> None:
    """Put `flask start` on the application's command line."""
    app.cli.add_command(start)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@with_appcontext
@spoken
def start(port: int) -> None:
    """Set up what is missing, fill an empty demo, serve, and print the addresses."""
    settings: Settings = current_app.config["SURVEY"]
    _require_free(port)
    _prepare(settings)
    report = _report(settings)
    environment = environment_of(os.environ, _base_url(settings, port))
    children = [
        subprocess.Popen(server_command(host=HOST, port=port), env=environment),  # noqa: S603  # our own command
        subprocess.Popen(worker_command(), env=environment),  # noqa: S603  # our own command
    ]
    _end_with_us(children)
    _wait_until_answering(port, children)
    click.echo("\n".join(_addresses(settings, _base_url(settings, port), report)))
    sys.exit(_wait_for_end(children))


def _prepare(settings: Settings) -> None:
    if settings.demo and demo.is_wanted(settings.database_url):
        click.echo("Making the demo centre, once; it takes about 20 seconds.")
        demo.make(settings, now=datetime.now(UTC), on_progress=_step)
        return
    for name in schema.migrate():
        _step(f"applied {name}")


def _step(text: str) -> None:
    click.echo(f"  {text}")


def _report(settings: Settings) -> Path | None:
    path = settings.data_folder / "forum-report.pdf"
    if path.exists():
        return path
    click.echo("Writing the forum report.")
    try:
        write_newest_report(path, organisation=settings.organisation, is_demo=settings.demo)
    except Refusal as refusal:
        _step(refusal.message)
        return None
    return path


def _base_url(settings: Settings, port: int) -> str:
    """The address set by hand, or that of the port we serve on."""
    if "SURVEY_BASE_URL" in os.environ or "SURVEY_BASE_URL_FILE" in os.environ:
        return settings.base_url
    return f"http://{HOST}:{port}"


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refusal(
                f"Port {port} is taken by another program. Choose one: make run PORT={port + 1}"
            ) from error


def _addresses(settings: Settings, base_url: str, report: Path | None) -> list[str]:
    lines = ["", f"{settings.organisation} answers at {base_url}", ""]
    if settings.demo:
        lines += _demo_addresses(settings, base_url)
    elif not reads_of_people.anyone_signs_in():
        lines += ["Nobody can sign in yet. Add the first: flask add-user --help", ""]
    if report:
        lines.append(f"Forum report   {report}")
    return [*lines, "", "Stop with Ctrl-C."]


def _demo_addresses(settings: Settings, base_url: str) -> list[str]:
    now = datetime.now(UTC)
    minutes = int(sign_in.LINK_LIFETIME.total_seconds() // 60)
    lines = [f"Sign in as (each link works once, for {minutes} minutes; start again for new ones)"]
    for role, *_ in USERS:
        token = secrets.token_urlsafe(32)
        sign_in.make_link(email_of(role), token=token, now=now)
        lines.append(f"  {role:<13} {base_url}/sign-in/{token}")
    handles = demo.usable_handles(
        settings.data_folder, now=now, today=now.astimezone(settings.timezone).date()
    )
    if handles.customer_path:
        lines += ["", f"Customer       {base_url}{handles.customer_path}"]
    if handles.ballot_code:
        lines.append(f"Ballot card    {base_url}/pulse/ballot/{handles.ballot_code}")
    return lines


def _end_with_us(children: Sequence[subprocess.Popen[bytes]]) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _wait_until_answering(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if any(child.poll() is not None for child in children):
            break
        time.sleep(0.1)
    for child in children:
        child.terminate()
    raise Refusal("The server did not start. Its own words stand above.")


def _wait_for_end(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """The exit status once one of the children has ended; the others are ended with it."""
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [child.wait(SECONDS_TO_END) for child in children]
    return max(0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1 for code in codes)
