"""The pulse's closed waves, as much of them as the viewer may read."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import AGENT, ANALYST, EXECUTIVE, LEADER
from survey.insight import own_wave, waves
from survey.web.guard import allow, viewer

journey = Blueprint("waves", __name__)


@journey.get("/pulse")
@allow(AGENT, ANALYST, EXECUTIVE, LEADER)
def list_waves() -> str:
    """Every wave; open ones with their days only."""
    return render_template("waves/list.html", page=waves.waves_page())


@journey.get("/pulse/waves/<int:number>")
@allow(AGENT, ANALYST, EXECUTIVE, LEADER)
def show(number: int) -> str:
    """One closed wave: of its blocks those in the viewer's scope, or an agent's own."""
    seen_by = viewer()
    if seen_by.role == AGENT:
        page = own_wave.own_wave_page(number, seen_by)
        return render_template("waves/own.html", page=page)
    return render_template("waves/show.html", page=waves.wave_page(number, seen_by))
