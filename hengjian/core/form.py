"""Values given for a move, checked against its fields: what is clear, what is sealed, and what is wrong, each with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hengjian.core.flow import Field, Move
from hengjian.core.terms import Terms, tongue
from hengjian.core.values import Wrong, read_value

SAID = {
    "unknown": {"zh": "这一步没有名为“{field}”的字段；可填的有：{known}", "en": "this step has no field {field!r}; it has: {known}"},
    "missing": {"zh": "请填写“{label}”", "en": "{label} is required"},
    "code": {"zh": "“{label}”没有“{given}”这一项；可选：{known}", "en": "{label}: there is no {given!r}; choose from: {known}"},
    "kind": {"zh": "“{label}”应为{wanted}，不能是“{given}”", "en": "{label} must be {wanted}, not {given!r}"},
    "long": {"zh": "“{label}”超过{limit}字", "en": "{label} is longer than {limit} characters"},
    "digit": {"zh": "“{label}”的校验位不符，请核对证件号码", "en": "{label}: the check digit does not match; read the document again"},
}
WANTED = {
    "code": ("代码", "a code"), "codes": ("代码的列表", "a list of codes"), "number": ("整数", "a whole number"),
    "money": ("金额（元，至多两位小数）", "an amount in yuan with at most two decimals"), "boolean": ("是或否", "yes or no"),
    "date": ("日期（年-月-日）", "a date (YYYY-MM-DD)"), "birth_date": ("日期（年-月-日）", "a date (YYYY-MM-DD)"),
    "time": ("时间（年-月-日 时:分）", "a time (YYYY-MM-DD HH:MM)"), "key": ("本事项中的编号", "a key of this matter"),
    "words": ("文字", "words"),
}  # fmt: skip
MOST_CHOICES = 12
CODE = re.compile(r"[\w.:/()〔〕-]{1,80}")


@dataclass
class Filled:
    """The outcome: `clear` goes into the event's body, `sealed` under the matter's key; `faults` is a sentence per field."""

    clear: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def say(code: str, language: str, **values: Any) -> str:
    return SAID[code][tongue(language)].format(**values)


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], ())


def fill(move: Move, body: Mapping[str, Any], terms: Terms, language: str) -> Filled:
    """Checks every value of `body` against the move's fields. Money as text is yuan, as a whole number fen."""
    filled = Filled()
    known = "、".join(move.fields)
    for name in body:
        if name not in move.fields:
            filled.faults[name] = say("unknown", language, field=name, known=known or "—")
    for name, asked in move.fields.items():
        value = asked.given if is_empty(body.get(name)) else body[name]
        if not is_empty(value):
            put(asked, value, filled, terms, language)
        elif asked.required:
            filled.faults[name] = say("missing", language, label=asked.label[tongue(language)])
    return filled


def put(asked: Field, value: Any, filled: Filled, terms: Terms, language: str) -> None:
    """Files one value where it belongs, or its fault."""
    label = asked.label[tongue(language)]
    try:
        read = read_value(asked.type, value)
    except Wrong as wrong:
        wanted = WANTED.get(wrong.wanted, WANTED["words"])[tongue(language) == "en"]
        filled.faults[asked.name] = say(wrong.code, language, label=label, wanted=wanted, given=str(value)[:40], limit=wrong.limit)
        return
    unknown = unknown_code(asked, read, terms)
    if unknown is not None:
        filled.faults[asked.name] = say("code", language, label=label, given=unknown, known=choices(asked, terms, language) or "—")
    elif asked.sealed:
        filled.sealed[asked.name] = read
    else:
        filled.clear[asked.name] = read


def choices(asked: Field, terms: Terms, language: str) -> str:
    """What may be chosen, as people read it; a long list is cut short."""
    words = [label.get(tongue(language), code) for code, label in codes_of(asked, terms).items()]
    joined = (", " if tongue(language) == "en" else "、").join(words[:MOST_CHOICES])
    return f"{joined}……" if len(words) > MOST_CHOICES else joined


def codes_of(asked: Field, terms: Terms) -> Mapping[str, Any]:
    """The codes a field takes, with labels; empty where the list is not declared (ids and codes of other registers)."""
    if isinstance(asked.codes, tuple):
        return {code: terms.words.get(code, {"zh": code, "en": code}) for code in asked.codes}
    listed = terms.codes.get(asked.codes, {})
    return {code: label for code, label in listed.items() if code in asked.only} if asked.only else listed


def unknown_code(asked: Field, read: Any, terms: Terms) -> str | None:
    """The first code that the field's list does not hold, if any."""
    if asked.type not in {"code", "codes"}:
        return None
    given = [read] if asked.type == "code" else read
    allowed = codes_of(asked, terms)
    return next((code for code in given if not (code in allowed if allowed else CODE.fullmatch(code))), None)
