"""Making the archive: what the log has gained up to the end of a closed day becomes one more segment, or all of it a new base."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from hengjian.bulk.facts.heading import ways
from hengjian.bulk.refusal import BadLog
from hengjian.core.tree import edge_ranges
from hengjian.ledger import note
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.instant import one_instant
from hengjian.ledger.models import Checkpoint
from hengjian.ledger.read import ZONE, place_at
from hengjian.ledger.tiles import Tiles
from hengjian.ledger.witnesses import note_with_cosignatures
from hengjian.watch.archive.gathering import streams
from hengjian.watch.archive.joining import join
from hengjian.watch.archive.segment import HEAD, LEAVES, Archive, Segment, names, read_archive, write_head, write_segment, writers
from hengjian.work.matters.lawbook import flows
from hengjian.work.people.models import Unit

SHARE = 4
"""What came after the base is put together with it once it is more than this part of it."""
MAKING, LOCK = ".making-", ".lock"
Told = Callable[[int], None]


class Busy(BadLog):
    """Another process makes the archive at this moment."""


class NothingToArchive(LookupError):
    """The log has no event up to that day that is not archived yet."""


def make(folder: Path, day: date, *, now: datetime, told: Told) -> Segment:
    """Archives everything up to the end of `day` (Asia/Shanghai), which must be over; gives back the new segment.

    Raises `NothingToArchive`, `BadLog` where the folder holds the archive of another ledger, `CannotWrite` where the disk does not take it.
    """
    end = datetime.combine(day + timedelta(days=1), time(), ZONE)
    if now < end:
        raise BadLog(_("%(day)s 还没有结束，只归档已经过去的日子。") % {"day": day})
    with alone(folder), one_instant():
        archive = standing(folder)
        last = place_at(end - timedelta(microseconds=1))
        if last <= archive.last:
            raise NothingToArchive(_("%(day)s 及以前的事件都已归档（到第 %(place)d 位）。") % {"day": day, "place": archive.last})
        segment = whole(archive, archive.last + 1, last, lambda part: filled(part, archive.last + 1, last, day, told))
        grown = replace(archive, segments=(*archive.segments, segment))
        write_head(grown)
        return one_base(grown, day, told) if outgrown(grown) else segment


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder against other processes that make the archive."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as held:
            raise Busy(_("另一进程正在归档。"), path=folder) from held
        yield


def one_base(archive: Archive, day: date, told: Told) -> Segment:
    """Base and additions as one: from their files, or from the ledger where the flows have changed since one of them."""
    last = archive.last
    if len({one.ways for one in archive.segments}) == 1:
        base = whole(archive, 1, last, lambda part: join(archive, part, told))
    else:
        base = whole(archive, 1, last, lambda part: filled(part, 1, last, day, told))
    write_head(replace(archive, segments=(base,)))
    for old in archive.segments:
        shutil.rmtree(archive.folder / old.name)
    return base


def standing(folder: Path) -> Archive:
    """The archive in the folder, or a new one of this ledger."""
    founded = charter()
    if not (folder / HEAD).exists():
        folder.mkdir(parents=True, exist_ok=True)
        return Archive(folder, founded.origin, founded.suite, note.verifier_key(founded.origin))
    archive = read_archive(folder)
    if (archive.origin, archive.hash) != (founded.origin, founded.suite):
        raise BadLog(_("该文件夹里是另一账本（%(origin)s）的归档。") % {"origin": archive.origin}, path=folder)
    return archive


def outgrown(archive: Archive) -> bool:
    """Whether base and additions are to be put together."""
    base, *more = archive.segments
    return bool(more) and (archive.last - base.last) * SHARE > base.last


def whole(archive: Archive, first: int, last: int, fill: Callable[[Path], Segment]) -> Segment:
    """A stretch, made by `fill` in a folder of its own that takes its place when it is whole."""
    for left in archive.folder.glob(f"{MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    part = archive.folder / f"{MAKING}{first}-{last}"
    part.mkdir()
    try:
        segment = fill(part)
        shutil.rmtree(archive.folder / segment.name, ignore_errors=True)
        part.rename(archive.folder / segment.name)
        return segment
    finally:
        shutil.rmtree(part, ignore_errors=True)


def filled(folder: Path, first: int, last: int, day: date, told: Told) -> Segment:
    levels = dict(Unit.objects.values_list("code", "level"))
    own, beside = writers(folder, base=first == 1)
    for stream in streams(first, last, levels):
        (own if stream.own else beside).add(stream.heading, stream.events)
        told(own.events + beside.events)
    if own.events + beside.events != last - first + 1:
        raise BadLog(_("账本第 %(first)d 至 %(last)d 位缺少事件：请运行 hengjian verify。") % {"first": first, "last": last})
    write_leaves(folder / LEAVES, first, last)
    tiles = Tiles(digest())
    segment = Segment(
        first=first,
        last=last,
        day=day.isoformat(),
        note=note_with_cosignatures(Checkpoint.objects.get(size=last)),
        edge=tuple(tiles.subtree(start, end).hex() for start, end in edge_ranges(first - 1)),
        facts=names(own.close()),
        beside=names(beside.close()),
        ways=ways(flows()),
    )
    write_segment(folder, segment)
    return segment


def write_leaves(path: Path, first: int, last: int) -> None:
    """The leaf hashes of the stretch side by side, in the order of places."""
    query = "SELECT e.leaf FROM ledger_place p JOIN ledger_event e ON e.id = p.event WHERE p.place BETWEEN %s AND %s ORDER BY p.place"
    with path.open("xb") as file, connection.cursor() as cursor:
        for start in range(first, last + 1, 10_000):
            cursor.execute(query, [start, min(start + 9_999, last)])
            file.write(b"".join(bytes.fromhex(leaf) for (leaf,) in cursor.fetchall()))
