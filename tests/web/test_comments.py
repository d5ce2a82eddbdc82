"""Comments, outside-in: who reads them, what can be searched, where they are passed on to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.operations.comments import reading, routing, themes
from survey.store.database import rows
from tests.centre import Centre
from tests.commented import add_comments, consent
from tests.conftest import NOW
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
DAY = str(datetime.now(UTC).date() - timedelta(days=3))
PAGES = ("/comments", "/comments/themes", "/comments/rules", "/comments/departments")
TRICKS = [
    '<script>alert(1)</script> & "quotes" \' {{ 7*7 }}',
    "\u202eturned\u202c \u2066isolated\u2069 \u200bno width\u200d",
    "مرحبا، كانت الخدمة بطيئة (1) 😀👩‍👩‍👧",
    '=HYPERLINK("http://x.example")',
    "x" * 10_000,
    "line\nbreak\n\n\nmore",
]


def write(*texts: str, unit: str = "n1", agent: str = "Agent 1", day: str = DAY) -> list[int]:
    return add_comments(texts, unit=unit, agent=agent, day=day)


@pytest.mark.parametrize("role", ["administrator", "agent", "executive"])
def test_others_than_analysts_and_leaders_read_no_comments(signed_in: SignedIn, role: str) -> None:
    (response_id,) = write("Mine")
    for path in (*PAGES, f"/comments/{response_id}"):
        assert signed_in(role).get(path).status_code == 403


def test_a_leader_reads_only_what_is_about_their_own_teams(
    signed_in: SignedIn, centre: Centre
) -> None:
    mine, other = write("Ours", unit="n1") + write("Theirs", unit="s1")
    leader = signed_in("leader")
    page = Page(leader.get("/comments").text)
    assert "Ours" in page.text
    assert "Theirs" not in page.text
    assert leader.get(f"/comments/{mine}").status_code == 200
    assert leader.get(f"/comments/{other}").status_code == 404
    assert leader.get("/comments/999999").status_code == 404
    form = Page(leader.get(f"/comments/{mine}").text).form(f"/comments/{mine}/baskets")
    reply = leader.post(f"/comments/{other}/baskets", data={**form.values, "basket": "product"})
    assert reply.status_code == 404
    assert leader.get("/comments/rules").status_code == 403
    assert rows("SELECT * FROM comment_basket") == []


def test_a_list_says_a_language_once_it_was_looked_at(signed_in: SignedIn, centre: Centre) -> None:
    write("Die Rechnung stimmt immer noch nicht.")
    analyst = signed_in("analyst")
    assert "not looked at" not in analyst.get("/comments").text
    while reading.read_batch(now=NOW):
        pass
    assert "Billing. Deutsch." in Page(analyst.get("/comments").text).text


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_comments_make_a_page(signed_in: SignedIn, centre: Centre, n: int) -> None:
    write(*["Said"] * n)
    page = Page(signed_in("analyst").get("/comments").text)
    assert page.text.count("Said") == n
    assert ("Nobody wrote a comment in these days." in page.text) is (n == 0)


def test_pages_of_fifty_follow_each_other_and_lead_to_the_contact(
    signed_in: SignedIn, centre: Centre
) -> None:
    write(*[f"Said {n}" for n in range(120)])
    analyst, address, seen = signed_in("analyst"), "/comments?q=said", []
    while address:
        page = Page(analyst.get(address).text)
        seen += [one for one in page.links if one.startswith("/contacts/")]
        address = next((one for one in page.links if "after=" in one), "")
        assert not address or "q=said" in address
    assert len(seen) == len(set(seen)) == 120
    assert analyst.get(seen[0]).status_code == 200


@pytest.mark.parametrize("text", TRICKS)
def test_words_of_any_kind_are_shown_as_words(
    signed_in: SignedIn, centre: Centre, text: str
) -> None:
    (response_id,) = write(text)
    analyst = signed_in("analyst")
    for path in ("/comments", f"/comments/{response_id}"):
        html = analyst.get(path).text
        assert "<script>" not in html
        assert 'dir="auto"' in html


@pytest.mark.parametrize(
    "query",
    [
        "score=9",
        "queue=abc",
        "language=xx",
        "basket=nowhere",
        "theme=1",
        "after=never",
        "channel=pigeon",
        "q=" + "word+" * 9,
    ],
)
def test_an_address_that_cannot_be_used_says_why(
    signed_in: SignedIn, centre: Centre, query: str
) -> None:
    assert signed_in("analyst").get(f"/comments?{query}").status_code == 422


def test_an_unknown_theme_is_not_there(signed_in: SignedIn, centre: Centre) -> None:
    assert signed_in("analyst").get("/comments?theme=5.1").status_code == 404


@pytest.mark.parametrize("words", ["100%25", "%00", "a_b", "%27%22", "%F0%9F%98%80", "%E2%80%8B"])
def test_a_search_for_anything_gives_a_page(
    signed_in: SignedIn, centre: Centre, words: str
) -> None:
    write("100% of a_b")
    assert signed_in("analyst").get(f"/comments?q={words}").status_code == 200


def test_a_comment_is_put_into_baskets_and_taken_out_by_hand(
    signed_in: SignedIn, centre: Centre
) -> None:
    (response_id,) = write("The app crashes")
    analyst, path = signed_in("analyst"), f"/comments/{response_id}"
    action = f"{path}/baskets"
    assert analyst.submit(path, action, basket=["product", "market"]).status_code == 303
    assert "In Market opportunity, Product improvement" in Page(analyst.get("/comments").text).text
    assert Page(analyst.get("/comments?basket=market").text).text.count("The app") == 1
    assert analyst.submit(path, action, basket=["market"]).status_code == 303
    assert "The app" not in analyst.get("/comments?basket=product").text


def test_a_testimonial_is_offered_with_consent_only(signed_in: SignedIn, centre: Centre) -> None:
    (response_id,) = write("Lovely")
    analyst, path = signed_in("analyst"), f"/comments/{response_id}"
    assert 'value="testimonial"' not in analyst.get(path).text
    reply = analyst.submit(path, f"{path}/baskets", basket=["testimonial"])
    assert reply.status_code == 409
    assert "has not agreed to be quoted" in reply.text
    consent(response_id)
    assert analyst.submit(path, f"{path}/baskets", basket=["testimonial"]).status_code == 303
    consent(response_id, withdrawn=True)
    for address in ("/comments?basket=testimonial", "/comments?basket=quotable"):
        assert "Lovely" not in analyst.get(address).text
    assert "Testimonial candidate" not in analyst.get(path).text


def test_a_rule_shows_what_it_would_catch_before_it_is_kept(
    signed_in: SignedIn, centre: Centre
) -> None:
    write("The app crashes", "Fine")
    write("The app of old", day=str(datetime.now(UTC).date() - timedelta(days=60)))
    analyst = signed_in("analyst")
    address = "/comments/rules?basket=product&words=app"
    page = Page(analyst.get(address).text)
    assert "1 of 2 comments of the last 28 days" in page.text
    assert rows("SELECT * FROM routing_rule") == []
    values = next(form for form in page.forms if form.values.get("words") == "app").values
    kept = next(form for form in page.forms if form.method == "post" and "words" in form.values)
    assert values["words"] == "app"
    assert analyst.post("/comments/rules", data=kept.values).status_code == 303
    assert analyst.post("/comments/rules", data=kept.values).status_code == 409
    reply = analyst.post("/comments/rules", data={**kept.values, "words": "it"})
    assert reply.status_code == 422
    assert "too short" in reply.text
    assert 'value="it"' in reply.text


def test_a_rule_is_applied_to_older_comments_and_revoked(
    signed_in: SignedIn, centre: Centre
) -> None:
    write("The app crashes")
    reading.read_batch(now=NOW)
    rule_id = routing.add_rule("product", "app", now=NOW)
    analyst = signed_in("analyst")
    reply = analyst.submit("/comments/rules", f"/comments/rules/{rule_id}/apply")
    assert reply.status_code == 303
    assert rows("SELECT kind FROM job") == [(routing.APPLY,)]
    reply = analyst.submit("/comments/rules", f"/comments/rules/{rule_id}/revoke")
    assert reply.status_code == 303
    assert "There is no rule yet." in analyst.get("/comments/rules").text
    token = Page(analyst.get("/comments/themes").text).form("/comments/themes").values
    assert analyst.post("/comments/rules/99/revoke", data=token).status_code == 404


def test_themes_that_could_not_be_found_are_told_of_in_one_place(
    signed_in: SignedIn, centre: Centre
) -> None:
    write("The invoice was charged twice", "Die Rechnung stimmt immer noch nicht.")
    while reading.read_batch(now=NOW):
        pass
    themes.read_themes(today=datetime.now(UTC).date(), now=NOW)
    page = Page(signed_in("leader").get("/comments/themes").text).text
    assert "It takes 40 comments" in page
    assert "English, what people praised: 1 comment, 0 before" in page
    assert "Deutsch, what people praised: 1 comment, 0 before" in page


def test_themes_are_looked_for_by_a_worker_when_asked(signed_in: SignedIn, centre: Centre) -> None:
    analyst = signed_in("analyst")
    assert "not been looked for yet" in analyst.get("/comments/themes").text
    for _ in range(2):
        assert analyst.submit("/comments/themes", "/comments/themes").status_code == 303
    assert rows("SELECT kind FROM job") == [("themes",)]
    leader = signed_in("leader").get("/comments/themes")
    assert "Look for themes now" not in leader.text
