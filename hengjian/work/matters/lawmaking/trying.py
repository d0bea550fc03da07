"""What a text amounts to before it is kept: read against the lawbook in force with the writer's own policies and calendars in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from hengjian.core import calendar_library
from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.faults import LawError
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.one_rule import ReadFile, read_one_calendar, read_one_policy
from hengjian.core.lawbook.read_again import Around, counted_by, read_file
from hengjian.core.lawbook.rule import Policy, Rule
from hengjian.core.lawbook.values import Dated
from hengjian.core.trial import Outcome, alone, run_example
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.lawmaking.drafts import CALENDARS, POLICY, base_files, draft_of
from hengjian.work.people.access import Viewer


@dataclass(frozen=True)
class Borne:
    """A policy or calendar as it was tried: itself, its faults, and every example of the rules that it bears on as it came out."""

    found: Policy | Calendar | None
    faults: tuple[LawError, ...]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def rules(self) -> list[Rule]:
        return list({one.rule.id: one.rule for one in self.outcomes}.values())


def law_for(viewer: Viewer) -> Lawbook:
    """The lawbook in force, with the policies and calendars of this person's draft that can be read."""
    law, draft = law_in_force(), draft_of(viewer)
    for file, text in (draft.files if draft else {}).items():
        read = read_part(file, text)
        law = with_part(law, read.found) if read and read.found else law
    return law


def read_part(file: str, text: str) -> ReadFile | None:
    """A policy or a calendar; None of any other file."""
    folder = PurePosixPath(file).parts[0]
    if folder == POLICY:
        return read_one_policy(text, file)
    if folder == CALENDARS:
        return read_one_calendar(text, file, base_files().get(calendar_library.FILE, calendar_library.announced()))
    return None


def with_part(law: Lawbook, part: Policy | Calendar) -> Lawbook:
    """The lawbook with this policy or calendar in the place of the one of its name."""
    law = replace(law, _panels={}, _others={})
    if isinstance(part, Policy):
        return replace(law, policies={**law.policies, part.id: part})
    return replace(law, calendars={**law.calendars, part.id: part})


def borne(file: str, text: str, viewer: Viewer) -> Borne:
    """A policy or calendar that is being written, tried on every rule that names it."""
    read = read_part(file, text)
    if read is None or read.found is None:
        return Borne(None, read.faults if read else ())
    law = with_part(law_for(viewer), read.found)
    outcomes = (run_example(alone(law, rule), rule, one) for rule in map(afresh, bearing(file)) for one in rule.examples)
    return Borne(read.found, (), tuple(outcomes))


def afresh(rule: Rule) -> Rule:
    """The rule without the ends that it has worked out by the policies and calendars that it was read with."""
    if not isinstance(rule.shape, Clock):
        return rule
    versions = rule.shape.versions
    terms = tuple(one and replace(one) for one in versions.values)
    return replace(rule, shape=Clock(rule.shape.starts, Dated(versions.days, terms)))


def bearing(file: str) -> Iterator[Rule]:
    """The rules in force that name this policy or calendar."""
    law, place, files = law_in_force(), PurePosixPath(file), base_files()
    counted = counted_by(law.policies, law.calendars)
    for rule in law.rules.values():
        around = Around.of(law.statutes[rule.statute], law.terms, law.calendars, counted)
        read = read_file(rule.file, files[rule.file], around).read
        named = read.policies if place.parts[0] == POLICY else read.calendars
        if place.stem in {name for name, _line in named}:
            yield rule
