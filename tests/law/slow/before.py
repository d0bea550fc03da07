"""Counting back from an act: was the step taken so long before it? Days are counted one by one and nothing ever rolls."""

from datetime import timedelta

from tests.law.slow.days import months_on, worked
from tests.law.slow.facts import fits, read_facts


def judge_before(counting, calendar, history):
    """One verdict for each act: passed, breached, or undetermined because only a day is known where hours are asked."""
    facts, _now = read_facts(history)
    world = {"matter": history.get("matter", {}), "facts": facts, "key": ""}
    asked = counting["before"]
    return [verdict(act, asked, facts, calendar, world) for act in facts if fits(asked["acts"], act, world) is True]


def verdict(act, asked, facts, calendar, world):
    steps = [one for one in facts if one is not act and one.at <= act.at and fits(asked["steps"], one, world) is True]
    said = [far_enough(step, act, asked, calendar) for step in steps]
    if True in said:
        return {"act": act.number, "verdict": "passed"}
    if None in said:
        return {"act": act.number, "verdict": "undetermined", "missing": "time"}
    return {"act": act.number, "verdict": "breached"}


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
