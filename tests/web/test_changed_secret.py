"""A secret that changed while a wave is open is told to the log, and to nobody outside."""

from __future__ import annotations

import logging
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.store.database import rows
from tests import links, waves
from tests.pages import Client


def test_a_claim_is_refused_like_any_unusable_link_and_its_kind_is_logged(
    app: Flask, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    waves.build_teams({"a": 8, "b": 9})
    today = datetime.now(UTC).date()
    links.open_by_link(opens_on=today, closes_on=today + timedelta(days=8))
    token = links.tokens()["a"][0]
    app.config["SURVEY"] = replace(app.config["SURVEY"], secret_key="another")
    body = {"blinded": urlsafe_b64encode(b"\x01" * 256).rstrip(b"=").decode()}
    unknown = client.post("/pulse/claim/unknown", json=body)
    with caplog.at_level(logging.ERROR, logger="survey"):
        refused = client.post(f"/pulse/claim/{token}", json=body)
    assert (refused.status_code, refused.get_json()) == (404, unknown.get_json())
    assert "SURVEY_SECRET_KEY is not the one" in caplog.text
    assert token not in caplog.text
    assert rows("SELECT count(*) FROM claim WHERE blinded IS NOT NULL") == [(0,)]
