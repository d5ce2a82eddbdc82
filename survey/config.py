"""The one table of settings, and the frozen object the program runs with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from survey import private_files, setting_values
from survey.errors import InvalidInput
from survey.working_hours import Shift, WorkingHours, parse_holidays, parse_shifts

PREFIX = "SURVEY_"


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
    Setting(
        "organisation", "Both Ends", setting_values.text, "Name shown on pages, mail and reports."
    ),
    Setting(
        "database_url",
        "sqlite:///var/survey.db",
        setting_values.database_url,
        "Where everything is kept: an SQLite file or a PostgreSQL database.",
    ),
    Setting(
        "base_url",
        "http://127.0.0.1:8000",
        setting_values.base_url,
        "Address under which people reach the product; links in mail and on cards begin with it.",
    ),
    Setting(
        "timezone",
        "UTC",
        setting_values.zone,
        "Time zone of the centre: decides on which day a contact closed, and when a day to answer"
        " is over.",
    ),
    Setting(
        "working_hours",
        "Mo-Fr 09:00-17:00",
        parse_shifts,
        "When people work on cases, by the centre's clock: decides when a case is due.",
    ),
    Setting("holidays", "", parse_holidays, "Days on which nobody works on cases."),
    Setting(
        "mail_url",
        "outbox:var/outbox",
        setting_values.mail_url,
        "How mail leaves: a local folder, or an SMTP server with or without TLS.",
    ),
    Setting(
        "mail_from",
        "",
        setting_values.text,
        "Sender of mail. Left empty, the organisation's name before feedback@localhost.",
    ),
    Setting(
        "bounce_domain",
        "",
        setting_values.text,
        "Domain of the addresses that bounces come back to. Left empty, that of the sender.",
    ),
    Setting(
        "sms_url",
        "outbox:var/outbox",
        setting_values.sms_url,
        "How short messages leave: a local folder, or a provider's HTTP interface.",
    ),
    Setting(
        "data_folder",
        "var",
        setting_values.folder,
        "Folder for files the product makes: secret key, outbox.",
    ),
    Setting(
        "secret_key",
        "",
        setting_values.text,
        "Signs sessions, seals the pulse's keys and makes links; must not change while a wave is"
        " open. Left empty, a random one is made once and kept in the data folder.",
    ),
    Setting(
        "session_hours",
        "12",
        setting_values.hours,
        "Hours after which a user has to sign in again.",
    ),
    Setting(
        "trusted_proxies",
        "0",
        setting_values.proxies,
        "How many proxies of yours a request passes; each must add to X-Forwarded-For.",
    ),
    *(
        Setting(f"keep_{kind}_days", str(many), setting_values.days, help_)
        for kind, many, help_ in setting_values.KEPT
    ),
    Setting(
        "agents_see_answers",
        "yes",
        setting_values.flag,
        "Agents see what their own customers answered, before anybody who leads them.",
    ),
    Setting(
        "report_attachments",
        "no",
        setting_values.flag,
        "Scheduled reports may be sent by mail as a file; otherwise mail holds a link to sign in.",
    ),
    Setting(
        "demo",
        "no",
        setting_values.flag,
        "`flask start` fills a new database with the made-up demo centre.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program runs with; see `SETTINGS` for the meaning of each."""

    organisation: str
    database_url: str
    base_url: str
    timezone: ZoneInfo
    working_hours: tuple[Shift, ...]
    holidays: frozenset[date]
    mail_url: str
    mail_from: str
    bounce_domain: str
    sms_url: str
    data_folder: Path
    secret_key: str
    session_hours: int
    trusted_proxies: int
    keep_addresses_days: int
    keep_references_days: int
    keep_comments_days: int
    keep_drafts_days: int
    keep_askings_days: int
    keep_deliveries_days: int
    keep_cases_days: int
    keep_webhook_log_days: int
    keep_ballots_days: int
    agents_see_answers: bool
    report_attachments: bool
    demo: bool

    @property
    def keep_days(self) -> dict[str, int]:
        """For how many days each kind of data is kept; what is kept for good is not in it."""
        kept = {kind: getattr(self, f"keep_{kind}_days") for kind, _, _ in setting_values.KEPT}
        return {kind: many for kind, many in kept.items() if many}

    @property
    def calendar(self) -> WorkingHours:
        """When people work on cases."""
        return WorkingHours(self.working_hours, self.holidays, self.timezone)


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
    values["mail_from"] = values["mail_from"] or _own_sender(values["organisation"])
    if not values["secret_key"]:
        try:
            values["secret_key"] = private_files.keep_secret(values["data_folder"])
        except OSError as error:
            raise InvalidInput([_not_writable(values["data_folder"], error)]) from error
    return Settings(**values)


def _own_sender(organisation: str) -> str:
    return str(Address(" ".join(organisation.split()), addr_spec="feedback@localhost"))


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
