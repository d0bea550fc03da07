"""Papers: issued with a number that has no gap, printed again as marked copies, voided with their number kept. Each is an event."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import uuid6
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hengjian.ledger.canonical import encode
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, record
from hengjian.ledger.sealed import unseal
from hengjian.work.matters import looks, paper_numbers, paper_rows, paper_values
from hengjian.work.matters.forms import read_values
from hengjian.work.matters.lawbook import terms
from hengjian.work.matters.models import Matter, PaperRow
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people import roles
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

ISSUING = roles.LEGAL_ROLES | roles.CHIEF_ROLES | {"officer"}
PRINTING = ISSUING | {"centre"}
VOIDING = roles.LEGAL_ROLES | roles.CHIEF_ROLES


@dataclass(frozen=True)
class Paper:
    """A paper on record with what it says, as the template takes it; `copy` is 0 for the first print, then its number."""

    row: PaperRow
    event: Event
    content: Mapping[str, Any]
    copy: int = 0


@transaction.atomic
def issue_paper(matter: str, kind: str, key: str, *, by: Viewer, now: datetime) -> Paper:
    """Issues and prints the receipt of one reporter (`kind` receipt, `key` party:1) or the opening decision (decision).

    It shows sealed names, so it is a look for handling the case, and recorded as one. Raises `Refused` where the step does not stand in
    the record, or the same paper stands already (print a copy, or void it first).
    """
    row = matter_in_sight(by, matter)
    seat = seat_over(by, row.unit, ISSUING)
    events = events_in(matter)
    kinds = frozenset(event.kind for event in events)
    if not any((one.kind, one.key) == (kind, key) for one in paper_values.offered(row, list(row.parties.all()), kinds)):
        raise Refused(_("记录中没有制作这份文书的步骤"))
    if PaperRow.objects.filter(matter=matter, kind=kind, key=key, voided_at=None).exists():
        raise Refused(_("这份文书已经制作；请补打副本，或者先作废"))
    opened = looks.look_at_sealed(by, matter, "handling", now)
    organ = paper_values.organ_of(kind, row, events)

    def values(number: str) -> dict[str, Any]:
        if kind == "receipt":
            return paper_values.receipt(row, row.parties.get(key=key), opened, number, now)
        return paper_values.decision(row, events, opened, number, now)

    return put_on_record(row, kind, key, organ, values, seat, by.person, now)


def put_on_record(
    row: Matter, kind: str, key: str, organ: Unit, values: Callable[[str], Mapping[str, Any]], seat: Seat, person: str, now: datetime
) -> Paper:
    """Takes the organ's next number and records the paper with the hash of what it says; call it inside the transaction of the act.

    A fault in the values is a `Refused`, and gives the number back with the transaction.
    """
    form = paper_values.form_of(kind)
    year, number = paper_numbers.next_number(organ, form.series, now)
    text = paper_numbers.text(organ, form.series, year, number)
    content, faults = read_values(form, values(text))
    if faults:
        name = terms().code("papers", form.name, get_language() or "zh")
        raise Refused(_("还不能制作%(name)s：%(faults)s") % {"name": name, "faults": "；".join(faults)})
    salt = secrets.token_hex(16)
    body = {
        "kind": kind, "key": key, "unit": organ.code, "series": form.series, "year": year, "number": number, "text": text,
        "content": hash_of(content, salt), "handed_over": kind != "notice", **seat.recorded(),
    }  # fmt: skip
    sealed = {"content": json.dumps(content, ensure_ascii=False), "salt": salt}
    draft = Draft(f"paper/{uuid6.uuid7().hex}", row.id, paper_rows.ISSUED, now, person, body, sealed, (key,) if ":" in key else ())
    events = record([draft], now=now, expected=0)
    paper_rows.apply_all(events)
    return Paper(PaperRow.objects.get(id=events[0].stream), events[0], content)


def hash_of(content: Mapping[str, Any], salt: str) -> str:
    """The hash of what a paper says. Salted, for the log is open to outsiders and names are easily guessed."""
    return f"{charter().suite}:{digest()(encode({'content': dict(content), 'salt': salt})).hex()}"


@transaction.atomic
def print_again(paper: str, *, by: Viewer, now: datetime) -> Paper:
    """Prints a paper as it was issued, with the number of the copy; a look for handling, and an event."""
    row, matter = paper_in_sight(by, paper)
    seat = seat_over(by, matter.unit, PRINTING)
    if row.voided_at:
        raise Refused(_("这份文书已经作废，不能打印"))
    issued = events_in(paper)[0]
    opened = unseal(issued)
    if not opened["content"]:
        raise Refused(_("本事项的封存内容已销毁，不能打印"))
    looks.note(looks.LOOKED, f"looks/{matter.id}", matter.id, {"purpose": "handling"}, by, now)
    body = {"copy": row.prints, **seat.recorded()}
    paper_rows.apply_all(record([Draft(paper, matter.id, paper_rows.PRINTED, now, by.person, body)], now=now, expected=row.version))
    return Paper(PaperRow.objects.get(id=paper), issued, json.loads(opened["content"]), row.prints)


@transaction.atomic
def void_paper(paper: str, reasons: str, *, by: Viewer, now: datetime) -> PaperRow:
    """Voids a paper, with reasons, by a legal officer or head of its organ; its number stays with it and is never given again."""
    row, matter = paper_in_sight(by, paper)
    if row.voided_at:
        raise Refused(_("这份文书已经作废"))
    if not reasons.strip():
        raise Refused(_("请写明作废理由"), fields={"reasons": _("请写明作废理由")})
    seat = seat_over(by, Unit.objects.get(code=row.unit), VOIDING)
    draft = Draft(paper, matter.id, paper_rows.VOIDED, now, by.person, seat.recorded(), {"reasons": reasons.strip()})
    paper_rows.apply_all(record([draft], now=now, expected=row.version))
    row.refresh_from_db()
    return row


def may_void(viewer: Viewer, row: PaperRow) -> bool:
    """Whether this viewer may void a paper that stands."""
    unit = Unit.objects.get(code=row.unit)
    return row.voided_at is None and any(seat.role in VOIDING and seat.unit.holds(unit) for seat in viewer.case_seats)


def paper_in_sight(viewer: Viewer, paper: str) -> tuple[PaperRow, Matter]:
    """A paper of a matter that this viewer may see."""
    row = PaperRow.objects.filter(id=paper).first()
    if row is None:
        raise Refused(_("没有这份文书"))
    return row, matter_in_sight(viewer, row.matter)


def seat_over(viewer: Viewer, unit: Unit, allowed: frozenset[str]) -> Seat:
    """The lowest seat of the viewer at or above this unit in one of these roles."""
    seats = [seat for seat in viewer.case_seats if seat.role in allowed and seat.unit.holds(unit)]
    if not seats:
        raise Refused(_("您的岗位不能办理这份文书"), who_may=sorted(allowed))
    return max(seats, key=lambda seat: len(seat.unit.path))


def papers_of(matter: str) -> list[PaperRow]:
    """The receipts and decisions of a matter, newest first, voided ones with them; notices stand with their findings."""
    return list(PaperRow.objects.filter(matter=matter).exclude(kind="notice"))
