"""An archive in parts that share no matter, each as much as one worker holds at once: for judging, joining and proving alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hengjian.bulk.facts.reading import Part
from hengjian.bulk.readers.parquet_file import opened
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.watch.archive.segment import Archive, Segment

GROUPS = 6
"""So many row groups of what came later make a part beyond the last file of the base."""
Files = Callable[[Segment], Sequence[str]]


def facts(segment: Segment) -> Sequence[str]:
    """The files of the matters' own streams."""
    return segment.facts


def beside(segment: Segment) -> Sequence[str]:
    """The files of all other streams."""
    return segment.beside


def parts_of(archive: Archive, files: Files = facts) -> list[Part]:
    """Each file of the base with what the later segments say of its matters, then what only the later ones know; in order of matters."""
    if not archive.segments:
        raise BadLog(_("归档是空的。"), path=archive.folder)
    first, *more = archive.segments
    base = [archive.path(first, name) for name in files(first)]
    later = tuple(archive.path(segment, name) for segment in more for name in files(segment))
    ends = [max(matters_up_to(path)) for path in base]
    last = ends[-1] if ends else ""
    beyond = sorted({end for path in later for end in matters_up_to(path) if end > last})
    cuts = [last, *beyond[GROUPS - 1 :: GROUPS]]
    found = [Part(path, later, above, upto) for path, above, upto in zip(base, ["", *ends], ends, strict=False)]
    found += [Part(None, later, above, upto) for above, upto in zip(cuts, [*cuts[1:], None], strict=True)]
    return found if later else found[:-1]


def matters_up_to(path: Path) -> list[str]:
    """The last matter of each row group of a file, by what the file says of itself."""
    with opened(path) as file:
        place = file.schema_arrow.names.index("matter")
        return [str(file.metadata.row_group(number).column(place).statistics.max) for number in range(file.num_row_groups)]
