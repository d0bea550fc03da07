"""Base and additions put together as one new base, from their files alone: part by part, so that no more than a part is held."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hengjian.bulk.facts.reading import joined
from hengjian.bulk.facts.writing import TableWriter
from hengjian.watch.archive import parts
from hengjian.watch.archive.segment import BESIDE, FACTS, LEAVES, Archive, Segment, names, write_segment

Told = Callable[[int], None]


def join(archive: Archive, folder: Path, told: Told) -> Segment:
    """Writes all segments of the archive as one into the folder, which is empty; gives it back."""
    done = 0
    files: dict[str, tuple[str, ...]] = {}
    for name, pattern, chosen in (("facts", FACTS, parts.facts), ("beside", BESIDE, parts.beside)):
        writer = TableWriter(folder, pattern)
        for part in parts.parts_of(archive, chosen):
            table = joined(part)
            if table is not None:
                writer.add(table)
                done += table.num_rows
            told(done)
        files[name] = names(writer.close())
    with (folder / LEAVES).open("xb") as whole:
        for segment in archive.segments:
            with archive.path(segment, LEAVES).open("rb") as leaves:
                shutil.copyfileobj(leaves, whole)
    base = replace(archive.segments[-1], first=1, edge=(), **files)
    write_segment(folder, base)
    return base
