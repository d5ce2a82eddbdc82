"""By which sign the opening of a link shows that a program opened it, not a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What each sign means, for the page that counts them.
SIGNS: Mapping[str, str] = {
    "head": "Only the head of the page was asked for, which no browser does for a reader.",
    "prefetch": "The program said that it fetches pages ahead, before anybody asks for them.",
    "agent": "The program gave the name of a scanner, a preview or another robot.",
    "no_page": "The program did not ask for a page that can be read.",
    "several": "Several scores of the same link were opened within two seconds.",
}

_ROBOTS = re.compile(
    r"(?<!cu)bot\b|bot/|crawl|spider|scan|preview|prefetch|monitor|check|proxy|fetch|headless|phantom"
    r"|curl|wget|libwww|httpclient|http-client|okhttp|aiohttp|axios|python|java/|go-http|ruby|perl"
    r"|barracuda|mimecast|proofpoint|safelinks|sophos|fireeye|forcepoint|trendmicro|symantec|avast"
    r"|ms-office|msoffice|facebookexternalhit|whatsapp|slackbot|slack-img|telegrambot|skypeuri|virustotal|urlscan",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
_AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_program(headers: Mapping[str, str]) -> bool:
    """Whether a request says that a program made it, also one that runs the page's script."""
    agent = headers.get("User-Agent", "")
    return not agent or bool(_ROBOTS.search(agent))


def sign_of(method: str, headers: Mapping[str, str]) -> str | None:
    """The first sign that a request shows, or None where it may well be a person's."""
    if method == "HEAD":
        return "head"
    if any(_AHEAD.search(headers.get(name, "")) for name in _AHEAD_HEADERS):
        return "prefetch"
    if is_program(headers):
        return "agent"
    return None if "html" in headers.get("Accept", "") else "no_page"
