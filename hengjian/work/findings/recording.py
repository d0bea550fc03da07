"""How the next event of a finding is put together and recorded: its state read, its version held, its row brought up. Rights: `rights`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.project import apply_all
from hengjian.work.findings.sources import LOOP_OF, SELF_REPORTED
from hengjian.work.findings.states import State, may_follow
from hengjian.work.matters.attachments import Upload, attached
from hengjian.work.matters.models import Matter
from hengjian.work.matters.vouching import check_words
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

EVIDENCE = "evidence"


def about(key: str) -> tuple[str, ...]:
    return (key,) if ":" in key else ()


def raised_body(identity: str, unit: Unit, handler: Unit, source: str, due: datetime) -> dict[str, Any]:
    return {
        "identity": identity,
        "unit": unit.code,
        "handled_by": handler.code,
        "level": handler.level,
        "source": source,
        "loop": LOOP_OF[source],
        "self_reported": source in SELF_REPORTED,
        "due": due.isoformat(),
    }


def open_row(finding: str, kind: str) -> FindingRow:
    """The finding as it stands, if this may follow; its version guards against whoever writes meanwhile."""
    row = FindingRow.objects.filter(id=finding).first()
    if row is None:
        raise Refused(_("没有这个问题：{finding}。").format(finding=finding))
    if not may_follow(kind, State(row.state)):
        raise Refused(_("该问题目前的状态不允许这一步。"))
    return row


def append(
    row: FindingRow,
    kind: str,
    person: str,
    body: Mapping[str, Any],
    sealed: Mapping[str, Any],
    now: datetime,
    evidence: Sequence[Upload] = (),
) -> Event:
    """Records the next event of a finding, with files where there are some, and brings its row up to it."""
    if sealed:
        check_written(row.matter, body)
    draft = Draft(row.id, row.matter, kind, now, person, body, sealed, about(row.key))
    events = record([attached(draft, evidence, (EVIDENCE,), now)], now=now, expected=row.version)
    apply_all(events)
    return events[0]


def check_written(matter: str, body: Mapping[str, Any]) -> None:
    """Refuses what is written about a matter with a hidden reporter and nobody vouches for (RP-05)."""
    check_words(Matter.objects.filter(id=matter).first(), body)


def need(text: str, name: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence, fields={name: sentence})
