"""Words of the law in templates: labels of events, stages, roles and codes, a rule's title, a duty's ribbon and its arithmetic."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from hengjian.core.describe import in_language
from hengjian.core.evaluation import breach_from_data, duty_from_data
from hengjian.core.explain import explain
from hengjian.core.terms import tongue
from hengjian.faces.look.ribbon import ribbon as drawn
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import BreachRow, DutyRow, Matter

register = template.Library()


def language() -> str:
    return get_language() or "zh-hans"


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


@register.filter
def event_name(kind: str) -> str:
    return terms().label(kind, language())


@register.filter
def rule_title(rule: str) -> str:
    found = law_in_force().rules.get(rule)
    return in_language(found.title, language()) if found else rule


@register.inclusion_tag("look/ribbon.html", takes_context=True)
def ribbon(context: template.Context, row: DutyRow) -> dict[str, Any]:
    name = rule_title(row.rule)
    return {"ribbon": drawn(duty_from_data(row.data), context["now"], name), "name": name}


@register.filter
def why(row: DutyRow | BreachRow) -> list[str]:
    """The arithmetic of a duty, or the reasons of a judgement, line by line."""
    answer = duty_from_data(row.data) if isinstance(row, DutyRow) else breach_from_data(row.data)
    return list(explain(answer, law_in_force(), tongue(language())))
