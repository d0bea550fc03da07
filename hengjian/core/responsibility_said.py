"""A gap or an overlap of the responsibility matrix in a sentence, Chinese or English, and the competent posts of a step."""

from __future__ import annotations

from collections.abc import Iterable

from hengjian.core.describe import in_language
from hengjian.core.lawbook.acts import Competences
from hengjian.core.responsibility import BEYOND_LAW, NOBODY_COMPETENT, NOBODY_RECORDS, OWN_CHECK, TWO_LEVELS, UNWATCHED, Problem
from hengjian.core.terms import Terms, tongue

SENTENCES = {
    NOBODY_RECORDS: ("须先有{what}，但流程中没有环节记录", "{what} must stand before it, and no step of the flow records that"),
    NOBODY_COMPETENT: ("流程允许的层级（{what}）均无权办理", "none of the levels that the flow allows ({what}) is competent"),
    UNWATCHED: ("改变办理阶段，却没有规则检查", "it changes the stage, and no rule watches it"),
    BEYOND_LAW: ("流程允许{what}办理，依法无权", "the flow allows it at {what}, the law does not"),
    OWN_CHECK: ("把关的{what}可由同一岗位办理", "{what}, which stands guard before it, may be the same post's act"),
    TWO_LEVELS: ("{what}的负责人都可以决定，规则没有划分", "heads of {what} may each decide it, and no rule divides them"),
}
OF_LEVELS = frozenset({NOBODY_COMPETENT, BEYOND_LAW, TWO_LEVELS})


def problem_said(problem: Problem, terms: Terms, language: str) -> str:
    """The problem in a sentence; the rule that shows it in brackets."""
    english = tongue(language) == "en"
    words = levels_said(problem.what, terms, language) if problem.code in OF_LEVELS else events_said(problem.what, terms, language)
    said = SENTENCES[problem.code][english].format(what=words)
    if problem.rule is None:
        return said
    title = in_language(problem.rule.title, language)
    return f"{said} ({title})" if english else f"{said}（{title}）"


def joined(words: Iterable[str], language: str) -> str:
    return (", " if tongue(language) == "en" else "、").join(words)


def levels_said(levels: Iterable[str], terms: Terms, language: str) -> str:
    return joined((terms.code("levels", one, language) for one in levels), language)


def roles_said(roles: Iterable[str], terms: Terms, language: str) -> str:
    return joined((terms.code("roles", one, language) for one in roles), language)


def events_said(kinds: Iterable[str], terms: Terms, language: str) -> str:
    return joined((terms.label(kind, language) for kind in kinds), language)


def competent_said(allowed: Competences, terms: Terms, language: str) -> str:
    """Levels and roles of all its entries, each once; the amounts and conditions stand on the rule's page."""
    levels = dict.fromkeys(level for one in allowed.any_of for level in one.levels)
    roles = dict.fromkeys(role for one in allowed.any_of for role in one.roles)
    return joined(filter(None, (levels_said(levels, terms, language), roles_said(roles, terms, language))), language)
