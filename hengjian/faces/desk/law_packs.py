"""Law packs that come and go at the desk: the adopted one as a signed file, another taken in as a proposal, and whose signature counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.lawbook import names_of
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import only
from hengjian.ledger.models import Event
from hengjian.work.matters.actions_law import APPROVES, PROPOSES, standing
from hengjian.work.matters.lawmaking import packfile, publishers
from hengjian.work.people.refusal import Refused

ONLY = tuple(sorted(PROPOSES | APPROVES | publishers.TRUSTS))


@only(*ONLY)
def packs(request: HttpRequest) -> HttpResponse:
    """The file of the adopted pack, the form for another's, the publishers that are trusted."""
    named = publishers.publishers()
    context = {
        "own_key": str(packfile.own_key()),
        "publishers": [(key.split("+")[0], key, event) for key, event in named.items()],
        "names": names_of(named.values()),
        "adopted": standing().adopted,
        "may_propose": bool(request.viewer.roles & PROPOSES),
        "may_trust": bool(request.viewer.roles & publishers.TRUSTS),
        "section": "administration",
    }
    return render_page(request, "desk/law_packs.html", context)


@only(*ONLY)
def export(_request: HttpRequest) -> HttpResponse:
    """The adopted pack, signed by this installation."""
    stands = standing()
    answer = HttpResponse(packfile.signed_file(stands.pack), content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"hengjian-law-{stands.pack[:12]}.zip") or "attachment"
    return answer


@only(*sorted(PROPOSES))
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Another's pack as a proposal."""
    done = attempt(request, lambda: taken_in(request), _("法规包已提出，等待他人批准"))
    return redirect("desk:law" if done else "desk:law_packs")


def taken_in(request: HttpRequest) -> Event:
    given = request.FILES.get("file")
    if given is None:
        raise Refused(_("请选择法规包文件"))
    if (given.size or 0) > packfile.LARGEST:
        raise Refused(_("文件太大：一次不超过 %(most)d MB") % {"most": packfile.LARGEST >> 20})
    return publishers.propose_file(given.read(), by=request.viewer, now=request.now)


@only(*sorted(publishers.TRUSTS))
@require_POST
def trust(request: HttpRequest) -> HttpResponse:
    act = lambda: publishers.trust(request.POST.get("key", ""), by=request.viewer, now=request.now)  # noqa: E731
    attempt(request, act, _("已登记这个发布者"))
    return redirect("desk:law_packs")


@only(*sorted(publishers.TRUSTS))
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    act = lambda: publishers.drop(request.POST.get("key", ""), by=request.viewer, now=request.now)  # noqa: E731
    attempt(request, act, _("已停用这个发布者；已采用的法规包不受影响"))
    return redirect("desk:law_packs")
