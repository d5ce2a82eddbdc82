"""`python -m translations`: which sentences of the report wait for a translation, and take them in.

python -m translations status
python -m translations missing de > missing.json
python -m translations merge de translated.json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from survey.render.languages import ENGLISH, LANGUAGES
from translations.catalogues import merge, missing, numbers_of_forms, read, unused
from translations.catalogues import path_of as catalogue_of
from translations.keys import places, used, written


def main() -> int:
    """Do what was asked; 1 where a translation was refused."""
    parser = argparse.ArgumentParser(prog="python -m translations", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("status", help="how many sentences each language has")
    codes = sorted(set(LANGUAGES) - {ENGLISH})
    for task, what in (("missing", "a JSON list of them"), ("merge", "take in a JSON object")):
        tasks.add_parser(task, help=what).add_argument("language", choices=codes)
    tasks.choices["missing"].add_argument(
        "--where", action="store_true", help="a JSON object with the files that say each"
    )
    tasks.choices["merge"].add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.task == "status":
        return _status(codes)
    if asked.task == "missing":
        return _missing(asked.language, where=asked.where)
    return _merge(asked.language, asked.file)


def _status(codes: list[str]) -> int:
    print(f"{len(used())} sentences")
    for code in codes:
        n_lacking, n_idle = len(missing(code)), len(unused(code))
        print(f"{code}: {len(read(catalogue_of(code)))} there, {n_lacking} missing, {n_idle} idle")
    return 0


def _missing(language: str, *, where: bool) -> int:
    keys = {written(key): places()[key] for key in missing(language)}
    print(json.dumps(keys if where else list(keys), ensure_ascii=False, indent=1))
    told = (
        f'{len(keys)} missing. Wanted is an object {{"text": "...", "one|many": ["...", "..."]}},',
        "a pair with a form for each of these lines of numbers:",
        *numbers_of_forms(language),
    )
    print(*told, sep="\n  ", file=sys.stderr)
    return 0


def _merge(language: str, file: Path) -> int:
    refused = merge(language, json.loads(file.read_text(encoding="utf-8")))
    print(f"{len(missing(language))} still missing in {catalogue_of(language)}")
    for line in refused:
        print(f"refused: {line}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
