"""Keys of other systems, on both engines."""

import hashlib

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import api_keys
from survey.store.database import rows
from survey.store.reads_of_people import api_key_name
from tests.conftest import NOW


def name_of(key: str) -> str | None:
    return api_key_name(hashlib.sha256(key.encode()).digest())


def test_a_key_opens_until_it_is_revoked(both_stores: str) -> None:
    key = api_keys.create_api_key(" Helpdesk ", secret="s1", now=NOW)
    assert key == "bothends_s1"
    assert name_of(key) == "Helpdesk"
    key_id = rows("SELECT id FROM api_key")[0][0]
    api_keys.revoke_api_key(key_id, now=NOW)
    api_keys.revoke_api_key(key_id, now=NOW)
    assert name_of(key) is None


def test_a_name_in_use_is_refused_and_one_revoked_is_free(both_stores: str) -> None:
    first = api_keys.create_api_key("Helpdesk", secret="s1", now=NOW)
    with pytest.raises(Conflict, match="Revoke it first"):
        api_keys.create_api_key("Helpdesk", secret="s2", now=NOW)
    assert name_of(first) == "Helpdesk"
    api_keys.revoke_api_key(rows("SELECT id FROM api_key")[0][0], now=NOW)
    second = api_keys.create_api_key("Helpdesk", secret="s3", now=NOW)
    assert (name_of(first), name_of(second)) == (None, "Helpdesk")


def test_a_key_without_a_name_and_an_unknown_key_are_refused(both_stores: str) -> None:
    with pytest.raises(InvalidInput):
        api_keys.create_api_key(" ", secret="s", now=NOW)
    with pytest.raises(NotFound):
        api_keys.revoke_api_key(1, now=NOW)
