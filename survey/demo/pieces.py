"""The reports of the gallery: each a centre made for it, and the edition that is printed of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.demo import brought, cast, small
from survey.demo.fill import fill
from survey.errors import NotFound
from survey.intake.editions import Edition
from survey.operations.look import set_look
from survey.privacy import gate
from survey.store import database, demo_mark, reads_of_departments, reads_of_units, schema
from survey.working_hours import WorkingHours, parse_shifts

# The same days give the same centres, whenever the gallery is made.
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
ZONE = ZoneInfo("UTC")
LAST_MONTH = "month:2026-10"
DEMO = "Larkfield Support"
# Of its own, to show what an organisation may bring.
ACCENT = "#7a1f3d"
LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 64">
<path fill="#7a1f3d" d="M32 4 60 32 32 60 4 32Z"/><path fill="#fff" d="M32 20 44 32 32 44 20 32Z"/>
<path fill="#7a1f3d" d="M84 14h9v28h18v8H84ZM124 14h27v8h-18v6h16v8h-16v14h-9ZM164 14h9v36h-9Z"/>
</svg>"""


@dataclass(frozen=True, slots=True)
class Studio:
    """Where centres are made: a folder for their databases, and one with published data.

    `say` is told what takes long.
    """

    folder: Path
    data: Path
    say: Callable[[str], None]

    def connect(self, name: str, *, template: Path | None = None) -> None:
        """A new database of this name, empty or a copy of the template."""
        path = self.folder / f"{name}.db"
        if template is not None:
            shutil.copy(template, path)
        database.connect(f"sqlite:///{path}")
        schema.migrate()

    def demo(self) -> Path:
        """The database of the demo centre, filled the first time it is asked for."""
        path = self.folder / "filled.db"
        if not path.exists():
            self.say("filling the demo centre, which takes most of the time")
            self.connect("filling")
            demo_mark.begin(now=NOW)
            fill(
                now=NOW,
                zone=ZONE,
                working_hours=WorkingHours(parse_shifts("Mo-Fr 09:00-17:00"), frozenset(), ZONE),
                secret_key="of-the-gallery-only",  # noqa: S106  # opens nothing
                on_progress=lambda _: None,
            )
            demo_mark.complete(now=NOW)
            database.settle()
            database.disconnect()
            (self.folder / "filling.db").replace(path)
        return path


@dataclass(frozen=True, slots=True)
class Piece:
    """One report of the gallery; `build` fills a new database and gives the edition to print."""

    name: str
    title: str
    organisation: str
    build: Callable[[Studio], Edition]
    is_demo: bool = False


def _newest() -> str:
    return f"wave:{gate.closed_waves()[-1].number}"


def _centre(_: Studio) -> Edition:
    return Edition("centre", _newest())


def _arabic(_: Studio) -> Edition:
    return Edition("centre", _newest(), language="ar")


def _agents(_: Studio) -> Edition:
    return Edition("agents", _newest())


def _site(_: Studio) -> Edition:
    site = cast.SITES[0][0]
    units = reads_of_units.units(reads_of_units.unit_ids())
    return Edition("unit", _newest(), unit_id=next(one.id for one in units if one.code == site))


def _department(_: Studio) -> Edition:
    departments = [one for one in reads_of_departments.departments() if one.n_comments]
    if not departments:
        raise NotFound("No department of the demo gets comments.")
    return Edition("department", LAST_MONTH, department_id=departments[0].id)


def _letter(_: Studio) -> Edition:
    set_look(ACCENT, LOGO, now=NOW)
    return Edition("centre", _newest(), paper="letter")


def _slides(_: Studio) -> Edition:
    return Edition("slides", _newest())


def _empty(_: Studio) -> Edition:
    small.build_empty()
    return Edition("centre", LAST_MONTH)


def _one_unit(_: Studio) -> Edition:
    small.build_one_unit(today=TODAY)
    return Edition("centre", _newest())


def _suppressed(_: Studio) -> Edition:
    small.build_suppressed(today=TODAY)
    return Edition("centre", _newest())


def _contacts(studio: Studio) -> Edition:
    brought.bring_contacts(studio.data, now=NOW)
    return Edition("centre", "month:2023-08")


def _schools(studio: Studio) -> Edition:
    brought.bring_schools(studio.data)
    return Edition("centre", LAST_MONTH)


PIECES = (
    Piece("01-centre", "The demo centre, in English", DEMO, _centre, is_demo=True),
    Piece("02-arabic", "The demo centre, in Arabic", DEMO, _arabic, is_demo=True),
    Piece("03-agents", "The edition for agents", DEMO, _agents, is_demo=True),
    Piece("04-site", "The edition of a site", DEMO, _site, is_demo=True),
    Piece("05-department", "The edition for a department", DEMO, _department, is_demo=True),
    Piece("06-letter", "US Letter, with a logo and accent", DEMO, _letter, is_demo=True),
    Piece("07-slides", "Slides", DEMO, _slides, is_demo=True),
    Piece("08-empty", "A centre without data", "Newfield Support", _empty),
    Piece("09-one-unit", "A centre of one unit", "The repair desk", _one_unit),
    Piece("10-suppressed", "Everything hidden", "Newfield Support", _suppressed),
    Piece("11-contacts", "A shop's real contacts", "Shopzilla", _contacts),
    Piece("12-schools", "Schools: scores from another system", "New York schools", _schools),
)
