"""Attached files: kept beside the database in `HENGJIAN_HOME/files/<matter>/`, each encrypted under its matter's key.

An event names each file by the hash of what is stored, so that anybody can check it without a key; its name and the hash of its
content are sealed. Who may open one, and that it was opened, is `work/matters/attachments.py`.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hengjian.ledger.charter import digest
from hengjian.ledger.models import Event
from hengjian.ledger.read import beside
from hengjian.ledger.sealed import KeyDestroyed, Unreadable, decrypt, encrypt, keys_to_seal, matter_keys

NAMED = "files"
"""The part of a clear body that lists an event's files: `id`, `field`, `size` in bytes, `type`."""
ORPHANED_AFTER = timedelta(hours=1)
LOOKED_BACK = timedelta(days=30)
"""`sweep` runs daily: a folder into which nothing was put for so long was looked at before."""


class FileMissing(RuntimeError):
    """An attached file that is gone, or is not what the event names."""


@dataclass(frozen=True)
class Kept:
    """A stored file: `id` is the hash of what is stored, `content` the hash of what was given."""

    id: str
    content: str


def root() -> Path:
    return Path(settings.HOME) / "files"


def place(matter: str, identity: str) -> Path:
    """Where a file lies; both parts are hex, so that no name leads elsewhere."""
    if not (matter.isalnum() and identity.isalnum()):
        raise ValueError(_("文件编号无效"))
    return root() / matter / identity


def keep(matter: str, content: bytes, *, now: datetime) -> Kept:
    """Store a file before the event that names it is recorded: written whole, synced, then put in place under its own hash.

    Call it inside the transaction that records the event. If that fails the file is nobody's, and `sweep` takes it away. Raises `OSError`
    where the disk does not take it, `KeyDestroyed` for a forgotten matter.
    """
    key = keys_to_seal([matter], now)[matter]
    stored = encrypt(key, content, bound_to(matter))
    kept = Kept(digest()(stored).hex(), digest()(content).hex())
    _put(place(matter, kept.id), stored)
    return kept


def bound_to(matter: str) -> bytes:
    return f"{matter}|{NAMED}".encode()


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def content_of(matter: str, identity: str) -> bytes:
    """The file in clear. Raises `FileMissing`, `Unreadable`, or `KeyDestroyed` once the matter was forgotten."""
    key = matter_keys([matter]).get(matter)
    if key is None:
        raise KeyDestroyed(_("事项 %(matter)s 的密钥已销毁，文件不可再读") % {"matter": matter})
    problem = problem_of(matter, identity)
    if problem:
        raise FileMissing(problem)
    return decrypt(key, place(matter, identity).read_bytes(), bound_to(matter))


def problem_of(matter: str, identity: str) -> str:
    """What is wrong with a stored file, or nothing."""
    try:
        stored = place(matter, identity).read_bytes()
    except FileNotFoundError:
        return _("附件 %(file)s 不见了") % {"file": identity[:16]}
    except (OSError, ValueError) as why:
        return _("附件 %(file)s 读不出：%(why)s") % {"file": identity[:16], "why": why}
    return "" if digest()(stored).hex() == identity else _("附件 %(file)s 被改动：与记录的散列不符") % {"file": identity[:16]}


def named_in(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The files that this body names."""
    found = body.get(NAMED)
    return found if isinstance(found, list) else ()


def problems(event: Event, forgotten: frozenset[str]) -> Iterator[str]:
    """What does not hold of an event's files; those of a forgotten matter are gone by right."""
    for one in named_in(event.body) if event.matter not in forgotten else ():
        problem = problem_of(event.matter, str(one.get("id", "")))
        if problem:
            yield problem


def forgotten_matters() -> frozenset[str]:
    """The matters of which the record says that they were forgotten."""
    return frozenset(beside("key.destroyed").order_by().values_list("matter", flat=True))


def remove(matter: str) -> None:
    """Take away every file of a forgotten matter; without its key they are unreadable already."""
    shutil.rmtree(root() / matter, ignore_errors=True)


def sweep(now: datetime) -> int:
    """Take away what no event names and is older than an hour, drafts included, and what is left of forgotten matters; how many files.

    A folder of a matter that this ledger does not know is left alone: it may belong to another database that was pointed at this home.
    """
    gone, swept = forgotten_matters(), 0
    for folder in sorted(path for path in root().glob("*") if path.is_dir() and (path.name in gone or age(path, now) < LOOKED_BACK)):
        named = names_of(folder.name)
        old = [path for path in folder.iterdir() if age(path, now) > ORPHANED_AFTER or folder.name in gone] if named is not None else []
        for path in old:
            if folder.name in gone or path.name not in (named or ()):
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def age(path: Path, now: datetime) -> timedelta:
    """How long ago the file was written, or the folder last given one."""
    return timedelta(seconds=now.timestamp() - path.stat().st_mtime)


def names_of(matter: str) -> frozenset[str] | None:
    """The ids of every file that an event of this matter names; None where the ledger knows no such matter."""
    bodies = list(Event.objects.filter(matter=matter).order_by().values_list("body", flat=True))
    return frozenset(str(one["id"]) for body in bodies for one in named_in(body)) if bodies else None


__all__ = ["FileMissing", "Kept", "KeyDestroyed", "Unreadable", "content_of", "keep", "named_in", "problems", "remove", "sweep"]
