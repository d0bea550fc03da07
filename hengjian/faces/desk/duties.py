"""The why of one duty: its arithmetic, line by line, as a fragment below its ribbon or as a page of its own."""

from django.http import Http404, HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.session import signed_in
from hengjian.work.matters.bearing import on_duties
from hengjian.work.matters.models import DutyRow
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people.refusal import Refused


@signed_in
def why(request: HttpRequest, matter: str) -> HttpResponse:
    """`rule`, `key` and `start` name the duty: rows are made anew at each step, these three stay."""
    try:
        row = matter_in_sight(request.viewer, matter)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    asked = {name: request.GET.get(name, "") for name in ("rule", "key")}
    duty = DutyRow.objects.filter(matter=row, start_event=request.GET.get("start", ""), **asked).first()
    if duty is None:
        raise Http404(asked["rule"])
    template = "desk/why_part.html" if request.htmx else "desk/why.html"
    owed = next(iter(on_duties([duty])), None)
    articles = {"articles": owed.articles, "start_day": owed.day} if owed else {}
    return render_page(request, template, {"matter": row, "duty": duty, "section": place_of(row.kind), **articles})
