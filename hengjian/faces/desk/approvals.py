"""What waits for this person's answer, each with its file to be opened first. What may be answered: `work/matters/approvals`."""

from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import only
from hengjian.work.matters.waiting import waiting_for
from hengjian.work.people import roles


@only(*sorted(roles.CASE_ROLES))
def approvals(request: HttpRequest) -> HttpResponse:
    return render_page(request, "desk/approvals.html", {"waiting": waiting_for(request.viewer), "section": "home"})
