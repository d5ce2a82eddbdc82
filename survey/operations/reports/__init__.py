"""Reports in editions: ordered, made once each by workers, kept with what they were made from."""

from survey.operations.reports.by_wave import (
    FOLDER,
    KIND,
    content_hash_of,
    make_report,
    part_names,
    request_report,
    subject_of,
)

__all__ = [
    "FOLDER",
    "KIND",
    "content_hash_of",
    "make_report",
    "part_names",
    "request_report",
    "subject_of",
]
