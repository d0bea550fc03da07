"""One matter: its page, its steps, its sealed part; and how a new one begins."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.core.explain import explain
from hengjian.core.terms import tongue
from hengjian.faces.desk.clocked import clocks_of
from hengjian.faces.desk.files import purposes, uploads
from hengjian.faces.desk.findings import SOURCES
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.inputs import inputs, keys_for, values
from hengjian.faces.desk.matter_law import beside
from hengjian.faces.desk.matter_papers import papers_of
from hengjian.faces.desk.matter_parts import (
    due_now,
    key_roles,
    links,
    may_correct,
    number,
    onward,
    ordered,
    others,
    reporter_lines,
    timeline,
    way,
)
from hengjian.faces.desk.no_trace import must_confirm
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.refusals import back_to_matter, said, stale
from hengjian.faces.desk.search_words import BASES_IN_WORDS
from hengjian.faces.desk.session import signed_in
from hengjian.faces.desk.typed import check_typed
from hengjian.faces.look.covers import draw_all
from hengjian.faces.look.templatetags.law_words import law_behind
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.work.findings.actions_directions import acknowledge_direction
from hengjian.work.findings.queries import directions_of, directions_waiting, visible
from hengjian.work.findings.rights import SUPERVISORS
from hengjian.work.matters import actions, looks, queries, secrecy
from hengjian.work.matters.attachments import fields_for_files
from hengjian.work.matters.covering import covers
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import Matter
from hengjian.work.matters.page import MatterPage, matter_page
from hengjian.work.people.refusal import Refused
from hengjian.work.people.roles import INSTITUTION

ZONE = ZoneInfo("Asia/Shanghai")
ONCE = re.compile("[0-9a-f]{32}")


@signed_in
def matter(request: HttpRequest, matter: str) -> HttpResponse:
    return shown(request, page_or_404(request, matter))


def page_or_404(request: HttpRequest, matter: str) -> MatterPage:
    try:
        return matter_page(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


def shown(request: HttpRequest, page: MatterPage, extra: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    row = page.matter
    stages = [(stage, terms().code("stages", stage, request.viewer.language)) for stage in way(row)]
    due = due_now(page, request.viewer)
    past = [stage for stage, _word in stages].index(row.stage) if row.stage in dict(stages) else 0
    context = {
        "page": page,
        "matter": row,
        "opened": {},
        "names": {},
        "reporter": [],
        "directions": directions_of([row.id]),
        "may_acknowledge": set(directions_waiting(request.viewer).filter(matter=row.id).values_list("event", flat=True)),
        "may_know": secrecy.may_know(request.viewer, row),
        "may_know_grievance": secrecy.may_know_grievance(request.viewer, row),
        "reporter_purposes": purposes(looks.REPORTER_PURPOSES),
        "stages": stages,
        "past": past,
        "section": place_of(row.kind),
        "purposes": purposes(),
        "looked": looks.who_looked(request.viewer, row.id, 5),
        "timeline": timeline(page.moments),
        "any_sealed": any(one.sealed for one in page.moments),
        "papers": papers_of(page, request.viewer, request.now),
        "can": any(offer.allowed for offer in page.offers),
        "onward": [link for link in links(page, request.viewer.language, onward(page)) if link.href not in {one.href for one in due}],
        "others": [(word, links(page, request.viewer.language, group)) for word, group in others(page)],
        "due_now": due,
        "duties": ordered(page.duties),
        **registers_of(row),
        "covers": draw_all(covers(row, steps_of(page), request.now), law_behind(row), request.now),
        "may_correct": may_correct(page),
        "cannot": links(page, request.viewer.language, [offer for offer in page.offers if not offer.allowed]),
        "seen_version": number(request.GET.get("seen", "")),
        "newest": max(page.moments, key=lambda one: one.event.recorded_at),
        "found": visible(request.viewer).filter(matter__in=[row.id, *(one.id for one in page.merged)])[:10],
        "may_search": request.viewer.person in (row.handler_id, row.co_handler),
        "bases": list(BASES_IN_WORDS.items()),
        "must_confirm": must_confirm(row),
        "sources": SOURCES if request.viewer.roles & SUPERVISORS else (),
    }
    return render_page(request, "desk/matter.html", context | (extra or {}), status=status)


@signed_in
def step(request: HttpRequest, matter: str, move: str) -> HttpResponse:
    """The form of one step, and taking it."""
    page = page_or_404(request, matter)
    declared = flows()[page.matter.kind].moves.get(move)
    if declared is None:
        raise Http404(move)
    given, faults, sentence, status = {}, {}, not_now(page, move), 200
    if request.method == "POST":
        given = values(declared, request.POST)
        try:
            at = when(request)
            about = request.POST.get("about") or None
            seen = number(request.POST.get("seen", "")) or None
            check_typed(request, page.matter, declared, given, about, at)
            act = {"by": request.viewer, "at": at, "now": request.now, "files": uploads(request), "source": sent_once(request)}
            taken = actions.take_step(matter, move, given, about=about, seen=seen, **act)
        except Refused as refusal:
            faults, sentence, status = refusal.fields or {}, said(refusal, request), 422
        except StaleStream:
            sentence, status = stale(), 409
        else:
            request.session["draft_done"] = f"{matter}.{move}"
            messages.success(request, _("已记录：%(step)s") % {"step": declared.label[tongue(request.viewer.language)]})
            if taken.verdict.answer == "warned":
                law, language = law_in_force(), request.viewer.language
                lines = [line for one in taken.verdict.breaches for line in explain(one, law, language)]
                lines += [explain(duty, law, language)[-1] for duty in taken.verdict.late]
                messages.warning(request, _("法律提醒：%(lines)s") % {"lines": _("；").join(lines[:3])})
            return back_to_matter(request, matter)
    context = {
        "matter": page.matter,
        "must_confirm": must_confirm(page.matter, declared.fields),
        "move": declared,
        "label": declared.label[tongue(request.viewer.language)],
        "wrong": sentence,
        "faults": faults,
        "takes_files": fields_for_files(declared),
        "files_lost": sorted(request.FILES),
        "inputs": inputs(declared, request.viewer.language, given, faults, page.keys, steps_of(page)),
        "clocks": clocks_of(page.matter, declared),
        "draft": f"{matter}.{move}",
        "keys": keys_for(declared, page.keys),
        "about": request.POST.get("about", "") or request.GET.get("about", ""),
        "key_roles": key_roles(page, request.viewer),
        "at": request.POST.get("at") or local(request.now),
        "once": request.POST.get("once") or uuid4().hex,
        "section": place_of(page.matter.kind),
        **beside(page, declared, request),
    }
    return render_page(request, "desk/step.html", context, status=status)


def registers_of(row: Matter) -> dict[str, Any]:
    """The things that the matter holds or held, and the stays in the case area."""
    items = list(row.items.all())
    return {"items": items, "open_items": sum(one.ended_at is None for one in items), "stays": list(row.stays.all())}


def steps_of(page: MatterPage) -> list[Event]:
    """The steps of the matter itself, oldest first."""
    return [one.event for one in page.moments if one.event.stream == page.matter.id]


def not_now(page: MatterPage, move: str) -> str:
    """Why the viewer may not take this step at present, said before anything is typed; empty where it may be taken."""
    return next((offer.why for offer in page.offers if offer.move.name == move and not offer.allowed), "")


def sent_once(request: HttpRequest) -> str | None:
    """The mark of this copy of the form: pressed twice, or sent again after going back, it records once."""
    once = request.POST.get("once", "")
    return f"desk/{request.viewer.person}/{once}" if ONCE.fullmatch(once) else None


def local(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def when(request: HttpRequest) -> datetime:
    """The moment at which it happened, as the form says; without one, now."""
    text = request.POST.get("at", "")
    if not text:
        return request.now
    try:
        given = datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError as problem:
        raise Refused(_("发生时间应为 年-月-日 时:分"), fields={"at": _("看不懂这个时间")}) from problem
    return request.now if local(request.now) == local(given) else given


@signed_in
@require_POST
def unlock(request: HttpRequest, matter: str) -> HttpResponse:
    """Shows what is sealed, once, after the purpose was recorded."""
    page = page_or_404(request, matter)
    try:
        query = looks.Query(request.POST.get("basis", ""), request.POST.get("recipient", ""))
        opened = looks.look_at_sealed(request.viewer, matter, request.POST.get("purpose", ""), request.now, query)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("desk:matter", matter)
    names = {p.key: opened.get(p.clear.get("event", ""), {}) for p in page.parties}
    return shown(request, page, {"opened": opened, "names": names, "purpose": request.POST.get("purpose", "")})


@signed_in
@require_POST
def reporter(request: HttpRequest, matter: str) -> HttpResponse:
    """Shows once, after the purpose was recorded, who asked not to be revealed (RP-05)."""
    page = page_or_404(request, matter)
    try:
        opened = looks.look_at_reporter(request.viewer, matter, request.POST.get("purpose", ""), request.now)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("desk:matter", matter)
    return shown(request, page, {"reporter": reporter_lines(opened, request.viewer.language)})


@signed_in
@require_POST
def acknowledge(request: HttpRequest, matter: str, direction: str) -> HttpResponse:
    """The handler acknowledges a direction of work and reads it."""
    page_or_404(request, matter)
    try:
        words = acknowledge_direction(direction, by=request.viewer, now=request.now)
    except (Refused, StaleStream) as problem:
        messages.warning(request, said(problem, request) if isinstance(problem, Refused) else stale())
        return redirect("desk:matter", matter)
    return shown(request, page_or_404(request, matter), {"direction_words": words})


@signed_in
def check(request: HttpRequest, matter: str) -> HttpResponse:
    """Check my case: exactly what the patrol says."""
    page = page_or_404(request, matter)
    found = queries.check_my_case(request.viewer, matter, request.now)
    law, language = law_in_force(), request.viewer.language
    others = law.of_others(INSTITUTION)
    lines = [(one, explain(one, law, language)) for one in (*found.breaches, *found.undetermined) if one.rule not in others]
    late = [duty for duty in found.duties if duty.state in {"overdue", "met_late"} and duty.rule not in others]
    late = [(duty, explain(duty, law, language)) for duty in late]
    passed = sum(one.verdict == "passed" for one in found.judgements)
    context = {"matter": page.matter, "lines": lines, "late": late, "passed": passed, "duties": len(found.duties), "law": found.law}
    context["section"] = place_of(page.matter.kind)
    return render_page(request, "desk/check.html", context)
