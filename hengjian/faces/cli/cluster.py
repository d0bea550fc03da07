"""`hengjian cluster`: a log sorted by matter, once, so that a patrol judges it part by part. No database is needed here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hengjian.bulk.clustered import cluster as sort_by_matter
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.bulk.words import speaking
from hengjian.faces.cli.patrol import console, refuse


def cluster(
    log: Annotated[Path, typer.Argument(help="CSV, Parquet, XES or OCEL 2.0, also .gz")],
    target: Annotated[Path, typer.Argument(help="the sorted log, .parquet")],
    map: Annotated[Path, typer.Option("--map", help="which column is the matter")],
    lang: Annotated[str, typer.Option("--lang", help="zh / en")] = "zh",
) -> None:
    """Sort a log by matter into Parquet, for patrols over many millions of events. Exit status: 0 done, 2 bad input."""
    with speaking(lang):
        try:
            done = sort_by_matter(log, read_mapping(map), target, lambda _done, _total: None)
        except BadLog as error:
            refuse(str(error))
        said = {"events": done.events, "groups": done.groups, "path": target}
        console.print(_("%(events)d 个事件按事项排好，分成 %(groups)d 段，已写入 %(path)s") % said, highlight=False, markup=False)
