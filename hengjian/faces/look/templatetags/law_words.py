"""Words of the law in templates: labels of events, stages, roles and codes, a rule's title, a duty's ribbon and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hengjian.core.describe import in_language
from hengjian.core.evaluation import breach_from_data, duty_from_data
from hengjian.core.explain import explain
from hengjian.core.lawbook.citations import Answer
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.faces.look.ribbon import Ribbon, draw
from hengjian.faces.look.templatetags.look import listed
from hengjian.work.matters.lawbook import flows, law_in_force, law_of, terms
from hengjian.work.matters.models import BreachRow, DutyRow, ItemRow, Matter, PartyRow

register = template.Library()
KEYS = {
    "party": _("当事人"),
    "item": _("物品"),
    "document": _("文书"),
    "recording": _("录音录像"),
    "request": _("申请"),
    "measure": _("措施"),
}

PURPOSES = {
    "handling": _("办理本案"),
    "review": _("审核审批"),
    "supervision": _("执法监督"),
    "complaint": _("答复申诉"),
    "disclosure": _("依法公开"),
    "lawful_query": _("依法查询"),
}


def language() -> str:
    return get_language() or "zh-hans"


@register.filter
def doubt(answer: Answer) -> str:
    """What is wrong with a citation."""
    return answer.sentence(language())


@register.filter
def role_name(role: str) -> str:
    return terms().code("roles", role, language())


@register.filter
def stage_name(matter: Matter) -> str:
    found = terms().code("stages", matter.stage, language())
    return found if found != matter.stage else terms().label(matter.stage, language())


@register.filter
def kind_name(kind: str) -> str:
    return flows()[kind].label[tongue(language())] if kind in flows() else kind


@register.filter
def title_of(matter: Matter) -> str:
    """What the matter is about, in a word."""
    return terms().code(matter.title_codes, matter.title_code, language()) if matter.title_code else kind_name(matter.kind)


@register.simple_tag
def code_name(codes: str, code: str) -> str:
    return terms().code(codes, code, language())


@register.simple_tag
def item_kind(row: ItemRow) -> str:
    """What sort of thing a row of the property register is, in the words of its flow."""
    return terms().code("criminal_item_kinds" if row.matter.kind == "case/criminal" else "item_kinds", row.kind, language())


@register.filter
def event_name(kind: str) -> str:
    return terms().label(kind, language())


@register.filter
def rule_title(rule: str) -> str:
    found = law_in_force().rules.get(rule)
    return in_language(found.title, language()) if found else rule


@register.filter
def paper_name(name: str) -> str:
    """A paper in the reader's language; printed it bears its Chinese name."""
    return terms().code("papers", name, language())


@register.filter
def paper_names(names: Iterable[str]) -> str:
    """Papers one after another."""
    return listed(paper_name(name) for name in names)


@register.filter
def key_name(key: str) -> str:
    """`party:2` as 当事人 2."""
    sort, _mark, number = key.partition(":")
    return f"{KEYS[sort]} {number}" if sort in KEYS else key


@register.inclusion_tag("look/ribbon.html", takes_context=True)
def ribbon(context: template.Context, row: DutyRow, href: str = "") -> dict[str, Any]:
    """The ribbon of a stored duty; with `href` a tap opens its arithmetic below."""
    shown = draw(duty_from_data(row.data), law_behind(row.matter), context["now"], detail=key_name(row.key) if row.key else "")
    asked = urlencode({"rule": row.rule, "key": row.key, "start": row.start_event})
    return {"ribbon": shown, "href": f"{href}?{asked}" if href else ""}


@register.inclusion_tag("look/ribbon.html")
def drawn(ribbon: Ribbon) -> dict[str, Any]:
    """A ribbon that the view has drawn."""
    return {"ribbon": ribbon, "href": ""}


@register.filter
def why(row: DutyRow | BreachRow) -> list[str]:
    """The arithmetic of a duty, or the reasons of a judgement, line by line, in the words of the lawbook that gave the answer."""
    answer = duty_from_data(row.data) if isinstance(row, DutyRow) else breach_from_data(row.data)
    return list(explain(answer, law_behind(row.matter), tongue(language())))


def law_behind(matter: Matter) -> Lawbook:
    """The lawbook by which the matter was last judged; the one in force where that was never adopted here."""
    return law_of(matter.law) or law_in_force()


@register.filter
def judged_before(matter: Matter) -> bool:
    """Whether the matter still stands as an earlier lawbook judged it; the watch is about to look again."""
    return bool(matter.law) and matter.law != law_in_force().digest


@register.filter
def spoken(text: tuple[str, str]) -> str:
    """A text that the law gives in Chinese and English, in the reader's language."""
    return in_language(text, language())


@register.simple_tag
def party_role(matter: Matter, party: PartyRow) -> str:
    codes = "criminal_party_roles" if matter.kind == "case/criminal" else "party_roles"
    return terms().code(codes, party.role, language())


@register.simple_tag
def purpose_name(purpose: str) -> str:
    """What somebody looked at a sealed record for."""
    return str(PURPOSES.get(purpose, purpose))
