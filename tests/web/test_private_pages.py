"""Pages whose address or body is nobody's business but the reader's: nothing of it is logged."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from survey.web.failures import PRIVATE
from survey.web.guard import public
from tests.pages import Client

SECRET_PARTS = {"token", "code", "mark", "card"}


def test_every_page_below_a_secret_is_private(app: Flask) -> None:
    """Survey codes are no secrets: their pages ask who one is."""
    below = {
        rule.endpoint.rpartition(".")[0]
        for rule in app.url_map.iter_rules()
        if rule.arguments & SECRET_PARTS and not rule.rule.startswith("/surveys/")
    }
    assert {"customer", "used", "unsubscribe", "kiosk", "sign_in"} <= below
    assert below - set(PRIVATE) == set()


@pytest.mark.parametrize("path", ["/used/", "/c/", "/u/", "/k/"])
def test_a_failure_behind_a_link_is_logged_without_the_link(
    app: Flask, client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    secret = "s3cret-that-opens-this-page"
    rule = next(
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(path) and rule.rule.count("/") == 2 and "GET" in rule.methods
    )

    @public
    def fail(**given: str) -> str:
        raise ValueError(f"nothing was foreseen for {given}")

    app.testing = False
    app.view_functions[rule.endpoint] = fail
    caplog.set_level(logging.DEBUG)
    assert client.get(path + secret).status_code == 500
    assert "ValueError" in caplog.text
    assert secret not in caplog.text
