"""The one table of settings, and the frozen object the program runs with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from survey import private_files
from survey.errors import InvalidInput

PREFIX = "SURVEY_"


def _text(value: str) -> str:
    return value.strip()


def _flag(value: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if value.strip().lower() not in words:
        raise ValueError("write yes or no")
    return words[value.strip().lower()]


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("write an IANA name such as Europe/Berlin") from error


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user@host/name")
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("write the address people open, such as https://feedback.example.org")
    return value.rstrip("/")


def _mail_url(value: str) -> str:
    if not value.startswith(("outbox:", "smtp://", "smtps://", "smtp+starttls://")):
        raise ValueError(
            "write outbox:FOLDER, smtp://host:port, smtp+starttls://user:password@host:port"
            " or smtps://user:password@host:port"
        )
    return value


def _hours(value: str) -> int:
    if not value.strip().isdecimal() or not 1 <= int(value) <= 720:
        raise ValueError("write a number of hours from 1 to 720")
    return int(value)


def _proxies(value: str) -> int:
    if not value.strip().isdecimal() or int(value) > 9:
        raise ValueError("write how many proxies there are, from 0 to 9")
    return int(value)


def _folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the settings table."""

    name: str
    default: str
    parse: Callable[[str], Any]
    help: str

    @property
    def variable(self) -> str:
        """The environment variable, such as `SURVEY_BASE_URL`."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("organisation", "Both Ends", _text, "Name shown on pages, mail and reports."),
    Setting(
        "database_url",
        "sqlite:///var/survey.db",
        _database_url,
        "Where everything is kept: an SQLite file or a PostgreSQL database.",
    ),
    Setting(
        "base_url",
        "http://127.0.0.1:8000",
        _base_url,
        "Address under which people reach the product; links in mail and on cards begin with it.",
    ),
    Setting(
        "timezone",
        "UTC",
        _zone,
        "Time zone of the centre: decides on which day a contact closed, and when a day to answer"
        " is over.",
    ),
    Setting(
        "mail_url",
        "outbox:var/outbox",
        _mail_url,
        "How mail leaves: a local folder, or an SMTP server with or without TLS.",
    ),
    Setting(
        "mail_from",
        "Both Ends <feedback@localhost>",
        _text,
        "Sender of mail.",
    ),
    Setting(
        "data_folder", "var", _folder, "Folder for files the product makes: secret key, outbox."
    ),
    Setting(
        "secret_key",
        "",
        _text,
        "Signs sessions. Left empty, a random one is made once and kept in the data folder.",
    ),
    Setting("session_hours", "12", _hours, "Hours after which a user has to sign in again."),
    Setting(
        "trusted_proxies",
        "0",
        _proxies,
        "How many proxies of yours a request passes; each must add to X-Forwarded-For.",
    ),
    Setting(
        "demo", "no", _flag, "`flask start` fills a new database with the made-up demo centre."
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program runs with; see `SETTINGS` for the meaning of each."""

    organisation: str
    database_url: str
    base_url: str
    timezone: ZoneInfo
    mail_url: str
    mail_from: str
    data_folder: Path
    secret_key: str
    session_hours: int
    trusted_proxies: int
    demo: bool


def load(environment: Mapping[str, str]) -> Settings:
    """The settings named in `environment` (others at their defaults).

    A variable `SURVEY_X_FILE` names a file that holds the value of `SURVEY_X`, so that secrets
    need not stand in the environment.

    Raises:
        InvalidInput: naming every unknown variable, unreadable file and unusable value.
    """
    problems = _unknown_variables(environment)
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        try:
            values[setting.name] = setting.parse(_raw(setting, environment))
        except (ValueError, OSError) as error:
            problems.append(f"{setting.variable}: {error}.")
    if problems:
        raise InvalidInput(problems)
    if not values["secret_key"]:
        try:
            values["secret_key"] = _kept_secret(values["data_folder"])
        except OSError as error:
            raise InvalidInput([_not_writable(values["data_folder"], error)]) from error
    return Settings(**values)


def _not_writable(folder: Path, error: OSError) -> str:
    return (
        f"SURVEY_DATA_FOLDER: {folder} cannot be written ({error.strerror})."
        " Make room, or name another folder."
    )


def _unknown_variables(environment: Mapping[str, str]) -> list[str]:
    known = {setting.variable for setting in SETTINGS}
    known |= {name + "_FILE" for name in known}
    # These prefixes belong to the test suite and the benchmark.
    foreign = (PREFIX + "TEST_", PREFIX + "BENCH_")
    return [
        f"{name} is not a setting; `flask settings` lists them."
        for name in sorted(environment)
        if name.startswith(PREFIX) and not name.startswith(foreign) and name not in known
    ]


def _raw(setting: Setting, environment: Mapping[str, str]) -> str:
    path = environment.get(setting.variable + "_FILE")
    if path is not None:
        return Path(path).read_text(encoding="utf-8").strip()
    return environment.get(setting.variable, setting.default)


def _kept_secret(folder: Path) -> str:
    """The random key of this installation, made once and readable by its owner only."""
    path = folder / "secret-key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    private_files.make_folder(folder)
    # Written apart and then linked, so that a second process never reads a half-written key.
    draft = folder / f"secret-key.{secrets.token_hex(4)}"
    with private_files.create(draft) as file:
        file.write(secrets.token_hex(32).encode())
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    return path.read_text(encoding="utf-8").strip()
