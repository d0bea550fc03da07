"""Which look, climb, demand and day leaves which message for whom. The inbox itself stands in `messages`."""

from datetime import date, datetime, timedelta
from typing import Any

from hengjian.core.evaluation import Duty
from hengjian.core.lawbook.clocks import Clock
from hengjian.ledger.models import Event
from hengjian.watch.supervision.look import Looked
from hengjian.watch.supervision.messages import leave
from hengjian.work.findings.models import DayStatement
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.people import roles

FRESH = timedelta(days=7)
ANSWERING = {
    "station": ["officer", "station_legal", "station_chief"],
    "district": ["officer", "district_legal", "district_chief"],
    "city": ["officer", "city_legal", "city_chief"],
}
JUDGING = {level: sorted(role for role in roles.LEGAL_ROLES | roles.CHIEF_ROLES if level in roles.ROLES[role]) for level in roles.LEVELS}


def tell_looked(looked: Looked, now: datetime) -> None:
    """New findings and duties near their end, to the unit that answers; faults of long ago are on the board and send nothing."""
    matter = looked.matter
    to = {"roles": ANSWERING[matter.unit.level], "unit": matter.unit.code, "matter": matter.id, "now": now}
    for event in looked.raised:
        if now - datetime.fromisoformat(event.body["since"]) <= FRESH:
            leave("finding.raised", {"number": matter.number, "rule": event.body["rule"]}, identity=f"raised:{event.stream}", **to)
    for duty in looked.near:
        due = due_of(duty)
        values = {"number": matter.number, "rule": duty.rule} | ({"due": due} if due else {})
        leave("duty.near" if due else "duty.waits", values, identity=about_duty(matter, duty), **{**to, **who_may_meet(matter, duty)})


def who_may_meet(matter: Matter, duty: Duty) -> dict[str, Any]:
    """Where what meets a duty may be done only above the unit, as with a grievance about it (RP-06), those above are told."""
    clock = law_in_force().rules[duty.rule].shape
    kinds = {kind for terms in clock.versions.in_force() for kind in terms.met_by.kinds} if isinstance(clock, Clock) else set()
    levels = {level for kind in kinds for move in flows()[matter.kind].by_event(kind) for level in move.levels}
    unit = matter.unit
    while levels and unit.level not in levels and unit.parent is not None:
        unit = unit.parent
    return {} if unit == matter.unit else {"roles": JUDGING[unit.level], "unit": unit.code}


def about_duty(matter: Matter, duty: Duty) -> str:
    """The identity of what is told of a duty near its end; another due time is told of anew."""
    return f"near:{matter.id}:{duty.identity}:{due_of(duty)}"


def due_of(duty: Duty) -> str:
    return duty.due_at.isoformat() if duty.due_at else ""


def tell_outside(event: Event, matter: Matter, now: datetime) -> None:
    """What came from outside, to the level that has it in hand."""
    body = event.body
    values = {"number": matter.number, "source": body["source"], "due": body["due"]}
    to = {"roles": JUDGING[body["level"]], "unit": body["handled_by"], "matter": matter.id, "now": now}
    leave("finding.external", values, identity=f"outside:{event.stream}", **to)


def tell_unacknowledged(event: Event, now: datetime) -> None:
    """A direction of work that nobody acknowledged, to the head of the unit that it climbed to."""
    number = Matter.objects.values_list("number", flat=True).get(id=event.matter)
    body = event.body
    heads = [role for role in JUDGING[body["level"]] if role in roles.CHIEF_ROLES]
    leave(
        "direction.waiting",
        {"number": number},
        identity=f"direction:{body['direction']}:{event.id}",
        roles=heads,
        unit=body["to"],
        matter=event.matter,
        now=now,
    )


def tell_climbed(event: Event, rule: str, now: datetime) -> None:
    """To the level that has the finding in hand from now on."""
    number = Matter.objects.values_list("number", flat=True).get(id=event.matter)
    body = event.body
    to = {"roles": JUDGING[body["level"]], "unit": body["to"], "matter": event.matter, "now": now}
    leave("finding.escalated", {"number": number, "rule": rule}, identity=f"climbed:{event.stream}:{event.id}", **to)


def tell_demanded(matter: Matter, event: Event, due: date, now: datetime) -> None:
    """To the unit whose disposal must be explained."""
    to = {"roles": ANSWERING[matter.unit.level], "unit": matter.unit.code, "matter": matter.id, "now": now}
    leave("reasons.demanded", {"number": matter.number, "by_day": due.isoformat()}, identity=f"demanded:{event.id}", **to)


def tell_day(statement: DayStatement, now: datetime) -> None:
    """To the legal team that reviews the day."""
    if statement.accepted:
        to = {"roles": JUDGING[statement.level], "unit": statement.unit, "now": now}
        leave("day.waiting", {"day": statement.day.isoformat(), "waiting": statement.accepted}, identity=statement.stream, **to)
