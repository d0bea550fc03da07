"""The checks that judge an act as words of the rule table. Each record: act, needs, unless, extra, calendar, since (see `layout.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hengjian.bulk.layout import NONE
from hengjian.bulk.table.assemble import Sheet
from hengjian.core.lawbook.acts import (
    AgeGate,
    AgeRanges,
    AtMost,
    Attendances,
    Authority,
    Competences,
    Excuse,
    Needs,
    NotAfter,
    Paper,
    Presence,
    RequiredDocument,
    RequiredStep,
    Separation,
)  # fmt: skip
from hengjian.core.lawbook.values import Dated

NOTHING: Dated[Any] = Dated((), ())


def excuse_record(sheet: Sheet, excuse: Excuse) -> int:
    return sheet.put(sheet.patterns(excuse.events), sheet.condition(excuse.when))


def needs_record(sheet: Sheet, needs: Needs) -> int:
    least = sheet.length(needs.at_least_before) if needs.at_least_before else NONE
    most = sheet.length(needs.at_most_before) if needs.at_most_before else NONE
    return sheet.put(sheet.patterns(needs.events), int(needs.each), sheet.patterns(needs.after), least, most)


def unless_record(sheet: Sheet, unless: Dated[Excuse]) -> int:
    return sheet.dated(unless, lambda excuse: excuse_record(sheet, excuse))


def required_step(sheet: Sheet, shape: RequiredStep, calendars: Sequence[str]) -> int:
    act = sheet.dated(shape.act, sheet.patterns)
    needs = sheet.dated(shape.needs, lambda one: needs_record(sheet, one))
    return sheet.append([act, needs, unless_record(sheet, shape.unless), NONE, calendars.index(shape.calendar), NONE])


def at_most(sheet: Sheet, shape: AtMost, _calendars: Sequence[str]) -> int:
    limit = sheet.dated(shape.limit, lambda one: sheet.put(one.times))
    return sheet.append([sheet.dated(shape.act, sheet.patterns), limit, NONE, NONE, NONE, sheet.patterns(shape.since)])


def not_after(sheet: Sheet, shape: NotAfter, calendars: Sequence[str]) -> int:
    soon = shape.soon_after
    extra = sheet.append(
        [
            sheet.patterns(shape.until),
            sheet.dated(shape.beyond, lambda one: sheet.length(one.length)),
            NONE if soon is None else sheet.put(sheet.patterns(soon.events), sheet.length(soon.length)),
        ]
    )
    after = sheet.dated(shape.after, sheet.patterns)
    act = sheet.dated(shape.act, sheet.patterns)
    return sheet.append([act, after, unless_record(sheet, shape.unless), extra, calendars.index(shape.calendar), NONE])


def separation(sheet: Sheet, shape: Separation, _calendars: Sequence[str]) -> int:
    first, second = sheet.dated(shape.first, sheet.patterns), sheet.dated(shape.second, sheet.patterns)
    return sheet.append([second, first, NONE, sheet.put(*sheet.path(shape.who)), NONE, NONE])


def competences(sheet: Sheet, allowed: Competences) -> int:
    words: list[int] = []
    for one in allowed.any_of:
        paths = [(*sheet.path(where), most) for where, most in one.up_to]
        amounts = sheet.put(len(paths), *(word for path in paths for word in path))
        words += [sheet.condition(one.when), sheet.codes(one.levels), sheet.codes(one.roles), sheet.codes(one.organs), amounts]
    return sheet.put(len(allowed.any_of), *words)


def authority(sheet: Sheet, shape: Authority, _calendars: Sequence[str]) -> int:
    allowed = sheet.dated(shape.allowed, lambda one: competences(sheet, one))
    return sheet.append([sheet.dated(shape.act, sheet.patterns), allowed, NONE, NONE, NONE, NONE])


def attendances(sheet: Sheet, needs: Attendances) -> int:
    words: list[int] = []
    for one in needs.each:
        any_of = sheet.put(len(one.any_of), *(sheet.condition(condition) for condition in one.any_of))
        words += [sheet.condition(one.when), any_of, sheet.condition(one.unclear)]
    return sheet.put(len(needs.each), *words)


def presence(sheet: Sheet, shape: Presence, _calendars: Sequence[str]) -> int:
    needs = sheet.dated(shape.needs, lambda one: attendances(sheet, one))
    return sheet.append([sheet.dated(shape.act, sheet.patterns), needs, unless_record(sheet, shape.unless), NONE, NONE, NONE])


def age_ranges(sheet: Sheet, ages: AgeRanges) -> int:
    return sheet.put(len(ages.any_of), *(word for one in ages.any_of for word in (one.low, one.high, sheet.condition(one.when))))


def age_gate(sheet: Sheet, shape: AgeGate, _calendars: Sequence[str]) -> int:
    ages = sheet.dated(shape.ages, lambda one: age_ranges(sheet, one))
    extra = sheet.put(*sheet.path(shape.age), sheet.condition(shape.requires))
    return sheet.append([sheet.dated(shape.act, sheet.patterns), ages, unless_record(sheet, shape.unless), extra, NONE, NONE])


def paper_record(sheet: Sheet, paper: Paper) -> int:
    return sheet.put(sheet.codes(paper.forms), int(paper.signed), sheet.patterns(paper.events))


def required_document(sheet: Sheet, shape: RequiredDocument, _calendars: Sequence[str]) -> int:
    needs = sheet.dated(shape.needs, lambda one: paper_record(sheet, one))
    fields = [sheet.fields.code(name) for name in ("form", "signed", "documents")]
    extra = sheet.put(sheet.kinds.code("document.issued"), *fields)
    return sheet.append([sheet.dated(shape.act, sheet.patterns), needs, unless_record(sheet, shape.unless), extra, NONE, NONE])


ACT_RECORDS: dict[str, Callable[[Sheet, Any, Sequence[str]], int]] = {
    "required_step": required_step,
    "at_most": at_most,
    "not_after": not_after,
    "separation": separation,
    "authority": authority,
    "presence": presence,
    "age_gate": age_gate,
    "required_document": required_document,
    "recording_cover": presence,  # as `unrecorded.py` lays it out
}
