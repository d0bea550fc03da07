"""The keys that live outside the database, in `HENGJIAN_HOME/keys`: master keys, the index key, the checkpoint key.

A file is made once, readable by its owner alone, and never overwritten. Matter keys are in `sealed.py`.
"""

from __future__ import annotations

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _


class KeyFileError(RuntimeError):
    """A key file that is missing, broken or open to others; the sentence says which and what to do."""


def folder() -> Path:
    """The folder of the keys; made when first asked for."""
    path = Path(settings.HOME) / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(name: str) -> bytes:
    """The 32 bytes in the file `name`, made at the first call."""
    path = folder() / name
    if not path.exists():
        _create(path, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
    return _decoded(path, _read(path).strip())


def kept(name: str) -> bytes:
    """The 32 bytes in a file that must be there."""
    path = folder() / name
    if not path.exists():
        raise KeyFileError(_("密钥文件 %(path)s 不存在：请从备份恢复") % {"path": path})
    return _decoded(path, _read(path).strip())


def make(name: str, key: bytes) -> None:
    """Write 32 bytes to a new file; one that stands is left as it is."""
    _create(folder() / name, base64.b64encode(key).decode() + "\n")


def remove(name: str) -> None:
    """Destroy a key that nothing needs any more."""
    (folder() / name).unlink(missing_ok=True)


def masters() -> dict[str, bytes]:
    """Every master key by its name, the one in use last."""
    path = os.path.join(settings.HOME, "keys", "master.key")
    try:
        found = os.stat(path)
    except FileNotFoundError:
        _create(folder() / "master.key", _new_master())
        found = os.stat(path)
    return _masters(path, found.st_ino, found.st_mtime_ns, found.st_mode)


@lru_cache(maxsize=4)
def _masters(name: str, _file: int, _changed: int, _mode: int) -> dict[str, bytes]:
    """The master keys in this file as it stands; read again when it was replaced, changed or opened to others."""
    path = Path(name)
    lines = [line.split() for line in _read(path).splitlines() if line.strip()]
    if not lines or any(len(line) != 2 for line in lines):
        raise KeyFileError(_("密钥文件 %(path)s 已损坏：每行应为名称和密钥") % {"path": path})
    return {name: _decoded(path, text) for name, text in lines}


def add_master() -> str:
    """Put a new master key into use and keep the older ones; gives back its name."""
    masters()
    path = folder() / "master.key"
    line = _new_master()
    _replace(path, _read(path) + line)
    return line.split()[0]


def keep_only(name: str) -> None:
    """Drop every master key but `name`; call it when nothing is wrapped by the others any more."""
    path = folder() / "master.key"
    kept = [line for line in _read(path).splitlines() if line.split()[:1] == [name]]
    if not kept:
        raise KeyFileError(_("密钥文件 %(path)s 中没有 %(name)s") % {"path": path, "name": name})
    _replace(path, kept[0] + "\n")


def _new_master() -> str:
    return f"{secrets.token_hex(8)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n"


def _create(path: Path, text: str) -> None:
    """Write a new file under another name and link it into place: two processes that start together get one key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write(draft, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write(draft, text)
    draft.replace(path)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise KeyFileError(_("密钥文件 %(path)s 可被他人读取：请执行 chmod 600") % {"path": path})
    return path.read_text()


def _decoded(path: Path, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyFileError(_("密钥文件 %(path)s 已损坏：应为 32 字节的 base64 文字") % {"path": path})
    return key
