"""Raising a finding and answering it, the same for an inspector and for the watch. Judging and closing: `actions_closing`."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record, record_many
from hengjian.work.findings import numbers, rights, routes
from hengjian.work.findings.faults import OBSERVED, Fault
from hengjian.work.findings.limits import due_after
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.notice import notice_values
from hengjian.work.findings.project import apply_all
from hengjian.work.findings.recording import about, append, check_written, need, open_row, raised_body
from hengjian.work.findings.sources import EXTERNAL, LOOP_OF
from hengjian.work.matters import paper_numbers
from hengjian.work.matters.actions_papers import put_on_record
from hengjian.work.matters.attachments import Upload
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

FINDINGS = uuid.UUID("6f1b1c1e-9c3e-5a0e-8a53-0d5f6f6b7f10")


@transaction.atomic
def raise_by_rule(matter: str, unit: Unit, faults: Sequence[Fault], *, now: datetime) -> list[Event]:
    """The watch raises what rules found in one matter. Those that already stand are left alone; gives back the new ones.

    Raises `StaleStream` if another worker raises the same in this instant: look again.
    """
    drafts = [_machine_draft(matter, unit, fault, now) for fault in faults]
    fresh = [event for event in record_many(drafts, now=now) if not event.already_stood]
    apply_all(fresh)
    return fresh


def _machine_draft(matter: str, unit: Unit, fault: Fault, now: datetime) -> Draft:
    identity = fault.identity(matter)
    body = raised_body(identity, unit, unit, "patrol", due_after("answer_days", now))
    body |= {"rule": fault.rule, "breach": fault.breach, "key": fault.key, "start": fault.start, "since": fault.since.isoformat()}
    body |= {"reasons": list(fault.reasons), "law": law_in_force().digest}
    stream = uuid.uuid5(FINDINGS, identity).hex
    return Draft(stream, matter, "finding.raised", now, rights.MACHINE, body, about=about(fault.key), source=identity)


@transaction.atomic
def raise_finding(
    matter: str, source: str, account: str, *, by: Viewer, now: datetime, rule: str = "", key: str = "", unit: Unit | None = None
) -> FindingRow:
    """A person raises a finding, with reasons, against `unit`, which answers for the act (else: the unit that the matter lies with).

    `source` is one of `sources.LOOP_OF`. Raises `Refused` without reasons, from a seat that may not, or where a complaint would reach
    whom it is about.
    """
    if source not in LOOP_OF or source == "patrol":
        raise Refused(_("请选择问题来源。"), fields={"source": _("未知来源")})
    need(account, "account", _("请写明发现的问题和理由。"))
    unit = unit or matter_in_sight(by, matter).unit
    seat = _raising_seat(by, unit, source)
    handler = seat.unit if source == "level_review" else routes.first_handler(unit, source)
    identity = f"finding:observed:{uuid.uuid4().hex}"
    body = raised_body(identity, unit, handler, source, due_after("answer_days", now))
    body |= {"rule": rule, "breach": OBSERVED, "key": key, "law": law_in_force().digest, **seat.recorded()}
    check_written(matter, body)
    stream = uuid.uuid5(FINDINGS, identity).hex
    draft = Draft(stream, matter, "finding.raised", now, by.person, body, {"account": account}, about(key), identity)
    apply_all(record([draft], now=now, expected=0))
    return FindingRow.objects.get(id=stream)


def _raising_seat(by: Viewer, unit: Unit, source: str) -> Seat:
    """External matter is registered where it is handled or above; what a unit finds itself by the unit; a review by a level above."""
    if source == "level_review":
        return rights.seat_above(by, routes.next_above(unit) or unit, rights.SUPERVISORS, _("登记上级核查问题"))
    if LOOP_OF[source] == EXTERNAL:
        return rights.seat_above(by, routes.first_handler(unit, source), rights.SUPERVISORS, _("登记外部监督问题"))
    return rights.seat_in(by, unit.code, rights.SUPERVISORS | rights.ANSWERING, _("登记自查问题"))


@transaction.atomic
def issue_opinion(finding: str, text: str, *, by: Viewer, now: datetime, type: str = "rectification") -> Event:
    """The level that has the finding in hand sends an opinion; it bears the next number of its unit, type and year."""
    row = open_row(finding, "opinion.issued")
    need(text, "text", _("请写明监督意见。"))
    seat = rights.seat_in(by, row.handled_by, rights.SUPERVISORS, _("发出监督意见"))
    due = due_after("opinion_days", now)
    body = {
        "type": type,
        "to_unit": row.unit,
        "due": due.isoformat(),
        **seat.recorded(),
        **_numbered(row, seat, text, type, due, by.person, now),
    }
    return append(row, "opinion.issued", by.person, body, {"text": text}, now)


def _numbered(row: FindingRow, seat: Seat, text: str, type: str, due: datetime, person: str, now: datetime) -> dict[str, Any]:
    """The next number of the unit; a rectification notice is put on record with it, so that it always prints as it was sent."""
    organ = Unit.objects.select_related("parent__parent").get(code=seat.unit.code)
    if type != "rectification":
        year, number = paper_numbers.next_number(organ, numbers.word_of(type), now)
        return {"year": year, "number": number, "reference": numbers.text(organ, type, year, number)}
    matter = Matter.objects.select_related("unit").get(id=row.matter)
    values = partial(notice_values, row, matter, organ, text, due, now)
    paper = put_on_record(matter, "notice", row.id, organ, values, seat, person, now).row
    return {"year": paper.year, "number": paper.number, "paper": paper.id, "reference": paper.text}


@transaction.atomic
def reply(finding: str, text: str, *, by: Viewer, now: datetime, evidence: Sequence[Upload] = ()) -> Event:
    """The unit that answers says what it did, sealed, with files as evidence; from here the clock runs for who judges."""
    row = open_row(finding, "finding.replied")
    need(text, "text", _("请写明整改情况。"))
    seat = rights.seat_in(by, row.unit, rights.ANSWERING, _("反馈整改"))
    body = {"pieces": len(evidence), "due": due_after("answer_days", now).isoformat(), **seat.recorded()}
    return append(row, "finding.replied", by.person, body, {"text": text}, now, evidence)


@transaction.atomic
def contest(finding: str, reasons: str, *, by: Viewer, now: datetime) -> Event:
    """The unit says, with reasons, that there was no fault; a second person decides."""
    row = open_row(finding, "finding.contested")
    need(reasons, "reasons", _("请写明异议理由。"))
    seat = rights.seat_in(by, row.unit, rights.ANSWERING, _("提出异议"))
    body = {"from": row.state, "due": due_after("answer_days", now).isoformat(), **seat.recorded()}
    return append(row, "finding.contested", by.person, body, {"reasons": reasons}, now)
