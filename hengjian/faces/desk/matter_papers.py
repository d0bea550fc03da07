"""Papers of a matter and of a supervision opinion, filled from the record and sent as PDF. How a paper is set stands in `papers.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.findings import reasons_of
from hengjian.faces.desk.papers import PaperError, print_paper
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look.moments import ZONE
from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal_many
from hengjian.work.findings import numbers, queries
from hengjian.work.findings.models import FindingRow, OpinionRow
from hengjian.work.matters.lawbook import law_in_force, terms
from hengjian.work.matters.looks import look_at_sealed, note
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.page import MatterPage, matter_page
from hengjian.work.matters.secrecy import alias, blacked_out
from hengjian.work.people.models import Account, Unit
from hengjian.work.people.refusal import Refused

RECEIPT, DECISION, NOTICE = "受案回执", "立案决定书", "监督整改通知书"
STANDINGS = {
    "reporter": "报案人",
    "victim": "控告人",
    "complainant": "控告人",
    "informer": "举报人",
    "bringer_in": "扭送人",
}
SEXES = {"male": "男", "female": "女"}
TAKEN = frozenset({"case.reported", "case.accepted", "case.opened"})


@dataclass(frozen=True)
class Paper:
    """A paper that may be printed now; `key` names the party it is for."""

    form: str
    name: str
    key: str = ""


def papers_of(page: MatterPage) -> list[Paper]:
    """The papers whose step stands in the record."""
    kinds = {one.event.kind for one in page.moments if one.matter.id == page.matter.id}
    found = []
    if page.matter.kind != "incident" and kinds & TAKEN:
        found = [Paper("receipt", RECEIPT, party.key) for party in page.parties if party.role in STANDINGS]
    if page.matter.kind == "case/criminal" and "case.opened" in kinds:
        found.append(Paper("decision", DECISION))
    return found


@signed_in
@require_POST
def paper(request: HttpRequest, matter: str, form: str) -> HttpResponse:
    """One paper of a matter. It shows sealed names, so printing it is a look for handling the case, and recorded as one."""
    try:
        page = matter_page(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    key = request.POST.get("key", "")
    if not any(one.form == form and one.key == key for one in papers_of(page)):
        raise Http404(form)
    opened = look_at_sealed(request.viewer, matter, "handling", request.now)
    name, values = filled(page, form, key, opened, request.now)
    event = last(page, "case.opened" if form == "decision" else "")
    try:
        return answer(name, print_paper(name, values, code=code_of(event)), page.matter.number)
    except PaperError as problem:
        messages.warning(request, _("还不能打印%(name)s：%(faults)s") % {"name": name, "faults": _("；").join(problem.faults)})
        return redirect("desk:matter", matter)


def filled(page: MatterPage, form: str, key: str, opened: Mapping[str, Mapping[str, Any]], now: datetime) -> tuple[str, dict[str, Any]]:
    if form == "receipt":
        party = next(one for one in page.parties if one.key == key)
        return RECEIPT, receipt(page.matter, party, opened, now)
    return DECISION, decision(page, opened)


def receipt(row: Matter, party: PartyRow, opened: Mapping[str, Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    clear = opened.get(party.clear.get("event", ""), {})
    return {
        "organ": row.unit.name,
        "number": number(row, "受案"),
        "recipient": alias(party) if party.clear.get("secret") else str(clear.get("name") or ""),
        "standing": STANDINGS[party.role],
        "reported_on": day(row.reported_at),
        "matter": title(row),
        "record_number": number(row, "受案登"),
        "query_at": row.unit.name,
        "contact": row.handler.display_name if row.handler else "",
        "issued_on": day(now),
    }


def decision(page: MatterPage, opened: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    row, event = page.matter, last(page, "case.opened")
    suspects = [one for one in page.parties if one.role == "suspect"]
    clear = opened.get(suspects[0].clear.get("event", ""), {}) if len(suspects) == 1 else {}
    approver = Account.objects.get(person=event.by).display_name
    return {
        "organ": row.unit.name,
        "number": number(row, "立"),
        "article": "第一百一十二条",
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
        "issued_on": day(event.at),
    }


@signed_in
@require_POST
def notice(request: HttpRequest, finding: str, opinion: str) -> HttpResponse:
    """The rectification notice of one opinion, as it was sent."""
    try:
        row, events = queries.finding_page(request.viewer, finding)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    sent = row.opinions.filter(event=opinion).first()
    if sent is None:
        raise Http404(opinion)
    note("record.looked_at", f"looks/{row.matter}", row.matter, {"purpose": "supervision", "finding": row.id}, request.viewer, request.now)
    event = next(one for one in events if one.id == opinion)
    text = str(blacked_out(row.matter, unseal_many([event]))[event.id].get("text", ""))
    values = notice_values(row, sent, text)
    return answer(NOTICE, print_paper(NOTICE, values, code=code_of(event)), numbers.text(sent))


def notice_values(row: FindingRow, sent: OpinionRow, text: str) -> dict[str, Any]:
    matter, units = Matter.objects.get(id=row.matter), dict(Unit.objects.values_list("code", "name"))
    rule = law_in_force().rules.get(row.rule)
    facts = reasons_of(row, "zh")
    problem = {
        "problem": rule.title[0] if rule else "人工发现的问题",
        "facts": "；".join(facts[-2:]) or "见监督意见",
        "basis": rule.restates[0] if rule else "见监督意见",
    }
    return {
        "organ": units[sent.unit],
        "number": numbers.text(sent),
        "unit": units[sent.to_unit],
        "matter_number": matter.number,
        "matter_name": title(matter),
        "found_on": day(row.raised_at),
        "found_by": terms().code("finding_sources", row.source, "zh"),
        "findings": [problem],
        "demands": [line for line in text.splitlines() if line.strip()],
        "due_on": day(sent.due),
        "reply_to": units[sent.unit],
        "issued_on": day(sent.issued_at),
    }


def last(page: MatterPage, kind: str) -> Event:
    """The matter's newest event of this kind, or its newest of any kind."""
    own = [one.event for one in page.moments if one.matter.id == page.matter.id and kind in ("", one.event.kind)]
    return own[-1]


def number(row: Matter, word: str) -> str:
    """文书字号: the month and serial of the matter's number run once per unit and year."""
    unit = row.unit.short_name or row.unit.name
    return f"{unit}{word}字〔{row.opened_at.astimezone(ZONE).year}〕{row.number[-6:]}号"


def title(row: Matter) -> str:
    return terms().code(row.title_codes, row.title_code, "zh") if row.title_code else terms().code("matters", row.kind, "zh")


def day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def code_of(event: Event) -> str:
    """The query code: the first twelve digits of the record's hash that the paper rests on."""
    head = event.leaf[:12].upper()
    return "-".join(head[start : start + 4] for start in range(0, 12, 4))


def answer(name: str, pdf: bytes, of: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name} {of}.pdf')}"
    return response
