"""The police day: opened by the watch, each case reviewed by a legal officer, closed only when reviewed = accepted. Which case: `days`."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.read import stream_head
from hengjian.ledger.record import Draft, record, record_many
from hengjian.work.findings import days, rights, statement
from hengjian.work.findings.actions import raise_finding
from hengjian.work.findings.limits import due_after, late_entry
from hengjian.work.findings.models import DayCase, DayStatement
from hengjian.work.findings.project import apply_all
from hengjian.work.findings.recording import need
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.vouching import check_words
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

ANSWERS = ("confirmed", "direction", "finding")
IMPORTED = "imported"
REVIEWING = frozenset[str]().union(*rights.REVIEWERS.values())


@transaction.atomic
def open_day(day: date, *, now: datetime) -> list[Event]:
    """Opens the statement of a police day that has ended, for every reviewing unit; names each case that it answers for."""
    span = days.next_span(day)
    days.note_acceptances(days.taken_up_in(span), late_entry())
    events = []
    for unit in days.reviewing_units(span):
        events += record([_opening(span, unit, now)], now=now, expected=0)
    fresh = [event for event in events if not event.already_stood]
    apply_all(fresh)
    return fresh


def _opening(span: days.Span, unit: Unit, now: datetime) -> Draft:
    rows = days.cases_in(span, unit.code)
    cases = [
        {"matter": row.matter, "event": row.event, "place": row.place, "unit": row.unit, "late": row.late, "origin": row.origin}
        for row in rows
    ]
    body = {
        "day": span.day.isoformat(),
        "unit": unit.code,
        "level": unit.level,
        "from_place": span.after,
        "to_place": span.upto,
        "accepted": len(cases),
        "cases": cases,
    }
    stream = f"day/{span.day.isoformat()}/{unit.code}"
    return Draft(stream, "", "day.opened", now, rights.MACHINE, body, source=stream)


@transaction.atomic
def review_case(matter: str, answer: str, direction: str, *, by: Viewer, now: datetime) -> Event:
    """A legal officer of the reviewing unit answers for one newly accepted case; `direction` (工作提示) says what to verify next.

    `answer`: `confirmed`, `direction` or `finding`; the last two need words, and with the last they raise a finding. What the machine saw
    at this moment is recorded with it.
    """
    case = DayCase.objects.filter(matter=matter).first()
    if case is None:
        raise Refused(_("该案不在每日梳理之列：尚未受案，或记录尚未入账。"))
    if answer not in ANSWERS:
        raise Refused(_("请选择梳理结论。"), fields={"answer": _("未知结论")})
    if answer != "confirmed":
        need(direction, "direction", _("请写明工作提示。"))
    seat = rights.seat_in(by, case.district, REVIEWING, _("梳理新受理案件"))
    standing = Matter.objects.select_related("unit").get(id=matter)
    rights.second_person(by, seat, [standing.handler_id or "", standing.co_handler], _("梳理新受理案件"))
    body = {"answer": answer, **statement.seen_by_machine(matter), "law": law_in_force().digest, **seat.recorded()}
    stream = f"review/{matter}"
    body |= {"due": due_after("direction_days", now).isoformat(), "unit": standing.unit.code} if answer == "direction" else {}
    if answer == "finding":
        source = "self_check" if standing.unit.code == case.district else "level_review"
        body["finding"] = raise_finding(matter, source, direction, by=by, now=now, unit=standing.unit).id
    sealed = {"direction": direction} if direction.strip() else {}
    if sealed:
        check_words(standing, body)
    draft = Draft(stream, matter, "day.case_reviewed", now, by.person, body, sealed)
    events = record([draft], now=now, expected=stream_head(stream))
    apply_all(events)
    return events[0]


@transaction.atomic
def review_imported(day: date, unit: str, *, by: Viewer, now: datetime) -> list[Event]:
    """A legal officer answers at once for the cases of a day that were brought in from another system, each with its own record.

    They are past cases, not newly accepted ones; the statement counts them apart. Cases that the officer handles are left for others.
    """
    row = DayStatement.objects.filter(day=day, unit=unit).first()
    if row is None:
        raise Refused(_("{day}警务日尚未开启：须待次日8时。").format(day=day.isoformat()))
    seat = rights.seat_in(by, unit, REVIEWING, _("梳理新受理案件"))
    waiting = set(statement.waiting(row)) & {case["matter"] for case in statement.listed(row) if case.get("origin")}
    own = Matter.objects.filter(id__in=waiting).filter(Q(handler=by.person) | Q(co_handler=by.person))
    matters = sorted(waiting - set(own.values_list("id", flat=True)))
    if not matters:
        raise Refused(_("当日没有待梳理的导入案件。"))
    law = law_in_force().digest
    drafts = [
        Draft(
            f"review/{matter}", matter, "day.case_reviewed", now, by.person,
            {"answer": IMPORTED, **statement.seen_by_machine(matter), "law": law, **seat.recorded()},
        )
        for matter in matters
    ]  # fmt: skip
    events = record_many(drafts, now=now)
    apply_all(events)
    return events


@transaction.atomic
def close_day(day: date, unit: str, *, by: Viewer, now: datetime) -> Event:
    """Closes the day of one unit: refused while one case that the record holds is unreviewed, and for the city while a district is open."""
    row = DayStatement.objects.filter(day=day, unit=unit).first()
    if row is None:
        raise Refused(_("{day}警务日尚未开启：须待次日8时。").format(day=day.isoformat()))
    if row.closed_at:
        raise Refused(_("{day}警务日已办结。").format(day=day.isoformat()))
    seat = rights.seat_in(by, unit, rights.REVIEWERS[row.level], _("办结当日梳理"))
    _check_complete(row)
    said = statement.compose(row)
    body = {"statement": said, "digest": statement.digest_of(said), **seat.recorded()}
    draft = Draft(row.stream, "", "day.closed", now, by.person, body)
    events = record([draft], now=now, expected=row.version)
    apply_all(events)
    return events[0]


def _check_complete(row: DayStatement) -> None:
    dropped = statement.dropped(row.day)
    if dropped:
        raise Refused(_("账本记载的{count}起受案不在任何单位的梳理清单上，请先查明。").format(count=len(dropped)), reasons=dropped)
    waiting = statement.waiting(row)
    if waiting:
        raise Refused(_("还有{count}起案件未梳理，不能办结。").format(count=len(waiting)), reasons=waiting)
    if row.level == "city":
        still_open = statement.open_districts(row)
        if still_open:
            raise Refused(_("还有{count}个分局未办结当日梳理。").format(count=len(still_open)), reasons=still_open)
