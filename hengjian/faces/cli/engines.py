"""Which engine carries out a patrol: the threads of this machine, or a Spark that already stands."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.intake import parts_in
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.patrol import Patrol, Spill, keep_all
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.spark.parcel import add
from hengjian.bulk.spark.tasks import FactsTask, LogTask
from hengjian.bulk.words import gettext as _
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.watch.archive.judging import PLACE, nothing_yet
from hengjian.watch.archive.parts import parts_of
from hengjian.watch.archive.segment import Archive

SPARK = "hengjian.bulk.spark.engine"  # looked up only when it is asked for: the package is installed without it


class Engine(StrEnum):
    """What `--engine` takes."""

    LOCAL = "local"
    SPARK = "spark"


def log_on_spark(path: Path, mapping: Mapping, law: Lawbook, now: datetime, master: str, spill: Spill = keep_all) -> Patrol:
    """A log judged part by part, as far as it can be cut."""
    tasks = [LogTask(path.resolve(), mapping, part, now) for part in parts_in(path, mapping)]
    return on_spark(tasks, Patrol(EventLog.none(path, mapping), law, now), master, spill)


def archive_on_spark(archive: Archive, law: Lawbook, now: datetime, master: str, spill: Spill = keep_all) -> Patrol:
    """An archive judged file by file."""
    tasks = [FactsTask(part, now, PLACE) for part in parts_of(archive)]
    return on_spark(tasks, nothing_yet(archive, law, now), master, spill)


def on_spark(tasks: Sequence[FactsTask | LogTask], found: Patrol, master: str, spill: Spill) -> Patrol:
    """The answers part by part in the order of the tasks; `spill` is called after each and may take away what it found."""
    with closing(engine().pieces(tasks, found.law, master)) as pieces:
        for piece in pieces:
            add(found, piece)
            spill(found)
    return found


def engine() -> Any:
    try:
        return import_module(SPARK)
    except ModuleNotFoundError as problem:
        if problem.name is None or problem.name.partition(".")[0] != "pyspark":
            raise
        raise BadLog(_("没有安装 Spark 的部件：请运行 pip install 'hengjian[spark]'，并装好 Java 17。")) from problem
