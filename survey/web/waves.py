"""The pulse's closed waves, as much of them as the viewer may read."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight import waves
from survey.web.guard import allow, viewer

journey = Blueprint("waves", __name__)


@journey.get("/pulse")
@allow(ANALYST, EXECUTIVE, LEADER)
def list_waves() -> str:
    """Every wave; open ones with their days only."""
    return render_template("waves/list.html", page=waves.waves_page())


@journey.get("/pulse/waves/<int:number>")
@allow(ANALYST, EXECUTIVE, LEADER)
def show(number: int) -> str:
    """One closed wave."""
    return render_template("waves/show.html", page=waves.wave_page(number, viewer()))
