"""Reading a law folder as a whole: statutes, policies, calendars, terms. Every fault of a run is reported together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import chinese_calendar

from hengjian.core.calendar import CHINA, Calendar, Year
from hengjian.core.lawbook import parts
from hengjian.core.lawbook.faults import Fault, LawError, LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.nodes import Entry, Reading, canonical, compose
from hengjian.core.lawbook.read_clock import MONTHS
from hengjian.core.lawbook.read_rule import bilingual, checked, read_rule
from hengjian.core.lawbook.rule import BEARERS, Policy, Rule, Statute
from hengjian.core.terms import BadTerms, Terms, read_terms

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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
        reading = Reading(path.relative_to(self.path).as_posix(), frozenset(self.terms.words), self.terms.codes)
        self.readings.append(reading)
        entry = compose(path, reading)
        if entry is not None:
            self.content[reading.file] = canonical(entry.node)
        return entry

    def policies(self) -> dict[str, Policy]:
        found = [entry.reading.attempt(read_policy, entry, path.stem) for path, entry in self.entries("policy")]
        return {policy.id: policy for policy in found if policy is not None}

    def calendars(self) -> dict[str, Calendar]:
        found = [entry.reading.attempt(read_calendar, entry, path.stem) for path, entry in self.entries("calendars")]
        return {"china": CHINA, **{calendar.id: calendar for calendar in found if calendar is not None}}

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

    def rules(self, calendars: Mapping[str, Calendar]) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for folder in sorted(path for path in (self.path / "statutes").glob("*") if path.is_dir()):
            statute = self.statute(folder)
            if statute is NO_STATUTE:
                continue
            zone = calendars.get(str(statute.counted.get("calendar", "china")), CHINA).zone
            for path in sorted(folder.glob("*.yaml")):
                entry = None if path.name == "_statute.yaml" else self.open(path)
                rule = entry.reading.attempt(read_rule, entry, f"{folder.name}.{path.stem}", statute, self.terms, zone) if entry else None
                if rule is not None:
                    found[rule.id] = rule
        return found

    def check_references(self, policies: Mapping[str, Policy], calendars: Mapping[str, Calendar]) -> None:
        """Policies, thresholds and calendars that a rule names must be there."""
        thresholds = policies["thresholds"].value if "thresholds" in policies else {}
        for reading in self.readings:
            wanted: list[tuple[str, str, int, Container[str]]] = []
            wanted += [("no_policy", name, line, policies) for name, line in dict.fromkeys(reading.policies)]
            wanted += [("no_calendar", name, line, calendars) for name, line in dict.fromkeys(reading.calendars)]
            wanted += [("no_threshold", name, line, thresholds) for name, line in reading.thresholds if "thresholds" in policies]
            for code, name, line, known in wanted:
                if name not in known:
                    reading.note(Fault(line, code, value=name))

    def faults(self) -> list[LawError]:
        return self.errors + [error for reading in self.readings for error in sorted(reading.errors, key=lambda one: one.line)]

    def digest(self, calendars: Mapping[str, Calendar]) -> str:
        """SHA-256 over the content; the calendar library's release is part of it where it decides which days are working days."""
        library = chinese_calendar.__version__ if any(calendar.from_library for calendar in calendars.values()) else ""
        whole = json.dumps([library, self.content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()


def read_lawbook(folder: Path) -> Lawbook:
    """The law in `folder`; raises `LawErrors` with every fault found."""
    if not (folder / "statutes").is_dir():
        raise LawErrors([LawError(str(folder), 0, "no_folder", (("value", str(folder)),))])
    reading = Folder(folder)
    policies, calendars = reading.policies(), reading.calendars()
    rules = reading.rules(calendars)
    reading.check_references(policies, calendars)
    faults = reading.faults()
    if not rules and not faults:
        faults = [LawError("statutes", 0, "no_rules")]
    if faults:
        raise LawErrors(faults)
    digest = reading.digest(calendars)
    return Lawbook(rules, policies, calendars, reading.statutes, reading.terms, digest, str(folder))


def read_policy(entry: Entry, stem: str) -> Policy | None:
    fields = entry.keys(("id", "label", "value", "why", "source"), ("id", "label", "value"))
    if not {"id", "label", "value"} <= fields.keys():
        return None
    if not {"why", "source"} & fields.keys():
        raise entry.fault("missing", key="why")
    same_id(fields["id"], stem)
    reason = fields.get("why") or fields["source"]
    return Policy(stem, bilingual(fields["label"]), fields["value"].plain(), bilingual(reason))


def same_id(entry: Entry, wanted: str) -> None:
    if entry.text() != wanted:
        raise entry.fault("id_mismatch", value=entry.text(), wanted=wanted)


def read_statute(entry: Entry, name: str) -> Statute | None:
    fields = entry.keys(STATUTE_KEYS, ("id", "title", "in_force_since"))
    if not {"id", "title", "in_force_since"} <= fields.keys():
        return None
    same_id(fields["id"], name)
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


def read_calendar(entry: Entry, stem: str) -> Calendar | None:
    fields = entry.keys(("id", "label", "zone", "library", "rest_days", "years"), ("id", "label", "zone", "rest_days"))
    if not {"id", "label", "zone", "rest_days"} <= fields.keys():
        return None
    same_id(fields["id"], stem)
    rest = frozenset(WEEK.index(item.choice(WEEK)) for item in fields["rest_days"].items())
    if len(rest) == len(WEEK):
        raise fields["rest_days"].fault("bad_choice", value="7", choices=", ".join(WEEK))
    library = "library" in fields and fields["library"].choice(("chinesecalendar",)) != ""
    years = {key.whole(): read_year(value) for _, key, value in fields["years"].pairs()} if "years" in fields else {}
    return Calendar(stem, bilingual(fields["label"]), zone_of(fields["zone"]), rest, library, years)


def read_year(entry: Entry) -> Year:
    fields = entry.keys(("source", "holidays", "workdays"), ("source",))
    holidays = {key.day(): value.text() for _, key, value in fields["holidays"].pairs()} if "holidays" in fields else {}
    workdays = frozenset(item.day() for item in fields["workdays"].items()) if "workdays" in fields else frozenset()
    return Year(holidays, workdays, parts.cite(fields, entry.reading))


def zone_of(entry: Entry) -> ZoneInfo:
    try:
        return ZoneInfo(entry.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise entry.fault("bad_zone", value=entry.text()) from None
