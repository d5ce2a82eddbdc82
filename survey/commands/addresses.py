"""What `flask start` prints once the product answers: where everything is, and who can sign in."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from survey.config import Settings
from survey.demo.fill import USERS, email_of
from survey.demo.install import usable_handles
from survey.operations import sign_in
from survey.store import demo_mark, reads_of_people

MOST_USERS = 5
TOKEN_BYTES = 32
OUTBOX = "outbox:"

NOBODY = (
    "Nobody can sign in yet. Add the first user, with the same settings, in another window:",
    '  flask add-user you@example.org "Your Name" administrator',
)
USED_UP = "Every link and ballot card of the demo is used; make demo-again makes new ones."


def address_lines(
    settings: Settings, base_url: str, report: Path | None, *, now: datetime
) -> list[str]:
    """The lines for whoever started the product; makes the demo's sign-in links."""
    lines = ["", f"{settings.organisation} answers at {base_url}", ""]
    users = reads_of_people.who_signs_in()
    if not users:
        lines += NOBODY
    elif demo_mark.is_made_up():
        lines += _links(users, base_url, now=now)
    else:
        lines += _who(users, settings, base_url)
    if demo_mark.is_made_up():
        lines += ["", *_handles(settings, base_url, now=now)]
    if report:
        lines += ["", f"Forum report   {report}"]
    return [*lines, "", "Stop with Ctrl-C."]


def _links(users: list[tuple[str, str]], base_url: str, *, now: datetime) -> list[str]:
    """A sign-in link for each of the demo's own users who may still sign in."""
    minutes = int(sign_in.LINK_LIFETIME.total_seconds() // 60)
    lines = [f"Sign in as (each link works once, for {minutes} minutes; start again for new ones)"]
    addresses = {email for email, _ in users}
    for role, *_ in USERS:
        if email_of(role) in addresses:
            token = secrets.token_urlsafe(TOKEN_BYTES)
            sign_in.make_link(email_of(role), token=token, now=now)
            lines.append(f"  {role:<13} {base_url}/sign-in/{token}")
    return lines


def _who(users: list[tuple[str, str]], settings: Settings, base_url: str) -> list[str]:
    lines = [f"Sign in at {base_url}/sign-in with the address of a user:"]
    lines += [f"  {role:<13} {email}" for email, role in users[:MOST_USERS]]
    if len(users) > MOST_USERS:
        lines.append(f"  and {len(users) - MOST_USERS} more")
    if settings.mail_url.startswith(OUTBOX):
        folder = settings.mail_url.removeprefix(OUTBOX)
        lines.append(
            f"No mail server is set, so the mail with the link appears here and in {folder}."
        )
    return lines


def _handles(settings: Settings, base_url: str, *, now: datetime) -> list[str]:
    today = now.astimezone(settings.timezone).date()
    handles = usable_handles(settings.data_folder, now=now, today=today)
    lines = []
    if handles.customer_path:
        lines.append(f"Customer       {base_url}{handles.customer_path}")
    if handles.claim_path:
        lines.append(f"Pulse by link  {base_url}{handles.claim_path}")
    if handles.ballot_code:
        lines.append(f"Ballot card    {base_url}/pulse/ballot/{handles.ballot_code}")
    return lines or [USED_UP]
