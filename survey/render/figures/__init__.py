"""Figures as pure functions: data in, frozen geometry out, printed by `templates/figures/`.

Each takes `canvas=` (SCREEN, PHONE, PRINT, PRINT_HALF) and gives a `Drawing`; `on_screen` and
`on_paper` call one for the places it is shown and give the `Figure` that a template prints with
the macro `figure` of `macros/figure.html`. The heat map and the tile are made of HTML and are
printed by macros of their own.

    plot = partial(interval_plot, rows, title="Chat fell", axis=share_axis())
    page = on_screen(plot, subtitle=subtitle("Share of 4 and 5, by channel", n=1204))
"""

from survey.render.figures.axes import (
    Axis,
    correlation_axis,
    deviation_axis,
    mean_axis,
    percent_axis,
    score_axis,
    share_axis,
)
from survey.render.figures.banded import BandedRow, BandMark, banded_plot
from survey.render.figures.bars import BarRow, bar_list
from survey.render.figures.change import ChangeRow, change_plot
from survey.render.figures.control import ControlLine, ControlPoint, control_chart
from survey.render.figures.cycle import RingArrow, RingStation, ring
from survey.render.figures.forest import ForestRow, forest
from survey.render.figures.funnel import funnel
from survey.render.figures.funnel_rows import FunnelStage, Loss
from survey.render.figures.heatmap import HeatCell, HeatMap, HeatRow, Standing, heat_map
from survey.render.figures.importance import Halves, ImportancePoint, importance_plot
from survey.render.figures.interval import FEW, IntervalRow, interval_plot
from survey.render.figures.marks import (
    PHONE,
    PRINT,
    PRINT_HALF,
    SCREEN,
    Canvas,
    Drawing,
    Figure,
    Side,
    on_paper,
    on_screen,
)
from survey.render.figures.rows import Reference
from survey.render.figures.scatter import Fit, ScatterPoint, scatter
from survey.render.figures.slope import slope
from survey.render.figures.slope_rows import SlopeRow
from survey.render.figures.tile import Tile, Verdict, tile
from survey.render.figures.timeline import Series, TrendPoint
from survey.render.figures.trend import small_multiples, trend
from survey.render.figures.wording import subtitle

__all__ = (
    "FEW",
    "PHONE",
    "PRINT",
    "PRINT_HALF",
    "SCREEN",
    "Axis",
    "BandMark",
    "BandedRow",
    "BarRow",
    "Canvas",
    "ChangeRow",
    "ControlLine",
    "ControlPoint",
    "Drawing",
    "Figure",
    "Fit",
    "ForestRow",
    "FunnelStage",
    "Halves",
    "HeatCell",
    "HeatMap",
    "HeatRow",
    "ImportancePoint",
    "IntervalRow",
    "Loss",
    "Reference",
    "RingArrow",
    "RingStation",
    "ScatterPoint",
    "Series",
    "Side",
    "SlopeRow",
    "Standing",
    "Tile",
    "TrendPoint",
    "Verdict",
    "banded_plot",
    "bar_list",
    "change_plot",
    "control_chart",
    "correlation_axis",
    "deviation_axis",
    "forest",
    "funnel",
    "heat_map",
    "importance_plot",
    "interval_plot",
    "mean_axis",
    "on_paper",
    "on_screen",
    "percent_axis",
    "ring",
    "scatter",
    "score_axis",
    "share_axis",
    "slope",
    "small_multiples",
    "subtitle",
    "tile",
    "trend",
)
