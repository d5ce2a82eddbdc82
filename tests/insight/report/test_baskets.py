"""The baskets in the report: counts for everybody, words only for the department they went to."""

from __future__ import annotations

import pytest

from survey.insight.report.baskets import Baskets, baskets_of
from survey.insight.report.data import _plain
from survey.insight.report.frame import Frame
from survey.operations import people
from survey.operations.comments import departments, replies
from survey.operations.comments.replies import Said
from survey.operations.rollups import rebuild
from survey.store.database import rows, run
from tests.commented import add_comments, consent
from tests.conftest import NOW
from tests.framed import frame
from tests.operations.comments.test_departments import make, put_in, token

MARCH = "month:2026-03"
WORDS = "The router of {name} stops at night, ring me on [phone]."


def _department(name: str, basket: str) -> int:
    departments.add_department(name, f"{name.lower()}@example.org", basket)
    return int(rows("SELECT id FROM department WHERE name = ?", (name,))[0][0])


def _frame(department_id: int | None = None, occasion: str = MARCH) -> Frame:
    kind = "centre" if department_id is None else "department"
    return frame(occasion, kind=kind, department_id=department_id)


def _counts(found: Baskets) -> dict[str, int]:
    return {one.code: one.n for one in found.baskets}


def _recognise(language: str) -> None:
    """Let every comment be in this language."""
    run("INSERT INTO comment_language (response_id, language) SELECT id, ? FROM response",
        (language,))  # fmt: skip


def test_a_centre_without_comments_says_so(both_stores: str) -> None:
    people.add_unit("centre", "Contact centre")
    found = baskets_of(_frame())
    assert found.finding == "No customer wrote a comment in these days"
    assert _counts(found) == {"product": 0, "market": 0, "competitor": 0, "testimonial": 0}
    assert {one.share_words for one in found.baskets} == {"no data"}
    assert found.has_passed_on is False


def test_one_comment_in_no_basket_is_counted_among_all(both_stores: str) -> None:
    add_comments(["Fine."])
    found = baskets_of(_frame())
    assert (found.finding, found.n_comments) == ("Nothing came into the four baskets", 1)


def test_each_basket_is_counted_now_and_before_and_quotes_nothing(both_stores: str) -> None:
    put_in([WORDS.format(name=f"house {at}") for at in range(6)])
    put_in(["Elsewhere it is cheaper."], "competitor")
    put_in(["You may print this."], "testimonial")
    add_comments(["Nothing to add.", None])
    put_in(["Last month’s words."], "product")
    run("UPDATE contact SET closed_on = '2026-02-03' WHERE id = (SELECT max(id) FROM contact)")
    rebuild()
    found = baskets_of(_frame())
    assert _counts(found) == {"product": 6, "market": 0, "competitor": 1, "testimonial": 1}
    assert [one.n_before for one in found.baskets] == [1, 0, 0, 0]
    assert found.n_comments == 9
    assert found.finding == "8 entries in the four baskets, from 9 comments"
    assert found.baskets[0].share.value == pytest.approx(6 / 9)
    assert (found.quotes, found.quoted, found.passed_on) == ((), (), "")
    said = str(_plain(found))
    assert "ring me" not in said
    assert "cheaper" not in said
    assert "print this" not in said


def test_words_are_named_only_where_five_comments_share_them(both_stores: str) -> None:
    put_in([f"The router is broken {at}" for at in range(5)])
    put_in([f"A second invoice {at}" for at in range(4)])
    assert baskets_of(_frame()).baskets[0].words == ()
    _recognise("en")
    words = baskets_of(_frame()).baskets[0].words
    assert [(one.words, one.n) for one in words] == [("broken, router", 5)]


def test_names_of_people_are_no_words(both_stores: str) -> None:
    put_in([f"Gudrun again {at}" for at in range(6)], agent="Gudrun Faber")
    _recognise("en")
    words = " ".join(one.words for one in baskets_of(_frame()).baskets[0].words)
    assert "gudrun" not in words.lower()


def test_a_withdrawn_consent_leaves_no_candidate(both_stores: str) -> None:
    (kept, gone) = put_in(["You may print this.", "And this."], "testimonial")
    consent(gone, withdrawn=True)
    found = baskets_of(_frame())
    assert _counts(found)["testimonial"] == 1
    assert kept


def test_what_departments_said_is_counted(both_stores: str) -> None:
    _department("Product", "product")
    ids = put_in(["One.", "Two.", "Three."])
    make()
    said = {ids[0]: Said("yes", "Done."), ids[1]: Said("no", "")}
    replies.keep_replies(token(), said, now=NOW)
    (sent,) = baskets_of(_frame()).baskets[0].passed_on
    assert (sent.department, sent.n, sent.n_used, sent.n_not_used, sent.n_open) == (
        *("Product", 3, 1, 1, 1),
    )


def test_a_department_reads_its_own_comments_without_agent_or_contact(both_stores: str) -> None:
    product, sales = _department("Product", "product"), _department("Sales", "market")
    ids = put_in(["Gudrun said the box is late."], agent="Gudrun Faber")
    others = put_in(["Sell me a box."], "market")
    add_comments(["In no basket."])
    make()
    found = baskets_of(_frame(product))
    assert [one.code for one in found.baskets] == ["product"]
    assert found.quoted == tuple(ids)
    (quote,) = found.quotes
    assert (quote.text, quote.score, quote.month, quote.used) == (
        *("[agent] said the box is late.", "4 of 5", "Mar 2026", "No answer yet"),
    )
    said = str(_plain(found))
    assert "Gudrun" not in said
    assert "box." not in said.replace("late.", "")
    assert "Billing" not in said
    assert "2026-03-09" not in said
    assert baskets_of(_frame(sales)).quoted == tuple(others)


def test_the_data_never_says_which_responses_are_quoted(both_stores: str) -> None:
    product = _department("Product", "product")
    put_in(["One.", "Two."])
    make()
    found = baskets_of(_frame(product))
    assert len(found.quoted) == 2
    assert not isinstance(_plain(found).get("quoted"), list)


def test_forgotten_words_and_other_months_are_not_quoted(both_stores: str) -> None:
    product = _department("Product", "product")
    gone, kept = put_in(["Forget me.", "Keep me."])
    make()
    run("UPDATE response SET comment = NULL WHERE id = ?", (gone,))
    found = baskets_of(_frame(product))
    assert (found.quoted, [one.text for one in found.quotes]) == ((kept,), ["Keep me."])
    assert baskets_of(_frame(product, "month:2026-02")).quoted == ()


def test_a_testimonial_is_quoted_only_while_its_consent_stands(both_stores: str) -> None:
    marketing = _department("Marketing", "testimonial")
    first, second = put_in(["Print this.", "Not this any more."], "testimonial")
    make()
    assert baskets_of(_frame(marketing)).quoted == (first, second)
    consent(second, withdrawn=True)
    found = baskets_of(_frame(marketing))
    assert found.quoted == (first,)
    assert found.passed_on.startswith("1 comment that was passed on for these months stands")
