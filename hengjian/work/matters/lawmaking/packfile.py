"""A law pack as one signed file: a zip of the law folder with a signed note of its digest. Whose signature counts: `publishers.py`.

The note is written as checkpoints are (C2SP signed note, Ed25519): a first line that says what it is, the name of the pack, the digest of
the lawbook in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.translation import gettext as _

from hengjian.ledger import keys, vkeys
from hengjian.ledger.charter import charter
from hengjian.ledger.vkeys import BadNote, VerifierKey
from hengjian.work.matters import lawpacks
from hengjian.work.matters.lawbook import read_kept
from hengjian.work.people.refusal import Refused

MARK = "hengjian law pack"
NOTE = "pack.note"
FOLDER = "law/"
KEY = "law-pack.key"
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the same pack makes the same file
MOST_FILES, LARGEST = 5_000, 64 * 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """A law pack that was signed by `by` and is as it was signed."""

    pack: str
    files: dict[str, bytes]
    by: VerifierKey


def private() -> Ed25519PrivateKey:
    """The installation's key for law packs; made when first asked for."""
    return Ed25519PrivateKey.from_private_bytes(keys.secret(KEY))


def own_key() -> VerifierKey:
    """What others are told, so that they can trust packs of this installation."""
    return vkeys.of_private(charter().origin, vkeys.LOG, private())


def signed_file(pack: str) -> bytes:
    """A kept pack as a file to hand on. Raises `LostLawbook`, `LawErrors`, `FlowError`."""
    files, digest = lawpacks.files_of(lawpacks.folder_of(pack)), read_kept(pack).law.digest
    text = f"{MARK}\n{pack}\n{digest}\n"
    note = f"{text}\n{vkeys.line(own_key(), private().sign(text.encode()))}\n"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(NOTE, note.encode()), *((FOLDER + name, content) for name, content in sorted(files.items()))]:
            archive.writestr(zipfile.ZipInfo(name, WRITTEN), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def opened(content: bytes, trusted: Sequence[VerifierKey]) -> Opened:
    """The pack in a file. `Refused` where it is no such file, was changed after it was signed, or nobody trusted signed it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = dict(unpacked(archive))
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as problem:
        raise Refused(_("这不是法规包文件，或者文件不完整：应为 hengjian law export 写出的 zip")) from problem
    if NOTE not in entries:
        raise Refused(_("文件中没有 %(name)s：这不是签名的法规包") % {"name": NOTE})
    note = entries.pop(NOTE).decode("utf-8", "replace")
    pack = named(note)
    by = signer(note, trusted)
    files = {name.removeprefix(FOLDER): one for name, one in entries.items()}
    if any(not name.startswith(FOLDER) for name in entries) or lawpacks.digest_of(files) != pack:
        raise Refused(_("法规包的内容与签名时不同：有文件被改动、增加或删去，请向发布者重新索取"))
    return Opened(pack, files, by)


def unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, none outside its folder, none twice, together not too large whatever the file says of itself."""
    seen: set[str] = set()
    room = LARGEST
    for entry in archive.infolist():
        parts = PurePosixPath(entry.filename).parts
        if entry.is_dir() or entry.filename in seen or "\\" in entry.filename or not parts or parts[0] == "/" or ".." in parts:
            raise Refused(_("法规包中有不应有的条目：%(name)s") % {"name": entry.filename[:80]})
        with archive.open(entry) as file:
            content = file.read(room + 1)
        room -= len(content)
        seen.add(entry.filename)
        if room < 0 or len(seen) > MOST_FILES:
            raise Refused(_("法规包太大：解开后不得超过 %(most)d MB、%(files)d 个文件") % {"most": LARGEST >> 20, "files": MOST_FILES})
        yield entry.filename, content


def named(note: str) -> str:
    """The pack that a note speaks of."""
    try:
        lines = vkeys.parts(note)[0].decode().splitlines()
    except BadNote as problem:
        raise Refused(_("%(name)s 不是签名的说明") % {"name": NOTE}) from problem
    if len(lines) != 3 or lines[0] != MARK:
        raise Refused(_("%(name)s 说的不是法规包") % {"name": NOTE})
    return lines[1]


def signer(note: str, trusted: Sequence[VerifierKey]) -> VerifierKey:
    """Whose signature holds, of those that are trusted here."""
    text = vkeys.parts(note)[0]
    for key in trusted:
        try:
            if any(key.signed(text, signature) for signature in vkeys.signatures(note, key)):
                return key
        except BadNote:
            continue
    names = "、".join(dict.fromkeys(line.split(" ")[1] for line in vkeys.parts(note)[1] if line.startswith("— ") and line.count(" ") == 2))
    raise Refused(_("没有本装置信任的发布者的有效签名（签名者自称：%(names)s）：由安全管理员先登记其公钥") % {"names": names or "—"})
