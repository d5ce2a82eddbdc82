"""One letter per department and month, whatever happens; replies; withdrawn and erased words."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import people, tokens
from survey.operations.comments import departments, replies, routing
from survey.operations.comments.replies import Said
from survey.store import reads_of_comments, reads_of_departments
from survey.store.database import rows, run
from tests.commented import add_comments, consent
from tests.conftest import NOW, ROOT

KEY = "k"
MARCH = "2026-04"


def make(period: str = MARCH) -> int:
    return departments.make_digests(period, secret_key=KEY, zone=UTC, now=NOW)


def put_in(
    texts: list[str], basket: str = "product", *, now: datetime = NOW, agent: str = "Agent 1"
) -> list[int]:
    ids = add_comments(texts, agent=agent)
    if not rows("SELECT id FROM app_user"):
        people.add_user("ana@example.org", "Ana", role="analyst")
    ((user_id,),) = rows("SELECT id FROM app_user")
    for response_id in ids:
        if basket == "testimonial":
            consent(response_id)
        routing.route_by_hand(response_id, [basket], seen=[], user_id=user_id, now=now)
    return ids


def product_team() -> None:
    departments.add_department("Product", "product@example.org", "product")


def token() -> str:
    ((department_id, month),) = rows("SELECT department_id, month FROM digest")
    return tokens.digest_token(department_id, month, secret_key=KEY)


def sent() -> list[str]:
    ((digest_id,),) = rows("SELECT id FROM digest")
    return [one.text for one in reads_of_departments.comments_of(digest_id)]


def n_letters() -> tuple[int, int]:
    ((n_digests,),) = rows("SELECT count(*) FROM digest")
    ((n_jobs,),) = rows("SELECT count(*) FROM job WHERE kind = ?", (departments.LETTER,))
    return n_digests, n_jobs


def test_a_month_without_comments_brings_no_letter(both_stores: str) -> None:
    product_team()
    put_in(["For somebody else"], "market")
    assert make() == 0
    assert n_letters() == (0, 0)


@pytest.mark.parametrize("n", [1, 2, 40])
def test_a_letter_holds_what_came_into_the_basket(both_stores: str, n: int) -> None:
    product_team()
    put_in([f"Comment {number}" for number in range(n)])
    assert make() == 1
    assert len(sent()) == n
    ((digest_id,),) = rows("SELECT id FROM digest")
    letter = departments.write_digest(digest_id, secret_key=KEY)
    assert letter is not None
    assert letter.to == "product@example.org"
    assert (letter.values["n"], letter.values["n_more"]) == (n, max(0, n - 30))
    assert letter.values["token"] == token()


def test_the_same_month_is_sent_once_however_often_it_is_made(both_stores: str) -> None:
    product_team()
    put_in(["Once"])
    assert [make(), make(), make()] == [1, 0, 0]
    assert n_letters() == (1, 1)


def test_a_comment_is_sent_to_a_department_once_and_a_lost_month_is_made_up_for(
    both_stores: str,
) -> None:
    product_team()
    put_in(["From February"], now=datetime(2026, 2, 20, tzinfo=UTC))
    put_in(["Too old"], now=datetime(2025, 12, 1, tzinfo=UTC))
    put_in(["From April"], now=datetime(2026, 4, 2, tzinfo=UTC))
    assert make() == 1
    assert sent() == ["From February"]
    assert make("2026-05") == 1
    found = rows(
        "SELECT month, count(*) FROM digest JOIN digest_comment"
        " ON digest_comment.digest_id = digest.id GROUP BY month ORDER BY month"
    )
    assert found == [("2026-03", 1), ("2026-04", 1)]


def test_the_month_ends_at_midnight_of_the_centre(both_stores: str) -> None:
    product_team()
    put_in(["Last second"], now=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
    put_in(["First second"], now=datetime(2026, 4, 1, tzinfo=UTC))
    make()
    assert sent() == ["Last second"]


@pytest.mark.slow
def test_four_processes_at_once_and_one_killed_send_each_department_one_letter(
    store: str,
) -> None:
    put_in(["Once"])
    for number in range(60):
        departments.add_department(f"D{number}", f"d{number}@example.org", "product")
    command = [sys.executable, "-m", "tests.operations.comments.making_digests", store]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.write("go\n")
        process.stdin.flush()
    deadline = time.monotonic() + 20
    while n_letters()[0] == 0 and time.monotonic() < deadline:
        pass
    started[0].kill()
    for process in started:
        process.communicate(timeout=30)
    make()
    assert n_letters() == (60, 60)
    assert rows("SELECT count(*) FROM digest_comment") == [(60,)]


def test_consent_withdrawn_and_words_erased_vanish_from_letters_and_pages(
    both_stores: str,
) -> None:
    departments.add_department("Marketing", "m@example.org", "testimonial")
    stays, withdrawn, erased = put_in(["Stays", "Withdrawn", "Erased"], "testimonial")
    make()
    ((digest_id,),) = rows("SELECT id FROM digest")
    consent(withdrawn, withdrawn=True)
    run("UPDATE response SET comment = NULL WHERE id = ?", (erased,))
    assert sent() == ["Stays"]
    said = {one: Said("yes", "Quoted") for one in (stays, withdrawn, erased)}
    assert replies.keep_replies(token(), said, now=NOW) == 1
    consent(stays, withdrawn=True)
    assert departments.write_digest(digest_id, secret_key=KEY) is None


def test_the_agent_is_not_named_to_a_department(both_stores: str) -> None:
    product_team()
    put_in(["Maria O'Neil told me, thanks maria"], agent="Maria O'Neil")
    make()
    assert sent() == ["[agent] O'[agent] told me, thanks [agent]"]


def test_replies_are_kept_changed_masked_and_shown_beside_the_comment(both_stores: str) -> None:
    product_team()
    first, second = put_in(["First", "Second"])
    make()
    said = {first: Said("yes", "Fixed, ask ann@example.org"), second: Said("", "")}
    assert replies.keep_replies(token(), said, now=NOW) == 1
    (reply,) = reads_of_comments.replies_of([first])[first]
    assert (reply.department, reply.is_used, reply.text) == ("Product", True, "Fixed, ask [mail]")
    replies.keep_replies(token(), {first: Said("no", "")}, now=NOW + timedelta(days=1))
    (reply,) = reads_of_comments.replies_of([first])[first]
    assert (reply.is_used, reply.text) == (False, None)
    (row,) = reads_of_departments.departments()
    assert (row.n_letters, row.n_comments, row.n_used, row.n_not_used) == (1, 2, 0, 1)


def test_a_reply_to_a_comment_of_another_letter_is_not_kept(both_stores: str) -> None:
    product_team()
    put_in(["Ours"])
    make()
    (other,) = put_in(["Not sent"], "market")
    assert replies.keep_replies(token(), {other: Said("yes", "")}, now=NOW) == 0
    with pytest.raises(NotFound):
        replies.keep_replies("no-such-token", {other: Said("yes", "")}, now=NOW)


def test_a_department_off_the_list_gets_nothing_and_its_page_is_closed(both_stores: str) -> None:
    product_team()
    (response_id,) = put_in(["Ours"])
    make()
    ((digest_id, department_id),) = rows("SELECT id, department_id FROM digest")
    departments.revoke_department(department_id, now=NOW)
    assert departments.write_digest(digest_id, secret_key=KEY) is None
    with pytest.raises(NotFound):
        replies.keep_replies(token(), {response_id: Said("yes", "")}, now=NOW)
    assert make("2026-05") == 0
    product_team()
    assert len(reads_of_departments.departments()) == 1


def test_a_department_is_refused_with_everything_that_is_wrong(store: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        departments.add_department("", "nobody", "nowhere")
    assert len(refused.value.problems) == 3
    product_team()
    with pytest.raises(Conflict):
        product_team()
