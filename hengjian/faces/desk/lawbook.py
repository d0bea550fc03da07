"""The lawbook in force, what a changed law folder changes rule by rule, and its way from proposal through approval to adoption."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hengjian.core import calendar_library
from hengjian.core.describe import LABELS, in_language
from hengjian.core.flow import FlowError
from hengjian.core.lawbook.difference import Change, Part
from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import only, signed_in
from hengjian.faces.look.templatetags.house_words import PARTS
from hengjian.ledger.models import Event
from hengjian.watch.rehearsal.jobs import REHEARSES, judged_law, of_proposal
from hengjian.watch.rehearsal.queries import digest_of, report_of
from hengjian.work.matters import actions_law
from hengjian.work.matters.actions_law import APPROVES, PROPOSES, Standing
from hengjian.work.matters.law_notice import changes_of, law_notice
from hengjian.work.matters.lawbook import ADOPTED, STREAM, Book, folder_as_it_stands, kept_or_why, law_in_force
from hengjian.work.matters.lawmaking.drafts import CALENDARS, WRITES, base_files
from hengjian.work.matters.lawmaking.publishers import TRUSTS
from hengjian.work.people.models import Account
from hengjian.work.people.refusal import Refused

YEARS_SHOWN = 4
KINDS = {
    "statutes": gettext_lazy("法规"),
    "policy": gettext_lazy("本机关政策"),
    "calendars": gettext_lazy("日历"),
    "flows": gettext_lazy("流程"),
    "forms": gettext_lazy("文书"),
    "terms": gettext_lazy("用语"),
    "intake": gettext_lazy("导入"),
}


KEYS = PARTS | {
    "years": gettext_lazy("年份"),
    "holidays": gettext_lazy("放假"),
    "workdays": gettext_lazy("补班"),
    "days": gettext_lazy("日数"),
    "working_days": gettext_lazy("工作日数"),
    "hours": gettext_lazy("小时数"),
    "months": gettext_lazy("月数"),
    "times": gettext_lazy("次数"),
    "event": gettext_lazy("事件"),
    "events": gettext_lazy("事件"),
    "source": gettext_lazy("依据"),
    "approver": gettext_lazy("批准人"),
    "examples": gettext_lazy("例子"),
    "title": gettext_lazy("名称"),
    "value": gettext_lazy("值"),
    "why": gettext_lazy("理由"),
    "note": gettext_lazy("说明"),
}


@dataclass(frozen=True)
class Shown:
    """One file that differs, in words: the rule's title where it is a rule, its values with their days."""

    title: str
    kind: str
    file: str
    state: str
    lines: Sequence[tuple[str, date | None, str, str]]
    text: Sequence[str] = ()


@signed_in
def law(request: HttpRequest) -> HttpResponse:
    """The lawbook in force: statutes, policies, calendars, digest, adoptions; and the proposal that waits, if one does."""
    book, stands, notice = law_in_force(), actions_law.standing(), law_notice()
    writes = bool(request.viewer.roles & WRITES)
    years = range(request.now.year - 1, request.now.year + YEARS_SHOWN - 1)
    adopted = list(Event.objects.filter(stream=STREAM, kind=ADOPTED).order_by("-version")[:20])
    context = {
        "law": book,
        "calendars": [(one, [(year, one.is_published(year)) for year in years]) for one in book.calendars.values()],
        "adopted": adopted,
        "names": names_of([*adopted, *(one for one in (stands.proposed, stands.approved) if one)]),
        "notice": notice.sentence if notice else "",
        "stands": stands,
        "today": request.now.astimezone(SHANGHAI).date().isoformat(),
        "may_exchange": bool(request.viewer.roles & (PROPOSES | APPROVES | TRUSTS)),
        "may_write": writes,
        "written_calendars": [one for one in book.calendars if writes and f"{CALENDARS}/{one}.yaml" in base_files()],
        "section": "administration",
        **waiting(request, stands),
        **rehearsed(request, stands),
    }
    return render_page(request, "desk/law.html", context)


def rehearsed(request: HttpRequest, stands: Standing) -> dict[str, object]:
    """What the proposal that waits would have meant for the matters on record, where it was run over them."""
    if not request.viewer.roles & REHEARSES:
        return {}
    found = of_proposal(stands.proposed) if stands.proposed else None
    if found is None:
        return {"may_rehearse": True}
    try:
        lines = report_of(found).lines(judged_law(found))
    except Refused:
        return {"may_rehearse": True}
    return {"may_rehearse": True, "rehearsed": found, "rehearsed_lines": lines, "rehearsed_digest": digest_of(found)}


def waiting(request: HttpRequest, stands: Standing) -> dict[str, object]:
    """What a proposal changes, or, where none waits, what the folder would; who may do what about it."""
    viewer, proposed = request.viewer, stands.proposed
    if proposed:
        own = proposed.by == viewer.person
        return {
            "parts": shown(changes_of(stands, proposed.body["pack"]), stands, kept_or_why(proposed.body["pack"]), viewer.language),
            "may_approve": not own and not stands.approved and bool(viewer.roles & APPROVES),
            "may_decline": own or bool(viewer.roles & APPROVES),
            "own": own,
        }
    parts = changes_of(stands) if viewer.roles & PROPOSES else []
    if not parts or not stands.pack:
        return {"may_propose": bool(parts)}
    there = folder_as_it_stands(Path(settings.LAW_FOLDER))
    if isinstance(there, LawErrors):
        return {"faults": [f"{one.place()} {one.sentence(tongue(viewer.language))}" for one in there.faults[:20]]}
    if isinstance(there, FlowError):
        return {"faults": there.faults[:20]}
    return {"parts": shown(parts, stands, there, viewer.language), "may_propose": True}


def shown(parts: Iterable[Part], stands: Standing, after: Book | str, language: str) -> list[Shown]:
    """Rules first, in the words of the reader; line by line where no value differs or this version cannot read one of the two."""
    before = kept_or_why(stands.pack)
    found = []
    for part in parts:
        title = title_of(part, after, language) or title_of(part, before, language) or part.file
        kind = str(KINDS.get(part.folder, part.folder))
        values = [] if isinstance(after, str) or isinstance(before, str) else [in_words(one, language) for one in part.changes]
        text = part.lines if part.state == "changed" and not values else ()
        found.append(Shown(title, kind, part.file, part.state, values, text))
    return sorted(found, key=lambda one: not one.file.startswith("statutes/"))


def title_of(part: Part, book: Book | str, language: str) -> str:
    """What the file is called in a lawbook; empty where it is not there, has no name of its own, or the book cannot be read."""
    if isinstance(book, str):
        return ""
    if part.file == calendar_library.FILE:
        return _("日历库公布的放假、补班")
    stem = PurePosixPath(part.file).stem
    if part.folder == "policy" and stem in book.law.policies:
        return in_language(book.law.policies[stem].label, language)
    if part.folder == "calendars" and stem in book.law.calendars:
        return in_language(book.law.calendars[stem].label, language)
    return in_language(book.law.rules[part.rule].title, language) if part.rule in book.law.rules else ""


def in_words(change: Change, language: str) -> tuple[str, date | None, str, str]:
    """The keys in words where they have any, else as they stand in the file."""
    top, *below = change.name.split(".")
    word = LABELS[top][tongue(language) == "en"] if top in LABELS else str(KEYS.get(top, top))
    return (" · ".join([word, *(str(KEYS.get(key, key)) for key in below)]), change.since, change.before, change.after)


def names_of(events: Iterable[Event]) -> dict[str, str]:
    """Who stands behind these events, by the opaque person of the record."""
    return names_of_persons(
        {event.by for event in events} | {event.body.get(key, "") for event in events for key in ("proposed_by", "approved_by")}
    )


def names_of_persons(persons: set[str]) -> dict[str, str]:
    return dict(Account.objects.filter(person__in=persons).values_list("person", "display_name"))


@only(*PROPOSES)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    attempt(request, lambda: proposed_from_folder(request), _("法规包已提出，等待他人批准"))
    return redirect("desk:law")


def proposed_from_folder(request: HttpRequest) -> Event:
    """The folder as it stands; its faults, should it have any, as one refusal."""
    try:
        return actions_law.propose_law(Path(settings.LAW_FOLDER), by=request.viewer, now=request.now)
    except (LawErrors, FlowError) as problem:
        raise Refused(_("文件夹中的法规有错误，不能提出：%(first)s") % {"first": str(problem)[:300]}) from problem


@only(*APPROVES)
@require_POST
def approve(request: HttpRequest, pack: str) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("effective", ""))
    except ValueError:
        day = date.min
    attempt(request, lambda: approved(request, pack, day), _("法规包已批准"))
    return redirect("desk:law")


def approved(request: HttpRequest, pack: str, day: date) -> Event:
    """Approves what the page showed, with the rehearsal that it showed; refused where another has ended since."""
    shown_was, proposed = request.POST.get("rehearsal", ""), actions_law.standing().proposed
    newest = of_proposal(proposed) if proposed else None
    if newest and digest_of(newest) != shown_was:
        raise Refused(_("打开本页之后有了新的推演结果：请看过再批准"))
    rehearsal = shown_was if newest else ""
    return actions_law.approve_law(pack, effective=day, by=request.viewer, now=request.now, rehearsal=rehearsal)


@only(*(PROPOSES | APPROVES))
@require_POST
def decline(request: HttpRequest, pack: str) -> HttpResponse:
    attempt(request, lambda: actions_law.decline_law(pack, by=request.viewer, now=request.now), _("法规包已撤回"))
    return redirect("desk:law")
