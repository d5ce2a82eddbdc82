"""Is engagement linked to satisfaction? A page and its files, for the pulse or imported series."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from survey.access import ANALYST, EXECUTIVE
from survey.insight.linkage import files, page
from survey.insight.linkage.cells import CSAT, PULSE
from survey.web.guard import allow

journey = Blueprint("linkage", __name__)
_CSV = "text/csv; charset=utf-8"


@journey.get("/linkage")
@allow(ANALYST, EXECUTIVE)
def show() -> str:
    """The linkage of the two sides that the address names, without any those that have data."""
    return render_template("linkage/show.html", page=page.linkage_with_figures(*_sides()))


@journey.get("/linkage/cells.csv")
@allow(ANALYST, EXECUTIVE)
def cells() -> Response:
    """The published cells that the linkage is computed from, and those that stayed out."""
    return _file(files.cells_csv(page.linkage(*_sides())), "linkage-cells.csv", _CSV)


@journey.get("/linkage/codebook.csv")
@allow(ANALYST, EXECUTIVE)
def codebook() -> Response:
    """What every column of the cells means."""
    return _file(files.codebook_csv(page.linkage(*_sides())), "linkage-codebook.csv", _CSV)


@journey.get("/linkage/linkage.json")
@allow(ANALYST, EXECUTIVE)
def results() -> Response:
    """Every number of the linkage with its method, seed and plan."""
    return _file(files.results_json(page.linkage(*_sides())), "linkage.json", "application/json")


def _sides() -> tuple[str, str]:
    engagement, satisfaction = request.args.get("engagement"), request.args.get("satisfaction")
    if not engagement and not satisfaction:
        return page.opening()
    return engagement or PULSE, satisfaction or CSAT


def _file(content: str, name: str, content_type: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename={name}",
        "Content-Type": content_type,
        "Cache-Control": "no-store",
    }
    return Response(content, headers=headers)
