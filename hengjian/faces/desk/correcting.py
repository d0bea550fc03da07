"""Correcting a recorded step: its own form again, another moment, or void. What was recorded stays; the correction is an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hengjian.core.facts import Fact
from hengjian.core.terms import tongue
from hengjian.faces.desk.files import uploads
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.inputs import Input, inputs, values
from hengjian.faces.desk.matter import ZONE, local, page_or_404, steps_of, when
from hengjian.faces.desk.no_trace import check_confirmed, must_confirm
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.refusals import back_to_matter, said, stale
from hengjian.faces.desk.session import signed_in
from hengjian.ledger.corrections import fact, facts
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.files import named_in
from hengjian.ledger.models import Event
from hengjian.work.matters import actions, secrecy
from hengjian.work.matters.attachments import REPLACED
from hengjian.work.matters.correcting import Changes, takes_files
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.page import MatterPage
from hengjian.work.matters.timeline import Moment
from hengjian.work.people.refusal import Refused


@signed_in
def correct(request: HttpRequest, matter: str, event: str) -> HttpResponse:
    """The form shows the clear values as they stand; a sealed field left empty stays as it is."""
    page = page_or_404(request, matter)
    old = next((one for one in page.moments if one.event.id == event and one.matter.id == matter), None)
    if old is None or not may_read(request, page, old.event):
        raise Http404(event)
    move = flows()[page.matter.kind].moves.get(old.event.body.get("move", ""))
    stands = as_it_stands(page, old.event)
    given, faults, sentence = dict(stands.body), {}, ""
    if request.method == "POST":
        given = values(move, request.POST) if move else {}
        try:
            check_confirmed(request, page.matter)
            record(request, page, old.event, stands, given)
        except Refused as refusal:
            faults, sentence = refusal.fields or {}, said(refusal, request)
        except StaleStream:
            sentence = stale()
        else:
            request.session["draft_done"] = f"correct.{event}"
            messages.success(request, _("更正已记录，原记录仍可查看"))
            return back_to_matter(request, matter)
    context = {
        "matter": page.matter,
        "must_confirm": must_confirm(page.matter),
        "old": old,
        "at": request.POST.get("at") or ("" if stands.date_only else local(stands.at)),
        "day_alone": stands.at.astimezone(ZONE).date() if stands.date_only else None,
        "wrong": sentence,
        "faults": faults,
        "files_lost": sorted(request.FILES),
        "reasons": request.POST.get("reasons", ""),
        "standing": standing_files(page, old),
        "takes": file_inputs(old.event, page.matter.kind, request.viewer.language),
        "inputs": optional(inputs(move, request.viewer.language, given, faults, page.keys, steps_of(page))) if move else [],
        "draft": f"correct.{event}",
        "section": place_of(page.matter.kind),
    }
    return render_page(request, "desk/correct.html", context, status=422 if sentence else 200)


def may_read(request: HttpRequest, page: MatterPage, old: Event) -> bool:
    """The form repeats what was recorded: of a hidden party only to who may know it."""
    return not secrecy.veil_of(page.matter).registers(old) or secrecy.may_know(request.viewer, page.matter)


def standing_files(page: MatterPage, old: Moment) -> list[tuple[str, str, int]]:
    """The files that still count for a recorded step, its own and those of its corrections: id, type, size."""
    of_step = [one for one in page.moments if one.event.id == old.event.id or one.event.body.get("corrects") == old.event.id]
    files = [file for one in of_step for file in named_in(one.event.body) if file["id"] not in one.replaced]
    return [(file["id"], file["type"], file["size"]) for file in files]


def file_inputs(old: Event, kind: str, language: str) -> list[tuple[str, str]]:
    """The fields of the step to which files may be added, with their labels."""
    return [(name, flows()[kind].moves[old.body["move"]].fields[name].label[tongue(language)]) for name in takes_files(old, kind)]


def optional(fields: list[Input]) -> list[Input]:
    """A correction need not repeat what it leaves alone."""
    return [replace(one, required=False) for one in fields]


def as_it_stands(page: MatterPage, old: Event) -> Fact:
    """The recorded step after the corrections so far; as it was recorded where one of them declared it void."""
    later = [one.event for one in page.moments if one.event.body.get("corrects") == old.id]
    return next(iter(facts([old, *sorted(later, key=lambda one: one.version)])), fact(old))


def record(request: HttpRequest, page: MatterPage, old: Event, stands: Fact, given: dict[str, Any]) -> None:
    changes = Changes(
        body=changed(old, stands, given),
        at=new_time(request, stands),
        void=request.POST.get("void") == "1",
        files=uploads(request),
        replaced=request.POST.getlist(REPLACED),
    )
    body = {"corrects": old.id, "reasons": request.POST.get("reasons", "").strip()}
    act = {"by": request.viewer, "at": request.now, "now": request.now, "changes": changes}
    actions.take_step(page.matter.id, "correct", body, **act)


def changed(old: Event, stands: Fact, given: dict[str, Any]) -> dict[str, Any]:
    """What differs from the clear values as they stand, and every sealed value that was filled in."""
    return {name: value for name, value in given.items() if name in old.sealed or plain(stands.body.get(name)) != plain(value)}


def plain(value: Any) -> Any:
    """A recorded value as a form would give it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return sorted(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")


def new_time(request: HttpRequest, stands: Fact) -> datetime | None:
    """The moment given, if it is another than the one that stands; a moment for what was known by its day is always another."""
    given = request.POST.get("at", "")
    return None if not given or (given == local(stands.at) and not stands.date_only) else when(request)
