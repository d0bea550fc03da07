"""How an archive lies on disk. Nothing here asks a database.

An archive is a folder with `archive.json`, which names its segments in order. A segment holds the events of one stretch of the log:
`facts-*.parquet` those of the matters' own streams, `beside-*.parquet` the others, both sorted by stream, every event with its place and
its canonical form; `leaves.bin` the leaf hashes in the order of places; `segment.json` the checkpoint that the stretch ends with, and the
roots along the edge of the tree before it (`edge`), so that edge and leaves together give the root that the checkpoint states.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from hengjian.bulk.facts.writing import FactsWriter
from hengjian.bulk.outputs.write import in_place_of
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

FORM = 1
HEAD, SEGMENT, LEAVES = "archive.json", "segment.json", "leaves.bin"
FACTS, BESIDE = "facts-{:05d}.parquet", "beside-{:05d}.parquet"
GROUP_OF_LATER = 20_000  # events of a row group in what comes after the base: few are read for each part of it


@dataclass(frozen=True, slots=True)
class Segment:
    """The events of places `first` to `last`, up to the end of `day`. `note`: the checkpoint of size `last`, with its cosignatures.

    `ways`: the hash of where the steps of the flows led when stages were summed up; empty where nobody wrote it down.
    """

    first: int
    last: int
    day: str
    note: str
    edge: tuple[str, ...]
    facts: tuple[str, ...]
    beside: tuple[str, ...]
    ways: str = ""

    @property
    def name(self) -> str:
        return f"{self.first:012d}-{self.last:012d}"

    @property
    def events(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Archive:
    """A whole archive: which ledger it is of, the hash of its tree, the verifier key of the house, its segments in order."""

    folder: Path
    origin: str
    hash: str
    key: str
    segments: tuple[Segment, ...] = ()

    @property
    def last(self) -> int:
        """The last place that is archived; 0 where nothing is."""
        return self.segments[-1].last if self.segments else 0

    def path(self, segment: Segment, name: str) -> Path:
        return self.folder / segment.name / name


def read_archive(folder: Path) -> Archive:
    """The archive in a folder. Raises `BadLog` where there is none or it cannot be read."""
    head = document(folder / HEAD)
    try:
        if head["form"] != FORM:
            raise BadLog(_("不认识的归档格式 %(form)s。") % {"form": head["form"]}, path=folder / HEAD)
        segments = tuple(segment_of(document(folder / name / SEGMENT)) for name in head["segments"])
        return Archive(folder, head["origin"], head["hash"], head["key"], segments)
    except (KeyError, TypeError, AttributeError) as problem:
        raise BadLog(_("归档的说明文件不完整：%(why)s。") % {"why": problem}, path=folder / HEAD) from problem


def document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadLog(_("读不了归档的说明文件：%(why)s。") % {"why": problem}, path=path) from problem


def segment_of(said: Mapping[str, Any]) -> Segment:
    lists = {name: tuple(said[name]) for name in ("edge", "facts", "beside")}
    return Segment(first=said["first"], last=said["last"], day=said["day"], note=said["note"], ways=said.get("ways", ""), **lists)


def write_head(archive: Archive) -> None:
    """What the archive consists of: the one file whose change makes a segment part of it."""
    said = {"form": FORM, "origin": archive.origin, "hash": archive.hash, "key": archive.key}
    put(archive.folder / HEAD, said | {"segments": [one.name for one in archive.segments]})


def write_segment(folder: Path, segment: Segment) -> None:
    put(folder / SEGMENT, asdict(segment))


def put(path: Path, said: Mapping[str, Any]) -> None:
    with in_place_of(path) as part:
        part.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def writers(folder: Path, base: bool) -> tuple[FactsWriter[Any], FactsWriter[Any]]:
    """Who writes the matters' own streams, and who the others. In a base every file is one row group."""
    more = {"place": (pa.int64(), lambda event: event.place), "canonical": (pa.string(), lambda event: event.canonical)}
    how: dict[str, Any] = {"more": more} if base else {"more": more, "group": GROUP_OF_LATER}
    return FactsWriter(folder, names=FACTS, **how), FactsWriter(folder, names=BESIDE, **how)


def names(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(path.name for path in paths)
