"""The installation's text pack as a library, read again when a file of it changes; what texts cite wrongly, and what paper forms cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hengjian.core.lawbook.citations import Answer, wrong_in
from hengjian.core.lawbook.cited_forms import Cited, cited_by_forms
from hengjian.core.lawbook.editions import Library, library_of, read_named
from hengjian.core.lawbook.resting import Resting, resting
from hengjian.core.lawbook.texts import TextsError, read_pack
from hengjian.work.matters.forms import Form
from hengjian.work.matters.lawbook import law_folder, law_in_force

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Shelf:
    """The library, empty where no pack is loaded; or why it cannot be read, in Chinese and English."""

    editions: Library
    trouble: tuple[str, str] = ("", "")


def library() -> Library:
    """The library, empty where no pack is loaded or it cannot be read: `shelf` tells which."""
    return shelf().editions


def shelf() -> Shelf:
    return read_shelf(texts_folder(), signature(), law_folder())


def texts_folder() -> Path:
    return Path(settings.HOME) / "texts"


def signature() -> Signature:
    """What tells that the pack is another: its files with their time and size."""
    found = [(path.name, path.stat()) for path in sorted(texts_folder().glob("*.jsonl"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@lru_cache(maxsize=4)
def read_shelf(folder: Path, _signature: Signature, law: Path) -> Shelf:
    try:
        return Shelf(library_of(read_pack(folder), read_named(law / "instruments")))
    except TextsError as error:
        said = [f"{fault.place()} {fault.sentence(tongue)}" for fault in error.faults[:1] for tongue in ("zh", "en")]
        return Shelf(library_of({}), (said[0], said[1]))
    except ValueError as error:
        return Shelf(library_of({}), (str(error), str(error)))


def resting_now() -> Resting:
    """Which rules of the lawbook in force rest on which articles."""
    return rested(law_in_force().digest, texts_folder(), signature(), law_folder())


@lru_cache(maxsize=4)
def rested(_digest: str, folder: Path, read: Signature, law: Path) -> Resting:
    return resting(law_in_force(), read_shelf(folder, read, law).editions)


def wrong_citations(texts: Iterable[str], day: date) -> list[Answer]:
    """The articles that these texts cite and that do not exist or were not in force on the day; none where no pack is loaded."""
    held = library()
    if not held.instruments:
        return []
    return list(dict.fromkeys(answer for text in texts for answer in wrong_in(text, held, day)))


@lru_cache(maxsize=4)
def cited(law: Path) -> tuple[Cited, ...]:
    return tuple(cited_by_forms(law))


def doubts(form: Form, decided: date, issued: date) -> list[Answer]:
    """What a paper of this form would cite wrongly if it were issued on `issued`; `decided` picks the articles that it prints."""
    files = {f"{form.key}.yaml", form.template}
    texts = [one.text for one in cited(law_folder()) if one.file in files and one.since <= decided <= one.until]
    return wrong_citations(texts, issued)
