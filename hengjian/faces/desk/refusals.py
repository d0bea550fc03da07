"""How the desk tells that an action said no: the sentence, who may do it instead, and what was kept."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hengjian.core.evaluation import Breach
from hengjian.core.explain import explain
from hengjian.ledger.errors import StaleStream
from hengjian.work.matters.lawbook import law_in_force, terms
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people.refusal import Refused


def said(refusal: Refused, request: HttpRequest) -> str:
    """The sentence of a refusal, the reasons of the law, and who may do it instead, each on a line of its own."""
    language = request.viewer.language
    roles = _("、").join(terms().code("roles", role, language) for role in refusal.who_may)
    breaches = [one for one in refusal.reasons if isinstance(one, Breach)]
    lines = [line for one in breaches for line in explain(one, law_in_force(), language)][:4]
    may = _("可以办理的岗位：%(roles)s") % {"roles": roles} if roles else ""
    return "\n".join(str(part) for part in (refusal.sentence, *lines, may) if part)


def stale() -> str:
    return _("这件事项刚刚有了新记录。请查看后再办，您填写的内容还在。")


def attempt(request: HttpRequest, act: Callable[[], object], done: str, *, draft: str = "") -> bool:
    """Runs one action and tells on the next page how it went; true if it was done. Then the `draft` of its form goes."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, said(refusal, request))
        return False
    except StaleStream:
        messages.warning(request, stale())
        return False
    if draft:
        request.session["draft_done"] = draft
    messages.success(request, done)
    return True


def back_to_matter(request: HttpRequest, matter: str) -> HttpResponse:
    """After a step: the matter's page, or home where the step itself has taken the matter out of the viewer's sight."""
    try:
        matter_in_sight(request.viewer, matter)
    except Refused:
        messages.warning(request, _("这件事项已不在您可以查看的范围内：它转到了别的单位，或者涉及未成年人而您不是承办人。"))
        return redirect("desk:home")
    return redirect("desk:matter", matter)
