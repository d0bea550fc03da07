"""What the law says of a matter, written into its columns and the rows of its duties and breaches; only what changed is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from itertools import chain
from operator import methodcaller
from typing import Any

from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.ledger.ready import Table
from hengjian.ledger.together import Part
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import BreachRow, DutyRow, Matter
from hengjian.work.people.roles import INSTITUTION

DUTIES = Table(DutyRow)
BREACHES = Table(BreachRow)
UNIQUE = ("matter_id", "rule", "key", "start_event")
UPDATED = ("unit_id", "state", "started", "due_at", "warn_at", "data", "digest")
SAID = [one.name for one in fields(Duty) if one.name != "telling"]
SAYING = json.JSONEncoder(ensure_ascii=False, default=methodcaller("isoformat"))
Identity = tuple[str, str, str]
Told = tuple[str, str, str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stood:
    """The rows beside a matter as they stand: the digest of each duty by rule, key and start; what each breach row tells."""

    duties: Mapping[Identity, str] = field(default_factory=dict)
    breaches: Sequence[Told] = ()


NOTHING = Stood()
GONE = "DELETE FROM matters_dutyrow WHERE matter_id = %s AND (rule, key, start_event) IN (VALUES "
A_DUTY = "(%s, %s, %s)"


def stood_beside(matter: Matter) -> Stood:
    """What stands beside a matter now."""
    duties = DutyRow.objects.filter(matter=matter).order_by().values_list("rule", "key", "start_event", "digest")
    breaches = BreachRow.objects.filter(matter=matter).values_list("rule", "key", "state", "event", "data")
    return Stood({row[:3]: row[3] for row in duties}, list(breaches))


def stands_after(matter: Matter, found: Evaluation, stood: Stood = NOTHING, before: Evaluation | None = None) -> Stood:
    """What stands beside a matter once the rows say what the law says.

    `before` is what the law said when the rows came to stand as they do, for the same unit: a duty taken over from it keeps its digest.
    """
    same = {id(duty) for duty in before.duties} if before else set()
    duties = {}
    for duty in unique(found.duties):
        one = identity(duty)
        duties[one] = stood.duties[one] if id(duty) in same else digest_of(matter, duty)
    return Stood(duties, [told(row) for row in breach_rows(matter, found)])


def weigh(matter: Matter, found: Evaluation) -> None:
    """Writes what the law says into the matter's columns. What another institution owes, and a citizen's own time, counts in none."""
    others = law_in_force().of_others(INSTITUTION)
    own = [duty for duty in found.duties if duty.rule not in others]
    due = [duty.due_at for duty in own if duty.is_open and duty.due_at]
    matter.law, matter.evaluated_at, matter.next_look_at = found.law, found.now, found.next_look_at
    matter.earliest_due = min(due) if due else None
    matter.overdue = sum(duty.state == "overdue" for duty in own)
    matter.near = sum(duty.warns(found.now) for duty in own)
    matter.undetermined = sum(one.rule not in others for one in found.undetermined)
    matter.breaches = sum(one.rule not in others for one in found.breaches)


def duty_rows(matter: Matter, found: Evaluation, stood: Stood, after: Stood) -> list[DutyRow]:
    """The rows of the matter's duties that do not stand so already."""
    named = [(duty, identity(duty)) for duty in unique(found.duties)]
    return [duty_row(matter, duty, after.duties[one]) for duty, one in named if stood.duties.get(one) != after.duties[one]]


def unique(duties: Iterable[Duty]) -> list[Duty]:
    """One duty per rule, key and start: of two that a restart made at one instant the later one stands."""
    return list({identity(duty): duty for duty in duties}.values())


def identity(duty: Duty) -> Identity:
    return duty.rule, duty.key, duty.started.id


def digest_of(matter: Matter, duty: Duty) -> str:
    """The hash (hex) of all that a duty's row says."""
    said = [matter.unit_id, *(getattr(duty, name) for name in SAID), duty.story]
    return blake2b(SAYING.encode(said).encode(), digest_size=16).hexdigest()


def duty_row(matter: Matter, duty: Duty, digest: str) -> DutyRow:
    return DutyRow(
        matter_id=matter.id, unit_id=matter.unit_id, rule=duty.rule, key=duty.key, state=duty.state, started=duty.started.at,
        due_at=duty.due_at, warn_at=duty.warn_at, start_event=duty.started.id, data=duty.as_data(), digest=digest,
    )  # fmt: skip


def breach_rows(matter: Matter, found: Evaluation) -> list[BreachRow]:
    """The rows of what is not in order besides duties. The faults of other institutions have none."""
    others = law_in_force().of_others(INSTITUTION)
    return [breach_row(matter, one) for one in found.judgements if one.verdict != "passed" and one.rule not in others]


def breach_row(matter: Matter, breach: Breach) -> BreachRow:
    return BreachRow(
        matter_id=matter.id, rule=breach.rule, key=breach.key, state=breach.verdict, event=breach.act.id, data=breach.as_data()
    )


def parts(matter: Matter, found: Evaluation, stood: Stood, after: Stood) -> list[Part]:
    """What brings the rows beside a matter from what stands to what the law says now."""
    changed, gone = duty_rows(matter, found, stood, after), stood.duties.keys() - after.duties.keys()
    writes = []
    if gone:
        writes.append(Part(GONE + ", ".join([A_DUTY] * len(gone)) + ")", [matter.id, *chain.from_iterable(gone)]))
    if changed:
        writes.append(DUTIES.upsert(changed, UNIQUE, UPDATED))
    if list(stood.breaches) != list(after.breaches):
        breaches = breach_rows(matter, found)
        writes += [BREACHES.delete("matter_id", [matter.id])] if stood.breaches else []
        writes += [BREACHES.insert(breaches)] if breaches else []
    return writes


def told(row: BreachRow) -> Told:
    return row.rule, row.key, row.state, row.event, row.data
