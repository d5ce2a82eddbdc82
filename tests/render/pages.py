"""Pages put together from the shared templates, for tests that look at whole pages."""

from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from survey.render import figures
from survey.render.environment import configure
from survey.render.figures import on_screen
from tests.render import gallery

ROOT = Path(__file__).resolve().parents[2]
STAFF = """
{% extends "base.html" %}
{% from "macros/figure.html" import figure, heat_map, tile, tiles %}
{% from "macros/form.html" import area, button, checkbox, choice, error_summary, field, file_field,
   radios %}
{% from "macros/number.html" import hidden_value, mean_estimate, share_estimate, verdict %}
{% from "macros/page.html" import crumbs, facts, notice, pagination, region %}
{% block account %}Lea Sommer, analyst{% endblock %}
{% block crumbs %}{{ crumbs([("Overview", "/")]) }}{% endblock %}
{% block heading %}Teams & <b>channels</b>{% endblock %}
{% block content %}
{% call tiles() %}{% for it in page.tiles %}{{ tile(it) }}{% endfor %}{% endcall %}
{% call notice("watch", "Chat fell") %}<p>Look at it.</p>{% endcall %}
{% for it in page.figures %}{{ figure(it) }}{% endfor %}
{{ heat_map(page.heat, "heat") }}
{% call region("teams", "Teams") %}<table><tr><th scope="row">A</th>
<td class="number">{{ share_estimate(0.82, 0.79, 0.85, 1204) }}</td>
<td class="number">{{ mean_estimate(3.84) }}</td><td>{{ hidden_value() }}</td>
<td>{{ verdict("poor") }}</td></tr></table>{% endcall %}
{% macro href(number) %}?page={{ number }}{% endmacro %}
{{ pagination(2, 9, href) }}
{{ facts([("Wave", "6")]) }}
{{ error_summary([("opens", "Opens: 31 November is not a day.")]) }}
<form>{{ field("opens", "Opens", hint="A day", error="31 November is not a day.") }}
{{ area("note", "Note", value="<b>") }}{{ choice("site", "Site", [("h", "Hamburg")]) }}
{{ radios("mode", "Mode", [("a", "Cards"), ("b", "Links")], value="b") }}
{{ checkbox("dry", "Only check") }}{{ file_field("file", "File") }}{{ button("Open") }}</form>
{% endblock %}
"""
CUSTOMER = """
{% extends "public.html" %}
{% from "macros/form.html" import area, button, scale %}
{% block title %}How was it?{% endblock %}
{% block content %}<form method="post">
{{ scale("score", "How was it?", points, value=4, faces=true, is_question=true) }}
{{ scale("recommend", "And this?", many, low="not at all", high="very") }}
{{ scale("pride", "Are you proud?", points, value="", skip="No answer", is_row=true) }}
{{ area("comment", "Why?") }}{{ area("kept", "You wrote", value="So", is_fixed=true) }}
{{ button("Send") }}</form>{% endblock %}
"""
POINTS = ((1, "Very bad"), (2, "Bad"), (3, "Neither"), (4, "Good"), (5, "Very good"))
MANY = tuple((point, str(point)) for point in range(11))


def environment() -> Environment:
    """Give the product's environment with the two pages above and a stand-in for addresses."""
    pages = DictLoader({"staff.html": STAFF, "customer.html": CUSTOMER})
    made = Environment(loader=ChoiceLoader([pages, FileSystemLoader(ROOT / "templates")]),
                       autoescape=True)  # fmt: skip
    configure(made)
    made.add_extension("jinja2.ext.i18n")
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # the extension's
    made.globals["url_for"] = lambda _, filename: f"static/{filename}"
    return made


def staff_page() -> str:
    """Give a page for staff that uses every macro and shows every figure."""
    heat = figures.heat_map(
        [("A", 12, [(3.0, "above")] * 8), ("B", None, [(None, "")] * 8)],
        columns=("Growth and pay",) * 8, title="Heat", axis=gallery.MEAN,
    )  # fmt: skip
    tiles = (
        figures.tile("Satisfied", 0.82, 0.79, 0.85, axis=gallery.SHARE, n=1204, verdict="good"),
        figures.tile("Engaged", None, axis=gallery.MEAN, side="agents"),
    )
    shown = tuple(on_screen(build, subtitle="S") for build in gallery.FIGURES.values())
    links = [
        SimpleNamespace(label=label, href="#", is_current=label == "Overview")
        for label in ("Overview", "Contacts", "Pulse", "Linkage", "Reports", "Users", "Imports")
    ]
    page = SimpleNamespace(tiles=tiles, figures=shown, heat=heat)
    return (
        environment()
        .get_template("staff.html")
        .render(page=page, page_nav=links, is_demo=True, is_error=True)
    )


def customer_page() -> str:
    """Give a page for customers with five faces and an eleven-point scale."""
    template = environment().get_template("customer.html")
    return template.render(points=POINTS, many=MANY, organisation="Nordlicht", is_demo=True)
