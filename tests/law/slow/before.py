"""Counting back from an act: was the step taken so long before it? Days are counted one by one and nothing ever rolls."""

from datetime import timedelta

from tests.law.slow.days import months_on, worked
from tests.law.slow.facts import acts_on, fits, keys, read_facts


def judge_before(counting, calendar, history):
    """One verdict for each act and key: passed, breached, or undetermined for want of a fact, or because only a day is known where hours
    are asked. The version is that of the day of the act."""
    facts, _now = read_facts(history)
    found = []
    for key in keys(counting.get("per", "matter"), facts):
        world = {"matter": history.get("matter", {}), "facts": facts, "key": key}
        own = [fact for fact in facts if acts_on(fact, key)]
        said = [(act, verdict(act, in_force(counting["before"], act.day), own, calendar, world)) for act in own]
        found += [({"key": key} if key else {}) | {"act": act.number} | one for act, one in said if one]
    return found


def in_force(versions, day):
    begun = [version for version in versions if version["from"] is None or version["from"] <= day.isoformat()]
    return begun[-1] if begun else None


def verdict(act, asked, facts, calendar, world):
    """None where the version does not speak of this act."""
    meant = fits(asked["acts"], act, world) if asked else False
    if meant is not True:
        return {"verdict": "undetermined", "missing": meant} if meant else None
    earlier = [one for one in facts if one is not act and one.at <= act.at]
    excuses = [fits(asked.get("unless", []), one, world) for one in earlier]
    said = [distance(step, act, asked, calendar, world) for step in earlier]
    if True in excuses or True in said:
        return {"verdict": "passed"}
    doubts = [one for one in [*reversed(excuses), *reversed(said)] if isinstance(one, str)]
    return {"verdict": "undetermined", "missing": doubts[0]} if doubts else {"verdict": "breached"}


def distance(step, act, asked, calendar, world):
    """Whether it is such a step and stands in the right distance; the name of what is missing to say so."""
    meant = fits(asked["steps"], step, world)
    if meant is not True:
        return meant
    far = far_enough(step, act, asked, calendar)
    return "time" if far is None else far


def far_enough(step, act, asked, calendar):
    least, most = asked.get("at_least", {}), asked.get("at_most", {})
    if ("hours" in least or "hours" in most) and (step.date_only or act.date_only):
        return None
    return (not least or apart(step, act, least, calendar) >= 0) and (not most or apart(step, act, most, calendar) <= 0)


def apart(step, act, length, calendar):
    """How much more (or less) lies between the two than the length, in its own unit."""
    if "hours" in length:
        return (act.minute - step.minute) // timedelta(minutes=1) - 60 * length["hours"]
    if "months" in length:
        return (act.day - months_on(step.day, length["months"], "same_day")).days
    count, day = 0, step.day
    while day < act.day:
        day += timedelta(days=1)
        count += worked(day, calendar) if "working_days" in length else 1
    return count - length.get("working_days", length.get("days", 0))
