"""The outbox on both engines: leases, fences, back-off, giving up."""

import threading
from datetime import timedelta

import pytest

from survey.operations import jobs
from survey.store.database import disconnect, is_postgresql, rows, transaction
from tests.conftest import NOW

KINDS = ["mail"]
MINUTE = timedelta(minutes=1)


def put(number: int = 0, *, subject: str | None = None) -> bool:
    return jobs.enqueue("mail", {"number": number}, due_at=NOW, subject=subject)


def claimed(*, later: timedelta = timedelta(0)) -> jobs.Job:
    job = jobs.claim(KINDS, now=NOW + later)
    assert job is not None
    return job


def test_nothing_to_do_is_no_job(both_stores: str) -> None:
    assert jobs.claim(KINDS, now=NOW) is None
    assert jobs.claim([], now=NOW) is None


def test_a_job_is_leased_to_one_worker_and_gone_when_done(both_stores: str) -> None:
    put(7)
    job = claimed()
    assert (job.kind, job.payload, job.attempt) == ("mail", {"number": 7}, 1)
    assert jobs.claim(KINDS, now=NOW) is None
    assert jobs.complete(job)
    assert rows("SELECT * FROM job") == []


def test_jobs_come_in_the_order_of_being_due(both_stores: str) -> None:
    for number in (2, 1, 3):
        jobs.enqueue("mail", {"number": number}, due_at=NOW + number * MINUTE)
    later = 5 * MINUTE
    assert [claimed(later=later).payload["number"] for _ in range(3)] == [1, 2, 3]


def test_a_job_is_not_done_before_it_is_due_nor_by_workers_that_cannot(both_stores: str) -> None:
    jobs.enqueue("report", {}, due_at=NOW)
    jobs.enqueue("mail", {}, due_at=NOW + MINUTE)
    assert jobs.claim(KINDS, now=NOW) is None


def test_a_job_goes_with_the_transaction_that_caused_it(both_stores: str) -> None:
    def broken_cause() -> None:
        with transaction():
            put()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_cause()
    assert jobs.claim(KINDS, now=NOW) is None


def test_what_a_dead_worker_held_is_done_by_the_next(both_stores: str) -> None:
    put()
    dead = claimed()
    assert jobs.claim(KINDS, now=NOW + jobs.LEASE - MINUTE) is None
    again = claimed(later=jobs.LEASE)
    assert again.attempt == 2
    assert rows("SELECT last_error FROM job") == [("The worker stopped before this was finished.",)]
    assert not jobs.complete(dead)
    jobs.fail(dead, "Too late.", now=NOW)
    assert jobs.complete(again)


def test_an_id_given_out_again_is_safe_from_the_slow_worker(both_stores: str) -> None:
    put(1)
    slow = claimed()
    assert jobs.complete(claimed(later=jobs.LEASE))
    put(2)
    if is_postgresql():
        return  # never gives an id out again
    second = claimed(later=jobs.LEASE)
    assert (second.id, second.attempt) == (slow.id, slow.attempt)
    assert not jobs.complete(slow)
    assert jobs.complete(second)


def test_a_failure_is_kept_as_a_sentence_and_pauses_double(both_stores: str) -> None:
    put()
    moment, pauses = NOW, []
    for _ in range(3):
        job = jobs.claim(KINDS, now=moment)
        assert job is not None
        jobs.fail(job, "The server is away.", now=moment)
        (due_at, error) = rows("SELECT due_at, last_error FROM job")[0]
        assert error == "The server is away."
        pauses.append(due_at - int(moment.timestamp()))
        moment += timedelta(seconds=pauses[-1])
        assert jobs.claim(KINDS, now=moment - timedelta(seconds=1)) is None
    assert pauses == [10, 20, 40]


def test_after_the_last_attempt_a_job_is_given_up_until_restarted(both_stores: str) -> None:
    put(subject="one")
    for number in range(jobs.MOST_ATTEMPTS):
        moment = NOW + number * timedelta(hours=1)
        job = jobs.claim(KINDS, now=moment)
        assert job is not None
        jobs.fail(job, "No.", now=moment)
    later = NOW + timedelta(days=1)
    assert jobs.claim(KINDS, now=later) is None
    assert jobs.restart(now=later) == 1
    assert jobs.restart(now=later) == 0
    job = jobs.claim(KINDS, now=later)
    assert job is not None
    assert job.attempt == 1


def test_work_that_kills_every_worker_is_given_up(both_stores: str) -> None:
    put()
    for number in range(jobs.MOST_ATTEMPTS):
        claimed(later=number * jobs.LEASE)
    assert jobs.claim(KINDS, now=NOW + timedelta(days=1)) is None
    assert rows("SELECT count(*) FROM job") == [(1,)]


def test_a_hopeless_job_is_given_up_at_once(both_stores: str) -> None:
    put()
    jobs.fail(claimed(), "Unknown address.", now=NOW, for_good=True)
    assert jobs.claim(KINDS, now=NOW + timedelta(days=1)) is None


def put_secret(*, subject: str | None = None) -> bool:
    """Work that is of use for half an hour and holds what nobody else may read."""
    return jobs.enqueue(
        "mail", {"token": "open-sesame"}, due_at=NOW, expires_at=NOW + 30 * MINUTE, subject=subject
    )


def kept_payloads() -> list[tuple[str]]:
    return rows("SELECT payload FROM job")


def test_work_that_expires_is_done_until_then(both_stores: str) -> None:
    put_secret()
    assert claimed(later=29 * MINUTE).payload == {"token": "open-sesame"}


def test_work_that_came_too_late_is_given_up_and_emptied(both_stores: str) -> None:
    put_secret()
    assert jobs.claim(["report"], now=NOW + 30 * MINUTE) is None
    assert jobs.claim(KINDS, now=NOW + 30 * MINUTE) is None
    assert kept_payloads() == [("null",)]
    assert rows("SELECT last_error FROM job") == [
        ("This came too late to be of use, and was not done.",)
    ]


def test_work_that_expires_is_emptied_when_it_is_given_up(both_stores: str) -> None:
    put_secret()
    jobs.fail(claimed(), "The server is away.", now=NOW)
    assert kept_payloads() == [('{"token": "open-sesame"}',)]
    jobs.fail(claimed(later=MINUTE), "Unknown address.", now=NOW, for_good=True)
    assert kept_payloads() == [("null",)]
    assert rows("SELECT last_error FROM job") == [("Unknown address.",)]


def test_what_killed_its_worker_is_emptied_when_its_time_has_run_out(both_stores: str) -> None:
    put_secret()
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(KINDS, now=NOW, lease=timedelta(0)) is not None
    assert jobs.claim(KINDS, now=NOW) is None
    assert kept_payloads() == [('{"token": "open-sesame"}',)]
    assert jobs.claim(KINDS, now=NOW + 30 * MINUTE) is None
    assert kept_payloads() == [("null",)]


def test_a_worker_may_finish_what_expires_meanwhile(both_stores: str) -> None:
    put_secret()
    job = claimed(later=29 * MINUTE)
    assert jobs.claim(KINDS, now=NOW + 31 * MINUTE) is None
    assert jobs.complete(job)
    assert rows("SELECT * FROM job") == []


def test_emptied_work_is_cleared_away_and_never_done_again(both_stores: str) -> None:
    put_secret()
    jobs.fail(claimed(), "No.", now=NOW, for_good=True)
    put(2)
    jobs.fail(claimed(), "No.", now=NOW, for_good=True)
    assert jobs.restart(now=NOW) == 1
    assert claimed().payload == {"number": 2}
    assert rows("SELECT count(*) FROM job") == [(1,)]


def test_emptied_work_starts_afresh_when_it_is_wanted_again(both_stores: str) -> None:
    put_secret(subject="one")
    jobs.fail(claimed(), "No.", now=NOW, for_good=True)
    assert put_secret(subject="one")
    assert claimed().payload == {"token": "open-sesame"}
    assert put(3, subject="two")
    jobs.fail(claimed(), "No.", now=NOW, for_good=True)
    assert kept_payloads()[-1] == ('{"number": 3}',)


def test_the_same_work_waits_once_and_starts_afresh_when_it_was_given_up(both_stores: str) -> None:
    assert put(1, subject="one")
    assert not put(2, subject="one")
    assert put(3)
    assert put(4)
    job = claimed()
    assert job.payload == {"number": 1}
    assert not put(5, subject="one")
    jobs.fail(job, "No.", now=NOW, for_good=True)
    assert put(6, subject="one")
    found = rows("SELECT payload, attempts, last_error FROM job WHERE subject = 'one'")
    assert found == [('{"number": 6}', 0, None)]


def test_many_workers_at_once_do_each_job_once(both_stores: str) -> None:
    n_jobs, done = 40, []
    with transaction():
        for number in range(n_jobs):
            put(number)

    def labour() -> None:
        while (job := jobs.claim(KINDS, now=NOW)) is not None:
            done.append(job.payload["number"])
            assert jobs.complete(job)
        disconnect()

    threads = [threading.Thread(target=labour) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(n_jobs))
    assert rows("SELECT * FROM job") == []
