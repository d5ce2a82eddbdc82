"""The forum report of one closed wave as one frozen object: everything its pages print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from survey.errors import NotYet
from survey.insight.linkage import figures, page
from survey.insight.linkage.page import LinkagePage
from survey.insight.report.agents import Agents, agents_of
from survey.insight.report.asks import Asks, asks_of
from survey.insight.report.glance import Glance, glance_of
from survey.insight.report.ledger import Ledger, ledger_of
from survey.insight.report.wave_customers import Customers, customers_of
from survey.insight.report.wave_method import Method, method_of
from survey.privacy import gate
from survey.render.figures import PRINT_HALF, Figure, on_paper


@dataclass(frozen=True, slots=True)
class Link:
    """The linkage up to this wave, with its figures drawn for paper."""

    page: LinkagePage
    between: Figure | None
    within: Figure | None


@dataclass(frozen=True, slots=True)
class WaveReport:
    """What the report on a wave says; `before` is the closed wave it is compared with, if any."""

    title: str
    organisation: str
    is_demo: bool
    wave: gate.WaveRef
    before: gate.WaveRef | None
    glance: Glance
    customers: Customers
    agents: Agents
    link: Link
    asks: Asks
    ledger: Ledger
    method: Method


def forum_report(wave_number: int, *, organisation: str, is_demo: bool) -> WaveReport:
    """The report on a closed wave, from closed waves up to it and customers up to its window.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    wave = reportable(wave_number)
    earlier = [one for one in gate.closed_waves() if one.number < wave.number]
    before = earlier[-1] if earlier else None
    customers, agents = customers_of(wave, before), agents_of(wave, earlier)
    link, ledger = _link(wave), ledger_of(wave, earlier)
    before_name = before.name if before else ""
    return WaveReport(
        title=f"Forum report, wave {wave.number}",
        organisation=organisation,
        is_demo=is_demo,
        wave=wave,
        before=before,
        glance=glance_of(customers, agents, link.page, ledger, before_name),
        customers=customers,
        agents=agents,
        link=link,
        asks=asks_of(wave),
        ledger=ledger,
        method=method_of(wave, customers, agents, is_demo=is_demo),
    )


def reportable(wave_number: int) -> gate.WaveRef:
    """The closed wave with this number.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    wave = gate.wave(wave_number)
    if not wave.is_closed:
        raise NotYet(
            f"Wave {wave_number} is still open. Its report can be made once it has closed."
        )
    return wave


def _link(wave: gate.WaveRef) -> Link:
    found = page.linkage(until_number=wave.number)
    place = partial(on_paper, canvas=PRINT_HALF)
    return Link(
        page=found,
        between=figures.between_figure(found.analysis, place),
        within=figures.within_figure(found.analysis, place),
    )
