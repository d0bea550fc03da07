"""Words of the responsibility matrix in templates: posts, levels, steps, gaps and overlaps."""

from collections.abc import Iterable

from django import template

from hengjian.core.flow import Move
from hengjian.core.lawbook.acts import Competences
from hengjian.core.responsibility import Problem
from hengjian.core.responsibility_said import competent_said, events_said, joined, levels_said, problem_said, roles_said
from hengjian.core.terms import tongue
from hengjian.faces.look.templatetags.law_words import language
from hengjian.work.matters.lawbook import terms

register = template.Library()


@register.filter
def move_name(move: Move) -> str:
    return move.label[tongue(language())]


@register.filter
def roles_words(roles: Iterable[str]) -> str:
    return roles_said(roles, terms(), language())


@register.filter
def levels_words(levels: Iterable[str]) -> str:
    return levels_said(levels, terms(), language())


@register.filter
def events_words(kinds: Iterable[str]) -> str:
    return events_said(kinds, terms(), language())


@register.filter
def competent_words(allowed: Competences) -> str:
    return competent_said(allowed, terms(), language())


@register.filter
def problem_words(problem: Problem) -> str:
    return problem_said(problem, terms(), language())


@register.filter
def doers(moves: Iterable[Move]) -> str:
    """The posts that may take any of these steps, each once."""
    return joined(dict.fromkeys(roles_said((role,), terms(), language()) for move in moves for role in move.roles), language())
