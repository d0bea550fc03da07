"""Writing rules at the desk: a text beside what the reader and its examples say of it; the draft as a whole and its way forward."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.core.describe import in_language
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.one_rule import read_one
from hengjian.core.lawbook.read_acts import KEYS as ACT_KEYS
from hengjian.core.lawbook.read_clock import KEYS as CLOCK_KEYS
from hengjian.core.lawbook.read_clock import LIMIT, STEP
from hengjian.core.lawbook.read_rule import COMMON
from hengjian.core.lawbook.rule import CHECKS
from hengjian.core.terms import tongue
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.lawbook import shown as changes_shown
from hengjian.faces.desk.refusals import attempt, said
from hengjian.faces.desk.rule_shown import shown, tried
from hengjian.faces.desk.session import only
from hengjian.work.matters import actions_law
from hengjian.work.matters.law_notice import changes_of
from hengjian.work.matters.lawbook import kept_or_why, law_in_force
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.people.refusal import Refused

ONLY = tuple(sorted(drafts.WRITES))


@only(*ONLY)
def edit(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule to be written: as the own draft has it, else as it is in force."""
    try:
        found = drafts.writing(rule, request.viewer)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    text = found.text or started_from(request.GET.get("like", ""), rule)
    draft = drafts.draft_of(request.viewer)
    return written(request, rule, text, draft.version if draft else 0, found)


def written(request: HttpRequest, rule: str, text: str, version: int, found: drafts.Writing, sentence: str = "") -> HttpResponse:
    context = {
        "id": rule,
        "text": text,
        "version": version,
        "writing": found,
        "wrong": sentence,
        "section": "rules",
        **told(rule, text, request),
    }
    return render_page(request, "desk/rule_edit.html", context, status=422 if sentence else 200)


def started_from(like: str, rule: str) -> str:
    """Another rule's text under the new id, as a pattern to write by."""
    if like not in law_in_force().rules:
        return ""
    kept = drafts.base_files()[drafts.file_of(like)].decode("utf-8-sig")
    return kept.replace(f"id: {like}\n", f"id: {rule}\n", 1)


def told(rule: str, text: str, request: HttpRequest) -> dict[str, Any]:
    """What the reader and the examples say of a text."""
    law, language = law_in_force(), request.viewer.language
    read = read_one(text, drafts.file_of(rule), law)
    faults = [(one.line, one.sentence(tongue(language))) for one in read.faults]
    if read.rule is None:
        return {"faults": faults}
    outcomes = tried(law, read.rule)
    day = request.now.astimezone(law.calendars[read.rule.calendar].zone).date()
    return {
        "faults": faults,
        "read": read.rule,
        "title": in_language(read.rule.title, language),
        "wrong_examples": [one.example for one in outcomes if one.wrong],
        "shown": shown(read.rule, law, outcomes, day, language),
    }


@only(*ONLY)
@require_POST
def try_rule(request: HttpRequest, rule: str) -> HttpResponse:
    """What the text in the form amounts to: faults with their lines, or picture, values and examples as they come out."""
    try:
        context = told(rule, request.POST.get("text", ""), request)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    return render_page(request, "desk/rule_tried.html", context)


@only(*ONLY)
@require_POST
def keep(request: HttpRequest, rule: str) -> HttpResponse:
    """Keeps the text in the draft; what is refused comes back with the text."""
    text, given = request.POST.get("text", ""), request.POST.get("version", "")
    version = int(given) if given.isdecimal() else 0
    try:
        drafts.keep_rule(rule, text, version=version, by=request.viewer, now=request.now)
    except Refused as refusal:
        return written(request, rule, text, version, drafts.writing(rule, request.viewer), said(refusal, request))
    request.session["draft_done"] = f"rule-{rule}"
    return redirect("desk:edit_rule", rule)


@only(*ONLY)
@require_POST
def drop(request: HttpRequest, rule: str) -> HttpResponse:
    draft = drafts.draft_of(request.viewer)
    act = lambda: drafts.drop_rule(rule, version=draft.version if draft else 0, by=request.viewer, now=request.now)  # noqa: E731
    attempt(request, act, _("已从草稿中去掉这条规则"), draft=f"rule-{rule}")
    return redirect("desk:law_draft")


@only(*ONLY)
def new(request: HttpRequest) -> HttpResponse:
    """A rule that is not there yet: its statute, its name, and a rule to write by."""
    law = law_in_force()
    statute, name, like = (request.GET.get(key, "").strip() for key in ("statute", "name", "like"))
    sentence = ""
    if statute or name:
        try:
            drafts.file_of(f"{statute}.{name}")
            if f"{statute}.{name}" in law.rules:
                raise Refused(_("已有这个编号的规则：请打开它修改"))
            if like not in law.rules:
                raise Refused(_("请从列表中选一条规则作样本"))
            return redirect(f"/rules/{statute}.{name}/edit/?like={like}")
        except Refused as refusal:
            sentence = refusal.sentence
    context = {"law": law, "statute": statute, "name": name, "like": like, "wrong": sentence, "section": "rules"}
    return render_page(request, "desk/rule_new.html", context, status=422 if sentence else 200)


@only(*ONLY)
def draft(request: HttpRequest) -> HttpResponse:
    """The own draft: what it changes, rule by rule, and whether each is in order."""
    found, stands = drafts.draft_of(request.viewer), actions_law.standing()
    parts = drafts.changed(found) if found else []
    context = {
        "draft": found,
        "rules": [checked(part.rule, found.files[part.file], request) for part in parts] if found else [],
        "parts": changes_shown(parts, stands, kept_or_why(stands.pack), request.viewer.language),
        "waits": stands.proposed is not None and bool(changes_of(stands, stands.proposed.body["pack"])),
        "section": "rules",
    }
    return render_page(request, "desk/law_draft.html", context)


def checked(rule: str, text: str, request: HttpRequest) -> dict[str, Any]:
    """One rule of the draft: its title where it can be read, its faults, its examples that come out wrong."""
    return {"id": rule, **told(rule, text, request)}


@only(*ONLY)
@require_POST
def put_forward(request: HttpRequest) -> HttpResponse:
    if attempt(request, lambda: drafts.put_forward(by=request.viewer, now=request.now), _("法规包已提出，等待他人批准")):
        return redirect("desk:law")
    return redirect("desk:law_draft")


@only(*ONLY)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    attempt(request, lambda: drafts.discard(by=request.viewer), _("草稿已丢弃"))
    return redirect("desk:law_draft")


@only(*ONLY)
def words(_request: HttpRequest) -> HttpResponse:
    """Every word that may stand in a rule, with what it means: for the editor's completion."""
    return JsonResponse({"words": words_of(law_in_force().digest)})


@lru_cache(maxsize=2)
def words_of(_digest: str) -> list[tuple[str, str]]:
    """Keys of a rule, checks, events, fields, policies and codes: the word and its label."""
    law: Lawbook = law_in_force()
    found = dict.fromkeys([*COMMON, *CLOCK_KEYS, *LIMIT, *STEP, *(key for keys in ACT_KEYS.values() for key in keys), *CHECKS], "")
    found |= {kind: label["zh"] for kind, label in law.terms.words.items()}
    for codes in law.terms.codes.values():
        found |= {code: label.get("zh", "") for code, label in codes.items()}
    found |= {policy.id: policy.label[0] for policy in law.policies.values()}
    return sorted(found.items())
