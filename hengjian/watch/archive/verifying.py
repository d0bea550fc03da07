"""Is an archive what the signed log says? Every event hashed again, every column held against it, every stretch tied to its checkpoint.

No database is asked. What the columns must say stands in `agreeing.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from hengjian.bulk.facts.columns import FIXED
from hengjian.bulk.facts.heading import ways
from hengjian.bulk.readers.parquet_file import opened
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _
from hengjian.core.flow import Flow
from hengjian.core.tree import Frontier, leaf_hash
from hengjian.ledger.verifier.verify import digest_of, keys_of, parse_note, signed_by
from hengjian.watch.archive import heads
from hengjian.watch.archive.agreeing import disagreements
from hengjian.watch.archive.segment import LEAVES, Archive, Segment

ROTATED = "checkpoint_key.rotated"
WIDTH = 32
Told = Callable[[int], None]


@dataclass
class Report:
    """What was looked at, and what does not hold. `levels`: of each unit, as the log says; `stages`: whether stages were proven, too."""

    events: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)
    rotations: list[dict[str, Any]] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    stages: bool = False

    def add(self, where: object, sentence: str) -> None:
        self.problems.append(_("%(where)s:%(what)s") % {"where": where, "what": sentence})


def verify(
    archive: Archive, *, key: str = "", checkpoints: tuple[str, ...] = (), flows: Mapping[str, Flow] | None = None, told: Told
) -> Report:
    """Checks all of it. `key`: a verifier key of the ledger that came by another way than the archive; `checkpoints`: notes kept outside.

    `flows`: by kind of matter; stages are proven where these lead as those did by which they were summed up. Raises `BadLog` where a file
    is missing or cannot be read.
    """
    report = Report()
    digest = digest_of(archive.hash)
    tree = Frontier(digest)
    wanted = {parse_note(note)[1]: parse_note(note)[2] for note in checkpoints}
    for segment in archive.segments:
        leaves = leaves_of(archive, segment)
        check_start(report, segment, tree)
        tree = Frontier(digest, segment.first - 1, [bytes.fromhex(one) for one in segment.edge])
        Scan(report, archive, segment, leaves, digest, told).run()
        for place in range(segment.first, segment.last + 1):
            tree.append(leaves[(place - segment.first) * WIDTH : (place - segment.first + 1) * WIDTH])
            if wanted.get(place, tree) is not tree and wanted.pop(place) != tree.root():
                report.add(segment.name, _("与外部保存的第 %(size)d 位检查点不符") % {"size": place})
        check_note(report, archive, segment, tree.root())
    check_keys(report, archive, key or archive.key)
    check_heads(report, archive, flows)
    for size in wanted:
        report.add(archive.folder, _("归档没有到达外部保存的第 %(size)d 位检查点") % {"size": size})
    return report


def check_heads(report: Report, archive: Archive, flows: Mapping[str, Flow] | None) -> None:
    """The sums over each matter, by the events that were proven just now."""
    report.stages = flows is not None and {one.ways for one in archive.segments} == {ways(flows)}
    for sentence in heads.disagreements(archive, report.levels, flows if report.stages else None):
        report.add(archive.folder, sentence)


def leaves_of(archive: Archive, segment: Segment) -> bytes:
    path = archive.path(segment, LEAVES)
    try:
        found = path.read_bytes()
    except OSError as problem:
        raise BadLog(_("无法打开该文件：%(why)s。") % {"why": problem.strerror}, path=path) from problem
    if len(found) != segment.events * WIDTH:
        raise BadLog(_("散列的数目与本段事件的数目不符。"), path=path)
    return found


def check_start(report: Report, segment: Segment, before: Frontier) -> None:
    """A segment must go on where the one before ended."""
    if segment.first != before.size + 1:
        report.add(segment.name, _("与前一段不相接：应从第 %(place)d 位开始") % {"place": before.size + 1})
    elif len(segment.edge) != (segment.first - 1).bit_count():
        raise BadLog(_("段首的树根数目不对。"), path=Path(segment.name))
    elif Frontier(before.digest, segment.first - 1, [bytes.fromhex(one) for one in segment.edge]).root() != before.root():
        report.add(segment.name, _("段首的树根与前一段的末尾不符"))


def check_note(report: Report, archive: Archive, segment: Segment, root: bytes) -> None:
    origin, size, said, hash_name = parse_note(segment.note)
    if (origin, hash_name, size) != (archive.origin, archive.hash, segment.last):
        report.add(segment.name, _("检查点属于另一账本或另一位置"))
    elif said != root:
        report.add(segment.name, _("事件的散列与检查点所载的根不符"))


def check_keys(report: Report, archive: Archive, anchor: str) -> None:
    """The note of every segment must be signed by the key that stood at its place."""
    chain, problems = keys_of(report.rotations, anchor)
    for problem in problems:
        report.add(archive.folder, problem)
    for segment in archive.segments:
        key = next(key for since, key in reversed(chain) if since <= segment.last)
        if signed_by(segment.note, key) is False:
            report.add(segment.name, _("检查点没有该账本密钥的有效签名"))


class Scan:
    """The files of one segment: each place once, each row what its canonical form says."""

    def __init__(
        self, report: Report, archive: Archive, segment: Segment, leaves: bytes, digest: Callable[[bytes], bytes], told: Told
    ) -> None:
        self.report, self.archive, self.segment, self.leaves = report, archive, segment, leaves
        self.digest, self.told = digest, told
        self.seen = bytearray(segment.events)

    def run(self) -> None:
        for name in (*self.segment.facts, *self.segment.beside):
            path = self.archive.path(self.segment, name)
            for table in row_groups(path):
                self.table(f"{self.segment.name}/{name}", table)
            self.report.files += 1
        missing = self.seen.count(0)
        if missing:
            self.report.add(self.segment.name, _("缺少 %(count)d 个事件") % {"count": missing})

    def table(self, where: str, table: pa.Table) -> None:
        places, texts = table["place"].to_pylist(), table["canonical"].to_pylist()
        for place, text in zip(places, texts, strict=True):
            self.event(where, place, text)
        for sentence in disagreements(table, [json.loads(text) for text in texts]):
            self.report.add(where, sentence)
        heads.units_in(self.report.levels, table)
        self.report.events += len(places)
        self.told(self.report.events)

    def event(self, where: str, place: int, text: str) -> None:
        number = place - self.segment.first
        said = {"where": where, "place": place}
        if not 0 <= number < self.segment.events or self.seen[number]:
            self.report.add(where, _("第 %(place)d 位不属于本段，或出现两次") % said)
            return
        self.seen[number] = 1
        if leaf_hash(text.encode(), self.digest) != self.leaves[number * WIDTH : (number + 1) * WIDTH]:
            self.report.add(where, _("第 %(place)d 位的内容被改动：与散列不符") % said)
        if f'"{ROTATED}"' in text:
            self.report.rotations.append({"place": place, "canonical": text})


def row_groups(path: Path) -> Iterator[pa.Table]:
    with opened(path) as file:
        for name in (*FIXED, "place", "canonical"):
            if name not in file.schema_arrow.names:
                raise BadLog(_("不是归档的事实文件：缺少 %(columns)s 列。") % {"columns": name}, path=path)
        for number in range(file.num_row_groups):
            try:
                yield file.read_row_group(number)
            except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
                raise BadLog(_("文件已损坏：%(why)s。") % {"why": error}, path=path) from error
