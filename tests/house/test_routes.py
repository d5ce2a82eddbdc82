"""A walk over all routes: each says who may open it, and nobody else gets in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from survey import config
from survey.access import ROLES
from survey.web.application import create_app
from survey.web.guard import Mark
from survey.web.navigation import HOME, PLACES
from tests.conftest import ROOT
from tests.pages import Client

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Whatever the page does not find: the walk asks who is let in, not what they find.
LET_IN = frozenset({200, 302, 303, 304, 404, 410, 422})
# What is meant to be open to whom is written by hand in docs/routes.md, apart from the marks.
ROUTES = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
KINDS = {
    "everybody": ("public", frozenset[str]()),
    "an API key": ("api", frozenset[str]()),
    "everybody signed in": ("roles", frozenset(ROLES)),
}
OPEN_TO = {
    route: KINDS.get(words) or ("roles", frozenset(words.split(", ")))
    for route, words in re.findall(r"^\| `([A-Z]+ [^`]+)` \| ([^|]+) \|", ROUTES, re.MULTILINE)
}


def routes(app: Flask) -> list[tuple[Rule, Mark | None]]:
    """Every route but that of static files, with its mark."""
    return [
        (rule, getattr(app.view_functions[rule.endpoint], "mark", None))
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
        if rule.endpoint != "static"
    ]


def addresses(
    app: Flask, kind: str, *, methods: frozenset[str]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Method, address and roles of the routes documented as of one kind; arguments are made up."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None)
        for rule, _ in routes(app):
            for method in sorted((rule.methods or set()) & methods):
                documented, roles = OPEN_TO[f"{method.replace('HEAD', 'GET')} {rule.rule}"]
                if documented == kind:
                    given = {name: _value(rule, name) for name in rule.arguments}
                    assert adapter is not None
                    yield method, adapter.build(rule.endpoint, given, method=method), roles


def _value(rule: Rule, name: str) -> str | int:
    return 999_999 if isinstance(rule._converters.get(name), IntegerConverter) else "made-up"


@pytest.fixture
def app(settings: config.Settings) -> Flask:
    """The application as it is served: at an address with a host, and with its own clients."""
    made = create_app(settings)
    made.test_client_class = Client
    made.config["SERVER_NAME"] = "localhost"
    return made


def test_every_route_is_marked(app: Flask) -> None:
    assert [rule.rule for rule, mark in routes(app) if mark is None] == []
    assert [
        rule.rule
        for rule, mark in routes(app)
        if mark is not None and (mark.kind == "roles") != bool(mark.roles)
    ] == []
    assert {role for _, mark in routes(app) if mark for role in mark.roles} <= set(ROLES)


def test_the_marks_are_what_the_documents_say(app: Flask) -> None:
    marked = {
        f"{method} {rule.rule}": (mark.kind, mark.roles)
        for rule, mark in routes(app)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if mark is not None
    }
    assert marked == OPEN_TO
    assert {role for _, roles in OPEN_TO.values() for role in roles} == set(ROLES)


def test_a_view_without_a_mark_is_refused(app: Flask) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "open", endpoint="forgotten")
    assert app.test_client().get("/forgotten").status_code == 403


def test_only_known_addresses_are_open_to_everybody(app: Flask) -> None:
    public = {
        rule.endpoint.split(".")[0] for rule, mark in routes(app) if mark and mark.kind == "public"
    }
    assert public <= {
        "sign_in",
        "customer",
        "accessibility",
        "ballot",
        "pulse_links",
        "pulse_check",
        "health",
        "unsubscribe",
        "kiosk",
        "used",
    }


def test_a_stranger_is_let_into_no_staff_page(app: Flask, client: Client) -> None:
    walked = 0
    for method, address, _ in addresses(app, "roles", methods=frozenset({"GET", "HEAD"})):
        reply = client.open(address, method=method)
        assert (reply.status_code, reply.location) == (302, "/sign-in"), (method, address)
        walked += 1
    for method, address, _ in addresses(app, "roles", methods=frozenset({"POST"})):
        assert client.open(address, method=method).status_code == 401, address
        walked += 1
    assert walked


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_as_the_documents_say(
    app: Flask, signed_in: Callable[[str], Client], role: str
) -> None:
    browser = signed_in(role)
    for _, address, roles in addresses(app, "roles", methods=frozenset({"GET"})):
        status = browser.get(address).status_code
        if role in roles:
            assert status in LET_IN, (address, status)
        else:
            assert status == 403, (address, status)


@pytest.mark.parametrize("role", ROLES)
def test_a_form_without_its_token_is_refused(
    app: Flask, signed_in: Callable[[str], Client], role: str
) -> None:
    browser = signed_in(role)
    for method, address, roles in addresses(app, "roles", methods=frozenset({"POST"})):
        status = browser.open(address, method=method).status_code
        assert status == (400 if role in roles else 403), address


def test_a_public_form_from_another_site_is_refused(app: Flask, client: Client) -> None:
    walked = 0
    for method, address, _ in addresses(app, "public", methods=frozenset({"POST"})):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            assert client.open(address, method=method, headers=headers).status_code == 403, address
        walked += 1
    assert walked


def test_a_program_without_a_key_is_refused_in_json(app: Flask, client: Client) -> None:
    for method, address, _ in addresses(app, "api", methods=frozenset({"GET", "POST", "PUT"})):
        for header in ("", "Bearer", "Bearer wrong", "Basic eDp5"):
            reply = client.open(address, method=method, headers={"Authorization": header})
            assert reply.status_code == 401, address
            assert reply.headers["WWW-Authenticate"] == "Bearer"
            assert reply.get_json()["error"]["code"] == 401


def test_a_staff_address_is_opened_or_posted_to_and_never_both(app: Flask) -> None:
    for rule, mark in routes(app):
        methods = (rule.methods or set()) - READING
        assert methods in (set(), {"POST"}), rule.rule
        if mark is not None and mark.kind == "roles":
            assert not (methods and "GET" in (rule.methods or set())), rule.rule


def test_every_reply_carries_the_security_headers(app: Flask, client: Client) -> None:
    replies = [client.get(address) for address in ("/", "/no-such-page", "/static/site.css")]
    replies.append(client.delete("/sign-in"))
    for kind in ("public", "roles", "api"):
        for method, address, _ in addresses(app, kind, methods=frozenset({"GET", "POST"})):
            replies.append(client.open(address, method=method))
    for reply in replies:
        path = reply.request.path
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"], path
        assert "script-src" not in reply.headers["Content-Security-Policy"], path
        assert reply.headers["X-Content-Type-Options"] == "nosniff", path
        assert reply.headers["Referrer-Policy"] == "no-referrer", path
        assert "Strict-Transport-Security" not in reply.headers, path
        assert path.startswith("/static") or reply.headers["Cache-Control"] == "no-store", path


def test_over_tls_the_cookie_and_the_address_stay_there(settings: config.Settings) -> None:
    secured = create_app(replace(settings, base_url="https://feedback.example.org"))
    reply = secured.test_client().get("/sign-in")
    assert reply.headers["Strict-Transport-Security"].startswith("max-age=")
    assert secured.config["SESSION_COOKIE_NAME"] == "__Host-both_ends"
    assert secured.config["SESSION_COOKIE_SECURE"]


def test_a_wrong_method_says_which_are_right(client: Client) -> None:
    reply = client.delete("/sign-in")
    assert reply.status_code == 405
    assert "POST" in reply.headers["Allow"]


def test_the_navigation_leads_only_where_its_reader_may_go(app: Flask) -> None:
    for place in PLACES:
        mark = getattr(app.view_functions[place.endpoint], "mark", None)
        assert mark is not None
        assert place.roles <= mark.roles, place.label
    for role, endpoint in HOME.items():
        mark = getattr(app.view_functions[endpoint], "mark", None)
        assert mark is not None
        assert role in mark.roles, endpoint


@pytest.mark.parametrize("role", ROLES)
def test_whoever_signs_in_arrives_on_a_page(signed_in: Callable[[str], Client], role: str) -> None:
    browser = signed_in(role)
    address = browser.get("/").location
    assert address is not None
    reply = browser.get(address)
    assert reply.status_code == 200
    assert 'aria-current="page"' in reply.text
