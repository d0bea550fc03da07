"""The responsibility matrix at the desk: each step of a kind of matter, who answers for it, where nobody does or two do (TJ-66)."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from hengjian.core.responsibility import responsibilities
from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.rules import asked_day
from hengjian.faces.desk.session import signed_in
from hengjian.work.matters.lawbook import flows, law_in_force


@signed_in
def matrix(request: HttpRequest) -> HttpResponse:
    """One flow (`flow`, else the first) under the law of a day (`on`, else today); `problems`: only steps with a gap or an overlap."""
    known = flows()
    kind = request.GET.get("flow") or next(iter(known))
    if kind not in known:
        raise Http404(kind)
    day = asked_day(request.GET.get("on", ""), request.now.astimezone(SHANGHAI).date())
    steps = responsibilities(known[kind], law_in_force(), day)
    counted = Counter(problem.gap for step in steps for problem in step.problems)
    only = bool(request.GET.get("problems"))
    context = {
        "flows": known.values(),
        "kind": kind,
        "day": day,
        "only": only,
        "steps": [step for step in steps if step.problems or not only],
        "all": len(steps),
        "gaps": counted[True],
        "doubled": counted[False],
        "section": "rules",
    }
    return render_page(request, "desk/responsibilities.html", context)
