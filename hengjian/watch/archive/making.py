"""Making the archive: what the log has gained up to the end of a closed day becomes one more segment, or all of it a new base."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

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
from hengjian.watch.archive.segment import HEAD, LEAVES, Archive, Segment, names, read_archive, write_head, write_segment, writers
from hengjian.work.people.models import Unit

SHARE = 4
"""What came after the base is put together with it once it is more than this part of it."""
Told = Callable[[int], None]


class NothingToArchive(LookupError):
    """The log has no event up to that day that is not archived yet."""


def make(folder: Path, day: date, *, now: datetime, told: Told) -> Segment:
    """Archives everything up to the end of `day` (Asia/Shanghai), which must be over; gives back the new segment.

    Raises `NothingToArchive`, `BadLog` where the folder holds the archive of another ledger, `CannotWrite` where the disk does not take it.
    """
    end = datetime.combine(day + timedelta(days=1), time(), ZONE)
    if now < end:
        raise BadLog(_("%(day)s 还没有结束，只归档已经过去的日子。") % {"day": day})
    with one_instant():
        archive = standing(folder)
        last = place_at(end - timedelta(microseconds=1))
        if last <= archive.last:
            raise NothingToArchive(_("%(day)s 及以前的事件都已归档（到第 %(place)d 位）。") % {"day": day, "place": archive.last})
        first = 1 if together(archive, last) else archive.last + 1
        segment = written(archive, first, last, day, told)
    kept = () if first == 1 else archive.segments
    write_head(Archive(folder, archive.origin, archive.hash, archive.key, (*kept, segment)))
    for old in () if kept else archive.segments:
        shutil.rmtree(folder / old.name)
    return segment


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


def together(archive: Archive, last: int) -> bool:
    """Whether base and additions are written anew as one."""
    return not archive.segments or (last - archive.segments[0].last) * SHARE > archive.segments[0].last


def written(archive: Archive, first: int, last: int, day: date, told: Told) -> Segment:
    """The stretch in a folder of its own that takes its place when it is whole."""
    part = archive.folder / f".making-{first}-{last}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        segment = filled(part, first, last, day, told)
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
