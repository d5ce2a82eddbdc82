"""What codes, names and addresses may look like, and what to say where they do not."""

from __future__ import annotations

from survey.access import AGENT, LEADER, ROLES
from survey.intake import reach

LONGEST_CODE = 64
LONGEST_NAME = 200


def text_problems(what: str, value: str, longest: int) -> list[str]:
    """What is wrong with a code or name; empty where nothing is."""
    if not value:
        return [f"The {what} is empty. Write one."]
    if len(value) > longest:
        return [f"The {what} has {len(value)} characters; write at most {longest}."]
    if not value.isprintable():
        return [f"The {what} contains a line break or another invisible character. Remove it."]
    return []


def is_email(value: str) -> bool:
    """Whether this is one email address, and nothing but one."""
    return reach.is_email(value)


def user_problems(
    email: str, name: str, *, role: str, agent: str | None, leader: str | None
) -> list[str]:
    """What is wrong with a user about to be added; empty where nothing is."""
    problems = text_problems("name", name, LONGEST_NAME)
    if not is_email(email):
        problems.append("Write the email address like name@example.org.")
    if role not in ROLES:
        return [*problems, f"‘{role}’ is not a role; the roles are {', '.join(ROLES)}."]
    for needed, given, word in ((AGENT, agent, "agent"), (LEADER, leader, "leader")):
        if role == needed and given is None:
            problems.append(f"A user with the role {role} needs the code of the {word} they are.")
        if role != needed and given is not None:
            problems.append(f"Only a user with the role {needed} names the code of the {word}.")
    return problems
