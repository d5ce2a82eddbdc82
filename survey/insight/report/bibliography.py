"""What others found about engaged agents and satisfied customers: only what was read, and where.

Every figure a finding prints stands in its `values` with how it was read. What is known from memory
alone is not here, however well known it is. What was read and where stands in English, as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from survey.render.speech import to_say

# How a figure or finding was read: in the abstract, on the page of who published it, in an
# interview with those who found it, or as another page tells it.
Read = Literal["abstract", "publisher", "interview", "secondary"]
Stance = Literal["for", "mixed", "against", "open"]

LOOKED_UP_ON = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Verified:
    """A figure as it was read; `places` are its decimals in print."""

    value: float
    read: Read
    places: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """One publication; `setting`, `finding` and `sample` are to be said with its `values`.

    `reads` say how the finding was read, `where` on which pages. `plotted` maps a label to be said
    to a published correlation with customers' satisfaction, corrected for measurement error.
    """

    authors: str
    year: int
    source: str
    stance: Stance
    reads: tuple[Read, ...]
    where: str
    setting: str
    finding: str
    values: Mapping[str, Verified] = field(default_factory=dict)
    plotted: Mapping[str, str] = field(default_factory=dict)
    sample: str = ""


WORKS = (
    Work(
        "Schmit, Allscheid", 1995, "Personnel Psychology 48", "for", ("abstract",), "pdfslide.net",
        to_say("%(units)s offices of one service organisation"),
        to_say("A model from agents’ attitudes to customers’ satisfaction fitted the data well."),
        {"units": Verified(160, "abstract")},
    ),
    Work(
        "Johnson", 1996, "Personnel Psychology 49, 831–851", "for", ("abstract",), "pdfslide.net",
        to_say("%(units)s branches of a bank, %(agents)s employees and %(customers)s customers"),
        to_say(
            "Every part of the climate for service went with at least one part of customers’"
            " satisfaction."
        ),
        {
            "units": Verified(57, "abstract"),
            "agents": Verified(538, "abstract"),
            "customers": Verified(7_944, "abstract"),
        },
    ),
    Work(
        "Rucci, Kirn, Quinn", 1998, "Harvard Business Review, January–February", "for",
        ("secondary",), "callcentervoice.com, bpir.com",
        to_say("One chain of department stores"),
        to_say(
            "The company’s own model: %(attitude)s more in employees’ attitude with %(customers)s"
            " more in customers’ and %(revenue)s more in sales. How sure these are was not told."
        ),
        {
            "attitude": Verified(5, "secondary"),
            "customers": Verified(1.3, "secondary", 1),
            "revenue": Verified(0.5, "secondary", 1),
        },
    ),
    Work(
        "Schneider, White, Paul", 1998, "Journal of Applied Psychology 83, 150–163", "mixed",
        ("abstract",), "p.pdfkul.com",
        to_say("%(units)s branches of a bank, at several points in time"),
        to_say(
            "A model from the climate for service to customers’ view of quality fitted; followed"
            " over time, the link ran both ways."
        ),
        {"units": Verified(134, "abstract")},
    ),
    Work(
        "Koys", 2001, "Personnel Psychology 54", "for", ("abstract",), "scribd.com",
        to_say("Restaurants of one chain, at two points in time"),
        to_say(
            "Employees’ attitudes went with what customers and accounts said later; the other way"
            " round nothing was found."
        ),
    ),
    Work(
        "Harter, Schmidt, Hayes", 2002, "Journal of Applied Psychology 87, 268–279", "for",
        ("abstract", "secondary"), "scribd.com, workforcelifecycle.com",
        to_say("%(units)s business units of %(companies)s companies, many studies taken together"),
        to_say(
            "Correlation with customers’ satisfaction and loyalty %(overall)s for employees’"
            " satisfaction and %(engagement)s for engagement, both corrected for measurement"
            " error: what a survey observes is lower."
        ),
        {
            "units": Verified(7_939, "abstract"),
            "companies": Verified(36, "abstract"),
            "overall": Verified(0.32, "secondary", 2),
            "engagement": Verified(0.33, "secondary", 2),
        },
        {
            to_say("Harter et al. 2002, satisfaction (corrected)"): "overall",
            to_say("Harter et al. 2002, engagement (corrected)"): "engagement",
        },
        to_say("%(companies)s companies"),
    ),
    Work(
        "Silvestro", 2002, "Int. Journal of Operations & Production Management 22, 30–49",
        "against", ("abstract",), "wrap.warwick.ac.uk, emerald.com",
        to_say("Stores of one of the four large supermarket chains of the United Kingdom"),
        to_say(
            "The most profitable stores were those with the least satisfied employees. It looked"
            " at productivity and profit, not at customers’ satisfaction."
        ),
    ),
    Work(
        "Schneider, Hanges, Smith, Salvaggio", 2003, "Journal of Applied Psychology 88, 836–851",
        "against", ("abstract",), "zanotowane.pl, docplayer.net",
        to_say("%(companies)s companies over %(years)s years"),
        to_say(
            "Financial results told employees’ later satisfaction better than the reverse; some"
            " reverse links were found, too. It looked at accounts, not at customers."
        ),
        {"companies": Verified(35, "abstract"), "years": Verified(8, "abstract")},
    ),
    Work(
        "Brown, Lam", 2008, "Journal of Retailing 84, 243–255", "for", ("abstract", "secondary"),
        "researchgate.net, ebscohost.com; Culbertson 2009",
        to_say("%(studies)s studies with matched employees and customers, taken together"),
        to_say(
            "Positive links with satisfaction and perceived quality, stronger or weaker by the kind"
            " of service and by how they were measured; perceived quality stood between the two."
        ),
        {"studies": Verified(28, "secondary")},
    ),
    Work(
        "Simon, Gómez, McLaughlin, Wittink", 2009,
        "Managerial and Decision Economics 30, 27–41", "mixed", ("abstract",), "fdocuments.in",
        to_say("Stores of one supermarket company over time, other differences held equal"),
        to_say(
            "Employees’ attitudes went with customers’ satisfaction with service, not with quality"
            " or value."
        ),
    ),
    Work(
        "Harter, Schmidt and others", 2010, "Perspectives on Psychological Science", "for",
        ("interview",), "news.gallup.com/businessjournal/142733",
        to_say("%(units)s business units of %(companies)s organisations over time"),
        to_say(
            "The authors say that engagement came before customers’ loyalty and results more than"
            " after them."
        ),
        {"units": Verified(2_178, "interview"), "companies": Verified(10, "interview")},
    ),
    Work(
        "Getta", 2011, "Dissertation, Northern Illinois University", "against", ("abstract",),
        "scribd.com",
        to_say("Units of a healthcare system, at three points in time"),
        to_say(
            "Customers’ satisfaction went with employees’ satisfaction a year later; employees’"
            " satisfaction went with customers’ at no time."
        ),
    ),
    Work(
        "Hogreve, Iseke, Derfuss, Eller", 2017, "Journal of Marketing 81 (3), 41–61", "mixed",
        ("abstract",), "sage.cnpereading.com, ama.org",
        to_say("Many studies of the whole chain from service inside to profit, taken together"),
        to_say(
            "Every link held, with sizes that differ by the kind of service. The authors dispute"
            " that employees’ satisfaction is always to be raised as far as possible."
        ),
    ),
    Work(
        "Chicu, Pàmies, Ryan, Cross", 2019, "BRQ Business Research Quarterly 22, 83–95", "for",
        ("abstract",), "elsevier.es",
        to_say("%(units)s contact centres, at one point in time"),
        to_say("How people are managed went with customers’ satisfaction; an exploration."),
        {"units": Verified(109, "abstract")},
    ),
    Work(
        "Gallup", 2024, "Q12 meta-analysis, 11th edition", "open", ("publisher",),
        "gallup.com/workplace/649487",
        to_say("%(units)s business units, %(studies)s studies"),
        to_say("What it says about customers was not read, so no finding stands here."),
        {"units": Verified(183_806, "publisher"), "studies": Verified(736, "publisher")},
    ),
)  # fmt: skip
