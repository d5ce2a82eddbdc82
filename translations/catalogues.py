"""A language's `report.po`: what it lacks, what is wrong in it, and how more is put into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from survey.render.languages import FOLDER
from translations.keys import Key, holes, used, written

WIDTH = 100
# Enough to meet every plural form of every language.
_COUNTED = range(1001)
# Nobody writes a number into "one team" or "two teams", so these forms may lack it.
_NUMBER = "num"
Words = str | tuple[str, ...]


def path_of(language: str, folder: Path = FOLDER) -> Path:
    """Where the language's catalogue of the report stands."""
    return folder / language / "LC_MESSAGES" / "report.po"


def read(path: Path) -> dict[Key, Words]:
    """What the catalogue says for every key; nothing where it is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = [one for one in read_po(file) if one.id and not one.fuzzy]
    return {
        one.id if isinstance(one.id, str) else (one.id[0], one.id[1]): one.string
        if isinstance(one.string, str)
        else tuple(one.string)
        for one in messages
    }


def missing(language: str, folder: Path = FOLDER) -> list[Key]:
    """The keys in use that the catalogue lacks or gets wrong, sorted."""
    there = read(path_of(language, folder))
    n_forms = get_plural(language).num_plurals
    return sorted(
        (
            key
            for key in used()
            if key not in there or why_wrong(key, there[key], n_forms) is not None
        ),
        key=written,
    )


def unused(language: str, folder: Path = FOLDER) -> list[Key]:
    """The keys of the catalogue that nobody says, sorted."""
    return sorted(read(path_of(language, folder)).keys() - used(), key=written)


def why_wrong(key: Key, words: Words, n_forms: int) -> str | None:
    """What is wrong with a translation, None where nothing is."""
    forms = (words,) if isinstance(words, str) else words
    if isinstance(key, str) != isinstance(words, str):
        return "one text for one text, a list of forms for a pair"
    if not isinstance(words, str) and len(words) != n_forms:
        return f"{n_forms} forms are wanted"
    if not all(form.strip() for form in forms):
        return "it is empty"
    like = key if isinstance(key, str) else key[1]
    if any(_edges(form) != _edges(like) for form in forms):
        return "it should begin and end with a space where its key does"
    wanted = holes(key) if isinstance(key, str) else holes(key[0]) | holes(key[1])
    counted = frozenset() if isinstance(key, str) else frozenset({_NUMBER})
    for form in forms:
        if holes(form) - counted != wanted - counted or not _fills(form, wanted | counted):
            return f"its values should be {', '.join(sorted(wanted)) or 'none'}"
    return None


def _edges(text: str) -> tuple[bool, bool]:
    return text[0].isspace(), text[-1].isspace()


def _fills(form: str, names: frozenset[str]) -> bool:
    """Whether the text can be filled in: a lone percent sign must be doubled beside values."""
    try:
        return bool(form % dict.fromkeys(names, "x"))
    except (ValueError, TypeError, KeyError):
        return not names


def merge(
    language: str, more: Mapping[str, str | Sequence[str]], folder: Path = FOLDER
) -> list[str]:
    """Put the translations into the catalogue, and drop what nobody says; what was refused.

    `more` has "one|many" as the key of a pair and a list of forms for it.
    """
    by_text = {written(key): key for key in used()}
    there = {key: words for key, words in read(path_of(language, folder)).items() if key in used()}
    n_forms, refused = get_plural(language).num_plurals, []
    for text, given in more.items():
        words = given if isinstance(given, str) else tuple(given)
        key = by_text.get(text)
        problem = "nobody says it" if key is None else why_wrong(key, words, n_forms)
        if key is None or problem:
            refused.append(f"{text}: {problem}")
        else:
            there[key] = words
    write(language, there, path_of(language, folder))
    return refused


def write(language: str, words: Mapping[Key, Words], path: Path) -> None:
    """Write the whole catalogue, sorted: the same words give the same bytes."""
    catalogue = Catalog(locale=language, charset="utf-8")
    for key in sorted(words, key=written):
        catalogue.add(key, words[key])
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, no_location=True)
    plural = get_plural(language)
    header = (
        f"# What a report says in {catalogue.locale.english_name}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: nplurals={plural.num_plurals}; plural={plural.plural_expr};\\n"\n\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode("utf-8") + body.getvalue().rstrip(b"\n") + b"\n")


def numbers_of_forms(language: str) -> list[str]:
    """For each plural form, in its order, the first numbers that take it."""
    plural = get_plural(language)
    form_of = c2py(plural.plural_expr)
    forms: list[list[int]] = [[] for _ in range(plural.num_plurals)]
    for n in _COUNTED:
        forms[form_of(n)].append(n)
    return [", ".join(map(str, some[:8])) for some in forms]
