"""What the pages before signing in show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.store import sign_in_links


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form that asks for a link: the address as typed, and what is wrong with it, if anything.

    `is_after_failure` says that a link did not work, and nothing about why.
    """

    email: str = ""
    error: str = ""
    is_after_failure: bool = False


@dataclass(frozen=True, slots=True)
class AskedPage:
    """The reply to everyone who asked: how long a link would work, in minutes.

    After `most_mails` within `pause_minutes` nobody is mailed another one for a while.
    """

    minutes: int
    most_mails: int
    pause_minutes: int


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The page behind a link that still works: one button, which sends `token`."""

    token: str


def link_page(token: str, *, now: datetime) -> LinkPage | AskPage:
    """The page behind a link; unknown, used and expired ones look the same. Changes nothing."""
    if sign_in_links.is_open_link(token, now=now):
        return LinkPage(token)
    return AskPage(is_after_failure=True)
