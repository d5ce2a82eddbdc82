"""Comments are read once, put into baskets by rule or hand, and what a person decided stays."""

from __future__ import annotations

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import people
from survey.operations.comments import reading, routing
from survey.store import reads_of_comments
from survey.store.database import rows, run
from tests.commented import add_comments, consent
from tests.conftest import NOW


def user() -> int:
    return people.add_user("ana@example.org", "Ana", role="analyst")


def baskets(response_id: int) -> tuple[str, ...]:
    return reads_of_comments.baskets_of([response_id]).get(response_id, ())


def route(response_id: int, chosen: set[str], *, seen: set[str], by: int) -> None:
    routing.route_by_hand(response_id, chosen, seen=seen, user_id=by, now=NOW)


def test_reading_nothing_does_nothing(both_stores: str) -> None:
    assert not reading.read_batch(now=NOW)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_every_comment_is_read_once(both_stores: str, n: int) -> None:
    add_comments(["The parcel is late again"] * n)
    add_comments([None])
    rounds = 0
    while reading.read_batch(now=NOW, n=2):
        rounds += 1
    assert rounds == (n + 1) // 2
    assert rows("SELECT language, count(*) FROM comment_language GROUP BY language") == [("en", n)]


def test_a_rule_looks_at_new_comments_and_on_demand_at_old_ones(both_stores: str) -> None:
    (old,) = add_comments(["The app crashes"])
    reading.read_batch(now=NOW)
    rule_id = routing.add_rule("product", "app, website", now=NOW)
    (new,) = add_comments(["Your website is slow"])
    reading.read_batch(now=NOW)
    assert (baskets(old), baskets(new)) == ((), ("product",))
    assert routing.apply_rule(rule_id, now=NOW) == 1
    assert routing.apply_rule(rule_id, now=NOW) == 0
    assert baskets(old) == ("product",)


def test_what_was_taken_out_by_hand_stays_out_whatever_a_rule_says(both_stores: str) -> None:
    by = user()
    (response_id,) = add_comments(["The app crashes"])
    rule_id = routing.add_rule("product", "app", now=NOW)
    reading.read_batch(now=NOW)
    route(response_id, set(), seen={"product"}, by=by)
    assert baskets(response_id) == ()
    assert routing.apply_rule(rule_id, now=NOW) == 0
    run("UPDATE response SET comment = 'The app crashed twice', is_read = 0")
    assert reading.read_batch(now=NOW)
    assert baskets(response_id) == ()
    route(response_id, {"product"}, seen=set(), by=by)
    assert baskets(response_id) == ("product",)


def test_a_corrected_comment_is_held_against_the_rules_anew(both_stores: str) -> None:
    (response_id,) = add_comments(["The app crashes"])
    routing.add_rule("product", "app", now=NOW)
    routing.add_rule("market", "wish", now=NOW)
    reading.read_batch(now=NOW)
    run("UPDATE response SET comment = 'Ich wünschte, ihr hättet abends auf', is_read = 0")
    routing.add_rule("market", "wünsch", now=NOW)
    reading.read_batch(now=NOW)
    assert baskets(response_id) == ("market",)
    assert rows("SELECT language FROM comment_language") == [("de",)]


def test_two_people_do_not_undo_each_other(both_stores: str) -> None:
    by = user()
    (response_id,) = add_comments(["Both"])
    route(response_id, {"product"}, seen=set(), by=by)
    route(response_id, {"market"}, seen=set(), by=by)
    assert baskets(response_id) == ("market", "product")


def test_nobody_becomes_a_testimonial_candidate_without_consent(both_stores: str) -> None:
    by = user()
    plain, quotable, withdrawn = add_comments(["Lovely"] * 3)
    consent(quotable)
    consent(withdrawn, withdrawn=True)
    for response_id in (plain, withdrawn):
        with pytest.raises(Conflict, match="agreed to be quoted"):
            route(response_id, {"product", "testimonial"}, seen=set(), by=by)
        assert baskets(response_id) == ()
    route(quotable, {"testimonial"}, seen=set(), by=by)
    rule_id = routing.add_rule("testimonial", "lovely", now=NOW)
    assert routing.apply_rule(rule_id, now=NOW) == 0
    assert baskets(quotable) == ("testimonial",)


def test_a_revoked_rule_catches_nothing_and_takes_nothing_back(both_stores: str) -> None:
    (response_id,) = add_comments(["The app crashes"])
    rule_id = routing.add_rule("product", "app", now=NOW)
    reading.read_batch(now=NOW)
    routing.revoke_rule(rule_id, now=NOW)
    routing.revoke_rule(rule_id, now=NOW)
    add_comments(["The app again"])
    reading.read_batch(now=NOW)
    assert routing.apply_rule(rule_id, now=NOW) == 0
    assert rows("SELECT response_id FROM comment_basket") == [(response_id,)]
    with pytest.raises(NotFound):
        routing.request_application(rule_id, now=NOW)
    with pytest.raises(NotFound):
        routing.revoke_rule(rule_id + 1, now=NOW)


def test_a_rule_says_everything_that_is_wrong_and_exists_once(store: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        routing.add_rule("nowhere", "", now=NOW)
    assert len(refused.value.problems) == 2
    routing.add_rule("product", "App, website", now=NOW)
    with pytest.raises(Conflict):
        routing.add_rule("product", " App ,website", now=NOW)


def test_older_comments_are_asked_for_once_at_a_time(store: str) -> None:
    rule_id = routing.add_rule("product", "app", now=NOW)
    assert routing.request_application(rule_id, now=NOW)
    assert not routing.request_application(rule_id, now=NOW)
