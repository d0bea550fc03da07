"""Findings into a file by its suffix: whole or not at all."""

from __future__ import annotations

import csv
import errno
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hengjian.bulk.outputs.excel import write_excel
from hengjian.bulk.outputs.spool import Spool
from hengjian.bulk.outputs.table import NAMES, cells, headings, summary
from hengjian.bulk.patrol import Patrol
from hengjian.bulk.refusal import CannotWrite
from hengjian.bulk.words import gettext as _

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
GROUP = 20_000
"""Rows in a row group of a Parquet file."""
SCHEMA = pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in NAMES])
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_output(path: Path, log: Path) -> None:
    """Refuses, before anything is judged, a file that could not be written."""
    if path.suffix.lower() not in WRITERS:
        raise CannotWrite(_("输出文件的后缀只能是 %(kinds)s。") % {"kinds": "、".join(WRITERS)}, path=path)
    if not path.parent.is_dir():
        raise CannotWrite(_("输出文件所在的文件夹不存在。"), path=path)
    if path.exists() and path.samefile(log):
        raise CannotWrite(_("输出文件就是日志本身，请换一个名字。"), path=path)


def write_findings(found: Patrol, path: Path, language: str) -> None:
    """All findings and what is undetermined. On any error the old file, if there was one, still stands."""
    with Spool(language, out=path) as spool:
        with saying_why(path):
            spool.add(found)
        write_spooled(found, spool, path, language)


def write_spooled(found: Patrol, spool: Spool, path: Path, language: str) -> None:
    """The same of findings that were laid down on their way."""
    with in_place_of(path) as part:
        WRITERS[path.suffix.lower()](found, spool, part, language)


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Trouble with the disk becomes a sentence that names the file to be written."""
    try:
        yield
    except OSError as error:
        full = error.errno in FULL
        sentence = _("磁盘已满或超出配额，没有写出任何文件。") if full else _("无法写入：%(why)s。") % {"why": error.strerror or error}
        raise CannotWrite(sentence, path=path) from error


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """A new file beside `path` that takes its place when the block ends well, and vanishes when it does not."""
    part: Path | None = None
    try:
        with saying_why(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
            os.close(handle)
            part = Path(name)
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.chmod(0o666 & ~umask())
            part.replace(path)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def umask() -> int:
    """The rights that new files of this process do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_csv(_found: Patrol, spool: Spool, path: Path, _language: str) -> None:
    """UTF-8 with its mark, so that spreadsheets read it; a cell that looks like a formula is quoted with an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings())
        for one in chain(spool.findings, spool.undetermined):
            writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in cells(one)])


def write_json(found: Patrol, spool: Spool, path: Path, language: str) -> None:
    head = {
        "log": found.log.path.name,
        "law": found.law.digest,
        "as_of": found.now.isoformat(),
        "matters": found.matters,
        "events": found.events,
        "notes": [{"code": note.code, "count": note.count, "rows": note.rows} for note in found.notes],
        "rules": [{"rule": rule, "title": title, "counts": counts} for rule, title, counts in summary(found, language)],
        "units": dict(found.units),
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(written(head, "").removesuffix("\n}"))
        for name, rows in (("findings", spool.findings), ("undetermined", spool.undetermined)):
            file.write(f',\n "{name}": [')
            for number, one in enumerate(rows):
                named = dict(zip(NAMES, cells(one), strict=True)) | {"reasons": one.reasons.split("\n")}
                file.write((",\n  " if number else "\n  ") + written(named, "  "))
            file.write("\n ]" if len(rows) else "]")
        file.write("\n}")


def written(value: object, margin: str) -> str:
    """JSON for people, its lines behind a margin. No text holds a line end: JSON writes it otherwise."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", f"\n{margin}")


def write_parquet(_found: Patrol, spool: Spool, path: Path, _language: str) -> None:
    rows = chain(spool.findings, spool.undetermined)
    with pq.ParquetWriter(path, SCHEMA) as writer:
        group = list(islice(rows, GROUP))
        while group:
            columns = zip(zip(*map(cells, group), strict=True), SCHEMA.types, strict=True)
            writer.write_table(pa.table([pa.array(values, kind) for values, kind in columns], schema=SCHEMA))
            group = list(islice(rows, GROUP))


WRITERS: dict[str, Callable[[Patrol, Spool, Path, str], None]] = {
    ".xlsx": write_excel,
    ".csv": write_csv,
    ".json": write_json,
    ".parquet": write_parquet,
}
