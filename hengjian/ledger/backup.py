"""Backup and restore: the database as of one instant, the keys, the texts and attachments, in one zip with checksums.

A backup holds the keys: keep it as you keep them, and not longer than what it lets be forgotten may live.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hengjian.ledger import snapshot
from hengjian.ledger.canonical import moment
from hengjian.ledger.read import last_checkpoint

MANIFEST = "manifest.json"
LEFT_OUT = {"static"}  # made again by `hengjian serve`
MADE_AT_START = Path("keys/django.key")  # exists in every home; the backup's own takes its place


class BackupError(RuntimeError):
    """A backup that cannot be made or taken back; the sentence says why and that nothing was changed."""


def backup(target: Path, *, now: datetime) -> dict[str, Any]:
    """Write a backup to a new file, readable by its owner alone; gives back its manifest. An existing file is refused."""
    if target.exists():
        raise BackupError(_("%(path)s 已存在，不覆盖") % {"path": target})
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    work = Path(settings.HOME) / f".backup-{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        manifest = _write(draft, work, now)
        os.link(draft, target)
    except FileExistsError as problem:
        raise BackupError(_("%(path)s 已存在，不覆盖") % {"path": target}) from problem
    finally:
        draft.unlink(missing_ok=True)
        shutil.rmtree(work)
    return manifest


def _write(draft: Path, work: Path, now: datetime) -> dict[str, Any]:
    keys_before = _key_sums()
    dump = snapshot.take(work)
    home = Path(settings.HOME)
    files = [("database/" + dump.name, dump), *((f"home/{path.relative_to(home)}", path) for path in _home_files())]
    sums: dict[str, str] = {}
    opened = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w+b") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        for name, path in files:
            sums[name] = _add(file, name, path)
        manifest = _manifest(dump.name, sums, now)
        file.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    if _key_sums() != keys_before:
        raise BackupError(_("备份期间密钥发生变化：请重新备份"))
    return manifest


def _manifest(dump: str, sums: dict[str, str], now: datetime) -> dict[str, Any]:
    last = last_checkpoint()
    said = {"place_at_least": last.size if last else 0, "checkpoint": last.note if last else ""}
    return {"form": 1, "engine": snapshot.engine(), "database": dump, "made_at": moment(now, "now"), "files": sums} | said


def _home_files() -> Iterator[Path]:
    """Everything in the home but the database itself, what is made again, and drafts of backups."""
    home = Path(settings.HOME)
    database = snapshot.files_of_database()
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        draft = any(part.startswith(".") for part in parts)
        if path.is_file() and path not in database and parts[0] not in LEFT_OUT and not draft:
            yield path


def _key_sums() -> dict[str, str]:
    folder = Path(settings.HOME) / "keys"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*"))}


def _add(file: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    info = zipfile.ZipInfo.from_file(path, name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, file.open(info, "w", force_zip64=True) as place:
        while part := source.read(1 << 20):
            digest.update(part)
            place.write(part)
    return digest.hexdigest()


def restore(source: Path) -> dict[str, Any]:
    """Take a backup back into an empty installation; gives back its manifest. Everything is checked before anything is put in place.

    Refused where there is a database or a key already. Run `hengjian verify` afterwards.
    """
    home = Path(settings.HOME)
    _refuse_if_inhabited(home)
    work = home / f".restore-{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        manifest = _unpacked(source, work)
        snapshot.give_back(work / "database" / manifest["database"])
        _put_in_place(work / "home", home)
    finally:
        shutil.rmtree(work)
    return manifest


def _refuse_if_inhabited(home: Path) -> None:
    if not snapshot.is_empty():
        raise BackupError(_("这里已有数据库，不覆盖：请指定空的 HENGJIAN_HOME 或 DATABASE_URL"))
    taken = [path for path in (home / "keys").glob("*.key") if path.relative_to(home) != MADE_AT_START]
    if taken:
        raise BackupError(_("这里已有密钥 %(path)s，不覆盖") % {"path": taken[0]})


def _unpacked(source: Path, work: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as file:
            manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
            if manifest["form"] != 1 or manifest["engine"] != snapshot.engine():
                raise BackupError(_("备份来自 %(engine)s，此处是 %(here)s") % {"engine": manifest["engine"], "here": snapshot.engine()})
            if {MANIFEST, *manifest["files"]} != set(file.namelist()):
                raise BackupError(_("备份 %(path)s 中的文件与清单不符") % {"path": source})
            for name, wanted in manifest["files"].items():
                _extract(file, name, work, wanted)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        raise BackupError(_("备份 %(path)s 无法读取或已损坏：%(why)s。没有改动任何内容") % {"path": source, "why": problem}) from problem
    return manifest


def _extract(file: zipfile.ZipFile, name: str, work: Path, wanted: str) -> None:
    place = (work / name).resolve()
    if not place.is_relative_to(work.resolve()):
        raise BackupError(_("备份中的文件名 %(name)s 无效") % {"name": name})
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with file.open(name) as source, os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while part := source.read(1 << 20):
            digest.update(part)
            target.write(part)
    if digest.hexdigest() != wanted:
        raise BackupError(_("备份中的 %(name)s 校验不符。没有改动任何内容") % {"name": name})


def _put_in_place(unpacked: Path, home: Path) -> None:
    for path in sorted(unpacked.rglob("*")):
        place = home / path.relative_to(unpacked)
        if path.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
        else:
            path.replace(place)
