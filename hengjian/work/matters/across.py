"""Looking for a person across matters: only for one's own matter, on a legal basis, approved by somebody else, and counted (RP-02).

It answers which matters in the approver's sight name that person, and nothing about the person. The name stays sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import uuid6
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.ledger.index import index_token
from hengjian.ledger.models import Event
from hengjian.ledger.read import beside, events_in, stream_head
from hengjian.ledger.record import Draft, record
from hengjian.ledger.sealed import unseal_many
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer, scope
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

REQUESTED, APPROVED, DONE = "search.requested", "search.approved", "search.across_matters"
VALID_FOR = timedelta(days=7)
BASES = ("criminal_procedure_evidence", "public_security_evidence", "jurisdiction", "series_review")


@dataclass(frozen=True)
class Request:
    """One request as approvers and its author see it; the person asked for is opened only at the search itself."""

    id: str
    matter: str
    number: str
    unit: str
    basis: str
    by: str
    who: str
    at: datetime
    approved: bool


@transaction.atomic
def request_search(viewer: Viewer, matter: str, *, name: str, document: str, basis: str, reasons: str, now: datetime) -> str:
    """Asks for one search in the course of one's own matter; gives back its id. A name or a document number is given."""
    row = matter_in_sight(viewer, matter)
    if viewer.person not in (row.handler_id, row.co_handler):
        raise Refused(_("只有本事项的承办人可以呈请跨案查询"))
    if basis not in BASES or not reasons.strip():
        raise Refused(_("请选择法律依据并说明理由"), fields={"basis": _("请选择法律依据"), "reasons": _("请说明理由")})
    if not (name.strip() or document.strip()):
        raise Refused(_("请填写姓名或证件号码"), fields={"name": _("姓名和证件号码至少填一项")})
    identity = uuid6.uuid7().hex
    sealed = {"name": name.strip(), "document": document.strip(), "reasons": reasons.strip()}
    body = {"basis": basis, "by_unit": row.unit.code}
    draft = Draft(stream_of(identity), row.id, REQUESTED, now, viewer.person, body, {key: value for key, value in sealed.items() if value})
    record([draft], now=now, expected=0)
    return identity


def stream_of(identity: str) -> str:
    return f"search/{identity}"


@transaction.atomic
def approve_search(viewer: Viewer, identity: str, *, now: datetime) -> None:
    """Approves a request: by a chief or legal reviewer over the matter's unit, never by its author."""
    asked = request_of(identity)
    row = matter_in_sight(viewer, asked.matter)
    if viewer.person == asked.by:
        raise Refused(_("不能批准自己呈请的查询"))
    if not any(seat.role in roles.CHIEF_ROLES and seat.lent_by != asked.by and seat.unit.holds(row.unit) for seat in viewer.case_seats):
        raise Refused(_("跨案查询由单位负责人批准"), who_may=sorted(roles.CHIEF_ROLES))
    if any(event.kind != REQUESTED for event in events_in(stream_of(identity))):
        raise Refused(_("这项呈请已经处理过"))
    units = sorted(seat.unit.code for seat in viewer.case_seats if seat.role in roles.CHIEF_ROLES)
    draft = Draft(stream_of(identity), row.id, APPROVED, now, viewer.person, {"units": units})
    record([draft], now=now, expected=stream_head(stream_of(identity)))


@transaction.atomic
def across_matters(viewer: Viewer, identity: str, *, now: datetime) -> list[Matter]:
    """Runs an approved search, once, and records it: the matters within the approver's units that name exactly this person."""
    events = events_in(stream_of(identity))
    asked = request_of(identity)
    if viewer.person != asked.by:
        raise Refused(_("只有呈请人可以执行这项查询"))
    matter_in_sight(viewer, asked.matter)
    approval = next((event for event in events if event.kind == APPROVED), None)
    if approval is None or approval.recorded_at + VALID_FOR < now:
        raise Refused(_("这项查询尚未批准，或批准已满七日失效"))
    if any(event.kind == DONE for event in events):
        raise Refused(_("这项查询已经执行过；再次查询须另行呈请"))
    found = matters_naming(events[0], approval)
    draft = Draft(stream_of(identity), asked.matter, DONE, now, viewer.person, {"basis": asked.basis, "found": len(found)})
    record([draft], now=now, expected=stream_head(stream_of(identity)))
    return found


def matters_naming(request: Event, approval: Event) -> list[Matter]:
    """The matters of the approver's units in which a party bears exactly the name or document number asked for; minors' left out."""
    person = {name: value for name, value in unseal_many([request])[request.id].items() if isinstance(value, str)}
    same = Q(pk__in=[])
    for field, column in (("name", "name_print"), ("document", "document_print")):
        if person.get(field):
            same |= Q(**{column: index_token(field, person[field])})
    named = PartyRow.objects.filter(same).values("matter_id")
    below = Q(pk__in=[])
    for code in approval.body["units"]:
        below |= Q(unit__path__contains=f"/{code}/")
    found = Matter.objects.filter(below, id__in=named, sensitivity="ordinary").exclude(id=request.matter)
    return list(found.select_related("unit").order_by("-opened_at", "-id")[:200])


def request_of(identity: str) -> Request:
    """One request. Raises `Refused` where there is none."""
    events = events_in(stream_of(identity))
    if not events:
        raise Refused(_("没有这项呈请"))
    return told(events[0], len(events) > 1, {}, {})


def told(event: Event, approved: bool, numbers: dict[str, str], names: dict[str, str]) -> Request:
    identity = event.stream.removeprefix("search/")
    body, by = event.body, event.by
    number, who = numbers.get(event.matter, ""), names.get(by, "")
    return Request(identity, event.matter, number, body["by_unit"], body["basis"], by, who, event.recorded_at, approved)


def searches_of(viewer: Viewer, now: datetime) -> list[Request]:
    """Requests of the last thirty days in the viewer's matters, newest first: one's own, and those one may approve."""
    events = list(beside(REQUESTED).filter(recorded_at__gt=now - timedelta(days=30)).order_by("-recorded_at", "-id")[:500])
    seen = dict(scope(viewer, Matter.objects.filter(id__in={event.matter for event in events})).values_list("id", "number"))
    approves = bool(viewer.roles & roles.CHIEF_ROLES)
    kept = [event for event in events if event.matter in seen and (approves or event.by == viewer.person)]
    done = set(Event.objects.filter(kind=APPROVED, stream__in=[event.stream for event in kept]).values_list("stream", flat=True))
    names = dict(Account.objects.filter(person__in={event.by for event in kept}).values_list("person", "display_name"))
    return [told(event, event.stream in done, seen, names) for event in kept]


def count_of_searches(since: datetime, until: datetime) -> int:
    """How many such searches were run: a figure that is published."""
    return beside(DONE).filter(recorded_at__gte=since, recorded_at__lt=until).count()
