"""Reading one file of the law against a lawbook that is there: what an editor asks at each stroke. The folder as a whole: `reader.py`."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from hengjian.core import calendar_library
from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.faults import Fault, LawError
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.nodes import Entry, Reading, compose_bytes
from hengjian.core.lawbook.read_again import Around, counted_by, read_file
from hengjian.core.lawbook.read_calendar import read_calendar, read_years
from hengjian.core.lawbook.read_policy import OF_OTHER_SHAPE, read_policy
from hengjian.core.lawbook.rule import Policy, Rule


@dataclass(frozen=True, slots=True)
class ReadRule:
    """The rule, None where the file has faults; the faults in the order of their lines."""

    rule: Rule | None
    faults: tuple[LawError, ...]


def read_one(text: str, file: str, law: Lawbook) -> ReadRule:
    """The rule in `text` as the reader of the whole folder would read it under `file` (`statutes/<statute>/<name>.yaml`).

    KeyError where the lawbook has no such statute.
    """
    statute = law.statutes[PurePosixPath(file).parent.name]
    read = read_file(file, text.encode(), Around.of(statute, law.terms, law.calendars, counted_by(law.policies, law.calendars)))
    reading = read.reading()
    note_unknown(reading, law.policies, law.calendars)
    faults = tuple(sorted(reading.errors, key=lambda one: one.line))
    return ReadRule(None if faults else read.rule, faults)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A policy or a calendar, None where the file has faults; the faults in the order of their lines."""

    found: Policy | Calendar | None
    faults: tuple[LawError, ...]


def read_one_policy(text: str, file: str) -> ReadFile:
    """The policy in `text` as the reader of the folder would read it under `file` (`policy/<id>.yaml`)."""
    return read_alone(text, file, lambda entry: read_policy(entry, PurePosixPath(file).stem))


def read_one_calendar(text: str, file: str, library: bytes) -> ReadFile:
    """The calendar in `text` under `file` (`calendars/<id>.yaml`); `library`: the years of the calendar library as a file."""
    announced = read_years(compose_bytes(library, Reading(calendar_library.FILE)))
    return read_alone(text, file, lambda entry: read_calendar(entry, PurePosixPath(file).stem, announced))


def read_alone(text: str, file: str, read: Callable[[Entry], Policy | Calendar | None]) -> ReadFile:
    reading = Reading(file)
    entry = compose_bytes(text.encode(), reading)
    found = reading.attempt(read, entry) if entry is not None else None
    faults = tuple(sorted(reading.errors, key=lambda one: one.line))
    return ReadFile(None if faults else found, faults)


def note_unknown(reading: Reading, policies: Mapping[str, Any], calendars: Container[str]) -> None:
    """Policies, thresholds and calendars that a rule names must be there."""
    thresholds = policies["thresholds"].value if "thresholds" in policies else {}
    wanted: list[tuple[str, str, int, Container[str]]] = []
    wanted += [("no_policy", name, line, policies) for name, line in dict.fromkeys(reading.policies)]
    wanted += [("no_calendar", name, line, calendars) for name, line in dict.fromkeys(reading.calendars)]
    wanted += [("no_threshold", name, line, thresholds) for name, line in reading.thresholds if "thresholds" in policies]
    for code, name, line, known in wanted:
        if name not in known:
            reading.note(Fault(line, code, value=name))
    for name, line in dict.fromkeys(reading.policies):
        if name in policies and name not in OF_OTHER_SHAPE and not isinstance(policies[name].value, bool):
            reading.note(Fault(line, "policy_not_yes_no", value=name))
