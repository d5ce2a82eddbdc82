"""Centres of data that others published: a shop's support contacts, and the schools of a city.

The files do not come with the product; `folder` is where they lie beside it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.errors import NotFound
from survey.intake.contact import read_contacts
from survey.intake.contact_mapping import load_contact_mapping
from survey.intake.score import read_scores
from survey.intake.score_mapping import load_score_mapping
from survey.intake.table import open_table
from survey.operations import people
from survey.operations.contacts import accept_contacts
from survey.operations.scores import accept_scores

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
CONTACTS = Path("contacts", "customer_support_data_20pct.csv")
SCHOOLS = (
    (Path("linkage_schools", "2014-15_Teacher_Val.csv"), "scores-schools-engagement.toml"),
    (Path("linkage_schools", "2014-15_Parent_Val.csv"), "scores-schools-satisfaction.toml"),
)


def bring_contacts(folder: Path, *, now: datetime) -> None:
    """A month of an online shop's contacts, with what its customers answered.

    Raises:
        NotFound: the file is not in the folder.
    """
    declared = load_contact_mapping(EXAMPLES / "contacts-shopzilla.toml")
    zone = ZoneInfo("UTC")
    with _there(folder / CONTACTS).open("rb") as stream:
        table = open_table(stream, declared.csv, needed=declared.columns)
        records = read_contacts(table, declared, zone=zone, now=now)
        accept_contacts(records, zone=zone, creation=declared.create)


def bring_schools(folder: Path) -> None:
    """Teachers' engagement and parents' satisfaction by school, as imported scores.

    Raises:
        NotFound: a file is not in the folder.
    """
    people.add_unit("schools", "New York schools")
    for data, mapping in SCHOOLS:
        declared = load_score_mapping(EXAMPLES / mapping)
        with _there(folder / data).open("rb") as stream:
            table = open_table(stream, declared.csv, needed=declared.columns)
            accept_scores(read_scores(table, declared), declared)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise NotFound(f"{path} is not there.")
    return path
