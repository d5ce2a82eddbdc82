"""`flask block-plan`, `open-wave`, `print-cards`, `close-wave` and `audit-anonymity`."""

from __future__ import annotations

import secrets
import sys
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from survey.commands.speaking import spoken, warn_of_local_address
from survey.commands.writing import replacing
from survey.config import Settings
from survey.errors import Refusal
from survey.insight import cards
from survey.operations import pulse
from survey.pdf import load_engine, render_pdf
from survey.privacy import gate
from survey.privacy.audit import audit
from survey.privacy.blocks import PlannedBlock
from survey.render.environment import make_environment
from survey.render.numbers import whole
from survey.store import demo_mark

REPORTS = Path(__file__).resolve().parents[2] / "reports"
DAY = click.DateTime(["%Y-%m-%d"])
MODE = click.option(
    "--mode",
    type=click.Choice(["link", "cards"]),
    default="link",
    show_default=True,
    help="By link in mails, wherever all agents of a block have an address; or by card.",
)
CARDS_FOR = click.option(
    "--cards-for",
    metavar="UNIT",
    multiple=True,
    help="Code of a unit that answers by card, with all below it. Can be given several times.",
)


def install(app: Flask) -> None:
    """Put the pulse's commands on the application's command line."""
    for command in (block_plan, open_wave, print_cards, close_wave, audit_anonymity):
        app.cli.add_command(command)


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings


def _today() -> date:
    return datetime.now(UTC).astimezone(_settings().timezone).date()


def _day(given: datetime | None, otherwise: date) -> date:
    return given.date() if given else otherwise


def _print_plan(blocks: Sequence[PlannedBlock | gate.BlockRef]) -> None:
    for block in blocks:
        way = "by link" if block.mode == "link" else "by card"
        click.echo(f"{block.code:<12} {block.n_invited:>5} invited  {way}  {block.name}")
        if block.reason:
            click.echo(f"{'':<12} {block.reason}")


@click.command()
@click.option("--on", type=DAY, help="The day whose membership counts. Default: today.")
@click.option("--block-minimum", type=click.IntRange(6), default=8, show_default=True)
@MODE
@CARDS_FOR
@with_appcontext
@spoken
def block_plan(
    on: datetime | None,
    block_minimum: int,
    mode: Literal["link", "cards"],
    cards_for: tuple[str, ...],
) -> None:
    """Show the blocks a wave would have, how they answer, and why. Changes nothing."""
    _print_plan(
        pulse.plan_blocks(
            _day(on, _today()),
            block_minimum=block_minimum,
            mode=mode,
            card_unit_ids=pulse.find_units(cards_for),
        )
    )


@click.command()
@click.option("--name", required=True, help="What people call it, such as Spring 2026.")
@click.option("--number", type=click.IntRange(1), help="Default: one more than the last wave.")
@click.option("--opens-on", type=DAY, help="Membership counts as of this day. Default: today.")
@click.option("--closes-on", type=DAY, required=True, help="Last day to answer.")
@click.option(
    "--window-from",
    type=DAY,
    help="First day of the contacts it is compared with. Default: first of the opening month.",
)
@click.option("--window-until", type=DAY, help="Last such day. Default: last of that month.")
@click.option("--threshold", type=int, default=5, show_default=True, help="Answers per figure.")
@click.option("--comment-threshold", type=int, default=10, show_default=True)
@click.option("--block-minimum", type=int, default=8, show_default=True, help="Invited per block.")
@MODE
@CARDS_FOR
@click.option("--help-contact", default="", help="Whom agents can ask, shown to them.")
@click.option(
    "--remind-on", type=DAY, multiple=True, help="Day on which all are reminded. Several."
)
@with_appcontext
@spoken
def open_wave(
    name: str,
    number: int | None,
    opens_on: datetime | None,
    closes_on: datetime,
    window_from: datetime | None,
    window_until: datetime | None,
    *,
    threshold: int,
    comment_threshold: int,
    block_minimum: int,
    mode: Literal["link", "cards"],
    cards_for: tuple[str, ...],
    help_contact: str,
    remind_on: tuple[datetime, ...],
) -> None:
    """Open a wave: freeze its roster, blocks, wording and thresholds."""
    opening = _day(opens_on, _today())
    first = _day(window_from, opening.replace(day=1))
    new = pulse.NewWave(
        number=number or max((wave.number for wave in gate.waves()), default=0) + 1,
        name=name,
        opens_on=opening,
        closes_on=closes_on.date(),
        window_from=first,
        window_until=_day(window_until, first.replace(day=monthrange(first.year, first.month)[1])),
        threshold=threshold,
        comment_threshold=comment_threshold,
        block_minimum=block_minimum,
        mode=mode,
        card_unit_ids=pulse.find_units(cards_for),
        help_contact=help_contact,
        remind_on=tuple(one.date() for one in remind_on),
    )
    _say_opened(_opened(new))


def _opened(new: pulse.NewWave) -> gate.WaveRef:
    return pulse.open_wave(
        new,
        now=datetime.now(UTC),
        keys=pulse.KeySource(_settings().secret_key, secrets.token_bytes),
        on_progress=lambda sentence: click.echo(sentence, err=True),
    )


def _say_opened(wave: gate.WaveRef) -> None:
    blocks = gate.blocks(wave.id)
    _print_plan(blocks)
    click.echo(f"Wave {wave.number} is open.")
    if n_letters := sum(block.n_invited for block in blocks if block.mode == "link"):
        warn_of_local_address(_settings().base_url)
        click.echo(f"{whole(n_letters)} letters with links wait for flask work.")
    if any(block.mode == "cards" for block in blocks):
        click.echo(f"Print its cards: flask print-cards --wave {wave.number} -o cards.pdf")


@click.command()
@click.option("--wave", "number", type=int, required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
@spoken
def print_cards(number: int, output: Path) -> None:
    """Print ballot cards as a PDF. Unspent cards printed earlier can no longer be used then."""
    click.echo("Starting the PDF engine …", err=True)
    load_engine()
    drawn = pulse.draw_cards(number, today=_today(), randomness=secrets.token_bytes)
    n_cards = sum(len(block.codes) for block in drawn.blocks)
    if not n_cards:
        raise Refusal(f"Everyone invited to wave {number} has answered. There is nothing to print.")
    click.echo(f"Drawing {n_cards} cards …", err=True)
    settings = _settings()
    warn_of_local_address(settings.base_url)
    page = cards.sheet(
        drawn.wave,
        [(block.block, block.codes) for block in drawn.blocks],
        organisation=settings.organisation,
        base_url=settings.base_url,
        is_demo=demo_mark.is_made_up(),
    )
    html = make_environment([REPORTS]).get_template("cards.html").render(page=page)
    pdf = render_pdf(html, base=REPORTS, created=drawn.wave.opens_on)
    # Whoever reads the codes can answer with them: for the owner's eyes only.
    with replacing(output, pdf, mode=0o600):
        pulse.put_in_force(drawn)
    click.echo(f"{n_cards} cards are in {output}. Cards printed earlier are void.")


@click.command()
@click.option("--wave", "number", type=int, required=True)
@with_appcontext
@spoken
def close_wave(number: int) -> None:
    """Close a wave for good: publish what may be shown, shred the rest. Can be run again."""
    click.echo(f"Closing wave {number} …", err=True)
    pulse.close_wave(number, today=_today(), now=datetime.now(UTC), randomness=secrets.token_bytes)
    click.echo(f"Wave {number} is closed, and its results are published.")


@click.command()
@with_appcontext
def audit_anonymity() -> None:
    """Check the anonymity promises against the database; status 1 if one is broken."""
    checks = audit()
    for check in checks:
        click.echo(f"{'BROKEN' if check.problems else 'holds':<7} {check.promise}")
        for problem in check.problems:
            click.echo(f"{'':<7} {problem}", err=True)
    sys.exit(1 if any(check.problems for check in checks) else 0)
