"""Parts handed to a Spark, answers taken back. Imported only where somebody asks for it: `pyspark` is an extra of the package."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pyspark import Broadcast, SparkConf, SparkContext, StorageLevel

from hengjian.bulk.refusal import BadLog
from hengjian.bulk.spark.parcel import LawParcel, Piece, packed
from hengjian.bulk.spark.tasks import FactsTask, LogTask, Refused, judged
from hengjian.bulk.words import gettext as _
from hengjian.bulk.words import spoken
from hengjian.core.lawbook.lawbook import Lawbook

LOCAL = "local[*]"
Task = FactsTask | LogTask


def pieces(tasks: Sequence[Task], law: Lawbook, master: str = LOCAL) -> Iterator[Piece]:
    """The answers of all tasks, in their order, one after the other: they wait on the disks of the workers until they are asked for.

    Raises `BadLog` where a worker cannot read a file or there is no Java.
    """
    with spark(master) as context:
        parcel = context.broadcast(packed(law))
        carry = partial(carried_out, parcel=parcel, language=spoken.get())
        answers = context.parallelize(tasks, max(len(tasks), 1)).map(carry).persist(StorageLevel.DISK_ONLY)
        answers.count()  # judges all parts side by side
        for one in answers.toLocalIterator():
            if isinstance(one, Refused):
                raise BadLog(one.sentence)
            if one is not None:
                yield one


def carried_out(task: Task, parcel: Broadcast[LawParcel], language: str) -> Piece | Refused | None:
    return judged(task, parcel.value, language)


@contextmanager
def spark(master: str) -> Iterator[SparkContext]:
    """A connection to the Spark at this address, ended with the block. Settings beyond ours come from Spark's own files."""
    check_java()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.app.name": "hengjian", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if os.environ.get("PYTHONPATH"):
        settings["spark.executorEnv.PYTHONPATH"] = os.environ["PYTHONPATH"]
    conf = SparkConf().setMaster(master)
    for name, value in settings.items():
        conf.setIfMissing(name, value)
    try:
        context = SparkContext(conf=conf)
    except Exception as problem:
        raise BadLog(_("连不上 Spark（%(master)s）：%(why)s") % {"master": master, "why": str(problem).splitlines()[0]}) from problem
    try:
        context.setLogLevel("ERROR")
        yield context
    finally:
        context.stop()


def check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise BadLog(_("找不到 Java：Spark 需要 Java 17（如 openjdk-17-jre-headless），或设置 JAVA_HOME。"))
