"""Translations: gather the words of pages and code into .po files, check them, compile them to .mo.

    python tools/messages.py             gather into tandem/locale/*/LC_MESSAGES/django.po, then compile
    python tools/messages.py --compile   only compile
    python tools/messages.py --check     change nothing; 1 when a translation is missing or cannot be right
    python tools/messages.py --prune     gather, and throw away the translations of words that are gone

Needs no xgettext or msgfmt: Django turns templates into calls, Babel reads calls and writes catalogues.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl", "fr", "de")
NOT_READ = {"tests", "migrations", "locale", "node_modules", "static"}

_SAME_AS = {
    "gettext": ("gettext_lazy", "gettext_noop"),
    "ngettext": ("ngettext_lazy",),
    "pgettext": ("pgettext_lazy",),
    "npgettext": ("npgettext_lazy",),
}
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    new: DEFAULT_KEYWORDS[known] for known, names in _SAME_AS.items() for new in names
}

_STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL_OR_COMMENT = re.compile(
    rf"#\s*Translators:[^\n]*|(?:\b(?:np|n|p)?gettext|(?<!\w)_)\({_STRING}(?:,\s*{_STRING})*(?:,\s*count)?\)"
)


def gather(root: Path) -> Catalog:
    """Every translatable string of the package under `root`, with the files it stands in."""
    found = Catalog()
    for path in sorted((root / "tandem").rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or NOT_READ & set(path.relative_to(root).parts):
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Only the calls: what templatize makes of the page around them need not be Python.
            source = "\n".join(_CALL_OR_COMMENT.findall(templatize(source, str(path))))
        name = path.relative_to(root).as_posix()
        for line, words, comments, context in extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",)
        ):
            found.add(words, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def path_of(root: Path, language: str) -> Path:
    return root / "tandem" / "locale" / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str) -> Catalog:
    """The catalogue as it lies there, empty when it does not; forgotten words are active again until merged."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog.obsolete.values():
        catalog[message.id] = message
    catalog.obsolete.clear()
    return catalog


def merge(catalog: Catalog, words: Catalog, *, prune: bool = False) -> None:
    """Give the catalogue exactly these words; translations it has stay, of words that are gone as obsolete ones."""
    catalog.update(words, no_fuzzy_matching=True, update_creation_date=False)
    for key, message in list(catalog.obsolete.items()):
        if prune or not any(_forms(message)):
            del catalog.obsolete[key]


def dump(catalog: Catalog, language: str) -> bytes:
    """The text of the .po: no dates, no line numbers, no wrapping, so that a diff shows words and nothing else."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
    )
    return header.encode() + b"\n" + body.getvalue().strip(b"\n") + b"\n"


def compile_to_mo(path: Path, language: str) -> None:
    """Write the .mo beside the .po. Fuzzy translations are left out: the reader then sees English."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _forms(message: Message) -> tuple[str, ...]:
    string: Any = message.string
    return tuple(string) if isinstance(string, list | tuple) else (string or "",)


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


_NAMED = re.compile(r"%(?:%|\((\w+)\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z])")
_BRACES = re.compile(r"\{(\w*)[^{}]*\}")
_IN_ORDER = re.compile(r"(?<![\d%])%([sdr])\b")


def placeholders(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What is filled in: names, in any order and number, and nameless ones, whose order counts."""
    named = {f"%({name})" for name in _NAMED.findall(words) if name}
    braces = {f"{{{name}}}" for name in _BRACES.findall(words)}
    return frozenset(named | braces), tuple(_IN_ORDER.findall(words))


def _placeholders_differ(message: Message) -> bool:
    """Of a plural, the first form may say the number in words, as the English singular may."""
    wanted = [placeholders(one) for one in _ids(message)]
    first, *others = (placeholders(one) for one in _forms(message))
    return first not in wanted or any(one != wanted[-1] for one in others)


def faults(path: Path, language: str, words: Catalog) -> Iterator[str]:
    """What is wrong with one .po, a line each."""
    catalog = load(path, language)
    wanted = {(one.context, _ids(one)) for one in words if one.id}
    there = {(one.context, _ids(one)): one for one in catalog if one.id}
    for key in sorted(wanted - there.keys(), key=str):
        yield f"missing: {key[1][0]!r}"
    for key, message in there.items():
        if key not in wanted:
            yield f"obsolete: {key[1][0]!r}"
        elif not all(_forms(message)):
            yield f"untranslated: {key[1][0]!r}"
        elif message.fuzzy:
            yield f"fuzzy: {key[1][0]!r}"
        elif _placeholders_differ(message):
            yield f"placeholders differ: {key[1][0]!r} → {' | '.join(_forms(message))!r}"


def check(root: Path) -> int:
    words = gather(root)
    bad = 0
    for language in LANGUAGES:
        path = path_of(root, language)
        for fault in faults(path, language, words):
            print(f"{path.relative_to(root)}: {fault}")
            bad += 1
    print(f"{len(words)} strings; {bad or 'nothing'} to mend.")
    return 1 if bad else 0


def update(root: Path, *, prune: bool) -> None:
    words = gather(root)
    for language in LANGUAGES:
        path = path_of(root, language)
        catalog = load(path, language)
        merge(catalog, words, prune=prune)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(catalog, language))
        done = sum(all(_forms(one)) and not one.fuzzy for one in catalog if one.id)
        print(f"{path.relative_to(root)}: {done} of {len(words)} translated, {len(catalog.obsolete)} obsolete")


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    options = argparse.ArgumentParser(description="Gather, check and compile translations.")
    which = options.add_mutually_exclusive_group()
    which.add_argument("--compile", action="store_true", help="only compile .po to .mo")
    which.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is to mend")
    which.add_argument("--prune", action="store_true", help="also throw away translations of words that are gone")
    given = options.parse_args(argv)
    if given.check:
        return check(root)
    if not given.compile:
        update(root, prune=given.prune)
    for language in LANGUAGES:
        if path_of(root, language).exists():
            compile_to_mo(path_of(root, language), language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
