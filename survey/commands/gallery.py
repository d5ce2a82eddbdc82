"""`flask gallery`: a report of each kind, as PDF and as pictures of its pages, to be looked at."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.reporting import make_edition
from survey.commands.speaking import spoken
from survey.commands.writing import write_whole
from survey.config import Settings
from survey.demo.pieces import PIECES, TODAY, ZONE, Piece, Studio
from survey.errors import NotFound, Refusal
from survey.raster import pages_as_png
from survey.render.environment import make_environment
from survey.store import database

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DPI = 110
FAILED = "The program failed; the traceback says where."

log = logging.getLogger("survey")


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the gallery as the contact sheet shows it; `why` says why it is not there."""

    title: str
    pdf: str = ""
    pages: tuple[str, ...] = ()
    why: str = ""


def install(app: Flask) -> None:
    """Put `flask gallery` on the application's command line."""
    app.cli.add_command(gallery)


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/gallery"),
    help="Folder to write to; default: var/gallery.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("../shared/data"),
    help="Folder of published data; reports of files that are not there are left out.",
)
@click.argument("names", nargs=-1)
@with_appcontext
@spoken
def gallery(output: Path, data: Path, names: tuple[str, ...]) -> None:
    """Make a report of each kind, each from a centre made for it, as PDF and as pictures."""
    settings: Settings = current_app.config["SURVEY"]
    wanted = [piece for piece in PIECES if not names or piece.name in names]
    if unknown := set(names) - {piece.name for piece in PIECES}:
        raise NotFound(f"There is no piece {min(unknown)}: {', '.join(p.name for p in PIECES)}.")
    output.mkdir(parents=True, exist_ok=True)
    shown: list[Shown] = []
    with _elsewhere(settings), tempfile.TemporaryDirectory(prefix="both-ends-gallery-") as folder:
        studio = Studio(Path(folder), data, lambda words: click.echo(f"{words} …", err=True))
        for piece in wanted:
            click.echo(f"{piece.title} …", err=True)
            shown.append(_made(piece, studio, output, settings))
    sheet = make_environment([TEMPLATES]).get_template("gallery/index.html")
    write_whole(output / "index.html", sheet.render(page=tuple(shown)).encode())
    click.echo(f"{sum(bool(one.pdf) for one in shown)} reports are in {output}/index.html.")
    if any(one.why == FAILED for one in shown):
        sys.exit(1)


def _made(piece: Piece, studio: Studio, output: Path, settings: Settings) -> Shown:
    """The piece made and written, or why it could not be."""
    studio_settings = replace(settings, organisation=piece.organisation, timezone=ZONE)
    template = studio.demo() if piece.is_demo else None
    studio.connect(piece.name, template=template)
    try:
        made = make_edition(piece.build(studio), settings=studio_settings, today=TODAY)
    except Refusal as refused:
        click.echo(f"{piece.title} was left out: {refused.message}", err=True)
        return Shown(piece.title, why=refused.message)
    except Exception:
        # One that fails does not keep the others from being looked at.
        log.exception("%s could not be made", piece.name)
        return Shown(piece.title, why=FAILED)
    finally:
        database.disconnect()
    write_whole(output / f"{piece.name}.pdf", made.pdf)
    for path in output.glob(f"{piece.name}-*.png"):
        path.unlink()
    names = []
    for number, page in enumerate(pages_as_png(made.pdf, dpi=DPI), start=1):
        names.append(f"{piece.name}-{number:02}.png")
        write_whole(output / names[-1], page)
    click.echo(f"{piece.title}: {len(names)} pages")
    return Shown(piece.title, f"{piece.name}.pdf", tuple(names))


@contextmanager
def _elsewhere(settings: Settings) -> Iterator[None]:
    """Work on other databases, and come back to the installation's own."""
    database.disconnect()
    try:
        yield
    finally:
        database.disconnect()
        database.connect(settings.database_url)
