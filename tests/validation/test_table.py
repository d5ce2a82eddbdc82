"""Rows of the table: what counts as outside, and how they are written down."""

from pathlib import Path

import numpy as np
import pytest

from validation.__main__ import main
from validation.centres import Process, chances, draw, true_link
from validation.row import Row, seeded, so_many
from validation.table import BEGIN, END, section, write_sections


def alarms(hits: int, **others: object) -> Row:
    return Row("a test", "no link", "false alarms", 0.05, hits, 1000, **others)


@pytest.mark.parametrize(("hits", "is_outside"), [(29, True), (31, False), (80, False), (81, True)])
def test_false_alarms_are_kept_from_3_to_8_in_100(hits: int, is_outside: bool) -> None:
    assert alarms(hits).is_outside is is_outside
    coverage = Row("an interval", "a mean", "coverage", 0.95, 1000 - hits, 1000)
    assert coverage.is_outside is is_outside


def test_what_errs_on_the_quiet_side_may_be_as_quiet_as_it_likes() -> None:
    assert not alarms(0, promise="at most").is_outside
    assert alarms(81, promise="at most").is_outside


def test_a_rate_per_year_is_outside_above_what_is_promised() -> None:
    rates = [Row("signals", "", "a year", 0.5, n, 100, "at most", per="year") for n in (50, 51)]
    assert [rate.is_outside for rate in rates] == [False, True]
    assert rates[0].error == pytest.approx(0.5**0.5 / 10)


def test_the_error_is_binomial_and_never_0() -> None:
    assert alarms(50).error == pytest.approx((0.05 * 0.95 / 1000) ** 0.5)
    assert alarms(0).error == pytest.approx(0.001)


def test_a_table_marks_what_is_outside_and_a_grid_puts_waves_side_by_side() -> None:
    listed = section("Tests", [alarms(50), alarms(120)])
    assert "| a test | no link | false alarms | 5.0% | 5.0% ± 0.7% | 1,000 |" in listed
    assert "**12.0% ± 1.0%** (outside)" in listed
    grid = section("Headline", [alarms(50, column="6 waves"), alarms(40, column="8 waves")])
    assert "| truth | counted | promised | 6 waves | 8 waves | runs each |" in grid
    assert "| no link | false alarms | 5.0% | 5.0% ± 0.7% | 4.0% ± 0.6% | 1,000 |" in grid


def test_sections_are_written_between_the_markers_and_nowhere_else(tmp_path: Path) -> None:
    document = tmp_path / "statistics.md"
    document.write_text(f"before\n{BEGIN}\n{END}\nafter\n", encoding="utf-8")
    titles = ["One", "Two", "Three"]
    two, three = (section(title, [alarms(50)]) for title in ("Two", "Three"))
    write_sections(document, {"Three": three}, titles)
    write_sections(document, {"Two": two}, titles)
    expected = f"before\n{BEGIN}\n\n{two}\n{three}\n{END}\nafter\n"
    assert document.read_text(encoding="utf-8") == expected
    # A family tried again takes its own place; one that is no more goes.
    newer = section("Two", [alarms(60)])
    write_sections(document, {"Two": newer}, ["One", "Two"])
    assert document.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\n{newer}\n{END}\nafter\n"
    document.write_text("no place", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        write_sections(document, {}, titles)


def test_a_family_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["astrology"])
    assert refusal.value.code == 2
    assert "astrology" in capsys.readouterr().err


def test_draws_are_the_same_for_the_same_names() -> None:
    assert seeded("a", 1).random() == seeded("a", 1).random() != seeded("a", 2).random()
    assert (so_many(2000, 1), so_many(2000, 0.1), so_many(2000, 0)) == (2000, 200, 20)


def test_centres_have_the_link_and_the_gaps_they_are_asked_for() -> None:
    plain = Process("plain")
    assert true_link(plain, 0.4) == pytest.approx(0.4, abs=0.01)
    discrete = Process("points", discrete=True, missing=0.2)
    assert 0.05 < true_link(discrete, 0.4) < 0.4
    cells = draw(discrete, seeded("gaps"), 30, 12)
    assert len(cells.x) == len(cells.units) == pytest.approx(0.8 * 360, abs=40)
    assert 1 <= cells.x.min() <= cells.x.max() <= 5
    assert chances(np.array([0.0, 3.0]), 1.0).sum(axis=-1) == pytest.approx([1, 1])
