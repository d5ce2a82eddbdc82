"""One example of every figure, with labels as long and as crowded as life makes them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from survey.render import figures, numbers
from survey.render.figures import Drawing, IntervalRow, Reference, Series, TrendPoint

LONG = "Technical second line for business customers and their partners abroad"
NAMES = (
    "Hamburg inbound", "Leipzig retention and win-back", LONG, "Porto chat", "Night desk",
    "Back office", "Social media", "Training",
)  # fmt: skip
SHARE = figures.share_axis("Satisfied customers")
MEAN = figures.mean_axis("Engagement")


def interval_rows(names: tuple[str, ...] = NAMES) -> list[IntervalRow]:
    rows = [
        IntervalRow(name, 0.9 - 0.08 * at, 0.85 - 0.08 * at, 0.95 - 0.08 * at, 1204 // (at + 1))
        for at, name in enumerate(names)
    ]
    return [*rows, IntervalRow("Small", 0.5, 0.1, 0.9, 12), IntervalRow("Empty", None, n=0)]


def series(name: str, base: float, *, gap: int | None = None, many: int = 12) -> Series:
    labels = [numbers.month(date(2025 + at // 12, at % 12 + 1, 1)) for at in range(5, 5 + many)]
    return Series(
        name,
        tuple(
            TrendPoint(label, None, is_hidden=True)
            if at == gap
            else TrendPoint(label, base, base - 0.04, base + 0.04, 1000 + at)
            for at, label in enumerate(labels)
        ),
    )


def points(names: tuple[str, ...] = NAMES) -> list[figures.ScatterPoint]:
    return [
        figures.ScatterPoint(name, 3 + 0.02 * at, 0.8 + 0.003 * at * at, 2.8, 3.6, 0.7, 0.9)
        for at, name in enumerate(names)
    ]


def changes(names: tuple[str, ...] = NAMES) -> list[figures.ChangeRow]:
    rows = [
        figures.ChangeRow(name, 3.5 + 0.03 * at, 3.6 - 0.02 * at, 12, 14, is_clear=at == 1)
        for at, name in enumerate(names)
    ]
    return [*rows, figures.ChangeRow("New block", None, 3.7, None, 9)]


STATIONS = [
    figures.RingStation(name, "agents" if at < 3 else "customers")
    for at, name in enumerate(
        ("Strain", "Absence", "Leavers", "Uneven service", "Satisfaction", "Customer loss")
    )
]
SEEN = ("r −0.40 (−0.49 to −0.31)", "2 months later")
ARROWS = [
    figures.RingArrow("goes with", "goes the other way", SEEN),
    figures.RingArrow("no evidence here", "no evidence here", SEEN),
    figures.RingArrow("cannot tell yet", "not imported"),
]


def importance_points(names: tuple[str, ...] = NAMES) -> list[figures.ImportancePoint]:
    return [
        figures.ImportancePoint(
            name, 3 + 0.04 * at, 0.5 - 0.06 * at, at % 2 == 0, 2.8, 3.4, 0.1 - 0.06 * at, 0.8
        )
        for at, name in enumerate(names)
    ]


HALVES = figures.Halves(3, "Answered low", "Answered high", "answered low", "answered high")
FIT = figures.Fit(((2.8, 0.6), (4.2, 0.9)), ((2.8, 0.5, 0.7), (3.5, 0.72, 0.78), (4.2, 0.8, 1.0)))


def controlled(many: int) -> list[figures.ControlPoint]:
    """Weeks with a gap, without limits at first, some of which stood out beside each other."""
    out = {0: "low for weeks", many - 3: "unusually low", many - 2: "unusually low",
           many - 1: "above the threshold"}  # fmt: skip
    return [
        figures.ControlPoint(
            f"{1 + at % 28} Sep 2026",
            None if at == 5 else 0.4 + 0.5 * (at % 7) / 7,
            20 + at,
            **({} if at < 3 else {"expected": 0.7, "low": 0.5, "high": 1.0}),
            mark=("good" if "above" in out.get(at, "") else "poor") if at in out else "",
            word=out.get(at, ""),
        )
        for at in range(many)
    ]


def slopes(names: tuple[str, ...] = NAMES) -> list[figures.SlopeRow]:
    """Some clear, some not, one without an interval, one that is new."""
    rows = [
        figures.SlopeRow(
            name, 3.4 + 0.04 * at, 3.9 - 0.05 * at, 0.4 - 0.09 * at, 0.6 - 0.09 * at, 12, 14
        )
        for at, name in enumerate(names)
    ]
    return [*rows, figures.SlopeRow("No interval", 3.5, 3.6), figures.SlopeRow("New", None, 3.7)]


def stages(names: tuple[str, ...] = NAMES) -> list[figures.FunnelStage]:
    """Stages that shrink, with up to four reasons; the last counts some who skipped one."""
    made = [
        figures.FunnelStage(
            name,
            20_000 // 3**at,
            tuple(
                figures.Loss(reason, 3000 // 3 ** (at + k))
                for k, reason in enumerate(names[: at % 5])
            ),
        )
        for at, name in enumerate(names)
    ]
    return [*made, figures.FunnelStage("Hidden", None), figures.FunnelStage("Answered", 40)]


def sources(names: tuple[str, ...] = NAMES) -> list[figures.ForestRow]:
    """Published results with and without interval or number, and two of our own."""
    rows = [
        figures.ForestRow(
            name,
            0.1 * at - 0.2,
            *((0.1 * at - 0.4, 0.1 * at) if at % 2 else ()),
            sample=f"{7 * at} studies",
        )
        for at, name in enumerate(names)
    ]
    return [
        *rows,
        figures.ForestRow("In words", None, text="inverse", sample=LONG),
        figures.ForestRow("Here, between teams", 0.31, -0.2, 0.7, "n = 12", is_local=True),
        figures.ForestRow("Here, inside teams", None, is_local=True),
    ]  # fmt: skip


FIGURES: Mapping[str, Callable[..., Drawing]] = {
    "interval": partial(
        figures.interval_plot, interval_rows(), title="T", axis=SHARE,
        reference=Reference(0.98, "all teams of the centre 98%"),
    ),
    "correlations": partial(
        figures.interval_plot, [IntervalRow("Same wave", 0.3, -0.1, 0.6)], title="T",
        axis=figures.correlation_axis(), reference=Reference(0, "no link"), few=0,
    ),
    "no row": partial(figures.interval_plot, [], title="T", axis=SHARE),
    "trend": partial(figures.trend, [series("Phone", 0.8, gap=4)], title="T", axis=SHARE),
    "long trend": partial(figures.trend, [series("Phone", 0.8, many=30)], title="T", axis=SHARE),
    "one month": partial(figures.trend, [series("Phone", 0.8, many=1)], title="T", axis=SHARE),
    "two months": partial(figures.trend, [series("Phone", 0.8, many=2)], title="T", axis=SHARE),
    "trends": partial(
        figures.trend, [series("Phone", 0.8), series(LONG, 0.79), series("Mail", 0.78)],
        title="T", axis=SHARE,
    ),
    "no series": partial(figures.trend, [], title="T", axis=SHARE),
    "multiples": partial(
        figures.small_multiples, [series(name, 0.7, gap=2) for name in NAMES], title="T",
        axis=SHARE, reference=series("All", 0.8),
    ),
    "no multiples": partial(figures.small_multiples, [], title="T", axis=SHARE),
    "scatter": partial(figures.scatter, points(), title="T", x_axis=MEAN, y_axis=SHARE, fit=FIT),
    "scatter of many": partial(
        figures.scatter, [figures.ScatterPoint(str(k), 1 + k / 100, k / 400) for k in range(400)],
        title="T", x_axis=MEAN, y_axis=SHARE,
    ),
    "no point": partial(figures.scatter, [], title="T", x_axis=MEAN, y_axis=SHARE),
    "ring": partial(figures.ring, STATIONS, ARROWS * 2, title="T"),
    "ring of nothing": partial(figures.ring, STATIONS, ARROWS[2:] * 6, title="T"),
    "importance": partial(
        figures.importance_plot, importance_points(), title="T", x_axis=MEAN,
        y_axis=figures.correlation_axis("r with satisfaction inside blocks"), halves=HALVES,
    ),
    "change": partial(
        figures.change_plot, changes(), title="T", axis=MEAN, before="wave 5", after="wave 6"
    ),
    "control": partial(
        figures.control_chart, controlled(26), title="T", axis=SHARE,
        lines=[figures.ControlLine("low 70%", 0.7), figures.ControlLine("high 72%", 0.72)],
    ),
    "control of days": partial(figures.control_chart, controlled(56), title="T", axis=SHARE),
    "control of one": partial(figures.control_chart, controlled(1), title="T", axis=SHARE),
    "control of two": partial(figures.control_chart, controlled(2), title="T", axis=SHARE),
    "slope": partial(
        figures.slope, slopes(), title="T", axis=figures.mean_axis(low=3, high=4.2),
        before="wave 5, March 2026", after="wave 6, June 2026",
    ),
    "slope on the whole scale": partial(
        figures.slope, slopes(), title="T", axis=MEAN, before="wave 5", after="wave 6"
    ),
    "slope of one": partial(
        figures.slope, slopes(())[:1], title="T", axis=MEAN, before="wave 5", after="wave 6"
    ),
    "no slope": partial(figures.slope, [], title="T", axis=MEAN, before="a", after="b"),
    "funnel": partial(figures.funnel, stages(), title="T"),
    "funnel without reasons": partial(figures.funnel, stages(())[1:], title="T"),
    "no stage": partial(figures.funnel, [], title="T"),
    "forest": partial(figures.forest, sources(), title="T"),
    "forest of one": partial(figures.forest, sources(())[1:2], title="T"),
    "no source": partial(figures.forest, [], title="T"),
    "no week": partial(figures.control_chart, [], title="T", axis=SHARE),
}  # fmt: skip
