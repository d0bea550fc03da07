"""A rule in words, as it stood on a day: what it restates, its values in force, their articles. For pages and commands that show rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hengjian.core.describe_acts import act_parts
from hengjian.core.explain import length_words
from hengjian.core.lawbook.clocks import Clock, Limit, Step, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule, Text
from hengjian.core.lawbook.sourcing import source_in
from hengjian.core.lawbook.values import Condition, Dated, Length, Patterns
from hengjian.core.naming import condition_name, field_name, value_name
from hengjian.core.terms import tongue
from hengjian.core.wording import BEARERS, RELATIONS, SORTS, THRESHOLDS

LABELS = {
    "restates": ("规则", "Rule"), "applies_to": ("适用于", "Applies to"), "per": ("按", "Judged per"),
    "bearer": ("主体", "Whose"), "starts": ("起算", "Starts"),
    "within": ("期限", "Limit"), "extended_by": ("延长", "Extension"), "met_by": ("完成", "Met by"), "excluded": ("不计入", "Not counted"),
    "restarted_by": ("重新起算", "Restarted by"), "released_by": ("不再计算", "Released by"),
    "rolls": ("休息日顺延", "Rolls over rest days"),
    "sources": ("依据", "Sources"), "text": ("条文", "Articles"), "checked": ("核对", "Checked"), "note": ("说明", "Note"),
    "gate": ("事前", "Before the step"), "act": ("行为", "Act"), "needs": ("要求", "Asks"), "allowed": ("有权作出", "Competent"),
    "distance": ("时间", "Time"), "unless": ("除外", "Unless"), "apart": ("不得同一人", "Not by who did"), "times": ("次数", "How often"),
    "after": ("发生之后禁止", "Forbidden after"), "until": ("直到", "Until"), "ages": ("年龄", "Age"), "field": ("字段", "Field"),
    "remedy": ("补救", "Made good by"), "none": ("效力", "In force"), "explained_by": ("超期可作说明", "Overrun explained by"),
}  # fmt: skip
GATES = {"block": ("阻止这一步", "blocks the step"), "warn": ("只提醒，不阻止", "warns, does not block")}
YES_NO = (("否", "no"), ("是", "yes"))
NO_FIGURE = ("（法律没有规定具体时限）", " (the law names no figure)")
NO_LIMIT = ("不适用", "none")
EXTENDS = {
    "by": ("延长{length}", "by {length}"),
    "to": ("延长至{length}（总期限）", "to {length} in all"),
    "times": ("，至多{times}次", ", at most {times} times"),
    "by_whom": ("，由{who}批准", ", approved by {who}"),
}
NO_VALUE = ("这一天没有有效的规定", "no provision in force on this day")
NOT_HELD = ("手头没有条文，未核对", "text not held, not verified")
Line = tuple[str, str]


def in_language(text: Text, language: str) -> str:
    """The English text where it is asked for and given, else the Chinese."""
    return text[1] if tongue(language) == "en" and text[1] else text[0]


def describe(rule: Rule, law: Lawbook, day: date, language: str) -> list[Line]:
    """Label and text, line by line."""
    english = tongue(language) == "en"
    return [(LABELS[name][english], text) for name, text in parts(rule, law, day, language)]


def parts(rule: Rule, law: Lawbook, day: date, language: str) -> list[Line]:
    """Key of `LABELS` and text, each key once; a text may have several lines."""
    lines: dict[str, list[str]] = {}
    for name, text in pieces(rule, law, day, language):
        if text:
            lines.setdefault(name, []).append(text)
    return [(name, "\n".join(texts)) for name, texts in lines.items()]


def pieces(rule: Rule, law: Lawbook, day: date, language: str) -> Iterator[Line]:
    english = tongue(language) == "en"
    yield "restates", in_language(rule.restates, language)
    yield "applies_to", applies_words(rule, law, tongue(language))
    yield "bearer", BEARERS[rule.bearer][english]
    yield "per", "" if rule.per == "matter" else SORTS[rule.per][english]
    if isinstance(rule.shape, Clock):
        yield from clock_parts(rule.shape, law, day, language)
    else:
        acts: Dated[Patterns] = getattr(rule.shape, "act", None) or rule.shape.second  # type: ignore[union-attr]
        yield "act", events(acts.on(day), law, language)
        yield from act_parts(rule.shape, law, day, tongue(language))
        yield "gate", GATES[rule.gate][english]
    yield "remedy", events(rule.remedy, law, language)
    sources, keys = [source_in(one, law, language) for one in sources_on(rule, day)], rule.text.on(day)
    yield "none", "" if sources else NO_VALUE[english]
    yield "sources", "\n".join(sources)
    yield "text", ", ".join(keys) if keys else NOT_HELD[english] if sources else ""
    yield "checked", f"{rule.checked.by} {rule.checked.on.isoformat()}"
    yield "note", in_language(rule.note, language)


def clock_parts(clock: Clock, law: Lawbook, day: date, language: str) -> Iterator[Line]:
    terms = clock.terms_on(day)
    yield "starts", events(clock.starts.on(day), law, language)
    if terms is None:
        return
    yield "within", "\n".join(limit_words(limit, law, language) for limit in terms.limits)
    yield "met_by", events(terms.met_by, law, language)
    yield "extended_by", "\n".join(step_words(step, law, language) for step in terms.steps)
    pairs = [(events(one.start, law, language, " / "), events(one.end, law, language, " / ")) for one in terms.intervals]
    yield "excluded", "\n".join(f"{start} → {end}" for start, end in pairs)
    yield "restarted_by", events(terms.restarted_by, law, language)
    yield "released_by", events(terms.released_by, law, language)
    yield "explained_by", events(terms.explained_by, law, language)
    yield "rolls", rolls_words(terms, law, tongue(language) == "en")


def rolls_words(terms: Terms, law: Lawbook, english: bool) -> str:
    """Whether the end rolls: only limits in days and longer can."""
    counting = terms.counting
    if all(limit.threshold or (limit.length and limit.length.unit in ("hours", "working_days")) for limit in terms.limits):
        return ""
    policy = law.policies.get(counting.rolls_policy)
    said = YES_NO[bool(policy.value) if policy else counting.rolls][english]
    if policy is not None:
        said = f"{policy.label[english] or policy.label[0]}{': ' if english else '：'}{said}"
    source = f" ({source_in(counting.source, law, 'en')})" if english else f"（{counting.source}）"
    return said + (source if counting.source else "")


def limit_words(limit: Limit, law: Lawbook, language: str) -> str:
    english = tongue(language) == "en"
    if limit.length is not None:
        said = length_words(limit.length, language)
    elif limit.threshold:
        said = THRESHOLDS[limit.threshold][english] if limit.threshold in THRESHOLDS else limit.threshold
        said += NO_FIGURE[english]
    else:
        said = field_name(str(limit.field), law, tongue(language)) if limit.field else NO_LIMIT[english]
    return said + where(limit.when, law, language)


def step_words(step: Step, law: Lawbook, language: str) -> str:
    length = step.to or step.add
    english, spoken = tongue(language) == "en", tongue(language)
    said = length_words(length, language) if length else ""
    if step.read is not None:
        said = f"{step.read.at_least}–{length_words(Length(**{step.read.unit: step.read.at_most}), language)}"
    how = EXTENDS["to" if step.to else "by"][english].format(length=said)
    organ = step.approver.organ and law.terms.code("organs", step.approver.organ, spoken)
    relations = [level_words(level, relation, law, spoken) for level, relation in step.approver.relations]
    who = [*relations, *(law.terms.code("roles", role, spoken) for role in step.approver.roles), organ]
    by = EXTENDS["by_whom"][english].format(who=(", " if english else "、").join(one for one in who if one)) if any(who) else ""
    times = EXTENDS["times"][english].format(times=step.times) if step.times > 1 else ""
    return law.terms.label(step.kind, language) + (": " if english else "：") + how + times + by + where(step.when, law, language)


def level_words(level: str, relation: str, law: Lawbook, spoken: str) -> str:
    """Who stands so to the handling unit; for one level of it, the level first."""
    said = RELATIONS[relation][spoken == "en"]
    if level == "default":
        return said
    label = law.terms.code("levels", level, spoken)
    return f"{said} (of a {label.lower()})" if spoken == "en" else f"{label}的{said}"


def events(patterns: Patterns | None, law: Lawbook, language: str, between: str = "\n") -> str:
    """The labels of the events, each with its condition."""
    if patterns is None:
        return ""
    return between.join(law.terms.label(one.kind, language) + where(one.when, law, language) for one in patterns.any_of)


def where(condition: Condition, law: Lawbook, language: str) -> str:
    """A condition in brackets, or nothing."""
    if not condition:
        return ""
    said = condition_name(condition, law, tongue(language))
    return f" ({said})" if tongue(language) == "en" else f"（{said}）"


def applies_words(rule: Rule, law: Lawbook, spoken: str) -> str:
    """The matters it speaks of, attribute by attribute."""
    found = [
        f"{field_name(f'matter.{name}', law, spoken)}{': ' if spoken == 'en' else '：'}{value_name(name, values, law, spoken)}"
        for name, values in rule.applies_to
    ]
    return ("; " if spoken == "en" else "；").join(found)


def sources_on(rule: Rule, day: date) -> list[str]:
    """The articles in force on a day, each once, in the order of the file: of each key the value that began last."""
    begun = [(since, source, key) for since, source, key in rule.sources if since <= day]
    latest = {key: max(since for since, _, other in begun if other == key) for _, _, key in begun}
    return list(dict.fromkeys(source for since, source, key in begun if since == latest[key]))
