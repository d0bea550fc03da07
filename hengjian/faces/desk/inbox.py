"""Messages of the watch to the viewer's roles: those that still ask for something, and those that are settled."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.session import signed_in
from hengjian.watch.supervision.messages import inbox, sentence

AT_ONCE = 50


@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """The newest first; `done=1` shows the settled ones."""
    done = request.GET.get("done") == "1"
    page = Paginator(inbox(request.viewer).filter(done_at__isnull=not done), AT_ONCE).get_page(request.GET.get("page"))
    said = [(sentence(message), message) for message in page]
    return render_page(request, "desk/messages.html", {"said": said, "page": page, "done": done})
