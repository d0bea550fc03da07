"""What a paper of a case says, filled from the record: which may be made now, and its values by field. Nothing is recorded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.work.matters.forms import Form, forms
from hengjian.work.matters.lawbook import law_folder, terms
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.numbers import ZONE
from hengjian.work.matters.secrecy import alias
from hengjian.work.people.models import Account, Unit
from hengjian.work.people.refusal import Refused

RECEIPT, DECISION, NOTICE = "受案回执", "立案决定书", "监督整改通知书"
NAMES = {"receipt": RECEIPT, "decision": DECISION, "notice": NOTICE}
STANDINGS = {"reporter": "报案人", "victim": "控告人", "complainant": "控告人", "informer": "举报人", "bringer_in": "扭送人"}
SEXES = {"male": "男", "female": "女"}
TAKEN = frozenset({"case.reported", "case.accepted", "case.opened"})
FOUND_BY_THE_ORGAN = frozenset({"found_in_work"})
"""Sources of a criminal case that nobody brought to the organ: it found the crime itself."""

Opened = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Offered:
    """A paper that may be made now; `key` names the party it is for."""

    kind: str
    name: str
    key: str = ""


def form_of(kind: str) -> Form:
    """The declared form of a kind of paper."""
    return forms(law_folder() / "forms")[NAMES[kind]]


def offered(row: Matter, parties: Sequence[PartyRow], kinds: frozenset[str]) -> list[Offered]:
    """The papers whose step stands in the record; `kinds` are the kinds of the matter's events."""
    found = []
    if row.kind != "incident" and kinds & TAKEN:
        found = [Offered("receipt", RECEIPT, party.key) for party in parties if party.role in STANDINGS]
    if row.kind == "case/criminal" and "case.opened" in kinds:
        found.append(Offered("decision", DECISION))
    return found


def organ_of(kind: str, row: Matter, events: Sequence[Event]) -> Unit:
    """Whose paper it is: an opening decision is the bureau's that approved it (县级以上), a receipt the unit's that has the case."""
    if kind != "decision":
        return row.unit
    return Unit.objects.select_related("parent__parent").get(code=last(events, "case.opened").body.get("by_unit", row.unit.code))


def receipt(row: Matter, party: PartyRow, opened: Opened, number: str, now: datetime) -> dict[str, Any]:
    """受案回执 (刑事案件程序规定 第一百七十一条; 行政案件程序规定 第六十一条). Who asked for secrecy bears an alias."""
    name = str(opened.get(party.clear.get("event", ""), {}).get("name") or "")
    return {
        "organ": row.unit.name,
        "number": number,
        "recipient": alias(party) if party.clear.get("secret") else name,
        "standing": STANDINGS[party.role],
        "reported_on": day(row.reported_at),
        "matter": title(row),
        "record_number": row.number,
        "query_at": row.unit.name,
        "contact": row.handler.display_name if row.handler else "",
        "issued_on": day(now),
    }


def decision(row: Matter, events: Sequence[Event], opened: Opened, number: str, now: datetime) -> dict[str, Any]:
    """立案决定书 (刑事案件程序规定 第一百七十八条第一款), by the article that fits how the case came."""
    event = last(events, "case.opened")
    articles = form_of("decision").articles_on(day(event.at))
    if not articles:
        raise Refused(_("立案之日适用的条文未收录，不能制作立案决定书"))
    suspects = [one for one in row.parties.all() if one.role == "suspect"]
    clear = opened.get(suspects[0].clear.get("event", ""), {}) if len(suspects) == 1 else {}
    approver = Account.objects.get(person=event.by).display_name
    return {
        "organ": organ_of("decision", row, events).name,
        "number": number,
        "article": articles["found" if source_of(events) in FOUND_BY_THE_ORGAN else "reported"],
        "articles": [articles["found"], articles["reported"]],
        "procedure": articles.get("procedure", ""),
        "case_name": title(row),
        "case_number": row.number,
        "suspect": str(clear.get("name") or ""),
        "sex": SEXES.get(suspects[0].sex, "") if clear else "",
        "birth_date": str(clear.get("birth_date") or ""),
        "address": str(clear.get("address") or ""),
        "approved_by": approver,
        "approved_on": day(event.at),
        "handlers": row.handler.display_name if row.handler else approver,
        "handling_unit": row.unit.name,
        "issued_by": approver,
        "issued_on": day(now),
    }


def source_of(events: Sequence[Event]) -> str:
    """How a criminal case came, as the newest step that names it says."""
    return next((event.body["source"] for event in reversed(events) if event.body.get("source")), "")


def last(events: Sequence[Event], kind: str) -> Event:
    """The newest event of this kind."""
    return [event for event in events if event.kind == kind][-1]


def title(row: Matter) -> str:
    return terms().code(row.title_codes, row.title_code, "zh") if row.title_code else terms().code("matters", row.kind, "zh")


def day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
