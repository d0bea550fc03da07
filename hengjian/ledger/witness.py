"""What an outsider does who witnesses our log with a key of their own. They need a folder and this command, no database and no access.

A witness remembers one checkpoint, the last it saw. It cosigns another only if the log's key signed it and it continues that one: whoever
trusts the witness sees one log. Its sentences are English: it works for anybody.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hengjian.core.tree import verify_consistency
from hengjian.ledger import vkeys
from hengjian.ledger.cosign import cosign
from hengjian.ledger.digests import DIGESTS
from hengjian.ledger.request import Request, read
from hengjian.ledger.vkeys import BadNote

KEY, LOG, SEEN = "witness.key", "log.vkey", "seen.note"


class Refusal(Exception):
    """A checkpoint that this witness does not cosign; the sentence says why, `size` what it has seen."""

    def __init__(self, sentence: str, size: int) -> None:
        super().__init__(sentence)
        self.size = size


@dataclass(frozen=True)
class Witness:
    """A witness that keeps its key, the log's key and the last checkpoint it saw in `folder`."""

    folder: Path
    name: str

    def key(self) -> str:
        """The verifier key that the witness gives to everybody; its private key is made at the first call."""
        return str(vkeys.of_private(self.name, vkeys.WITNESS, self._private()))

    def cosign(self, text: str, log: str, stamp: int) -> str:
        """The checkpoint of a request with this witness's line; `log` is the log's verifier key, `stamp` seconds since 1970.

        Raises `Refusal` where it does not continue what was seen, `BadNote` where the text cannot be read or the log did not sign it.
        """
        request = read(text)
        size, root, digest = self._said(request.note, log)
        seen_size, seen_root = self._seen()
        if size < seen_size:
            raise Refusal(f"the log was {seen_size} events long already; {size} is older", seen_size)
        if request.old != seen_size and seen_size and size != seen_size:
            raise Refusal(f"the proof begins at {request.old}, but the last checkpoint seen is of {seen_size}", seen_size)
        if not continues(request, seen_size, seen_root, size, root, digest):
            raise Refusal(f"the log of {size} events does not continue the one of {seen_size}: it was rewritten", seen_size)
        line = cosign(request.note, self.name, self._private(), stamp)
        keep(self.folder / SEEN, request.note)
        return f"{request.note}{line}\n"

    def _said(self, note: str, log: str) -> tuple[int, bytes, str]:
        key = vkeys.read_key(self._log(log))
        signed, _lines = vkeys.parts(note)
        if not any(key.signed(signed, one) for one in vkeys.signatures(note, key)):
            raise BadNote(f"the checkpoint is not signed by {key.name} with the key that this witness knows")
        return parsed(note)

    def _log(self, log: str) -> str:
        """The log's key in use, the last line of a file that begins at the first use; a key that no rotation brought there is refused."""
        path = self.folder / LOG
        if not path.exists():
            if not log:
                raise BadNote("this witness does not know the log's key yet: give it once with --log")
            keep(path, f"{vkeys.read_key(log)}\n")
        known = path.read_text(encoding="utf-8").split()
        if log and log not in known:
            raise BadNote(f"this witness knows another key of the log, {known[-1]}; show it the rotation first")
        return known[-1]

    def log_key(self) -> str:
        """The log's key that this witness knows; `BadNote` where it knows none yet."""
        return self._log("")

    def follow_rotation(self, old: str, new: str, by_old: str, by_new: str) -> None:
        """Takes the log's next key, which the known one and the new one signed."""
        text = f"hengjian checkpoint key rotation\n{old}\n{new}\n".encode()
        pairs = [(vkeys.read_key(old), by_old), (vkeys.read_key(new), by_new)]
        if self.log_key() != old or not all(key.signed(text, vkeys.decoded(signature)) for key, signature in pairs):
            raise BadNote("the rotation is not signed by the key that this witness knows and by the new one")
        keep(self.folder / LOG, (self.folder / LOG).read_text(encoding="utf-8") + new + "\n")

    def _seen(self) -> tuple[int, bytes]:
        path = self.folder / SEEN
        return parsed(path.read_text(encoding="utf-8"))[:2] if path.exists() else (0, b"")

    def _private(self) -> Ed25519PrivateKey:
        path = self.folder / KEY
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            made = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made + "\n")
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text(encoding="ascii")))


def continues(request: Request, seen: int, seen_root: bytes, size: int, root: bytes, suite: str) -> bool:
    """Whether the checkpoint continues what was seen; a witness that has seen nothing begins here."""
    if seen == 0:
        return True
    if size == seen:
        return root == seen_root
    return verify_consistency(seen, size, list(request.proof), seen_root, root, DIGESTS[suite])


def parsed(note: str) -> tuple[int, bytes, str]:
    """Size, root and hash of a checkpoint."""
    lines = note.partition("\n\n")[0].split("\n")
    try:
        further = dict(line.split(" ", 1) for line in lines[3:] if line)
        return int(lines[1]), base64.b64decode(lines[2], validate=True), further["hash"]
    except (IndexError, KeyError, ValueError) as problem:
        raise BadNote("not a checkpoint") from problem


def keep(path: Path, text: str) -> None:
    """Writes the whole file or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
