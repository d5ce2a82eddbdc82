"""Working the counts out again, should they ever be doubted."""

from survey.store import rollup_writes


def rebuild() -> None:
    """Every rollup computed again from contacts, invitations and answers; safe at any time."""
    rollup_writes.rebuild_rollups()
