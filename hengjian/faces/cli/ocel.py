"""`hengjian ocel`: a log or an archive as an object-centric log (OCEL 2.0), for tools of process mining. No database is needed here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hengjian.bulk.facts.reading import read_part
from hengjian.bulk.intake import read_parts
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.outputs.ocel import Logs
from hengjian.bulk.outputs.ocel_write import write_ocel
from hengjian.bulk.patrol import Log
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.bulk.words import speaking
from hengjian.core.flow import read_flows
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.faces.cli.patrol import PACKAGE_LAW, console, moment_of, refuse
from hengjian.watch.archive.judging import PLACE
from hengjian.watch.archive.parts import parts_of
from hengjian.watch.archive.segment import read_archive

PERSONS = frozenset({"account"})
"""Types of fields that name a person who acted."""


def ocel(
    source: Annotated[Path, typer.Argument(help="a log (CSV, Parquet, XES, OCEL), or the folder of an archive")],
    target: Annotated[Path, typer.Argument(help="new file, .jsonocel, .json or .sqlite")],
    map: Annotated[Path | None, typer.Option("--map", help="which column of a log is what")] = None,
    law: Annotated[Path, typer.Option("--law", envvar="HENGJIAN_LAW", help="law folder: which fields name persons")] = PACKAGE_LAW,
    lang: Annotated[str, typer.Option("--lang", help="zh / en")] = "zh",
) -> None:
    """Write a log or an archive as OCEL 2.0; who acted is left out. Exit status: 0 done, 2 bad input."""
    with speaking(lang):
        try:
            shape = write_ocel(logs_of(source, map, moment_of(None, None, read_lawbook(law))), target, persons(law))
        except BadLog as error:
            refuse(str(error))
        said = {"matters": shape.matters, "events": shape.count, "path": target}
        console.print(_("%(matters)d 个事项、%(events)d 个事件已写入 %(path)s") % said, highlight=False, markup=False, soft_wrap=True)


def logs_of(source: Path, map_file: Path | None, now: datetime) -> Logs:
    """The log, or the archive, part by part, as often as it is asked for."""
    if source.is_dir():
        parts = parts_of(read_archive(source))
        return lambda: (log for part in parts for log in read_part(part, (), now, PLACE))
    if map_file is None:
        raise BadLog(_("日志要有映射文件：请用 --map 给出。"), path=source)
    mapping = read_mapping(map_file)

    def parted() -> Iterable[Log]:
        return read_parts(source, mapping, now=now, tick=lambda _done, _all: None)

    return parted


def persons(law: Path) -> frozenset[str]:
    """The fields of the flows that name somebody who acted."""
    moves = [move for flow in read_flows(law / "flows").values() for move in flow.moves.values()]
    return frozenset(name for move in moves for name, field in move.fields.items() if field.type in PERSONS)
