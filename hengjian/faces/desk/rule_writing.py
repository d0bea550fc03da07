"""Writing law at the desk: a form and a text, and what the reader and the examples say of it; the draft as a whole and its way forward."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
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
from hengjian.core.trial import Outcome
from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.law_form.drawing import drawn
from hengjian.faces.desk.law_form.sheet import form_of, sheet
from hengjian.faces.desk.law_form.spoken import Words
from hengjian.faces.desk.law_form.taking import Form, taken, unix
from hengjian.faces.desk.lawbook import shown as changes_shown
from hengjian.faces.desk.refusals import attempt, said
from hengjian.faces.desk.rule_shown import shown, tried
from hengjian.faces.desk.session import only
from hengjian.work.matters import actions_law
from hengjian.work.matters.law_notice import changes_of
from hengjian.work.matters.lawbook import kept_or_why, law_in_force
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.matters.lawmaking.trying import borne, law_for
from hengjian.work.people.refusal import Refused

ONLY = tuple(sorted(drafts.WRITES))
PARTS_SENT = {"fields": "law_form", "tried": "rule_tried", "state": "rule_state"}


@only(*ONLY)
def edit(request: HttpRequest, rule: str) -> HttpResponse:
    """One file of the law to be written: as the own draft has it, else as it is in force."""
    found = writing_or_404(request, rule)
    text = found.text or started_from(request.GET.get("like", ""), rule)
    draft = drafts.draft_of(request.viewer)
    return written(request, rule, text, draft.version if draft else 0, found)


def writing_or_404(request: HttpRequest, rule: str) -> drafts.Writing:
    try:
        return drafts.writing(rule, request.viewer)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


def written(request: HttpRequest, rule: str, text: str, version: int, found: drafts.Writing, sentence: str = "") -> HttpResponse:
    context = {
        "id": rule,
        "version": version,
        "writing": found,
        "wrong": sentence,
        "section": "rules",
        **shown_with_form(rule, text, request),
    }
    return render_page(request, "desk/rule_edit.html", context, status=422 if sentence else 200)


def shown_with_form(rule: str, text: str, request: HttpRequest, refused: str = "") -> dict[str, Any]:
    """What a text amounts to, and its form."""
    context = told(rule, text, request)
    words, form = form_for(rule, request)
    made = sheet(text, form, words, context["law_faults"], context.get("wrong_outcomes", ()))
    url = reverse("desk:try_rule", args=[rule])
    return context | {
        "try_url": url,
        "text": text,
        "form": made.form,
        "form_parts": [(one, drawn(one, url)) for one in made.form.fields] if made.form else [],
        "offered": made.offered,
        "loose_faults": made.loose,
        "refused": refused,
    }


def form_for(rule: str, request: HttpRequest) -> tuple[Words, Form]:
    law = law_for(request.viewer)
    words = Words(law, request.viewer.language)
    return words, form_of(rule, law, words, request.now.astimezone(SHANGHAI).date())


def text_given(rule: str, request: HttpRequest) -> str:
    """The text as it was sent, with what was changed in the form. Raises `Refused`."""
    words, form = form_for(rule, request)
    text = unix(request.POST.get("text", ""))
    return taken(text, unix(request.POST.get("shown", text)), request.POST.dict(), form, words)


def started_from(like: str, rule: str) -> str:
    """Another rule's text under the new id, as a pattern to write by."""
    if like not in law_in_force().rules:
        return ""
    kept = drafts.base_files()[drafts.file_of(like)].decode("utf-8-sig")
    return kept.replace(f"id: {like}\n", f"id: {rule}\n", 1)


def told(rule: str, text: str, request: HttpRequest) -> dict[str, Any]:
    """What the reader and the examples say of a text."""
    file = drafts.file_of(rule)
    return told_of_rule(file, text, request) if file.startswith("statutes/") else told_of_part(file, text, request)


def told_of_rule(file: str, text: str, request: HttpRequest) -> dict[str, Any]:
    law, language = law_for(request.viewer), request.viewer.language
    read = read_one(text, file, law)
    context: dict[str, Any] = {"law_faults": read.faults, "faults": [(one.line, one.sentence(tongue(language))) for one in read.faults]}
    if read.rule is None:
        return context
    outcomes = tried(law, read.rule)
    wrong = [one for one in outcomes if one.wrong]
    day = request.now.astimezone(law.calendars[read.rule.calendar].zone).date()
    return context | {
        "read": read.rule,
        "title": in_language(read.rule.title, language),
        "wrong_outcomes": wrong,
        "wrong_examples": [one.example for one in wrong],
        "shown": shown(read.rule, law, outcomes, day, language),
    }


def told_of_part(file: str, text: str, request: HttpRequest) -> dict[str, Any]:
    """The same of a policy or calendar: the examples are those of the rules that name it."""
    tried_on, language = borne(file, text, request.viewer), request.viewer.language
    faults = [(one.line, one.sentence(tongue(language))) for one in tried_on.faults]
    context: dict[str, Any] = {"law_faults": tried_on.faults, "faults": faults}
    if tried_on.found is None:
        return context
    wrong: dict[str, list[Outcome]] = {}
    for one in tried_on.outcomes:
        if one.wrong:
            wrong.setdefault(one.rule.id, []).append(one)
    return context | {
        "title": in_language(tried_on.found.label, language),
        "wrong_examples": [one.example for outcomes in wrong.values() for one in outcomes],
        "borne": tried_on,
        "wrong_rules": [(outcomes[0].rule, outcomes) for outcomes in wrong.values()],
    }


@only(*ONLY)
@require_POST
def try_rule(request: HttpRequest, rule: str) -> HttpResponse:
    """What the text amounts to with what was changed in the form: as parts of the page for the script, else as the whole page."""
    found = writing_or_404(request, rule)
    text, refused = unix(request.POST.get("text", "")), ""
    try:
        text = text_given(rule, request)
    except Refused as refusal:
        refused = said(refusal, request)
    if request.headers.get("Accept") != "application/json":
        return written(request, rule, text, version_given(request), found, refused)
    context = shown_with_form(rule, text, request, refused)
    parts = {name: render_page(request, f"desk/{file}.html", context).content.decode() for name, file in PARTS_SENT.items()}
    return JsonResponse({"text": text, **parts}, json_dumps_params={"ensure_ascii": False})


def version_given(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else 0


@only(*ONLY)
@require_POST
def keep(request: HttpRequest, rule: str) -> HttpResponse:
    """Keeps the text, with what was changed in the form, in the draft; what is refused comes back with the text."""
    text, version = unix(request.POST.get("text", "")), version_given(request)
    try:
        text = text_given(rule, request)
        drafts.keep_rule(rule, text, version=version, by=request.viewer, now=request.now)
    except Refused as refusal:
        return written(request, rule, text, version, writing_or_404(request, rule), said(refusal, request))
    request.session["draft_done"] = f"rule-{rule}"
    return redirect("desk:edit_rule", rule)


@only(*ONLY)
@require_POST
def drop(request: HttpRequest, rule: str) -> HttpResponse:
    draft = drafts.draft_of(request.viewer)
    act = lambda: drafts.drop_rule(rule, version=draft.version if draft else 0, by=request.viewer, now=request.now)  # noqa: E731
    attempt(request, act, _("已从草稿中去掉这处修改"), draft=f"rule-{rule}")
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
        "rules": [checked(drafts.name_of(part.file), found.files[part.file], request) for part in parts] if found else [],
        "parts": changes_shown(parts, stands, kept_or_why(stands.pack), request.viewer.language),
        "waits": stands.proposed is not None and bool(changes_of(stands, stands.proposed.body["pack"])),
        "section": "rules",
    }
    return render_page(request, "desk/law_draft.html", context)


def checked(rule: str, text: str, request: HttpRequest) -> dict[str, Any]:
    """One file of the draft: its title where it can be read, its faults, its examples that come out wrong."""
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
