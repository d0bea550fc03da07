"""How a lawbook comes to be adopted: proposed by one person, approved by another with a day of effect, adopted when that day has come.

Each is an event on the stream `lawbook`. Until the last of them is recorded, everything goes on being judged by the lawbook before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.trial import run_examples
from hengjian.ledger.models import Event
from hengjian.ledger.read import ZONE, events_in, stream_head
from hengjian.ledger.record import Draft, StreamHead, record
from hengjian.work.matters import lawpacks
from hengjian.work.matters.lawbook import ADOPTED, STREAM, Book, kept_or_why, read_book, read_folder
from hengjian.work.people.access import Viewer
from hengjian.work.people.actions import INSTALLER
from hengjian.work.people.refusal import Refused

PROPOSED, APPROVED, DECLINED = "lawbook.proposed", "lawbook.approved", "lawbook.declined"
PROPOSES = frozenset({"system_admin", "city_legal"})
APPROVES = frozenset({"city_legal", "city_chief"})
MACHINE = "machine"


@dataclass(frozen=True)
class Standing:
    """How the lawbook stands: the last adoption; a proposal that waits for its approver; an approval that waits for its day."""

    head: StreamHead
    adopted: Event | None = None
    proposed: Event | None = None
    approved: Event | None = None

    @property
    def pack(self) -> str:
        """The pack that is adopted; empty before the first."""
        return self.adopted.body.get("pack", "") if self.adopted else ""

    @property
    def effective(self) -> date | None:
        """The day from which the approved lawbook is to serve."""
        return date.fromisoformat(self.approved.body["effective"]) if self.approved else None


def standing() -> Standing:
    """The stream of the lawbook, read to its end."""
    head = stream_head(STREAM)
    last: dict[str, Event | None] = {}
    for event in events_in(STREAM):
        last[event.kind] = event
        if event.kind == PROPOSED:
            last[APPROVED] = None
        elif event.kind in (ADOPTED, DECLINED):
            last[PROPOSED] = last[APPROVED] = None
    return Standing(head, last.get(ADOPTED), last.get(PROPOSED), last.get(APPROVED))


@transaction.atomic
def adopt_first_law(folder: Path, *, now: datetime) -> Event | None:
    """The installation adopts the lawbook it is founded with; nothing where one is adopted already. Raises `LawErrors`, `FlowError`."""
    stands = standing()
    if stands.pack:
        return None
    pack, book = kept(folder)
    body = {"pack": pack, "digest": book.law.digest, "rules": len(book.law.rules), "since": now.astimezone(ZONE).date().isoformat()}
    return noted(ADOPTED, body, person=INSTALLER, stands=stands, now=now)


@transaction.atomic
def propose_law(folder: Path, *, by: Viewer, now: datetime, proof: str = "", publisher: str = "") -> Event:
    """Keeps the folder as it stands and proposes it. Every example must come out; a proposal that waits gives way to the new one.

    `proof`: what showed who acted, where that was not a session of the desk; `publisher`: the key that signed it, where it came as a
    signed pack. The adopted lawbook itself is not read.
    Raises `Refused`, and `LawErrors` or `FlowError` with every fault of the folder.
    """
    check_right(by, PROPOSES)
    stands = standing()
    if stands.approved:
        raise Refused(_("已批准的法规包自 %(day)s 起采用：先撤回它，再提出新的") % {"day": stands.effective})
    pack, book = kept(folder)
    if stands.adopted and (pack, book.law.digest) == (stands.pack, stands.adopted.body["digest"]):
        raise Refused(_("文件夹与已采用的法规包相同，没有可提出的修改"))
    examples = tried(book)
    body = {"pack": pack, "digest": book.law.digest, "rules": len(book.law.rules), "examples": examples, "base": stands.pack}
    came = {"publisher": publisher} if publisher else {}
    return noted(PROPOSED, body | came | proven(proof), person=by.person, stands=stands, now=now)


def kept(folder: Path) -> tuple[str, Book]:
    """The folder read, and only then kept: what has faults leaves nothing behind."""
    read_folder(folder, "")
    pack = lawpacks.keep(folder)
    return pack, read_book(pack)


def tried(book: Book) -> int:
    """How many examples the lawbook has; refused where one does not come out."""
    outcomes = run_examples(book.law)
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    if wrong:
        first = "、".join(f"{one.rule.id}:{one.example.name}" for one in wrong[:5])
        raise Refused(_("有 %(count)d 个例子不符，不能提出：%(first)s") % {"count": len(wrong), "first": first})
    return len(outcomes)


@transaction.atomic
def approve_law(pack: str, *, effective: date, by: Viewer, now: datetime, proof: str = "", rehearsal: str = "") -> Event:
    """Approves the proposal, never one's own; it is adopted at once where the day is today, else when the day has come.

    `rehearsal`: the digest of the rehearsal that the approver was shown; empty where none was run.
    """
    check_right(by, APPROVES)
    stands = standing()
    proposed = the_proposal(stands, pack)
    if stands.approved:
        raise Refused(_("这个法规包已经批准，自 %(day)s 起采用") % {"day": stands.effective})
    if proposed.by == by.person:
        raise Refused(_("不能批准自己提出的法规包，须由他人批准"), who_may=sorted(APPROVES))
    if proposed.body["base"] != stands.pack:
        raise Refused(_("提出之后已采用了另一法规包：请重新提出"))
    if effective < now.astimezone(ZONE).date():
        raise Refused(_("采用之日不能早于今天"), fields={"effective": _("早于今天")})
    book = kept_or_why(pack)
    if isinstance(book, str):
        raise Refused(_("本版本读不了这个法规包，不能在这里批准：%(why)s") % {"why": book})
    body = {"pack": pack, "effective": effective.isoformat(), "rehearsal": rehearsal} | proven(proof)
    event = noted(APPROVED, body, person=by.person, stands=stands, now=now)
    adopt_due_law(now)
    return event


@transaction.atomic
def decline_law(pack: str, *, by: Viewer, now: datetime, proof: str = "") -> Event:
    """The author takes a proposal back, or an approver declines it; an approval whose day has not come goes the same way."""
    stands = standing()
    proposed = the_proposal(stands, pack)
    if proposed.by != by.person:
        check_right(by, APPROVES)
    return noted(DECLINED, {"pack": pack} | proven(proof), person=by.person, stands=stands, now=now)


def proven(proof: str) -> dict[str, str]:
    return {"proof": proof} if proof else {}


@transaction.atomic
def adopt_due_law(now: datetime) -> Event | None:
    """Adopts what was approved once its day has come; None where nothing is due. Safe to run from several processes."""
    stands = standing()
    if stands.approved is None or stands.proposed is None or (stands.effective or date.max) > now.astimezone(ZONE).date():
        return None
    proposed, approved = stands.proposed, stands.approved
    body = {name: proposed.body[name] for name in ("pack", "digest", "rules", "examples")}
    body |= {"since": approved.body["effective"], "proposed_by": proposed.by, "approved_by": approved.by}
    body |= {"rehearsal": approved.body.get("rehearsal", "")}
    return noted(ADOPTED, body, person=MACHINE, stands=stands, now=now)


def the_proposal(stands: Standing, pack: str) -> Event:
    if stands.proposed is None or stands.proposed.body["pack"] != pack:
        raise Refused(_("没有等待处理的这个法规包：可能已被撤回、批准或替换"))
    return stands.proposed


def check_right(by: Viewer, roles: frozenset[str]) -> None:
    if not by.roles & roles:
        raise Refused(_("您的岗位不能办理法规包的采用"), who_may=sorted(roles))


def noted(kind: str, body: dict, *, person: str, stands: Standing, now: datetime) -> Event:
    return record([Draft(STREAM, "", kind, now, person, body)], now=now, expected=stands.head)[0]
