"""`flask start`: from an empty folder to a product one can look around in, with one command."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime
from errno import EADDRINUSE
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands import running
from survey.commands.addresses import address_lines
from survey.commands.editions import keep_newest_report
from survey.commands.pulse_letters import send_block
from survey.commands.serving import environment_of
from survey.commands.speaking import spoken
from survey.commands.work import tools_of
from survey.config import Settings
from survey.demo import install as demo
from survey.errors import Refusal
from survey.operations import jobs
from survey.operations.pulse.letters import KIND
from survey.privacy import gate
from survey.store import database, schema

HOST = "127.0.0.1"
STOPPED = "Stopped before the product was ready. Start it again when you like."
MAKING = "Making the demo centre, once. It takes {}."


def install(app: Flask) -> None:
    """Put `flask start` on the application's command line."""
    app.cli.add_command(start)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port to serve on.",
)
@click.option("--demo-again", is_flag=True, help="Throw the demo away and make it anew.")
@with_appcontext
@spoken
def start(port: int, *, demo_again: bool) -> None:
    """Set up what is missing, fill a new demo, serve, and print the addresses."""
    settings: Settings = current_app.config["SURVEY"]
    base_url = _base_url(settings, port)
    _require_free(port)
    try:
        _prepare(settings, base_url, demo_again=demo_again)
        report = _report(settings)
    except KeyboardInterrupt:
        raise Refusal(STOPPED) from None
    lines = address_lines(settings, base_url, report, now=datetime.now(UTC))
    click.echo("Starting the server.")
    status = running.run(
        host=HOST,
        port=port,
        environment=environment_of(os.environ, base_url),
        on_answering=lambda: click.echo("\n".join(lines)),
    )
    sys.exit(status)


def _prepare(settings: Settings, base_url: str, *, demo_again: bool) -> None:
    if demo_again:
        demo.require_demo(settings)
    if demo_again or (settings.demo and schema.is_blank()):
        click.echo(MAKING.format(_how_long()))
        demo.make(settings, now=datetime.now(UTC), on_progress=_step)
        _write_invitations(settings, base_url)
        return
    for name in schema.migrate():
        _step(f"applied {name}")
    demo.require_whole()


def _write_invitations(settings: Settings, base_url: str) -> None:
    """Write the letters of the demo's open wave into the outbox, without naming each."""
    tools = replace(tools_of(current_app), settings=replace(settings, base_url=base_url))
    now, n_written = datetime.now(UTC), 0
    while (job := jobs.claim((KIND,), now=now)) is not None:
        n_written += send_block(job, tools, now)
        jobs.complete(job)
    if n_written:
        _step(f"{n_written} invitations to the pulse, as mail in the outbox")


def _how_long() -> str:
    return "one to three minutes on PostgreSQL" if database.is_postgresql() else "10 to 40 seconds"


def _step(text: str) -> None:
    click.echo(f"  {text}")


def _report(settings: Settings) -> Path | None:
    """Where the report on the newest closed wave is, up to date; None where there is none."""
    path = settings.data_folder / "forum-report.pdf"
    if not gate.closed_waves():
        return None
    click.echo("Bringing the forum report up to date.")
    try:
        keep_newest_report(path, settings=settings, now=datetime.now(UTC))
    except Refusal as refusal:
        # Whoever lacks the report can still use everything else.
        click.echo(refusal.message, err=True)
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
            why = (
                "taken, by another program or an earlier start"
                if error.errno == EADDRINUSE
                else f"not to be had ({error.strerror})"
            )
            raise Refusal(
                f"Port {port} is {why}. Choose another: make run PORT=8001, or flask start"
                " --port 8001."
            ) from error
