"""Words written into a form: on one line or several, without what cannot be seen, not too long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.intake.answers import Objection, read_comment
from survey.intake.problems import Unfit


@dataclass(slots=True)
class Words:
    """A form being read: `longest` says how many characters each field may have."""

    typed: Mapping[str, str]
    longest: Mapping[str, int]
    objections: list[Objection] = field(default_factory=list)

    def line(self, name: str) -> str | None:
        """The field on one line, None where it is empty or too long."""
        return self._fitting(name, " ".join(self._read(name).split()))

    def lines(self, name: str) -> str | None:
        """The field with its line ends, None where it is empty or too long."""
        rows = (" ".join(row.split()) for row in self._read(name).splitlines())
        return self._fitting(name, "\n".join(rows).strip())

    def required(self, name: str, what_to_do: str) -> str:
        """The field on one line; where it is empty `what_to_do` is said, and nothing given."""
        n_before = len(self.objections)
        text = self.line(name)
        if text is None and len(self.objections) == n_before:
            self.objections.append(Objection(name, what_to_do))
        return text or ""

    def _read(self, name: str) -> str:
        try:
            return read_comment(self.typed.get(name, "")) or ""
        except Unfit:
            return "x" * (self.longest[name] + 1)

    def _fitting(self, name: str, text: str) -> str | None:
        if len(text) > self.longest[name]:
            message = f"Please keep it under {self.longest[name]} characters."
            self.objections.append(Objection(name, message))
            return None
        return text or None
