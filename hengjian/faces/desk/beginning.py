"""How a new incident or case begins: with a form of its own, out of a call with what the call already told, or as a penalty on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.core.terms import tongue
from hengjian.faces.desk.files import uploads
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.inputs import Input, inputs, values
from hengjian.faces.desk.matter import local, not_now, page_or_404, sent_once, when
from hengjian.faces.desk.matter_law import beside
from hengjian.faces.desk.matter_parts import key_roles
from hengjian.faces.desk.no_trace import CONFIRM, must_confirm, take_word
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.refusals import said, stale
from hengjian.faces.desk.session import signed_in
from hengjian.faces.desk.typed import check_typed
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.read import events_in
from hengjian.work.matters import actions, arising
from hengjian.work.matters.attachments import fields_for_files
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.page import MatterPage
from hengjian.work.people.refusal import Refused

SPOT, CALL = "punish_on_spot", "incident"


@signed_in
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """A new incident or case; `from` names the call that a case arises from."""
    kind = kind.replace("-", "/")
    if kind not in flows():
        raise Http404(kind)
    declared = flows()[kind].starting()[0]
    incident = request.GET.get("from", "") or request.POST.get("from", "")
    call = page_or_404(request, incident) if incident else None
    known = arising.values_for(kind, events_in(incident)) if call else {}
    given, faults, sentence, status = clear_of(declared, known), {}, not_now(call, "take_up") if call else "", 200
    if request.method == "POST":
        given = values(declared, request.POST)
        try:
            take_word(request)
            act = {"by": request.viewer, "at": when(request), "now": request.now, "files": uploads(request), "source": sent_once(request)}
            begun = actions.take_up(incident, kind, given, **act) if incident else actions.open_matter(kind, given, **act)
        except Refused as refusal:
            faults, sentence, status = refusal.fields or {}, said(refusal, request), 422
        except StaleStream:
            sentence, status = stale(), 409
        else:
            request.session["draft_done"] = f"new.{kind}"
            messages.success(request, _("已登记，编号 %(number)s") % {"number": begun.matter.number})
            return redirect("desk:matter", begun.matter.id)
    context = asked(request, declared, sentence, faults) | {
        "kind": kind,
        "must_confirm": CONFIRM in faults or (call is not None and must_confirm(call.matter, declared.fields)),
        "inputs": carried(inputs(declared, request.viewer.language, given, faults), declared, known),
        "draft": f"new.{kind}",
        "from": incident,
        "section": place_of(kind),
    }
    return render_page(request, "desk/step.html", context, status=status)


def asked(request: HttpRequest, declared: Move, sentence: str, faults: Mapping[str, str]) -> dict[str, Any]:
    """What the form of any beginning shows."""
    return {
        "move": declared,
        "label": declared.label[tongue(request.viewer.language)],
        "wrong": sentence,
        "faults": faults,
        "takes_files": fields_for_files(declared),
        "files_lost": sorted(request.FILES),
        "at": request.POST.get("at") or local(request.now),
        "once": request.POST.get("once") or uuid4().hex,
    }


def clear_of(declared: Move, known: Mapping[str, Any]) -> dict[str, Any]:
    """What may stand in the form as it is; the rest is taken over unseen."""
    return {name: value for name, value in known.items() if not declared.fields[name].sealed}


def carried(shown: Sequence[Input], declared: Move, known: Mapping[str, Any]) -> list[Input]:
    """The inputs; what is sealed in the call need not be typed again, and the call itself is known."""
    word = _("不填即从警情带入")
    return [
        replace(one, required=False, label=f"{one.label}（{word}）") if one.name in known and declared.fields[one.name].sealed else one
        for one in shown
        if not (known and one.name == CALL)
    ]


@signed_in
def spot_penalty(request: HttpRequest, matter: str) -> HttpResponse:
    """A call ends in a penalty on the spot: facts, article, tier, amount, rights, in one form; the small case begins with it."""
    page = page_or_404(request, matter)
    if page.matter.kind != "incident":
        raise Http404(matter)
    declared = flows()["case/admin"].moves["decide_on_spot"]
    given, faults, sentence, status = {}, {}, not_now(page, SPOT) or nobody(page), 200
    about = request.POST.get("about", "")
    if request.method == "POST":
        given = values(declared, request.POST)
        try:
            at = when(request)
            check_typed(request, page.matter, declared, given, None, at)
            act = {"by": request.viewer, "at": at, "now": request.now, "source": sent_once(request)}
            decided = actions.punish_on_spot(matter, given, suspect=about or only_suspect(page), **act)
        except Refused as refusal:
            faults, sentence, status = refusal.fields or {}, said(refusal, request), 422
        except StaleStream:
            sentence, status = stale(), 409
        else:
            request.session["draft_done"] = f"{matter}.{SPOT}"
            messages.success(request, _("已当场处罚并立案登记，编号 %(number)s") % {"number": decided.matter.number})
            return redirect("desk:matter", decided.matter.id)
    context = asked(request, declared, sentence, faults) | {
        "matter": page.matter,
        "inputs": inputs(declared, request.viewer.language, given, faults),
        "must_confirm": must_confirm(page.matter, declared.fields),
        "draft": f"{matter}.{SPOT}",
        "keys": suspects(page),
        "about": about,
        "key_roles": key_roles(page, request.viewer),
        "section": place_of(page.matter.kind),
        **beside(page, declared, request),
    }
    return render_page(request, "desk/step.html", context, status=status)


def nobody(page: MatterPage) -> str:
    """What is to be done first where nobody is registered whom the penalty could be for."""
    return "" if suspects(page) else _("请先登记被处罚人，再当场处罚")


def suspects(page: MatterPage) -> list[str]:
    return [party.key for party in page.parties if party.role == "suspect"]


def only_suspect(page: MatterPage) -> str:
    """The one suspect registered; empty where there are none or several."""
    keys = suspects(page)
    return keys[0] if len(keys) == 1 else ""
