"""A rule in words, as it stood on a day: what it restates, its values in force, their articles. For pages and commands that show rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hengjian.core.explain import length_words
from hengjian.core.lawbook.clocks import Clock, Limit, Step, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule, Text
from hengjian.core.lawbook.values import Condition, Dated, Patterns
from hengjian.core.sentences import BEARERS, THRESHOLDS
from hengjian.core.terms import tongue

LABELS = {
    "restates": ("规则", "Rule"), "applies_to": ("适用于", "Applies to"), "per": ("按", "Judged per"),
    "bearer": ("义务人", "Binds"), "starts": ("起算", "Starts"),
    "within": ("期限", "Limit"), "extended_by": ("延长", "Extension"), "met_by": ("完成", "Met by"), "excluded": ("不计入", "Not counted"),
    "restarted_by": ("重新起算", "Restarted by"), "released_by": ("不再计算", "Released by"),
    "rolls": ("休息日顺延", "Rolls over rest days"),
    "sources": ("依据", "Sources"), "text": ("条文", "Articles"), "checked": ("核对", "Checked"), "note": ("说明", "Note"),
    "gate": ("事前", "Before the step"), "act": ("行为", "Act"),
}  # fmt: skip
GATES = {"block": ("阻止", "blocks"), "warn": ("提醒", "warns")}
NOT_HELD = ("手头没有条文，未核对", "text not held, not verified")
Line = tuple[str, str]


def in_language(text: Text, language: str) -> str:
    """The English text where it is asked for and given, else the Chinese."""
    return text[1] if tongue(language) == "en" and text[1] else text[0]


def describe(rule: Rule, law: Lawbook, day: date, language: str) -> list[Line]:
    """Label and text, line by line."""
    english = tongue(language) == "en"
    lines = [(name, text) for name, text in parts(rule, law, day, language) if text]
    return [(LABELS[name][english], text) for name, text in lines]


def parts(rule: Rule, law: Lawbook, day: date, language: str) -> Iterator[Line]:
    english = tongue(language) == "en"
    yield "restates", in_language(rule.restates, language)
    yield "applies_to", "; ".join(f"{name}: {', '.join(str(value) for value in values)}" for name, values in rule.applies_to)
    yield "bearer", BEARERS[rule.bearer][english]
    yield "per", "" if rule.per == "matter" else rule.per
    if isinstance(rule.shape, Clock):
        yield from clock_parts(rule.shape, law, day, language)
    else:
        acts: Dated[Patterns] = getattr(rule.shape, "act", None) or rule.shape.second  # type: ignore[union-attr]
        yield "act", events(acts.on(day), law, language)
        yield "gate", GATES[rule.gate][english]
    yield "sources", "\n".join(sources_on(rule, day))
    keys = rule.text.on(day)
    yield "text", ", ".join(keys) if keys else NOT_HELD[english]
    yield "checked", f"{rule.checked.by} {rule.checked.on.isoformat()}"
    yield "note", rule.note


def clock_parts(clock: Clock, law: Lawbook, day: date, language: str) -> Iterator[Line]:
    terms = clock.terms_on(day)
    yield "starts", events(clock.starts.on(day), law, language)
    if terms is None:
        return
    yield "within", "\n".join(limit_words(limit, language) for limit in terms.limits)
    yield "met_by", events(terms.met_by, law, language)
    yield "extended_by", "\n".join(step_words(step, law, language) for step in terms.steps)
    pairs = [(events(one.start, law, language), events(one.end, law, language)) for one in terms.intervals]
    yield "excluded", "\n".join(f"{start} → {end}" for start, end in pairs)
    yield "restarted_by", events(terms.restarted_by, law, language)
    yield "released_by", events(terms.released_by, law, language)
    yield "rolls", rolls_words(terms, tongue(language) == "en")


def rolls_words(terms: Terms, english: bool) -> str:
    counting = terms.counting
    said = counting.rolls_policy or (("yes" if english else "是") if counting.rolls else ("no" if english else "否"))
    if not counting.source:
        return said
    return f"{said} ({counting.source})" if english else f"{said}（{counting.source}）"


def limit_words(limit: Limit, language: str) -> str:
    english = tongue(language) == "en"
    if limit.length is not None:
        said = length_words(limit.length, language)
    elif limit.threshold:
        said = THRESHOLDS[limit.threshold][english] if limit.threshold in THRESHOLDS else limit.threshold
    else:
        said = str(limit.field) if limit.field else "—"
    return said + (f" [{condition_words(limit.when)}]" if limit.when else "")


def step_words(step: Step, law: Lawbook, language: str) -> str:
    length = step.to or step.add
    sign, said = "=" if step.to else "+", length_words(length, language) if length else ""
    if step.read is not None:
        said = f"{step.read.field} ≤ {step.read.at_most}"
    condition = f" [{condition_words(step.when)}]" if step.when else ""
    colon = ": " if tongue(language) == "en" else "："
    return f"{law.terms.label(step.kind, language)}{colon}{sign} {said} × {step.times}{condition}"


def events(patterns: Patterns | None, law: Lawbook, language: str) -> str:
    """The labels of the events, each with its condition."""
    if patterns is None:
        return ""
    found = [law.terms.label(one.kind, language) + (f" [{condition_words(one.when)}]" if one.when else "") for one in patterns.any_of]
    return " / ".join(found)


def condition_words(condition: Condition) -> str:
    signs = {"equal": "=", "in": "∈", "at_least": "≥", "less_than": "<", "present": "present"}
    return ", ".join(f"{test.path} {signs[test.operation]} {test.value}" for test in condition)


def sources_on(rule: Rule, day: date) -> list[str]:
    """The articles in force on a day, each once, in the order of the file: of each key the value that began last."""
    begun = [(since, source, key) for since, source, key in rule.sources if since <= day]
    latest = {key: max(since for since, _, other in begun if other == key) for _, _, key in begun}
    return list(dict.fromkeys(source for since, source, key in begun if since == latest[key]))
