"""The cells of a linkage as a file, with a codebook: enough to work every number out again.

Nothing is in it but what is published. Numbers are written in full, so that nothing is lost.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from survey.insight.linkage.cells import Cell, Exclusion, Material
from survey.insight.linkage.codebook import COLUMNS, covariate_column
from survey.insight.linkage.page import LinkagePage
from survey.insight.linkage.results import as_data
from survey.render.cells import defuse

# Tells a spreadsheet that the letters are UTF-8.
MARK = "\ufeff"


def cells_csv(page: LinkagePage) -> str:
    """Every cell that entered, and every one that stayed out with the code of its reason."""
    material = page.analysis.material
    names = [column.name for column in COLUMNS]
    held = [covariate_column(name).name for name in material.covariates]
    facts = _facts(material, page.analysis.planned)
    rows: list[dict[str, Any]] = []
    for cell in material.cells:
        values = dict(zip(held, cell.covariates, strict=True))
        rows.append(_cell(cell) | facts.get(cell.wave, {}) | values)
    excluded = sorted(
        material.exclusions, key=lambda one: (one.group, one.label, one.position or 0, one.wave)
    )
    rows += [_exclusion(one) | facts.get(one.wave, {}) for one in excluded]
    turnouts = {(group, wave): counted for group, wave, *counted in material.turnouts}
    for row in rows:
        counted = turnouts.get((row["group"], row["wave"]))
        if counted:
            row["invited"], row["answered"] = counted
    return _csv([*names, *held], ([row.get(name) for name in [*names, *held]] for row in rows))


def codebook_csv(page: LinkagePage) -> str:
    """What every column of the cells means, in which unit, and what may stand in it."""
    material = page.analysis.material
    held = [covariate_column(name) for name in material.covariates]
    columns = (*COLUMNS, *held)
    rows = ([one.name, one.meaning, one.unit, one.values] for one in columns)
    return _csv(["column", "meaning", "unit", "values"], rows)


def results_json(page: LinkagePage) -> str:
    """Every number with its method, the seed of what was drawn, and the plan."""
    return json.dumps(as_data(page), indent=2, ensure_ascii=False, default=str) + "\n"


def _facts(material: Material, planned: frozenset[str]) -> dict[str, dict[str, Any]]:
    """What is published of a whole wave; it stands in each of its rows."""
    return {
        wave.key: {
            "position": wave.position,
            "is_planned": int(wave.key in planned),
            "wave_spread": wave.spread,
            "wave_items": wave.reliability and wave.reliability.n_items,
            "wave_answers": wave.reliability and wave.reliability.n,
            "wave_alpha": wave.reliability and wave.reliability.alpha,
            "wave_omega": wave.reliability and wave.reliability.omega,
        }
        for wave in material.waves
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "is_included": 1,
        "wave": cell.wave,
        "group": cell.group,
        "label": cell.label,
        "n_units": len(cell.unit_ids),
        "engagement": cell.engagement,
        "engagement_form": cell.form,
        "engagement_n": cell.n_engagement,
        "satisfaction": cell.satisfaction,
        "satisfaction_n": cell.n_satisfaction,
        "satisfaction_sd": cell.spread_satisfaction,
    }


def _exclusion(one: Exclusion) -> dict[str, Any]:
    return {
        "is_included": 0,
        "reason": one.reason,
        "wave": one.wave,
        "group": one.group,
        "label": one.label,
    }


def _csv(head: list[str], rows: Iterable[list[Any]]) -> str:
    out = io.StringIO()
    out.write(MARK)
    write = csv.writer(out)
    write.writerow([_text(one) for one in head])
    for row in rows:
        write.writerow([_text(value) for value in row])
    return out.getvalue()


def _text(value: Any) -> Any:
    """Text so that no spreadsheet runs it, numbers to the last digit, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return defuse(value)
    return repr(value) if isinstance(value, float) else value
