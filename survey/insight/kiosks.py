"""Kiosks as analysts see them, and the page that stands open on one."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.store import kiosks, reads_of_surveys
from survey.store.kiosks import KioskRow


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form for a new kiosk, and what is wrong with it."""

    name: str = ""
    survey: str = ""
    source: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    def error(self, field_id: str) -> str:
        """What is wrong with one field; empty where nothing is."""
        return next((text for one, text in self.errors if one == field_id), "")


@dataclass(frozen=True, slots=True)
class KiosksPage:
    """Every kiosk, and the form for a new one; `new_address` was made just now, told this once.

    `surveys` and `sources` are pairs of value and words to choose from.
    """

    kiosks: tuple[KioskRow, ...]
    surveys: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    typed: Typed = field(default_factory=Typed)
    new_address: str = ""
    new_qr: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class StartPage:
    """The page that stands open on a kiosk; `error` says what is wrong with the number typed."""

    code: str
    language: str
    number: str = ""
    error: str = ""


def page(
    *, typed: Typed, new_address: str = "", new_qr: tuple[int, str] | None = None
) -> KiosksPage:
    """The list of kiosks with the form."""
    return KiosksPage(
        kiosks=tuple(kiosks.all_kiosks()),
        surveys=tuple((str(one.id), one.name) for one in reads_of_surveys.live_surveys()),
        sources=tuple((source, source) for source in kiosks.sources()),
        typed=typed,
        new_address=new_address,
        new_qr=new_qr,
    )
