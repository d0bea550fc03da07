"""Reading one rule file: the header that all rules have; the shape is read by `read_clock` and `read_acts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.lawbook import acts, read_acts, read_clock
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.faults import near
from hengjian.core.lawbook.nodes import Entry
from hengjian.core.lawbook.parts import dated, kind, known_code, known_field, path, patterns
from hengjian.core.lawbook.read_examples import read_example
from hengjian.core.lawbook.rule import BEARERS, BLOCKING, CHECKS, CLOCK_CHECKS, SORTS, Checked, JudgedBy, Rule, Statute, Text
from hengjian.core.lawbook.values import NOTHING, Dated, Patterns
from hengjian.core.recordings import COMPARED, RECORDINGS
from hengjian.core.terms import Terms

COMMON = (
    "id", "title", "restates", "check", "applies_to", "per", "bearer", "text", "checked", "judged_by", "gate", "remedy", "stage",
    "dimension", "severity", "note", "examples",
)  # fmt: skip
REQUIRED = ("id", "title", "restates", "check", "applies_to", "text", "examples")
LISTS = {"stage": "rule_stages", "dimension": "rule_dimensions", "severity": "severities"}
PER_PARTY = ("custody_limit", "age_gate")
READ_BY = {acts.RequiredDocument: frozenset({"document.issued"}), acts.RecordingCover: RECORDINGS | {COMPARED}}


def read_rule(entry: Entry, wanted_id: str, statute: Statute, terms: Terms, zone: ZoneInfo) -> Rule | None:
    """The rule, or None where anything in the file is wrong (every fault is noted)."""
    check = check_of(entry)
    shape_keys = read_clock.KEYS if check in CLOCK_CHECKS else read_acts.KEYS[check]
    fields = entry.keys((*COMMON, *shape_keys), REQUIRED)
    reading, before = entry.reading, len(entry.reading.errors)
    shape = reading.attempt(read_shape, check, fields, entry, statute.counted)
    header = reading.attempt(read_header, check, fields, entry, wanted_id, statute, terms)
    examples = reading.attempt(read_examples, fields, entry, check, header["applies_to"] if header else (), zone)
    if shape is None or header is None or examples is None or len(reading.errors) > before:
        return None
    return Rule(
        shape=shape,
        examples=examples,
        figures=tuple(reading.figures),
        sources=tuple(reading.sources),
        triggers=triggers_of(shape),
        kinds=kinds_of(shape),
        calendar=calendar_of(shape, statute),
        file=reading.file,
        **header,
    )


def calendar_of(shape: Clock | acts.Act, statute: Statute) -> str:
    """The calendar that says which day a fact belongs to."""
    if isinstance(shape, Clock):
        return next(terms.counting.calendar for terms in shape.versions.in_force())
    return str(getattr(shape, "calendar", statute.counted.get("calendar", "china")))


def check_of(entry: Entry) -> str:
    fields = {name: value for name, _, value in entry.pairs()}
    if "check" not in fields:
        raise entry.fault("missing", key="check")
    check = fields["check"].text()
    if check not in CHECKS:
        raise fields["check"].fault("unknown_check", value=check, choices=", ".join(CHECKS), near=near(check, CHECKS))
    return check


def read_shape(check: str, fields: Mapping[str, Entry], entry: Entry, counted: Mapping[str, Any]) -> Clock | acts.Act | None:
    entry.reading.source = ""
    if check in CLOCK_CHECKS:
        return read_clock.read_clock(fields, entry, check, counted)
    return read_acts.read_act(check, fields, entry, counted)


def read_header(check: str, fields: Mapping[str, Entry], entry: Entry, wanted_id: str, statute: Statute, terms: Terms) -> dict[str, Any]:
    """Everything of a rule but its shape and examples."""
    for name in REQUIRED:
        if name not in fields:
            raise entry.fault("missing", key=name)
    found = fields["id"].text()
    if found != wanted_id:
        entry.reading.note(fields["id"].fault("id_mismatch", value=found, wanted=wanted_id))
    gate = fields["gate"].choice(("block", "warn")) if "gate" in fields else "block" if check in BLOCKING else "warn"
    return {
        "id": found,
        "statute": statute.id,
        "check": check,
        "title": bilingual(fields["title"]),
        "restates": bilingual(fields["restates"]),
        "applies_to": applies_to(fields["applies_to"]),
        "bearer": bearer_of(fields, check, statute),
        "per": fields["per"].choice(SORTS) if "per" in fields else "party" if check in PER_PARTY else "matter",
        "judged_by": judged_by(fields.get("judged_by"), check),
        "gate": gate,
        "remedy": patterns(fields["remedy"]) if "remedy" in fields else NOTHING,
        "text": dated(fields["text"], text_keys),
        "checked": checked(fields.get("checked"), entry, statute),
        "note": bilingual(fields["note"]) if "note" in fields else ("", ""),
        **{name: code_of(fields.get(name), codes, terms) for name, codes in LISTS.items()},
    }


def bearer_of(fields: Mapping[str, Entry], check: str, statute: Statute) -> str:
    """Whom the rule binds. A citizen has times, which may lapse: no check that somebody breaches, no extension that may not count."""
    if "bearer" not in fields:
        return statute.bearer
    found = fields["bearer"].choice(BEARERS)
    if found == "citizen" and (check != "deadline" or "extended_by" in fields):
        raise fields["bearer"].fault("citizen_only_time")
    return found


def bilingual(entry: Entry) -> Text:
    """A Chinese text, or `{zh, en}`."""
    if not entry.is_mapping:
        return entry.text(), ""
    fields = entry.keys(("zh", "en"), ("zh",))
    return fields["zh"].text() if "zh" in fields else "", fields["en"].text() if "en" in fields else ""


def applies_to(entry: Entry) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    found = tuple(
        (known_field(name, key), tuple(known_code(name, item.scalar(), item) for item in value.many()))
        for name, key, value in entry.pairs()
    )
    if not found or not all(values for _, values in found):
        raise entry.fault("empty")
    return found


def text_keys(entry: Entry) -> tuple[str, ...]:
    keys = tuple(item.text() for item in entry.many())
    return () if keys == ("not_held",) else keys


def judged_by(entry: Entry | None, check: str) -> JudgedBy:
    if entry is None:
        return JudgedBy("start" if check in CLOCK_CHECKS else "act")
    if not entry.is_mapping:
        return JudgedBy(entry.choice(("start",) if check in CLOCK_CHECKS else ("act",)))
    fields = entry.keys(("field", "event"))
    if len(fields) != 1:
        raise entry.fault("one_of", choices="field, event")
    if "field" in fields:
        return JudgedBy("field", path(fields["field"]))
    return JudgedBy("event", kind=kind(fields["event"]))


def checked(entry: Entry | None, whole: Entry, statute: Statute) -> Checked:
    if entry is None and statute.checked is None:
        raise whole.fault("no_checked")
    if entry is None:
        return statute.checked  # type: ignore[return-value]
    fields = entry.keys(("by", "day"), ("by", "day"))
    if len(fields) < 2:
        raise entry.fault("no_checked")
    return Checked(fields["by"].text(), fields["day"].day())


def code_of(entry: Entry | None, codes: str, terms: Terms) -> str:
    """A code of a list in `terms/`, where that list is there."""
    if entry is None:
        return ""
    return entry.choice(terms.codes[codes]) if terms.has_list(codes) else entry.text()


def read_examples(
    fields: Mapping[str, Entry], entry: Entry, check: str, applies: tuple[tuple[str, tuple[Any, ...]], ...], zone: ZoneInfo
) -> tuple[Any, ...]:
    if "examples" not in fields:
        return ()
    items = fields["examples"].items()
    if len(items) < 2:
        entry.reading.note(fields["examples"].fault("few_examples", count=len(items)))
    default = {name: values[0] for name, values in applies}
    found = [entry.reading.attempt(read_example, item, check, default, zone) for item in items]
    return tuple(one for one in found if one is not None)


def all_patterns(value: Any) -> list[Patterns]:
    """Every set of patterns in a dated value (an Excuse and Needs hold theirs)."""
    if isinstance(value, Patterns):
        return [value]
    if isinstance(value, Dated):
        return [found for one in value.in_force() for found in all_patterns(one)]
    if isinstance(value, (acts.Excuse, acts.Paper, acts.SoonAfter)):
        return [value.events]
    if isinstance(value, acts.Needs):
        return [value.events, value.after]
    return []


def kinds_of(shape: Clock | acts.Act) -> frozenset[str]:
    """Every kind of fact that the rule reads."""
    if isinstance(shape, Clock):
        return shape.kinds
    found = {kind for name in shape.__dataclass_fields__ for patterns in all_patterns(getattr(shape, name)) for kind in patterns.kinds}
    own: frozenset[str] = READ_BY.get(type(shape), frozenset())
    return frozenset(found | own)


def triggers_of(shape: Clock | acts.Act) -> frozenset[str]:
    """The kinds that make the rule answer: starts of a clock, acts of a check."""
    if isinstance(shape, Clock):
        return shape.triggers
    acts_of = shape.second if isinstance(shape, acts.Separation) else shape.act
    return frozenset(kind for patterns in acts_of.in_force() for kind in patterns.kinds)
