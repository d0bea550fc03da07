"""Reading a law folder as a whole: statutes, policies, calendars, terms. Every fault of a run is reported together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hengjian.core import calendar_library
from hengjian.core.calendar import Calendar, Year
from hengjian.core.lawbook import parts
from hengjian.core.lawbook.faults import LawError, LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.nodes import Entry, Reading, canonical, compose, compose_bytes
from hengjian.core.lawbook.one_rule import note_unknown
from hengjian.core.lawbook.read_again import Around, counted_by, read_file
from hengjian.core.lawbook.read_calendar import read_calendar, read_years
from hengjian.core.lawbook.read_clock import MONTHS
from hengjian.core.lawbook.read_policy import read_policy
from hengjian.core.lawbook.read_rule import bilingual, checked
from hengjian.core.lawbook.rule import BEARERS, Policy, Rule, Statute
from hengjian.core.terms import BadTerms, Terms, read_terms

STATUTE_KEYS = ("id", "title", "in_force_since", "counted", "checked", "bearer", "note")
NO_STATUTE = Statute("", ("", ""), date.min, {}, None)


class Folder:
    """A law folder while it is read: what was found, every fault, and the content that the digest is made of."""

    def __init__(self, path: Path):
        self.path = path
        self.errors: list[LawError] = []
        self.content: dict[str, Any] = {}
        self.readings: list[Reading] = []
        self.statutes: dict[str, Statute] = {}
        self.terms = self.read_terms()

    def read_terms(self) -> Terms:
        """The words; without them nothing else can be read, so a fault here is told alone."""
        try:
            return read_terms(self.path / "terms")
        except BadTerms as bad:
            values = tuple((name, value) for name, value in (("key", bad.key), ("problem", bad.problem)) if value)
            raise LawErrors([LawError(f"terms/{bad.file}", bad.line, bad.code, values)]) from None

    def open(self, path: Path) -> Entry | None:
        """The content of one file; its faults are gathered at the end."""
        reading = self.reading(self.name(path))
        return self.keep(reading.file, compose(path, reading))

    def name(self, path: Path) -> str:
        return path.relative_to(self.path).as_posix()

    def reading(self, file: str) -> Reading:
        self.readings.append(Reading(file, frozenset(self.terms.words), self.terms.codes))
        return self.readings[-1]

    def keep(self, file: str, entry: Entry | None) -> Entry | None:
        if entry is not None:
            self.content[file] = canonical(entry.node)
        return entry

    def policies(self) -> dict[str, Policy]:
        found = [entry.reading.attempt(read_policy, entry, path.stem) for path, entry in self.entries("policy")]
        return {policy.id: policy for policy in found if policy is not None}

    def calendars(self) -> dict[str, Calendar]:
        """Those of the folder, and `china` in any case."""
        announced = self.announced()
        found = [entry.reading.attempt(read_calendar, entry, path.stem, announced) for path, entry in self.entries("calendars")]
        return {"china": Calendar(years=announced), **{calendar.id: calendar for calendar in found if calendar is not None}}

    def announced(self) -> dict[int, Year]:
        """The years of the calendar library: as the folder holds them where it was kept as a lawbook, else as installed."""
        held = self.path / calendar_library.FILE
        reading = self.reading(calendar_library.FILE)
        content = held.read_bytes() if held.exists() else calendar_library.announced()
        entry = self.keep(calendar_library.FILE, compose_bytes(content, reading))
        return reading.attempt(read_years, entry) or {}

    def entries(self, folder: str) -> list[tuple[Path, Entry]]:
        opened = [(path, self.open(path)) for path in sorted((self.path / folder).glob("*.yaml"))]
        return [(path, entry) for path, entry in opened if entry is not None]

    def statute(self, folder: Path) -> Statute:
        path = folder / "_statute.yaml"
        if not path.exists():
            self.errors.append(LawError(folder.relative_to(self.path).as_posix(), 0, "missing", (("key", "_statute.yaml"),)))
            return NO_STATUTE
        entry = self.open(path)
        read = entry.reading.attempt(read_statute, entry, folder.name) if entry else None
        self.statutes[folder.name] = read or NO_STATUTE
        return self.statutes[folder.name]

    def rules(self, policies: Mapping[str, Policy], calendars: Mapping[str, Calendar]) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        counted = counted_by(policies, calendars)
        for folder in sorted(path for path in (self.path / "statutes").glob("*") if path.is_dir()):
            statute = self.statute(folder)
            if statute is NO_STATUTE:
                continue
            around = Around.of(statute, self.terms, calendars, counted)
            for path in sorted(folder.glob("*.yaml")):
                rule = None if path.name == "_statute.yaml" else self.rule(path, around)
                if rule is not None:
                    found[rule.id] = rule
        return found

    def rule(self, path: Path, around: Around) -> Rule | None:
        """One rule; a file that was read before among the same words, statute and zone is not read again."""
        file = self.name(path)
        read = read_file(file, path.read_bytes(), around)
        self.readings.append(read.reading())
        if read.content is not None:
            self.content[file] = read.content
        return read.rule

    def check_references(self, policies: Mapping[str, Policy], calendars: Mapping[str, Calendar]) -> None:
        for reading in self.readings:
            note_unknown(reading, policies, calendars)

    def faults(self) -> list[LawError]:
        return self.errors + [error for reading in self.readings for error in sorted(reading.errors, key=lambda one: one.line)]

    def digest(self) -> str:
        """SHA-256 over the content, the days of the calendar library among it."""
        whole = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()


def read_lawbook(folder: Path) -> Lawbook:
    """The law in `folder`; raises `LawErrors` with every fault found."""
    if not (folder / "statutes").is_dir():
        raise LawErrors([LawError(str(folder), 0, "no_folder", (("value", str(folder)),))])
    reading = Folder(folder)
    policies, calendars = reading.policies(), reading.calendars()
    rules = reading.rules(policies, calendars)
    reading.check_references(policies, calendars)
    faults = reading.faults()
    if not rules and not faults:
        faults = [LawError("statutes", 0, "no_rules")]
    if faults:
        raise LawErrors(faults)
    return Lawbook(rules, policies, calendars, reading.statutes, reading.terms, reading.digest(), str(folder))


def read_statute(entry: Entry, name: str) -> Statute | None:
    fields = entry.keys(STATUTE_KEYS, ("id", "title", "in_force_since"))
    if not {"id", "title", "in_force_since"} <= fields.keys():
        return None
    parts.same_id(fields["id"], name)
    counted = fields["counted"].keys(("rolls", "months", "calendar", "source")) if "counted" in fields else {}
    values: dict[str, Any] = {key: counted[key].text() for key in ("calendar", "source") if key in counted}
    if "rolls" in counted:
        values["rolls"] = counted["rolls"].boolean()
    if "months" in counted:
        values["months"] = counted["months"].choice(MONTHS)
    if "calendar" in counted:
        entry.reading.calendars.append((values["calendar"], counted["calendar"].line))
    who = checked(fields["checked"], entry, NO_STATUTE) if "checked" in fields else None
    bearer = fields["bearer"].choice(BEARERS) if "bearer" in fields else "handler"
    return Statute(name, bilingual(fields["title"]), fields["in_force_since"].day(), values, who, bearer)
