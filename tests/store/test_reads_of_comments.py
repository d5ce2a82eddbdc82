"""The list of comments: scope, filters, search, pages, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.operations.comments import reading, routing
from survey.store import reads_of_comments, writes_of_comments
from survey.store.database import rows
from survey.store.reads_of_comments import CommentFilter
from tests.commented import add_comments, consent
from tests.conftest import NOW


def everything() -> CommentFilter:
    units = tuple(row[0] for row in rows("SELECT id FROM unit"))
    return CommentFilter(units, date(2026, 1, 1), date(2026, 12, 31))


def found(**conditions: object) -> list[str]:
    wanted = replace(everything(), **conditions)  # type: ignore[arg-type]
    return [one.text for one in reads_of_comments.comments(wanted, limit=100)]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_comments_are_listed_as_they_are(both_stores: str, n: int) -> None:
    add_comments([f"Comment {number}" for number in range(n)])
    assert len(found()) == n


def test_responses_without_words_are_not_listed(both_stores: str) -> None:
    add_comments([None, "Said something"])
    assert found() == ["Said something"]


def test_a_search_takes_wildcards_and_quotes_as_they_are(both_stores: str) -> None:
    add_comments(["100% of it", "a_b", 'it\'s "quoted"', "wow! \\o/", "1000 of it"])
    assert found(words=("100%",)) == ["100% of it"]
    assert found(words=("a_b",)) == ["a_b"]
    assert found(words=("it's", '"quoted"')) == ['it\'s "quoted"']
    assert found(words=("!",)) == ["wow! \\o/"]
    assert found(words=("\\o/",)) == ["wow! \\o/"]
    assert found(words=("'; DROP TABLE response; --",)) == []


def test_a_search_sees_through_capitals_accents_and_what_shows_nothing(both_stores: str) -> None:
    texts = ["ÉTÉ à Łódź", "Größe", "re\u200bfund", "e\u0301te\u0301", "أين الطلب", "बहुत देर", "😀"]
    add_comments(texts)
    assert found(words=("ete",)) == ["e\u0301te\u0301", "ÉTÉ à Łódź"]
    assert found(words=("LODZ", "été")) == ["ÉTÉ à Łódź"]
    for word in ("grö", "GRÖẞE", "grosse"):
        assert found(words=(word,)) == ["Größe"]
    assert found(words=("refund",)) == ["re\u200bfund"]
    assert found(words=("اين",)) == ["أين الطلب"]
    assert found(words=("देर",)) == ["बहुत देर"]
    assert found(words=("😀",)) == ["😀"]


def test_every_filter_narrows(both_stores: str) -> None:
    add_comments(["The parcel is late again"], score=1, channel="chat", queue="Orders")
    add_comments(["Das Paket ist leider zu spät gekommen"], score=5)
    add_comments(["ok"], score=None)
    reading.read_batch(now=NOW)
    late, spaet, short = "The parcel is late again", "Das Paket ist leider zu spät gekommen", "ok"
    assert found(scores=(1, 2)) == [late]
    assert found(channel="chat") == [late]
    assert found(language="de") == [spaet]
    assert found(language="und") == [short]
    ((queue_id,),) = rows("SELECT id FROM queue WHERE name = 'Orders'")
    assert found(queue_id=queue_id) == [late]
    assert found(unit_ids=()) == []
    assert found(from_on=date(2026, 3, 10)) == []
    assert found(until_on=date(2026, 3, 8)) == []


def test_pages_follow_each_other_without_gap_or_repetition(both_stores: str) -> None:
    add_comments([f"Same day {n}" for n in range(5)])
    add_comments(["Earlier"], day="2026-03-01")
    first = reads_of_comments.comments(everything(), limit=4)
    second = reads_of_comments.comments(everything(), limit=4, after=first[-1].position)
    assert len({one.response_id for one in (*first, *second)}) == 6
    assert second[-1].text == "Earlier"


def test_one_comment_out_of_scope_is_none(both_stores: str) -> None:
    (response_id,) = add_comments(["Mine"])
    ((unit_id,),) = rows("SELECT id FROM unit")
    assert reads_of_comments.comment(response_id, [unit_id]) is not None
    assert reads_of_comments.comment(response_id, [unit_id + 1]) is None
    assert reads_of_comments.comment(response_id, []) is None


def test_a_testimonial_is_gone_from_every_list_once_consent_is_withdrawn(both_stores: str) -> None:
    (response_id,) = add_comments(["Lovely"])
    consent(response_id)
    rule_id = routing.add_rule("testimonial", "lovely", now=NOW)
    assert routing.apply_rule(rule_id, now=NOW) == 1
    assert found(basket="testimonial") == ["Lovely"]
    assert reads_of_comments.baskets_of([response_id]) == {response_id: ("testimonial",)}
    consent(response_id, withdrawn=True)
    assert found(basket="testimonial") == []
    assert found(is_quotable=True) == []
    assert reads_of_comments.baskets_of([response_id]) == {}


def test_without_consent_the_database_takes_no_testimonial(both_stores: str) -> None:
    (response_id,) = add_comments(["Lovely"])
    assert writes_of_comments.put_in_by_rule([response_id], "testimonial", 1, now=NOW) == 0
    assert not writes_of_comments.put_in_by_hand(response_id, "testimonial", 1, now=NOW)
    assert rows("SELECT * FROM comment_basket") == []
