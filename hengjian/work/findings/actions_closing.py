"""Judging and closing a finding: contests, the machine's re-check, accepted remedies, the climb to the next level. Raising: `actions`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.evaluation import Evaluation
from hengjian.ledger.models import Event
from hengjian.work.findings import rights, routes
from hengjian.work.findings.limits import due_after
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.rechecking import Examination, examine_now
from hengjian.work.findings.recording import append, need, open_row
from hengjian.work.findings.states import Close, State, Verdict, ways_to_close
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused


@transaction.atomic
def decide_contest(finding: str, reasons: str, *, uphold: bool, by: Viewer, now: datetime) -> Event:
    """A second person, who has neither raised nor answered the finding, says whether the unit is right.

    Upheld: the finding may be closed as lapsed. Not upheld: it stands where it stood, with new time to answer.
    """
    row = open_row(finding, "contest.decided")
    need(reasons, "reasons", _("请写明裁定理由。"))
    seat = rights.seat_in(by, row.handled_by, rights.JUDGES, _("裁定异议"))
    rights.second_person(by, seat, rights.earlier_persons(row), _("裁定异议"))
    due = None if uphold else due_after("answer_days", now).isoformat()
    body = {"upheld": uphold, "back_to": row.contested_from, "due": due, **seat.recorded()}
    return append(row, "contest.decided", by.person, body, {"reasons": reasons}, now)


@transaction.atomic
def recheck(finding: str, *, now: datetime, current: Evaluation | None = None) -> Event | None:
    """The machine checks again and records what it found; nothing where its verdict has not changed.

    `current` saves the evaluation of the matter at `now` where the caller has it.
    """
    row = open_row(finding, "finding.rechecked")
    examination = examine_now(row, now, current)
    if row.verdict == examination.verdict:
        return None
    body = {"verdict": str(examination.verdict), "rests_on": examination.rests_on, "law": law_in_force().digest}
    return append(row, "finding.rechecked", rights.MACHINE, body, {}, now)


@transaction.atomic
def accept_remedy(finding: str, reasons: str, *, by: Viewer, now: datetime) -> Event:
    """A second person accepts that the fault was made good: by the rule's recorded remedy, or, for what no rule checks, by the reply."""
    row = open_row(finding, "remedy.accepted")
    need(reasons, "reasons", _("请写明认可理由。"))
    examination = examine_now(row, now)
    if examination.verdict not in {Verdict.REMEDY_DONE, Verdict.NOT_BY_MACHINE}:
        raise Refused(_("机器复核未见该规则要求的补救步骤，不能认可。"))
    seat = rights.seat_in(by, row.handled_by, rights.JUDGES, _("认可补救"))
    rights.second_person(by, seat, [row.replied_by], _("认可补救"))
    body = {"verdict": str(examination.verdict), "rests_on": examination.rests_on, **seat.recorded()}
    return append(row, "remedy.accepted", by.person, body, {"reasons": reasons}, now)


@transaction.atomic
def close(finding: str, how: Close, *, by: Viewer, now: datetime) -> Event:
    """A person of the level that has the finding in hand closes it, in one of the ways that are open now."""
    row = open_row(finding, "finding.closed")
    seat = rights.seat_in(by, row.handled_by, rights.SUPERVISORS, _("销号"))
    if how is Close.LAPSED and row.state != State.UPHELD:
        rights.second_person(by, seat, [row.replied_by], _("确认问题不成立"))
    return _record_closing(row, how, examine_now(row, now), by.person, seat.recorded(), now)


@transaction.atomic
def close_by_machine(finding: str, *, now: datetime, current: Evaluation | None = None) -> Event | None:
    """The watch closes what it verified itself and what a second person accepted; what only late entries excuse waits for a person."""
    row = open_row(finding, "finding.closed")
    examination = examine_now(row, now, current)
    ways = ways_to_close(State(row.state), examination.verdict)
    how = next((way for way in (Close.RECTIFIED, Close.REMEDIED) if way in ways), None)
    if how is None and row.state == State.UPHELD:
        how = Close.LAPSED
    return _record_closing(row, how, examination, rights.MACHINE, {}, now) if how else None


def _record_closing(row: FindingRow, how: Close, examination: Examination, person: str, seat: dict[str, str], now: datetime) -> Event:
    if how not in ways_to_close(State(row.state), examination.verdict):
        raise Refused(_why_not(how))
    body = {"how": str(how), "verdict": str(examination.verdict), "rests_on": examination.rests_on, **seat}
    return append(row, "finding.closed", person, body, {}, now)


def _why_not(how: Close) -> str:
    """What is missing, said to who wants to close."""
    missing = {
        Close.RECTIFIED: _("按现有记录，该规则仍未通过复核。"),
        Close.REMEDIED: _("补救步骤尚未记录，或尚未经另一人认可。"),
        Close.LAPSED: _("现有事实未表明问题不存在，异议也未获支持。"),
    }
    return _("不能销号：{why}").format(why=missing[how])


@transaction.atomic
def escalate(finding: str, *, now: datetime) -> Event | None:
    """The watch hands a finding that nobody answered to the next level; at the city it stays, with new time, and is told again."""
    row = open_row(finding, "finding.escalated")
    return _climb(row, rights.MACHINE, {}, now)


@transaction.atomic
def take_up(finding: str, reasons: str, *, by: Viewer, now: datetime) -> Event:
    """A higher level takes a finding into its own hands (提级督办)."""
    row = open_row(finding, "finding.escalated")
    need(reasons, "reasons", _("请写明提级理由。"))
    above = routes.next_above(Unit.objects.get(code=row.handled_by))
    if above is None:
        raise Refused(_("该问题已在最高层级。"))
    seat = rights.seat_in(by, above.code, rights.SUPERVISORS, _("提级督办"))
    return _climb(row, by.person, {"reasons": reasons}, now, seat.recorded())


def _climb(row: FindingRow, person: str, sealed: dict, now: datetime, seat: dict | None = None) -> Event:
    here = Unit.objects.get(code=row.handled_by)
    above = routes.next_above(here) or here
    body = {"from": here.code, "to": above.code, "level": above.level, "due": due_after("escalated_days", now).isoformat()}
    return append(row, "finding.escalated", person, body | (seat or {}), sealed, now)
