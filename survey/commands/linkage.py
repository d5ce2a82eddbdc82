"""`flask linkage`: the linkage in the shell, in words or as JSON."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from survey.commands.speaking import spoken
from survey.insight.linkage import files, page
from survey.insight.linkage.cells import CSAT, PULSE
from survey.render import numbers
from survey.stats.result import Estimate

_WRITTEN = {
    "json": files.results_json,
    "csv": files.cells_csv,
    "codebook": files.codebook_csv,
}


def install(app: Flask) -> None:
    """Put `linkage` on the command line."""
    app.cli.add_command(linkage)


@click.command()
@click.option("--engagement", help="Name of an imported engagement series; the pulse without it.")
@click.option("--satisfaction", help="Name of an imported satisfaction series; CSAT without it.")
@click.option("--json", "as_json", is_flag=True, help="Print every number as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the published cells as CSV.")
@click.option(
    "--codebook", "as_codebook", is_flag=True, help="Print what the columns of the cells mean."
)
@with_appcontext
@spoken
def linkage(
    engagement: str | None,
    satisfaction: str | None,
    *,
    as_json: bool,
    as_csv: bool,
    as_codebook: bool,
) -> None:
    """Is engagement linked to satisfaction here? From published figures only."""
    chosen = {"json": as_json, "csv": as_csv, "codebook": as_codebook}
    forms = [name for name, is_chosen in chosen.items() if is_chosen]
    if len(forms) > 1:
        raise click.UsageError("Choose one of --json, --csv and --codebook.")
    shown = page.linkage(engagement or PULSE, satisfaction or CSAT)
    click.echo(_WRITTEN[forms[0]](shown) if forms else "\n".join(_lines(shown)), nl=not forms)


def _lines(shown: page.LinkagePage) -> list[str]:
    analysis = shown.analysis
    between, within = analysis.between, analysis.within
    lines = [
        "; ".join(part for part in (f"Verdict: {shown.verdict}", shown.exploratory) if part),
        shown.headline,
        shown.number,
        shown.plan,
        "",
        f"Between {analysis.material.noun}s: {shown.between}",
        _row("Pearson", between.pearson),
        f"  permutation {numbers.p_phrase(between.permutation.p)} ({_way(between.permutation)})",
        _row("Spearman", between.spearman),
        "",
        f"Inside {analysis.material.noun}s: {shown.within}",
        _row("Block and wave removed, clustered", within.clustered),
        _row("Repeated measures", within.repeated.correlation),
        "",
        shown.adjusted,
        shown.order,
        shown.lags,
        "",
        shown.size,
        shown.chance,
        *shown.reliability,
        shown.detectable,
        *(f"Warning: {warning}" for warning in shown.warnings),
        "",
        shown.caution,
    ]
    return [line for line, after in zip(lines, [*lines[1:], "."], strict=True) if line or after]


def _way(permutation: Estimate) -> str:
    return "all orders" if permutation.method.endswith("exact") else "random orders"


def _row(name: str, estimate: Estimate) -> str:
    if estimate.value is None:
        return f"  {name}: not computable. {estimate.reason}"
    text = f"  {name} r = {numbers.decimal(estimate.value, 4)}"
    if estimate.interval:
        ends = numbers.interval(estimate.interval.low, estimate.interval.high, 4)
        text += f" (95% interval {ends})"
    return f"{text}, {numbers.n(estimate.n)}"
