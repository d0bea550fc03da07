"""Looking at what is sealed, and exporting lists: each needs a purpose and leaves an event that supervisors can read (X6, RP-02, RP-23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger.read import beside, events_in
from hengjian.ledger.record import Draft, record_many
from hengjian.ledger.sealed import unseal_many
from hengjian.work.matters import secrecy
from hengjian.work.matters.models import Matter
from hengjian.work.matters.numbers import ZONE
from hengjian.work.matters.recounting import review_of
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

PURPOSES = ("handling", "review", "supervision", "complaint", "disclosure", "lawful_query")
REPORTER_PURPOSES = ("handling", "review", "supervision", "complaint")
QUERY_BASES = ("case_need", "state_rule")
"""The grounds on which a sealed record is given out: a state organ's case, a rule of the state (治安管理处罚法（2025）第一百三十六条)."""
SEALED_SINCE = date(2026, 1, 1)
LOOKED, LOOKED_AT_REPORTER = "record.looked_at", "reporter.looked_at"


@dataclass(frozen=True)
class Look:
    """One look at a sealed record: who, when, and what for; `reporter` where it was at who asked not to be revealed."""

    who: str
    at: datetime
    purpose: str
    matter: str
    reporter: bool = False


@dataclass(frozen=True)
class Query:
    """Who asks for a sealed record from outside, and on which of `QUERY_BASES`."""

    basis: str = ""
    recipient: str = ""


NO_QUERY = Query()


@transaction.atomic
def look_at_sealed(viewer: Viewer, matter: str, purpose: str, now: datetime, query: Query = NO_QUERY) -> Mapping[str, Mapping[str, Any]]:
    """The sealed values of a matter in clear, by event; the look is recorded before anything is shown.

    Who asked not to be revealed stays hidden, here and in every text: see `look_at_reporter`. `query` goes with the purpose
    `lawful_query`: a record that the law seals is given out on no other (RP-04).
    """
    row = matter_in_sight(viewer, matter)
    check_purpose(row, purpose, now, query)
    asked = {"basis": query.basis} if purpose == "lawful_query" else {}
    to = {"recipient": query.recipient.strip()} if purpose == "lawful_query" else {}
    record_many([Draft(f"looks/{row.id}", row.id, LOOKED, now, viewer.person, {"purpose": purpose, **asked}, to)], now=now)
    events = [*events_in(row.id), *events_in(review_of(row.id))]
    return secrecy.veiled(row, events, unseal_many(events))


def check_purpose(row: Matter, purpose: str, now: datetime, query: Query = NO_QUERY) -> None:
    """Refuses a look without a purpose, a query without its basis, and making public what the law seals."""
    if purpose not in PURPOSES:
        raise Refused(_("请说明查看封存信息的目的"), fields={"purpose": _("请选择目的")})
    if purpose == "lawful_query" and (query.basis not in QUERY_BASES or not query.recipient.strip()):
        sentence = _("依法查询须写明查询单位和依据")
        raise Refused(sentence, fields={"basis": sentence, "recipient": sentence})
    if purpose == "disclosure" and sealed_by_law(row, now):
        raise Refused(
            _("治安违法记录依法封存，不得公开；国家机关办案或者依国家规定查询的，请选“依法查询”"), fields={"purpose": _("已依法封存")}
        )


def sealed_by_law(row: Matter, now: datetime) -> bool:
    """Whether the law seals the record: a closed public-security case, from 2026 (治安管理处罚法（2025）第一百三十六条)."""
    closed = row.kind == "case/admin" and row.category == "public_security" and row.stage == "closed"
    return closed and now.astimezone(ZONE).date() >= SEALED_SINCE


@transaction.atomic
def look_at_reporter(viewer: Viewer, matter: str, purpose: str, now: datetime) -> Mapping[str, Mapping[str, str]]:
    """What is hidden of who asked not to be revealed (RP-05), by event, of the matter and of those it shares its time line with.

    Only for its handlers and the head of its unit or the next above; a grievance only for who stands above the unit complained about.
    Each look has a purpose and is an event. Raises `Refused`.
    """
    row = matter_in_sight(viewer, matter)
    reporter, grievance = secrecy.may_know(viewer, row), secrecy.may_know_grievance(viewer, row)
    if not (reporter or grievance):
        raise Refused(_("要求保密的报案人信息只有承办人和单位负责人可以查看"), who_may=sorted(roles.CHIEF_ROLES))
    if purpose not in REPORTER_PURPOSES:
        raise Refused(_("请说明查看报案人信息的目的"), fields={"purpose": _("请选择目的")})
    note(LOOKED_AT_REPORTER, f"looks/{row.id}", row.id, {"purpose": purpose}, viewer, now)
    told = secrecy.hidden_values(secrecy.others_in_sight(viewer, row)) if reporter else {}
    return told | (secrecy.who_complained(row) if grievance else {})


def opened_since(viewer: Viewer, matters: Mapping[str, datetime]) -> set[str]:
    """Which of these matters this viewer has opened since the moment beside each: their sealed record was looked at, whatever for."""
    looks = beside(LOOKED).filter(matter__in=list(matters), by=viewer.person).values_list("matter", "at")
    return {matter for matter, at in looks if at >= matters[matter]}


def who_looked(viewer: Viewer, matter: str = "", limit: int = 200) -> list[Look]:
    """The looks at one matter's sealed record, newest first; at every matter's, for the auditor alone."""
    if matter:
        matter_in_sight(viewer, matter)
    elif not viewer.roles & roles.SEES_LOOKS:
        raise Refused(_("只有审计员可以查看全部查阅记录"), who_may=sorted(roles.SEES_LOOKS))
    looks = beside(LOOKED, LOOKED_AT_REPORTER)
    found = (looks.filter(matter=matter) if matter else looks).order_by("-recorded_at", "-id")[:limit]
    names = dict(Account.objects.filter(person__in={event.by for event in found}).values_list("person", "display_name"))
    numbers = dict(Matter.objects.filter(id__in={event.matter for event in found}).values_list("id", "number"))
    return [Look(names.get(e.by, e.by), e.at, e.body["purpose"], numbers.get(e.matter, ""), e.kind == LOOKED_AT_REPORTER) for e in found]


@transaction.atomic
def note_export(viewer: Viewer, what: str, rows: int, now: datetime, purpose: str = "") -> None:
    """Records that a list left the house: which, how many rows, and for what purpose where it carried names."""
    note("record.exported", f"exports/{viewer.person}", "", {"what": what, "rows": rows, "purpose": purpose}, viewer, now)


def note(kind: str, stream: str, matter: str, body: Mapping[str, Any], viewer: Viewer, now: datetime) -> None:
    record_many([Draft(stream, matter, kind, now, viewer.person, body)], now=now)
