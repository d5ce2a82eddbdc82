"""What can be held equal beside the linkage, read for groups of units over days."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import NotFound
from survey.insight.linkage.covariates import Place, covariate, covariates, read
from survey.operations import people
from tests.contact_records import accept, record
from tests.contexts import keep_series

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


def contacts(team: str, day: date, *channels: str, handle: int | None = 300) -> None:
    accept(
        *(
            record(
                f"{team}-{day}-{n}",
                team=team,
                channel=channel,
                opened_at=None,
                closed_at=None,
                closed_on=day,
                handle_seconds=handle,
            )
            for n, channel in enumerate(channels)
        )
    )


@pytest.fixture
def tree(both_stores: str) -> dict[str, int]:
    people.add_unit("centre", "Centre")
    return {
        code: people.add_unit(code, code.title(), parent=parent)
        for code, parent in (("site", "centre"), ("a", "site"), ("b", "site"), ("c", "site"))
    }


def test_our_own_covariates_come_before_imported_ones(tree: dict[str, int]) -> None:
    keep_series("Service level", measures="service_level")
    keep_series("Absence", measures="absence", adds="count")
    assert [one.code for one in covariates()] == [
        "channel_mix", "handle_time", "series:Absence", "series:Service level",
    ]  # fmt: skip
    assert covariate("series:Absence").label == "Absence"
    with pytest.raises(NotFound, match="no covariate with the code tenure"):
        read("tenure", ())


def test_the_mix_leaves_out_the_most_frequent_channel(tree: dict[str, int]) -> None:
    contacts("a", date(2026, 3, 5), "phone", "phone", "email", "chat")
    contacts("b", date(2026, 3, 5), "phone", "phone")
    contacts("b", date(2026, 4, 5), "chat")
    places = (
        Place((tree["a"],), *MARCH),
        Place((tree["a"], tree["b"]), *MARCH),
        Place((tree["b"],), *APRIL),
        Place((tree["c"],), *MARCH),
    )
    assert read("channel_mix", places) == {
        "channel_mix.chat": (0.25, pytest.approx(1 / 6), 1.0, None),
        "channel_mix.email": (0.25, pytest.approx(1 / 6), 0.0, None),
    }
    assert list(read("channel_mix", places[1:2]).values()) == [(1 / 6,), (1 / 6,)]


def test_one_channel_or_none_leaves_no_mix(tree: dict[str, int]) -> None:
    assert read("channel_mix", ()) == {}
    assert read("channel_mix", (Place((tree["a"],), *MARCH),)) == {}
    contacts("a", date(2026, 3, 5), "phone")
    assert read("channel_mix", (Place((tree["a"],), *MARCH),)) == {}


def test_handle_time_is_in_minutes_of_the_contacts_that_have_one(tree: dict[str, int]) -> None:
    contacts("a", date(2026, 3, 1), "phone", "phone", handle=300)
    contacts("a", date(2026, 3, 31), "phone", handle=900)
    contacts("a", date(2026, 3, 15), "phone", handle=None)
    contacts("a", date(2026, 4, 1), "phone", handle=6000)
    contacts("b", date(2026, 3, 15), "phone", handle=None)
    places = tuple(Place((tree[code],), *MARCH) for code in ("a", "b", "site"))
    assert read("handle_time", places) == {"handle_time": (pytest.approx(25 / 3), None, None)}
    whole = Place((tree["site"],), *MARCH, is_whole_branch=True)
    assert read("handle_time", (whole,)) == {"handle_time": (pytest.approx(25 / 3),)}


def test_an_imported_series_is_one_column(tree: dict[str, int]) -> None:
    keep_series("Quality", (tree["a"], *MARCH, 80, None))
    places = (Place((tree["a"],), *MARCH), Place((tree["b"],), *MARCH))
    assert read("series:Quality", places) == {"series:Quality": (80, None)}
    assert read("series:Quality", ()) == {"series:Quality": ()}
