"""Does the record hold together? Every event hashed again, its files, every stream's chain, the tree, the checkpoints, the guards.

What an outsider can check without this house stands in `verifier/verify.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hengjian.core.tree import Frontier
from hengjian.ledger import files, guard, note, signing, witnesses
from hengjian.ledger.canonical import NotCanonical, leaf_of
from hengjian.ledger.charter import DIGESTS, charter
from hengjian.ledger.instant import one_instant
from hengjian.ledger.keys import KeyFileError
from hengjian.ledger.models import Arrival, Checkpoint, Cosignature, Event, Head, Place
from hengjian.ledger.signing import Reign
from hengjian.ledger.tile_check import TileCheck

AT_ONCE = 2000
PLACED = """SELECT p.place AS place, p.event AS named, e.* FROM ledger_place p LEFT JOIN ledger_event e ON e.id = p.event
WHERE p.place > %s ORDER BY p.place LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: where (a place, an event, a checkpoint, a trigger) and a sentence."""

    where: str
    sentence: str


@dataclass
class Report:
    """What was checked and what does not hold, first problem first."""

    size: int = 0
    waiting: int = 0
    checkpoints: int = 0
    cosignatures: int = 0
    root: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems

    def add(self, where: str, sentence: str) -> None:
        self.problems.append(Problem(where, sentence))


def verify(against: Iterable[str] = (), progress: Callable[[int], None] = lambda _places: None) -> Report:
    """Check everything and report. `against` holds checkpoints (signed notes) that were kept outside the house.

    `progress` is told the places seen so far. The whole log is read once, as it stands at one instant, in constant memory per stream.
    """
    with one_instant():
        return _verified(against, progress)


def _verified(against: Iterable[str], progress: Callable[[int], None]) -> Report:
    founded = charter()
    report = Report()
    for name in guard.missing():
        report.add(name, _("数据库防护缺失或被改动：请运行 hengjian migrate 重新安装"))
    reigns = _reigns(report, founded.origin)
    notes = _notes(report, against, reigns)
    for where, sentence in witnesses.faults():
        report.add(where, sentence)
    report.cosignatures = Cosignature.objects.count()
    walk = _Walk(report, DIGESTS[founded.suite])
    for event in _placed():
        walk.step(event)
        for text, root in notes.pop(event.place, ()):
            if walk.tree.root() != root:
                report.add(text, _("前 %(size)d 个事件与该检查点所载的根不符") % {"size": event.place})
        if walk.tree.size % AT_ONCE == 0:
            progress(walk.tree.size)
    for left in notes.values():
        for text, _root in left:
            report.add(text, _("检查点之后账本变短：所载事件已不存在"))
    walk.waiting()
    walk.heads()
    walk.tiles.finish()
    report.size, report.root = walk.tree.size, walk.tree.root().hex()
    return report


def _reigns(report: Report, origin: str) -> list[Reign]:
    """The keys that sign, each introduced by the one before; the last must be the one that this house holds."""
    found = signing.reigns(origin)
    for number, reign in enumerate(found):
        if reign.fault:
            report.add(_("第 %(number)d 次密钥轮换") % {"number": number}, reign.fault)
    try:
        held = note.verifier_key(origin)
    except KeyFileError as problem:
        report.add(_("检查点密钥"), str(problem))
        return found
    if held != found[-1].key:
        report.add(_("检查点密钥"), _("本机的密钥不是账本登记的现用密钥"))
    return found


def _notes(report: Report, against: Iterable[str], reigns: list[Reign]) -> dict[int, list[tuple[str, bytes]]]:
    """The roots that must be met, by size; notes that are not well signed are reported."""
    wanted: dict[int, list[tuple[str, bytes]]] = {}
    own = [(_("检查点 %(size)d") % {"size": row.size}, row) for row in Checkpoint.objects.order_by("size").iterator(chunk_size=500)]
    report.checkpoints = len(own)
    for name, row in own:
        said = _checked(report, name, row.note, reigns)
        if said and (said.size, said.root.hex(), said.at) != (row.size, row.root, note.moment(row.at, "at")):
            report.add(name, _("签名的内容与登记的不符"))
        if said:
            wanted.setdefault(said.size, []).append((name, said.root))
    for number, text in enumerate(against, start=1):
        name = _("外部保存的检查点 %(number)d") % {"number": number}
        said = _checked(report, name, text, reigns)
        if said:
            wanted.setdefault(said.size, []).append((name, said.root))
    wanted.pop(0, None)
    return wanted


def _checked(report: Report, name: str, text: str, reigns: list[Reign]) -> note.Note | None:
    try:
        return note.check(text, signing.key_for(note.read(text).size, reigns))
    except note.BadNote as problem:
        report.add(name, str(problem))
        return None


def _placed() -> Iterator[Event]:
    """Every place in order with its event; where the event is gone, the model has no id."""
    last = 0
    while rows := list(Event.objects.raw(PLACED, [last, AT_ONCE])):
        yield from rows
        last = rows[-1].place


class _Walk:
    """One pass over the log: what the last event of every stream was, and the tree so far."""

    def __init__(self, report: Report, digest: Callable[[bytes], bytes]) -> None:
        self.report, self.digest = report, digest
        self.tree = Frontier(digest)
        self.tiles = TileCheck(report.add, digest)
        self.ends: dict[str, tuple[int, str]] = {}
        self.forgotten = files.forgotten_matters()

    def step(self, event: Event) -> None:
        where = _("第 %(place)s 位 · 事件 %(event)s") % {"place": event.place, "event": event.named}
        if event.place != self.tree.size + 1:
            self.report.add(where, _("位次不连续：应为第 %(wanted)d 位") % {"wanted": self.tree.size + 1})
        leaf = self._event(where, event) if event.id else ""
        if not leaf:
            self.report.add(where, _("事件已不存在或无法核算"))
            leaf = "00" * 32
        self.tree.append(bytes.fromhex(leaf))
        self.tiles.append(bytes.fromhex(leaf))

    def _event(self, where: str, event: Event) -> str:
        """Check one event against itself and its stream; gives back the leaf that its content has."""
        try:
            leaf = leaf_of(event, self.digest)
        except (NotCanonical, KeyError, TypeError, AttributeError):
            return ""
        if leaf != event.leaf:
            self.report.add(where, _("内容被改动：与记录时的散列不符"))
        version, previous = self.ends.get(event.stream, (0, ""))
        if event.version != version + 1:
            self.report.add(where, _("记录 %(stream)s 第 %(version)d 版之后缺失事件") % {"stream": event.stream, "version": version})
        elif event.previous != previous:
            self.report.add(where, _("与记录 %(stream)s 的前一事件不相衔接") % {"stream": event.stream})
        self.ends[event.stream] = (event.version, leaf)
        for problem in files.problems(event, self.forgotten):
            self.report.add(where, problem)
        return leaf

    def waiting(self) -> None:
        """The events that have no place yet: each must wait for one, and hold together with its stream."""
        unplaced = Event.objects.filter(~Exists(Place.objects.filter(event=OuterRef("id")))).order_by("stream", "version")
        arrived = set(Arrival.objects.values_list("event", flat=True))
        for event in unplaced.iterator(chunk_size=AT_ONCE):
            where = _("未入账事件 %(event)s") % {"event": event.id}
            self._event(where, event)
            if event.id not in arrived:
                self.report.add(where, _("既无位次，也不在待入账之列"))
            self.report.waiting += 1

    def heads(self) -> None:
        """The head of every stream must be its last event."""
        for stream, version, leaf in Head.objects.values_list("stream", "version", "leaf").iterator(chunk_size=AT_ONCE):
            if self.ends.pop(stream, None) != (version, leaf):
                self.report.add(stream, _("记录末端（第 %(version)d 版）与其事件不符：有事件被删除或添加") % {"version": version})
        for stream in self.ends:
            self.report.add(stream, _("有事件而无记录末端"))
