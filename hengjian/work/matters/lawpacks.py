"""Law folders kept by their content: what was once proposed can be read again for ever. Which of them is adopted stands in the ledger.

A pack is a folder `HENGJIAN_HOME/lawbooks/<digest>`; its digest is the SHA-256 over the paths and the bytes of every file in it. Among them
stand the days of the calendar library, so that what is adopted counts by the same days under every release of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from hengjian.core import calendar_library

FOLDER = "lawbooks"


class LostLawbook(RuntimeError):
    """A lawbook that the ledger names and that is not kept here, or not as it was; the sentence says which and what to do."""


def files_of(folder: Path) -> dict[str, bytes]:
    """The content of every file of a law folder by its path in it; hidden files and editors' copies are left out."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and not name.endswith("~"):
                path = os.path.join(place, name)
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = Path(path).read_bytes()
    return dict(sorted(found.items()))


def files_to_keep(folder: Path) -> dict[str, bytes]:
    """The same with the days of the calendar library as installed, where the folder does not hold its own."""
    return {calendar_library.FILE: calendar_library.announced()} | files_of(folder)


def digest_of(files: Mapping[str, bytes]) -> str:
    """The name of a pack (hex)."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return hashlib.sha256(json.dumps(sums, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def keep(folder: Path) -> str:
    """Keep the folder as it stands; gives back the name of its pack. Safe to run again and from several processes."""
    files = files_to_keep(folder)
    pack = digest_of(files)
    target = place_of(pack)
    if is_whole(pack):
        return pack
    draft = target.with_name(f".{pack}.{secrets.token_hex(4)}")
    try:
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            written(path, content)
        if target.exists():
            target.rename(target.with_name(f".{pack}.damaged.{secrets.token_hex(4)}"))
        draft.rename(target)
    except OSError:
        if not is_whole(pack):
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return pack


def written(path: Path, content: bytes) -> None:
    """On the disk before the pack gets its name: a power cut leaves no adopted lawbook half there."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def place_of(pack: str) -> Path:
    return Path(settings.HOME) / FOLDER / pack


def is_whole(pack: str) -> bool:
    """Whether the pack is kept here exactly as its name says."""
    return place_of(pack).is_dir() and digest_of(files_of(place_of(pack))) == pack


def folder_of(pack: str) -> Path:
    """The folder of a kept pack, its content checked against its name. Raises `LostLawbook`."""
    if not is_whole(pack):
        raise LostLawbook(
            _("已采用的法规包 %(pack)s 不在 %(place)s，或内容已被改动：请从备份恢复该文件夹") % {"pack": pack[:16], "place": place_of(pack)}
        )
    return place_of(pack)
