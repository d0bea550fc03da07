"""What travels to a worker and back: the law as its files, the answers without the law. No `pyspark` here."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hengjian.bulk.event_log import Note
from hengjian.bulk.facts.frame import Laid
from hengjian.bulk.facts.judging import added
from hengjian.bulk.patrol import Finding, Patrol
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.words import gettext as _
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

read: dict[str, Laid] = {}
"""The laws that this process has unpacked, by their digest: a worker judges many files by one law."""


@dataclass(frozen=True, slots=True)
class LawParcel:
    """The files of a law folder, and the digest that whoever unpacks them must find."""

    digest: str
    files: dict[str, bytes]


def packed(law: Lawbook) -> LawParcel:
    """The law folder of a lawbook, to be read again elsewhere."""
    folder = Path(law.folder)
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    return LawParcel(law.digest, files)


def unpacked(parcel: LawParcel) -> Laid:
    """The lawbook in a parcel as a rule table; read once a process. Raises `BadLog` where this house reads it otherwise."""
    if parcel.digest not in read:
        with tempfile.TemporaryDirectory(prefix="hengjian-law-") as name:
            for place, content in parcel.files.items():
                path = Path(name) / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            law = read_lawbook(Path(name))
        if law.digest != parcel.digest:
            raise BadLog(_("工作节点读出的法规与主节点的不同：两边的衡鉴版本须一致。"))
        read[parcel.digest] = Laid(rule_table(law))
    return read[parcel.digest]


@dataclass(frozen=True, slots=True)
class Piece:
    """The answers of one part."""

    counts: Counter[tuple[str, str]]
    findings: list[Finding]
    undetermined: list[Finding]
    units: Counter[str]
    columnar: int
    live_rules: tuple[str, ...]
    matters: int
    events: int
    applied: int
    notes: list[Note]


def piece_of(found: Patrol) -> Piece:
    return Piece(**{name: getattr(found, name) for name in Piece.__slots__})


def add(found: Patrol, piece: Piece) -> None:
    """The answers of a part, added to those before it."""
    more = Patrol(found.log, found.law, found.now, **{name: getattr(piece, name) for name in Piece.__slots__})
    added(found, more)
