"""What a check of an act demands on a day, in words, line by line. Clocks and what all rules share stand in `describe.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from hengjian.core.explain import length_words
from hengjian.core.lawbook import acts
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.read_cover import TOLERANCES
from hengjian.core.lawbook.values import Condition, Dated, Length, Path, Patterns
from hengjian.core.naming import condition_name, field_name, value_name
from hengjian.core.wording import ASKED

Line = tuple[str, str]
OLDEST = 1000  # an age range that is open above ends here or beyond
EITHER = (" 或者 ", " or ")
ALL = (" 和 ", " and ")


class Words:
    """How one reader on one day is told."""

    def __init__(self, law: Lawbook, day: date, spoken: str):
        self.law, self.day, self.spoken, self.english = law, day, spoken, spoken == "en"

    def say(self, name: str, **values: Any) -> str:
        return ASKED[name][self.english].format(**values)

    def kinds(self, patterns: Patterns, join: tuple[str, str] = EITHER) -> str:
        return join[self.english].join(self.kind(one.kind, one.when) for one in patterns.any_of)

    def kind(self, kind: str, when: Condition) -> str:
        return self.law.terms.label(kind, self.spoken) + self.where(when)

    def where(self, when: Condition) -> str:
        """A condition in brackets, or nothing."""
        if not when:
            return ""
        said = condition_name(when, self.law, self.spoken)
        return f" ({said})" if self.english else f"（{said}）"

    def length(self, length: Length) -> str:
        return length_words(length, self.spoken)

    def codes(self, codes: str, values: tuple[str, ...]) -> str:
        return ("/" if self.english else "、").join(self.law.terms.code(codes, value, self.spoken) for value in values)

    def field(self, path: Path) -> str:
        return field_name(str(path), self.law, self.spoken)


def act_parts(shape: acts.Act, law: Lawbook, day: date, spoken: str) -> Iterator[Line]:
    """Label key and text; nothing where no value is in force on the day."""
    words = Words(law, day, spoken)
    yield from TOLD[type(shape)](shape, words)
    unless: Dated[acts.Excuse] | None = getattr(shape, "unless", None)
    excuse = unless.on(day) if unless else None
    if excuse is not None:
        said = [words.kinds(excuse.events), condition_name(excuse.when, law, spoken)]
        yield "unless", EITHER[words.english].join(part for part in said if part)


def required_step(shape: acts.RequiredStep, words: Words) -> Iterator[Line]:
    needs = shape.needs.on(words.day)
    if needs is None:
        return
    yield "needs", words.kinds(needs.events, ALL if needs.each else EITHER)
    if needs.at_least_before:
        yield "distance", words.say("at_least_before", length=words.length(needs.at_least_before))
    if needs.at_most_before:
        yield "distance", words.say("at_most_before", length=words.length(needs.at_most_before))
    if needs.after.any_of:
        yield "distance", words.say("after", kinds=words.kinds(needs.after))


def required_document(shape: acts.RequiredDocument, words: Words) -> Iterator[Line]:
    paper = shape.needs.on(words.day)
    if paper is not None:
        forms = (value_name("form", form, words.law, words.spoken) for form in paper.forms)
        said = ALL[words.english].join(forms) or words.kinds(paper.events)
        yield "needs", said + (words.say("signed") if paper.signed else "")


def presence(shape: acts.Presence, words: Words) -> Iterator[Line]:
    needs = shape.needs.on(words.day)
    for one in needs.each if needs else ():
        must = EITHER[words.english].join(condition_name(condition, words.law, words.spoken) for condition in one.any_of)
        yield "needs", must + (words.say("where", condition=condition_name(one.when, words.law, words.spoken)) if one.when else "")


def authority(shape: acts.Authority, words: Words) -> Iterator[Line]:
    allowed = shape.allowed.on(words.day)
    for one in allowed.any_of if allowed else ():
        said = [words.codes("levels", one.levels), words.codes("roles", one.roles), words.codes("organs", one.organs)]
        said += [condition_name(one.when, words.law, words.spoken)]
        said += [
            words.say("up_to", field=words.field(where), most=value_name(where.field, most, words.law, words.spoken))
            for where, most in one.up_to
        ]
        yield "allowed", ("; " if words.english else "；").join(part for part in said if part)


def separation(shape: acts.Separation, words: Words) -> Iterator[Line]:
    first = shape.first.on(words.day)
    yield "apart", words.kinds(first) if first else ""


def at_most(shape: acts.AtMost, words: Words) -> Iterator[Line]:
    limit = shape.limit.on(words.day)
    if limit is not None:
        yield "times", words.say("times", times=limit.times)
        yield "distance", words.say("since", kinds=words.kinds(shape.since)) if shape.since.any_of else ""


def not_after(shape: acts.NotAfter, words: Words) -> Iterator[Line]:
    after, beyond = shape.after.on(words.day), shape.beyond.on(words.day) if shape.beyond.days else None
    if after is None:
        return
    yield "after", words.kinds(after)
    if beyond is not None:
        yield "distance", words.say("beyond", length=words.length(beyond.length))
    if shape.soon_after is not None:
        yield "distance", words.say("soon_after", kinds=words.kinds(shape.soon_after.events), length=words.length(shape.soon_after.length))
    yield "until", words.kinds(shape.until)


def age_gate(shape: acts.AgeGate, words: Words) -> Iterator[Line]:
    ages = shape.ages.on(words.day)
    for one in ages.any_of if ages else ():
        name = "from_age" if one.high >= OLDEST else "between_ages" if one.low else "under_age"
        yield "ages", words.say(name, low=one.low, high=one.high) + words.where(one.when)
    yield "needs", condition_name(shape.requires, words.law, words.spoken)


def field(shape: acts.Field, words: Words) -> Iterator[Line]:
    demand = shape.must.on(words.day)
    if demand is None:
        return
    yield "field", words.field(shape.field) + words.where(shape.when)
    said = [words.say("required")] if demand.required else []
    said += [words.say("codes", codes=value_name(shape.field.field, demand.codes, words.law, words.spoken))] if demand.codes else []
    for name in ("at_least", "at_most", "pattern"):
        value = getattr(demand, name)
        if value not in (None, ""):
            said.append(words.say(name, value=value_name(shape.field.field, value, words.law, words.spoken)))
    for name in ("not_before", "not_after", "equal_to"):
        where = getattr(demand, name)
        if where is not None:
            said.append(words.say(name, field=words.field(where)))
    said += [words.say("days_ahead", value=demand.days_ahead)] if demand.days_ahead is not None else []
    said += [words.say("unique")] if demand.unique else []
    yield "needs", ("; " if words.english else "；").join(said)


def recording_cover(shape: acts.RecordingCover, words: Words) -> Iterator[Line]:
    needs = shape.needs.on(words.day)
    if needs is not None:
        yield "needs", words.say(f"cover_{needs.otherwise}")
        gap, drift = (
            words.law.policy(TOLERANCES[name]) if own is None else own for name, own in (("gap", needs.gap), ("drift", needs.drift))
        )
        yield "needs", words.say("cover_tolerance", gap=gap, drift=drift)


TOLD: dict[type, Callable[[Any, Words], Iterator[Line]]] = {
    acts.RequiredStep: required_step, acts.RequiredDocument: required_document, acts.Presence: presence, acts.Authority: authority,
    acts.Separation: separation, acts.AtMost: at_most, acts.NotAfter: not_after, acts.AgeGate: age_gate, acts.Field: field,
    acts.RecordingCover: recording_cover,
}  # fmt: skip
