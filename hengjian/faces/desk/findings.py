"""Findings: the board of both loops, one finding's page, and every deed that answers, judges or closes it."""

from collections.abc import Callable, Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.citing import check_cited
from hengjian.faces.desk.files import purposes, uploads
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.next_act import ways_out
from hengjian.faces.desk.no_trace import check_confirmed, must_confirm
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import signed_in
from hengjian.faces.desk.story import told
from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal_many
from hengjian.work.findings import actions, actions_closing, queries, rechecking, rights, states
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.notice import book_of, reasons_of, unread_book
from hengjian.work.findings.sources import LOOP_OF
from hengjian.work.findings.states import Close, State, Verdict
from hengjian.work.matters import looks, secrecy
from hengjian.work.matters.lawbook import law_in_force, law_of
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

SIZE = 50
LOOPS = ("internal", "external")


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """One loop at a time, its open ones; `state` (`all`: closed too), `unit`, `rule`, `how` it closed and `again` (a year's) narrow it."""
    viewer = request.viewer
    loop = request.GET.get("loop") if request.GET.get("loop") in LOOPS else "internal"
    asked = {name: request.GET[name] for name in ("state", "unit", "rule") if request.GET.get(name)}
    how, again = request.GET.get("how", ""), request.GET.get("again") == "1"
    if asked.get("state") == "all" or again or how in set(Close):
        asked = {name: value for name, value in asked.items() if name != "state"}
    elif "state" not in asked:
        asked["open"] = True
    if again:
        asked["year_to"] = request.now
    if how in set(Close):
        asked["how"] = how
    rates = queries.rates_by_loop(viewer)
    found = Paginator(queries.board(viewer, loop, asked), SIZE)
    known = counted(rates[loop], asked)
    if known is not None:
        found.count = known
    page = found.get_page(request.GET.get("page"))
    matters = Matter.objects.in_bulk([row.matter for row in page])
    units = dict(Unit.objects.values_list("code", "name"))
    context = {
        "loop": loop,
        "loops": [(one, rates[one].open) for one in LOOPS],
        "page": page,
        "rows": [(row, matters.get(row.matter), units.get(row.unit, row.unit)) for row in page],
        "states": list(State),
        "narrowed": bool(how or again or {"state", "unit", "rule"} & asked.keys()),
        "of_rule": asked.get("rule", ""),
        "rates": rates[loop],
        "units": [(code, units[code]) for code in queries.units_of(viewer) if code in units],
        "clearing": [(one, units.get(one["unit"], one["unit"])) for one in queries.zero_clearing(viewer, loop)],
        "again": [(one, units.get(one["unit"], one["unit"])) for one in queries.recurring(viewer, request.now, loop=loop)[:8]],
    }
    return render_page(request, "desk/findings.html", context)


def counted(rates: queries.Rates, asked: Mapping[str, object]) -> int | None:
    """How many findings these conditions name, where the figures on top tell it already."""
    match dict(asked):
        case {**nothing} if not nothing:
            return rates.raised
        case {"open": True, **more} if not more:
            return rates.open
        case {"state": State.CLOSED, **more} if not more:
            return rates.closed
        case {"how": str(how), **more} if not more:
            return getattr(rates, how)
    return None


@signed_in
def finding(request: HttpRequest, finding: str) -> HttpResponse:
    row, events = found_or_404(request, finding)
    words = opened_words(request, row, events)
    examination = rechecking.examine_now(row, request.now) if row.state != State.CLOSED else None
    matter = Matter.objects.select_related("unit").filter(id=row.matter).first()
    context = {
        "row": row,
        "matter": matter,
        "must_confirm": must_confirm(matter),
        "ways": ways_out(request.viewer, row, matter) if row.state != State.CLOSED else [],
        "section": "findings",
        "events": told(events, request.viewer, words),
        "opened": words,
        "unit": Unit.objects.get(code=row.unit),
        "handler": Unit.objects.get(code=row.handled_by),
        "deeds": deeds(request, row, examination.verdict if examination else Verdict.STANDS),
        "verdict": examination.verdict if examination else "",
        "opinions": [(opinion, opinion.reference) for opinion in row.opinions.all()],
        "purposes": purposes(),
        "loop_states": LOOP,
        "past": LOOP.index(place(row)),
        "lines": reasons_of(row, request.viewer.language),
        "book": earlier_book(row),
        "unread": unread_book(row),
        "times": queries.recurrence(row.unit, row.rule, request.now) if row.rule else 0,
    }
    return render_page(request, "desk/finding.html", context)


def opened_words(request: HttpRequest, row: FindingRow, events: list[Event]) -> dict:
    """What was written in this finding; reading it is a look at a sealed record, recorded once per session."""
    sealed = [event for event in events if event.sealed]
    if not sealed:
        return {}
    read = request.session.setdefault("read", [])
    if events[-1].id not in read:
        looks.note(
            "record.looked_at",
            f"looks/{row.matter}",
            row.matter,
            {"purpose": "supervision", "finding": row.id},
            request.viewer,
            request.now,
        )
        request.session["read"] = [*read[-50:], events[-1].id]
    return secrecy.blacked_out(row.matter, unseal_many(sealed))


def earlier_book(row: FindingRow) -> str:
    """That digest where it names an adopted lawbook that is in force no more; else empty."""
    digest = book_of(row)
    return digest if digest != law_in_force().digest and law_of(digest) else ""


LOOP = ("raised", "asked", "replied", "accepted", "closed")


def place(row: FindingRow) -> str:
    """Where a finding stands on the way from raised to closed; a contest is a turn at the reply."""
    return {"contested": "replied", "upheld": "accepted"}.get(row.state, row.state)


def found_or_404(request: HttpRequest, finding: str) -> tuple[FindingRow, list]:
    try:
        return queries.finding_page(request.viewer, finding)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


def deeds(request: HttpRequest, row: FindingRow, verdict: Verdict) -> list[tuple[str, str]]:
    """What this viewer may do now, with the word on its button; the action checks again."""
    seats = request.viewer.posts
    answers = any(seat.unit.code == row.unit and seat.role in rights.ANSWERING for seat in seats)
    judges = any(seat.unit.code == row.handled_by and seat.role in rights.JUDGES for seat in seats)
    handles = any(seat.unit.code == row.handled_by and seat.role in rights.SUPERVISORS for seat in seats)
    state = State(row.state)
    open_now = [
        ("reply", _("反馈整改"), answers and states.may_follow("finding.replied", state)),
        ("contest", _("提出异议"), answers and states.may_follow("finding.contested", state)),
        ("opinion", _("发出监督意见"), handles and states.may_follow("opinion.issued", state)),
        ("uphold", _("异议成立"), judges and state is State.CONTESTED),
        ("overrule", _("异议不成立"), judges and state is State.CONTESTED),
        ("accept", _("认可补救"), judges and state is State.REPLIED and verdict in {Verdict.REMEDY_DONE, Verdict.NOT_BY_MACHINE}),
        *((f"close-{way}", CLOSING[way](), handles) for way in sorted(states.ways_to_close(state, verdict))),
    ]
    return [(name, word) for name, word, allowed in open_now if allowed]


CLOSING = {
    Close.RECTIFIED: lambda: _("销号：已整改"),
    Close.REMEDIED: lambda: _("销号：已补救"),
    Close.LAPSED: lambda: _("销号：问题不成立"),
}
Deed = Callable[[str, str, HttpRequest], object]
DEEDS: dict[str, Deed] = {
    "reply": lambda id, text, r: actions.reply(id, text, by=r.viewer, now=r.now, evidence=uploads(r)),
    "contest": lambda id, text, r: actions.contest(id, text, by=r.viewer, now=r.now),
    "opinion": lambda id, text, r: actions.issue_opinion(id, text, by=r.viewer, now=r.now),
    "uphold": lambda id, text, r: actions_closing.decide_contest(id, text, uphold=True, by=r.viewer, now=r.now),
    "overrule": lambda id, text, r: actions_closing.decide_contest(id, text, uphold=False, by=r.viewer, now=r.now),
    "accept": lambda id, text, r: actions_closing.accept_remedy(id, text, by=r.viewer, now=r.now),
    "take-up": lambda id, text, r: actions_closing.take_up(id, text, by=r.viewer, now=r.now),
    "recheck": lambda id, _text, r: actions_closing.recheck(id, now=r.now),
} | {f"close-{way}": (lambda id, _text, r, way=way: actions_closing.close(id, way, by=r.viewer, now=r.now)) for way in Close}


@signed_in
@require_POST
def deed(request: HttpRequest, finding: str, deed: str) -> HttpResponse:
    row, _events = found_or_404(request, finding)
    if deed not in DEEDS:
        raise Http404(deed)
    done = _("已复核，结果见“机器现在认为”") if deed == "recheck" else _("已记录")
    attempt(request, lambda: done_to(row, deed, request), done, draft=f"{deed}.{finding}")
    return redirect("desk:finding", finding)


def done_to(row: FindingRow, deed: str, request: HttpRequest) -> None:
    """One deed; what is written in it is confirmed first where somebody asked not to be revealed."""
    text = request.POST.get("text", "")
    if text:
        check_confirmed(request, Matter.objects.filter(id=row.matter).first())
        check_cited(request, [text], request.now.astimezone(SHANGHAI).date(), f"{deed}.{row.id}")
    DEEDS[deed](row.id, text, request)


@signed_in
@require_POST
def raise_one(request: HttpRequest, matter: str) -> HttpResponse:
    """A person raises a finding from a matter's page."""
    try:
        row = matter_in_sight(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    source, text = request.POST.get("source", ""), request.POST.get("text", "")

    def act_on() -> None:
        check_confirmed(request, row)
        check_cited(request, [text], request.now.astimezone(SHANGHAI).date(), f"finding.{matter}")
        actions.raise_finding(row.id, source, text, by=request.viewer, now=request.now)

    attempt(request, act_on, _("问题已登记"), draft=f"finding.{matter}")
    return redirect("desk:matter", matter)


SOURCES = tuple(source for source in LOOP_OF if source != "patrol")
