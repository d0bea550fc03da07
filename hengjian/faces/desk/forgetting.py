"""Forgetting a closed matter by law: the security administrator names it, the ground, and repeats its number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.refusals import attempt
from hengjian.faces.desk.session import only
from hengjian.ledger.read import beside
from hengjian.work.matters.forgetting import forget
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused

GROUNDS = {
    "retention_ended": gettext_lazy("保管期限届满"),
    "record_sealed_by_law": gettext_lazy("依法封存"),
    "ordered_by_court": gettext_lazy("法院裁判"),
}


@only("security_admin")
def forgetting(request: HttpRequest) -> HttpResponse:
    """What was forgotten so far, and the form. It cannot be taken back."""
    if request.method == "POST":
        attempt(request, lambda: destroy(request), _("密钥已销毁，姓名与案情永久不可读；记录的摘要链完整保留。"))
        return redirect("desk:forgetting")
    past = beside("key.destroyed").order_by("-recorded_at", "-id")[:50]
    numbers = dict(Matter.objects.filter(id__in={event.matter for event in past}).values_list("id", "number"))
    forgotten = [(numbers.get(event.matter, event.matter), GROUNDS.get(event.body.get("reason", ""), ""), event) for event in past]
    context = {"grounds": GROUNDS.items(), "forgotten": forgotten, "section": "administration"}
    return render_page(request, "desk/forgetting.html", context)


def destroy(request: HttpRequest) -> None:
    number, again = (request.POST.get(name, "").strip().upper() for name in ("number", "again"))
    if not number or number != again:
        raise Refused(_("两次填写的编号不一致，没有销毁。"))
    row = Matter.objects.filter(number=number).first()
    if row is None:
        raise Refused(_("没有编号为 %(number)s 的事项") % {"number": number})
    forget(row.id, request.POST.get("ground", ""), by=request.viewer, now=request.now)
