"""Which step of `extended_by` an event takes, and whether it counts: in time, in order, by the right approver. Adding up is `clock.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hengjian.core.case import Case, Moment
from hengjian.core.conditions import Answer, holds
from hengjian.core.lawbook.clocks import Approver, Step
from hengjian.core.lawbook.values import Length

LEVELS = ("station", "district", "city", "province", "national")


@dataclass(slots=True)
class Choice:
    """The step an event takes, or the code of what is wrong with it (`fault`), or the field that is missing to say so (`missing`)."""

    place: int = -1
    step: Step | None = None
    fault: str = ""
    missing: str = ""


def choose(steps: tuple[Step, ...], used: Mapping[int, int], moment: Moment, key: str, case: Case) -> Choice:
    """The first step, from the last one used on, that fits and is not used up. An event that fits none is nothing to this rule."""
    fault, missing = "", ""
    first = max(used, default=0)
    for place, step in enumerate(steps):
        answer = fitting(step, moment, key, case)
        if answer is False:
            continue
        if isinstance(answer, str):
            missing = missing or answer
        elif place < first:
            fault = fault or "extension_out_of_order"
        elif used.get(place, 0) >= step.times:
            fault = fault or "extension_too_many"
        elif step.after_previous and place and not used.get(place - 1, 0):
            fault = fault or "extension_out_of_order"
        else:
            return Choice(place, step)
    return Choice(fault="" if missing else fault, missing=missing)


def fitting(step: Step, moment: Moment, key: str, case: Case) -> Answer:
    return step.kind == moment.kind and holds(step.when, moment, key, case)


def approver_fits(approver: Approver, moment: Moment, case: Case) -> bool | None:
    """None: not recorded who approved, or which level handles the matter."""
    body = moment.fact.body
    answers = [known(body.get("by_organ"), (approver.organ,)) if approver.organ else True]
    answers.append(known(body.get("by_role"), approver.roles) if approver.roles else True)
    if approver.relations:
        answers.append(relation_fits(approver, body.get("by_level"), case.attributes.get("level")))
    if False in answers:
        return False
    return None if None in answers else True


def known(value: Any, allowed: tuple[str, ...]) -> bool | None:
    return None if value is None else value in allowed


def relation_fits(approver: Approver, given: Any, handling: Any) -> bool | None:
    """Whether the approver's level stands to the handling unit's as the law wants."""
    relations = dict(approver.relations)
    if given not in LEVELS or handling not in LEVELS:
        return None
    relation = relations.get(handling, relations.get("default"))
    if relation is None:
        return True
    own = LEVELS.index(handling)
    wanted = {"same_level": own, "next_level": own + 1, "two_levels_up": own + 2, "own_bureau": max(own, 1)}[relation]
    return LEVELS.index(given) == min(wanted, len(LEVELS) - 1)


def added(step: Step, moment: Moment) -> Length | str:
    """What the step adds; or the code of what is wrong with the length in the event."""
    if step.read is None:
        return step.add or Length()
    count = moment.fact.body.get(step.read.field)
    if not isinstance(count, int) or isinstance(count, bool):
        return "missing"
    if not step.read.at_least <= count <= step.read.at_most:
        return "extension_out_of_bounds"
    return Length(**{step.read.unit: count})
