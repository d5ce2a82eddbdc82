"""No subtraction of anything published, across units, blocks and the centre, leaves few people."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from survey.privacy import rules
from survey.privacy.blocks import PlannedBlock, RosterUnit
from survey.privacy.differences import difference_problems
from tests.attack.organisations import MOOD, SCALES, WAVE, Organisation, organisation
from tests.attack.subtraction import Group, Sums
from tests.conftest import SHARED

REFERENCE = SHARED / "refcases" / "32_disclosure_control" / "expected.json"
N_ORGANISATIONS = 300


def _scenarios() -> list[Any]:
    if not REFERENCE.exists():
        return []
    found = json.loads(REFERENCE.read_text(encoding="utf-8"))["suppression_scenarios"]
    return [pytest.param(one, id=one["name"]) for one in found]


def _members(name: str, totals: Mapping[str, list[str]]) -> Group:
    """The cells a published total is made of, down to those that are no totals."""
    parts = totals.get(name)
    return frozenset().union(*(_members(p, totals) for p in parts)) if parts else frozenset({name})


@pytest.mark.parametrize("scenario", _scenarios())
def test_the_attacker_works_out_what_the_reference_cases_say(scenario: dict[str, Any]) -> None:
    sizes, totals = scenario["sizes"], scenario["totals"]
    sums = Sums(_members(name, totals) for name in scenario["published"])
    hidden = set(sizes) - set(scenario["published"])
    told = {name for name in hidden if sums.tell(_members(name, totals))}
    assert sorted(told) == scenario["hidden_cells_exactly_recoverable"]
    cells = {name: n for name, n in sizes.items() if name not in totals}
    assert (not sums.small(cells, scenario["threshold"])) == scenario["safe"]


@pytest.mark.parametrize("scenario", _scenarios())
def test_the_difference_rule_refuses_what_the_reference_cases_call_unsafe(
    scenario: dict[str, Any],
) -> None:
    totals, cells = scenario["totals"], {}
    for name, n in scenario["sizes"].items():
        if name not in totals:
            cells[name] = (len(cells), n)
    groups = {
        name: frozenset(cells[one][0] for one in _members(name, totals))
        for name in scenario["published"]
    }
    problems = difference_problems(groups, dict(cells.values()), threshold=scenario["threshold"])
    # It refuses more than it would have to, where a difference leaves few and is not told.
    assert problems or scenario["safe"]


def _found(centre: Organisation) -> set[Group]:
    """Small groups whose sum follows from the blocks and the centre, whatever the construct."""
    return set().union(*(_found_of(construct, centre) for construct in SCALES))


def _found_of(construct: str, centre: Organisation, *extra: Group) -> set[Group]:
    blocks = [_units(centre.blocks[at]) for at in centre.published()[construct].published]
    sums = Sums([*blocks, frozenset().union(*blocks), *extra])
    sizes = {str(unit): len(given) for unit, given in centre.answers[construct].items()}
    return sums.small(sizes, WAVE.threshold)


def _units(block: PlannedBlock) -> Group:
    return frozenset(map(str, block.unit_ids))


def _centres(n: int, **how: Any) -> list[Organisation]:
    made = (organisation(random.Random(seed), **how) for seed in range(n))
    return [one for one in made if one is not None]


def test_nothing_small_follows_from_what_is_published() -> None:
    centres = _centres(N_ORGANISATIONS)
    assert len(centres) > N_ORGANISATIONS / 2
    assert [_found(one) for one in centres if _found(one)] == []


@pytest.mark.slow
def test_nothing_small_follows_in_thousands_of_organisations() -> None:
    assert not any(_found(one) for one in _centres(5_000))


# ---------------------------------------------------------------- with a rule switched off


def test_without_the_threshold_small_blocks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rules.cell
    monkeypatch.setattr(rules, "cell", lambda *of, **_: whole(*of, threshold=1))
    assert any(_found(one) for one in _centres(30))


def _one_to_a_unit(units: tuple[RosterUnit, ...], *, minimum: int) -> tuple[PlannedBlock, ...]:
    """A block for every unit, however small."""
    return tuple(
        PlannedBlock(
            code=unit.code, name=unit.name, unit_ids=(unit.id,), n_invited=unit.n_invited,
            mode="link", reason="",
        )
        for unit in units
    )  # fmt: skip


def _lifted(units: tuple[RosterUnit, ...], *, minimum: int) -> tuple[PlannedBlock, ...]:
    """Every unit by itself if it is large enough, and every whole branch beside it."""
    large = [one for one in _one_to_a_unit(units, minimum=minimum) if one.n_invited >= minimum]
    branches = []
    for unit in units:
        inside = {unit.id}
        for other in units:
            inside |= {other.id} if other.parent_id in inside else set()
        n = sum(one.n_invited for one in units if one.id in inside)
        if n >= minimum and len(inside) > 1:
            branches.append(_branch(unit, inside, n))
    return (*large, *branches)


def _branch(unit: RosterUnit, inside: set[int], n: int) -> PlannedBlock:
    """A block of a whole branch."""
    (single,) = _one_to_a_unit((unit,), minimum=1)
    return replace(single, unit_ids=tuple(sorted(inside)), n_invited=n)


def test_lifting_small_units_to_their_branch_instead_of_joining_them_is_found() -> None:
    assert sum(bool(_found(one)) for one in _centres(60, planned=_lifted)) > 10


def test_a_total_that_counts_hidden_blocks_is_found_and_refused_by_the_difference_rule() -> None:
    n_found = 0
    for centre in _centres(60):
        everybody = frozenset(str(unit.id) for unit in centre.units)
        shown = centre.published()[MOOD].published
        if not shown or not _found_of(MOOD, centre, everybody):
            continue
        n_found += 1
        answers = {at: len(given) for at, given in centre.of_blocks(MOOD).items()}
        groups = {f"block {at}": frozenset({at}) for at in shown}
        groups["the centre"] = frozenset(answers)
        assert difference_problems(groups, answers, threshold=WAVE.threshold)
    assert n_found > 3
