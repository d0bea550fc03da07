"""Reasons as sentences, Chinese or English. The sentences stand in `sentences.py`; here values become words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from hengjian.core.evaluation import Breach, Duty, Reason
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.sourcing import source_in
from hengjian.core.lawbook.values import Length
from hengjian.core.naming import field_name, value_name
from hengjian.core.sentences import OF_CITIZENS, SENTENCES
from hengjian.core.terms import tongue
from hengjian.core.wording import CITIZEN_STATES, DEMANDS, GIVEN, NOBODY, NOT_COUNTED, REST_DAYS, SIGNATURE, STATES, THRESHOLDS

WEEKDAYS = {"zh": ("一", "二", "三", "四", "五", "六", "日"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
SECONDS = (("小时", " h"), ("分", " min"), ("秒", " s"))
UNITS = (
    ("hours", ("小时", "hour", "hours")),
    ("working_days", ("个工作日", "working day", "working days")),
    ("months", ("个月", "month", "months")),
    ("days", ("日", "day", "days")),
)


def explain(answer: Duty | Breach, law: Lawbook, language: str) -> list[str]:
    """One line for each reason, in order: how the answer came about."""
    rule = law.rules.get(answer.rule)
    bearer = rule.bearer if rule else ""
    return [sentence(reason, law, language, bearer) for reason in answer.reasons]


def sentence(reason: Reason, law: Lawbook, language: str, bearer: str = "") -> str:
    """A reason as one sentence in `zh` or `en` (any language tag that begins so); of a rule that binds `bearer`."""
    spoken = tongue(language)
    slots, zh, en = SENTENCES[reason.code]
    if bearer == "citizen":
        zh, en = OF_CITIZENS.get(reason.code, (zh, en))
    words: dict[str, str] = {}
    for slot, value in zip(slots.split(), reason.values, strict=True):
        name = slot if slot not in words else f"{slot}2"
        words[name] = WORDS[slot](value, law, spoken)
    return (en if spoken == "en" else zh).format(**words)


def state_label(state: str, language: str, bearer: str = "") -> str:
    """The word for a state of a duty or a verdict; a citizen's time that has run out is no fault and says so."""
    found = CITIZEN_STATES if bearer == "citizen" and state in CITIZEN_STATES else STATES
    return pick(found, state, tongue(language))


def when_words(value: date | datetime | None, language: str) -> str:
    """A day with its weekday, or a local time to the minute."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    weekday = WEEKDAYS[tongue(language)][value.weekday()]
    return f"{value.isoformat()} ({weekday})" if tongue(language) == "en" else f"{value.isoformat()}（星期{weekday}）"


def length_words(length: Length, language: str) -> str:
    """A length of time: 30日, 2个月, 24 hours."""
    spoken = tongue(language)
    counts = [(getattr(length, unit), names) for unit, names in UNITS if getattr(length, unit)]
    if spoken == "zh":
        return "".join(f"{count}{names[0]}" for count, names in counts)
    return " and ".join(f"{count} {names[1] if count == 1 else names[2]}" for count, names in counts)


def limit_words(length: Length, spoken: str) -> str:
    """A length and what of its start does not count: the day, or the hour where it is counted in hours."""
    return NOT_COUNTED[length.unit == "hours"][spoken == "en"].format(length=length_words(length, spoken))


def pick(labels: Mapping[str, tuple[str, str]], name: str, spoken: str) -> str:
    return labels[name][spoken == "en"] if name in labels else name


def kind_words(value: str, law: Lawbook, spoken: str) -> str:
    return law.terms.label(value, spoken)


def source_words(value: str, law: Lawbook, spoken: str) -> str:
    if not value:
        return ""
    return f" ({source_in(value, law, spoken)})" if spoken == "en" else f"（{value}）"


def policy_words(value: str, law: Lawbook, spoken: str) -> str:
    policy = law.policies.get(value)
    if policy is None:
        return value
    return policy.label[1] if spoken == "en" and policy.label[1] else policy.label[0]


def setting_words(value: Any, law: Lawbook, spoken: str) -> str:
    """What a policy is set to."""
    return law.terms.code("policy_values", value, spoken) if isinstance(value, str) else value_name("", value, law, spoken)


def text_words(value: Any, law: Lawbook, spoken: str) -> str:
    """The law's word for a limit without a figure, an age band, or the text as it stands."""
    said = pick(THRESHOLDS, str(value), spoken)
    return law.terms.code("age_bands", said, spoken)


def who_words(codes: str) -> Callable[[Any, Lawbook, str], str]:
    """A level or a post by its label; said so where it is not recorded."""
    return lambda value, law, spoken: law.terms.code(codes, value, spoken) if value else NOBODY[spoken == "en"]


def names_words(value: tuple[str, ...], law: Lawbook, spoken: str) -> str:
    """Holidays, forms or kinds, each once, in order."""
    labels = (law.terms.label(REST_DAYS.get(name, name) if spoken == "en" else name, spoken) for name in value)
    names = dict.fromkeys(value_name("form", label, law, spoken) for label in labels)
    return (", " if spoken == "en" else "、").join(names)


def span_words(minutes: int, _: Lawbook, spoken: str) -> str:
    """Minutes as hours where they are whole."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return f"{minutes} minutes" if spoken == "en" else f"{minutes}分钟"
    return length_words(Length(hours=hours), spoken)


def seconds_words(value: int, _: Lawbook, spoken: str) -> str:
    """Seconds as hours, minutes and seconds, those that are not nought."""
    minutes, seconds = divmod(value, 60)
    counts = (minutes // 60, minutes % 60, seconds)
    said = [f"{count}{SECONDS[place][spoken == 'en']}" for place, count in enumerate(counts) if count]
    return (" " if spoken == "en" else "").join(said) or f"0{SECONDS[-1][spoken == 'en']}"


WORDS: dict[str, Callable[[Any, Lawbook, str], str]] = {
    "kind": kind_words,
    "kinds": lambda value, law, spoken: (" / " if spoken == "en" else "”或“").join(kind_words(kind, law, spoken) for kind in value),
    "when": lambda value, _, spoken: when_words(value, spoken),
    "source": source_words,
    "length": lambda value, _, spoken: length_words(Length(value[0], value[3], value[1], value[2]), spoken),
    "limit": lambda value, _, spoken: limit_words(Length(value[0], value[3], value[1], value[2]), spoken),
    "days": lambda value, _, spoken: (", " if spoken == "en" else "、").join(when_words(day, spoken) for day in value),
    "field": field_name,
    "fields": lambda value, law, spoken: (", " if spoken == "en" else "、").join(field_name(one, law, spoken) for one in value),
    "text": text_words,
    "number": lambda value, _, __: str(value),
    "level": who_words("levels"),
    "role": who_words("roles"),
    "policy": policy_words,
    "value": setting_words,
    "given": lambda value, _, spoken: pick(GIVEN, value, spoken),
    "signature": lambda value, _, spoken: SIGNATURE[spoken == "en"] if value else "",
    "names": names_words,
    "span": span_words,
    "second": lambda value, _, __: f"{value:%Y-%m-%d %H:%M:%S}",
    "seconds": seconds_words,
    "demand": lambda value, _, spoken: pick(DEMANDS, value, spoken),
}
