"""Files at the desk: what a form gives, and opening one that is attached, for a purpose. What is taken and who may: `attachments`."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.faces.desk.refusals import said
from hengjian.faces.desk.session import signed_in
from hengjian.faces.look.templatetags.law_words import PURPOSES
from hengjian.work.matters import looks
from hengjian.work.matters.attachments import INPUT, Upload, open_file
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused

SHOWN = ("image/", "application/pdf")


def uploads(request: HttpRequest) -> list[Upload]:
    """The files of a form by field. Raises `Refused` where the whole form was too large to be taken in."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        raise Refused(_("文件合计超过 %(most)d MB，请分次上传") % {"most": settings.FILE_UPLOAD_MAX_MEMORY_SIZE >> 20})
    given = [(name.removeprefix(INPUT), one) for name, many in request.FILES.lists() if name.startswith(INPUT) for one in many]
    return [Upload(field, one.name or "", one.read()) for field, one in given]


@signed_in
@require_POST
def opened(request: HttpRequest, matter: str, event: str, number: int) -> HttpResponse:
    """One attached file; pictures and PDF in the browser, everything else to be saved. The look is on record before it is sent."""
    try:
        file = open_file(request.viewer, matter, event, number, request.POST.get("purpose", ""), request.now)
    except Refused as refusal:
        if not Matter.objects.filter(id=matter).exists():
            raise Http404(refusal.sentence) from refusal
        messages.warning(request, said(refusal, request))
        return redirect("desk:matter", matter)
    answer = HttpResponse(file.content, content_type=file.type)
    header = content_disposition_header(not file.type.startswith(SHOWN), file.name)
    answer.headers["Content-Disposition"] = header or "attachment"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def purposes(allowed: Sequence[str] = looks.PURPOSES) -> list[tuple[str, str]]:
    """What a sealed record may be looked at for, with words."""
    return [(purpose, str(PURPOSES[purpose])) for purpose in allowed]
