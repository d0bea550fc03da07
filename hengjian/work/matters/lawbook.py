"""The law, the flows and the words by which this process judges: those that the ledger says are adopted. Nothing is decided here.

A process holds them in memory; `follow_law` asks the ledger with one look-up by key whether another lawbook has been adopted since.
How a lawbook comes to be adopted stands in `actions_law.py`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hengjian.core.flow import Flow, FlowError, read_flows
from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import Terms
from hengjian.ledger.models import Event, Head
from hengjian.work.matters import lawpacks

STREAM = "lawbook"
ADOPTED = "lawbook.adopted"
UNREADABLE = (LawErrors, FlowError, lawpacks.LostLawbook)


@dataclass(frozen=True)
class Book:
    """One law folder as read. `pack` is the name under which it is kept, empty for a folder that serves before any was adopted."""

    folder: Path
    pack: str
    law: Lawbook
    flows: dict[str, Flow]
    terms: Terms


@dataclass
class Held:
    """What this process judges by, the leaf of the adoption stream at which it read so, and the pack of each lawbook it was asked for."""

    book: Book | None = None
    leaf: str = ""
    packs: dict[str, str] = field(default_factory=dict)


_held = Held()
_turn = threading.Lock()


def law_in_force() -> Lawbook:
    """The lawbook by which this process judges; raises `LawErrors` with every fault."""
    return book_in_force().law


def flows() -> dict[str, Flow]:
    """Flows by kind of matter."""
    return book_in_force().flows


def terms() -> Terms:
    """Labels and code lists."""
    return book_in_force().terms


def law_folder() -> Path:
    """The folder of the lawbook in force, for what is read from it by file: forms and intake mappings."""
    return book_in_force().folder


def book_in_force() -> Book:
    """What this process holds; read from the ledger and the disk at the first call."""
    if _held.book is None:
        follow_law()
    assert _held.book is not None
    return _held.book


def follow_law() -> bool:
    """Takes up the lawbook that was adopted last; true if another one serves from now on. Cheap where nothing changed."""
    leaf = Head.objects.filter(stream=STREAM).values_list("leaf", flat=True).first() or ""
    if _held.book is not None and leaf == _held.leaf:
        return False
    with _turn:
        before = _held.book
        adopted = last_adoption()
        if before is None or before.pack != pack_in(adopted):
            _held.book = read_book(pack_in(adopted))
        _held.leaf = leaf
        _held.packs.clear()
    return before is not None and before is not _held.book


def forget_law() -> None:
    """Lets the next call read everything again."""
    with _turn:
        _held.book, _held.leaf = None, ""
    read_kept.cache_clear()
    kept_or_why.cache_clear()


def last_adoption() -> Event | None:
    """The event by which the lawbook in force was adopted."""
    return Event.objects.filter(stream=STREAM, kind=ADOPTED).order_by("-version").first()


def pack_in(adopted: Event | None) -> str:
    return adopted.body.get("pack", "") if adopted else ""


def read_book(pack: str) -> Book:
    """A kept lawbook, or, before any was adopted, the law folder itself."""
    return read_kept(pack) if pack else read_folder(Path(settings.LAW_FOLDER), "")


@lru_cache(maxsize=8)
def read_kept(pack: str) -> Book:
    return read_folder(lawpacks.folder_of(pack), pack)


@lru_cache(maxsize=32)
def kept_or_why(pack: str) -> Book | str:
    """A kept lawbook, or the sentence that says why this version cannot read it."""
    try:
        return read_kept(pack)
    except UNREADABLE as problem:
        return str(problem).splitlines()[0]


def read_folder(folder: Path, pack: str) -> Book:
    """A law folder read whole; raises `LawErrors` or `FlowError` with every fault."""
    law = read_lawbook(folder)
    return Book(folder, pack, law, read_flows(folder / "flows"), law.terms)


def folder_as_it_stands(folder: Path) -> Book | LawErrors | FlowError:
    """A law folder that may change at any time, or its faults: read again only where a file has changed. For showing, not for judging."""
    return as_it_stood(folder, lawpacks.digest_of(lawpacks.files_to_keep(folder)))


@lru_cache(maxsize=2)
def as_it_stood(folder: Path, _digest: str) -> Book | LawErrors | FlowError:
    try:
        return read_folder(folder, "")
    except (LawErrors, FlowError) as faults:
        return faults


def law_of(digest: str) -> Lawbook | None:
    """The lawbook that an evaluation names: the one in force, or one adopted earlier.

    None where it was never adopted here or this version cannot read it; `why_unread` tells.
    """
    if digest == law_in_force().digest:
        return law_in_force()
    found = earlier(digest)
    return found.law if isinstance(found, Book) else None


def why_unread(digest: str) -> str:
    """Why this version cannot read a lawbook that was adopted here; empty where it can, or where none of this digest was."""
    found = "" if digest == law_in_force().digest else earlier(digest)
    return found if isinstance(found, str) else ""


def earlier(digest: str) -> Book | str:
    """A lawbook adopted earlier, why it cannot be read, or nothing."""
    pack = _held.packs.get(digest)
    if pack is None:
        pack = _held.packs[digest] = pack_in(adoption_of(digest))
    return kept_or_why(pack) if pack else ""


def adoption_of(digest: str) -> Event | None:
    """The last event by which a lawbook of this digest was adopted."""
    adopted = Event.objects.filter(stream=STREAM, kind=ADOPTED).order_by("-version")
    return next((event for event in adopted if event.body["digest"] == digest), None)
