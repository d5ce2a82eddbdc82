"""A customer's way from the link to the thanks, through the real server on the loopback address."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests import invited
from tests.pages import Page
from tests.served import send, serving

N_AT_ONCE = 6


def _send(
    port: int, method: str, path: str, form: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Status, Location and text of one reply."""
    reply = send(port, method, path, form)
    assert reply.getheader("Set-Cookie") is None
    return reply.status, reply.getheader("Location") or "", reply.read().decode()


def test_a_customer_opens_chooses_confirms_and_is_counted_once(store: str, tmp_path: Path) -> None:
    first, second = invited.add_contacts(2)
    link = f"/c/{invited.invite(first, 1, now=datetime.now(UTC))}"
    contested = f"/c/{invited.invite(second, 2, now=datetime.now(UTC))}"
    with serving(store, tmp_path) as port:
        status, _, text = _send(port, "GET", f"{link}?score=4")
        assert status == 200
        assert Page(text).forms[0].values == {"csat": "4", "homepage": ""}
        status, thanks, _ = _send(port, "POST", link, {"csat": "4", "comment": "Kind & quick"})
        assert (status, thanks) == (303, f"{link}/thanks")
        assert Page(_send(port, "GET", thanks)[2]).headings == [
            "Thank you, your answer has arrived"
        ]
        assert _send(port, "HEAD", link)[0] == 200
        assert _send(port, "POST", link, {"csat": "1"})[0] == 409
        # One button pressed by six at once: all are thanked, for the one answer that is kept.
        assert _send_at_once(port, contested) == {303: N_AT_ONCE}
    assert invited.n_answers() == (2, 2, 2)


def _send_at_once(port: int, path: str) -> Counter[int]:
    statuses: Counter[int] = Counter()
    start = threading.Barrier(N_AT_ONCE)

    def send() -> None:
        start.wait(timeout=20)
        statuses[_send(port, "POST", path, {"csat": "5"})[0]] += 1

    threads = [threading.Thread(target=send) for _ in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
