"""The columns of the cells' file: what each means, in which unit, and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the cells' file."""

    name: str
    meaning: str
    unit: str
    values: str


COLUMNS = (
    Column("is_included", "Whether the cell enters the linkage", "", "1 yes, 0 no"),
    Column(
        "reason",
        "Why it does not",
        "",
        "no_pulse, below_threshold, no_csat, too_few_csat (fewer than"
        f" {MINIMUM_CUSTOMERS} customers), no_days, window_open (its days"
        " have not ended); empty where it does",
    ),
    Column("wave", "Wave of the pulse, or period of the other system", "", "text"),
    Column("position", "Place in time among all waves, missing cells included", "", "0, 1, 2 ..."),
    Column(
        "is_planned",
        "Whether the wave closed after the plan was stored",
        "",
        "1 yes, 0 no; empty where the wave has no engagement",
    ),
    Column("group", "The block (its units' numbers) or the unit", "", "text; same through time"),
    Column("label", "Name of the block or unit in that wave", "", "text"),
    Column("n_units", "Units joined in the block", "units", "1 or more"),
    Column("engagement", "Published mean of the headline construct", "points", "on its scale"),
    Column(
        "engagement_form",
        "Whether that is the mean or a bound of it",
        "",
        "exact, at_least, at_most; a bound enters as it stands",
    ),
    Column("engagement_n", "Ballots behind it", "people", "5 or more; empty if not told"),
    Column(
        "satisfaction",
        "Mean CSAT of the contacts closed in the wave's days, or percent of 4 and 5",
        "points or percent",
        "1 to 5, 0 to 100, or the imported scale",
    ),
    Column("satisfaction_n", "Customers behind it", "answers", f"{MINIMUM_CUSTOMERS} or more"),
    Column(
        "satisfaction_sd",
        "Standard deviation (n - 1) of those customers' single answers",
        "points or percent",
        "0 or more; empty for imported figures",
    ),
    Column("invited", "Agents invited in the block", "people", "empty where not published"),
    Column("answered", "Agents who answered in the block", "people", "empty where not published"),
    Column(
        "wave_spread",
        "Standard deviation within blocks, pooled over the centre, as printed with the wave",
        "points",
        "the same in all rows of a wave; empty where not published",
    ),
    Column("wave_items", "Items of the headline construct", "items", "as wave_spread"),
    Column(
        "wave_answers", "Ballots behind alpha, rounded down to tens", "people", "as wave_spread"
    ),
    Column("wave_alpha", "Cronbach's alpha as published with the wave", "", "as wave_spread"),
    Column("wave_omega", "Omega total as published with the wave", "", "as wave_spread"),
)


def covariate_column(name: str) -> Column:
    """The column of one covariate of the plan."""
    meaning = "What the plan holds equal, for the same units and days"
    if name.startswith("channel_mix"):
        meaning = "Share of contacts of one channel, by name of the channel, the largest left out"
    unit = "share" if name.startswith("channel_mix") else "as imported"
    if name == "handle_time":
        meaning, unit = "Mean handle time of the same contacts", "minutes"
    return Column(f"covariate_{name}", meaning, unit, "number; empty where not known")
