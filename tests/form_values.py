"""What a browser would send with a form as it stands, boxes, areas and lists included."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import TestResponse


def form_of(page: TestResponse, action: str) -> dict[str, list[str] | str]:
    """The values of the form that leads to `action`."""
    assert page.status_code < 500
    reading = _Reading(action)
    reading.feed(page.text)
    assert reading.is_met, f"no form leads to {action}"
    return {name: values if len(values) > 1 else values[0] for name, values in reading.values}


class _Reading(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self._action = action
        self._is_inside = False
        self._area: list[str] | None = None
        self._list = ""
        self._values: dict[str, list[str]] = {}
        self.is_met = False

    @property
    def values(self) -> list[tuple[str, list[str]]]:
        return list(self._values.items())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("action") == self._action
            self.is_met = self.is_met or self._is_inside
        if not self._is_inside:
            return
        name = given.get("name") or ""
        if tag == "input" and (
            given.get("type") not in ("checkbox", "radio") or "checked" in given
        ):
            self._values.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._area = self._values.setdefault(name, [])
            self._area.append("")
        elif tag == "select":
            self._list = name
        elif tag == "option" and (self._list not in self._values or "selected" in given):
            self._values[self._list] = [given.get("value") or ""]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        if tag == "textarea":
            self._area = None
