"""What every HTML page must hold to, and a test client that looks at each page it opens."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.render.languages import gettext

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
UNLABELLED = frozenset({"hidden", "submit", "button", "reset"})
OUR_SCRIPTS = re.compile(r"/static/(answer|pulse/\w+)\.js")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "popovertarget")


class _Form:
    """A form of the page: where it leads and the values it would send as it stands."""

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.values: dict[str, str] = {}


class Page(HTMLParser):
    """One parsed page: its headings, ids, fields, forms and what breaks the rules."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.fields: list[dict[str, str | None]] = []
        self.label_targets: set[str] = set()
        self.forms: list[_Form] = []
        self.links: list[str] = []
        self.problems: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self._text).split())
        if self._open:
            self.problems.append(f"never closed: {', '.join(self._open)}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        self._note_rules(tag, attributes)
        if tag == "html":
            self.language = attributes.get("lang") or ""
        if tag == "h1":
            self.headings.append("")
        if tag == "form":
            self.forms.append(_Form(attributes))
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"] or "")
        if tag in ("input", "select", "textarea"):
            self._note_field(tag, attributes)
        if tag == "label" and attributes.get("for"):
            self.label_targets.add(attributes["for"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes nothing here")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        elif "h1" in self._open:
            self.headings[-1] += data
        if "head" not in self._open:
            self._text.append(data)

    def _note_rules(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "style" or (
            tag == "script" and not OUR_SCRIPTS.fullmatch(attributes.get("src") or "")
        ):
            self.problems.append(f"<{tag}> stands in the page; the policy forbids it")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self.problems.append(f"<{tag} {name}=…> is inline; the policy forbids it")
            if name == "id":
                self.ids.append(value or "")
            if name in REFERENCES:
                self.references += [(name, one) for one in (value or "").split()]
            if tag == "a" and name == "href" and (value or "").startswith("#"):
                self.references.append(("href", (value or "")[1:]))

    def _note_field(self, tag: str, attributes: dict[str, str | None]) -> None:
        kind = attributes.get("type") or "text"
        if kind not in UNLABELLED:
            self.fields.append(attributes)
        name = attributes.get("name")
        is_off = kind in ("radio", "checkbox") and "checked" not in attributes
        if self.forms and "form" in self._open and name and tag == "input" and not is_off:
            self.forms[-1].values[name] = attributes.get("value") or ""

    def form(self, action: str) -> _Form:
        """The form of the page that leads to this address."""
        return next(form for form in self.forms if form.action == action)


def problems_of(html: str) -> list[str]:
    """Every rule the page breaks; empty where it breaks none."""
    page = Page(html)
    problems = list(page.problems)
    headings = [" ".join(heading.split()) for heading in page.headings]
    title = " ".join(page.title.split()).removeprefix(f"{gettext(page.language, 'Error:')} ")
    if len(headings) != 1:
        problems.append(f"{len(headings)} h1 instead of one: {headings}")
    elif not headings[0] or not title.startswith(headings[0]):
        problems.append(f"the title ‘{title}’ does not begin with the h1 ‘{headings[0]}’")
    if not page.language:
        problems.append("<html> has no lang")
    problems += [f"the id ‘{one}’ stands twice" for one in sorted(_repeated(page.ids))]
    problems += [
        f"{name} points to ‘{target}’, which is not on the page"
        for name, target in page.references
        if target not in page.ids
    ]
    problems += [
        f"the field ‘{field.get('name')}’ has no label"
        for field in page.fields
        if field.get("id") not in page.label_targets and not field.get("aria-label")
    ]
    return problems


def _repeated(ids: list[str]) -> set[str]:
    return {one for one in ids if ids.count(one) > 1}


class Client(FlaskClient):
    """A browser without a window: fails the test on any page that breaks a rule."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """The reply, after a look at it where it is a page."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        # A mail in a frame is no page: it has a policy of its own, which lets styles through.
        is_letter = "'unsafe-inline'" in response.headers.get("Content-Security-Policy", "")
        if is_page and not is_letter and response.request.method != "HEAD":
            problems = problems_of(response.get_data(as_text=True))
            assert not problems, f"{response.request.path}: " + "; ".join(problems)
        return response

    def submit(self, path: str, action: str = "", /, **values: Any) -> TestResponse:
        """Open the page at `path`, fill in its form that leads to `action`, and send that form.

        Hidden fields, the CSRF token among them, are sent as the page has them.
        """
        page = Page(self.get(path).get_data(as_text=True))
        form = page.form(action or path)
        return self.post(action or path, data={**form.values, **values})
