"""What a worker does with one part: reads its file, judges, hands back the answers. No `pyspark` here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hengjian.bulk.facts.judging import in_order, judge_part
from hengjian.bulk.facts.reading import Part
from hengjian.bulk.intake import read_one_part
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.patrol import patrol
from hengjian.bulk.readers.parquet_file import Part as RowGroups
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.spark.parcel import LawParcel, Piece, piece_of, unpacked
from hengjian.bulk.words import speaking


@dataclass(frozen=True, slots=True)
class FactsTask:
    """A part of an archive, judged at `now`; findings name events by the column `identity`."""

    part: Part
    now: datetime
    identity: str


@dataclass(frozen=True, slots=True)
class LogTask:
    """Row groups of a log of anybody's, read by a mapping; the whole log where there are none named."""

    path: Path
    mapping: Mapping
    groups: RowGroups | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """What a worker could not read, in a sentence."""

    sentence: str


def judged(task: FactsTask | LogTask, parcel: LawParcel, language: str) -> Piece | Refused | None:
    """The answers of a part; None where it holds no matter."""
    with speaking(language):
        try:
            return facts_judged(task, parcel) if isinstance(task, FactsTask) else log_judged(task, parcel)
        except BadLog as error:
            return Refused(str(error))


def facts_judged(task: FactsTask, parcel: LawParcel) -> Piece | None:
    found = judge_part(task.part, unpacked(parcel), task.now, told=nobody, identity=task.identity)
    return piece_of(in_order(found)) if found else None


def log_judged(task: LogTask, parcel: LawParcel) -> Piece:
    log = read_one_part(task.path, task.mapping, task.groups, now=task.now, tick=lambda _done, _all: None)
    return piece_of(patrol(log, unpacked(parcel).rules.law, task.now, told=nobody))


def nobody(_done: int) -> None:
    """Nobody is told: a worker has no screen."""
