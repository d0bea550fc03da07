"""Countings and histories by chance, of every shape that a counting can have, crowded so that edges are met often."""

from datetime import datetime, timedelta

from tests.law.slow.scenarios.making import EXTENDED, MET, PAUSED, RELEASED, RESTARTED, RESUMED, START, event

EXPLAINED, AGAIN, STOPPED = "clock.explained", "clock.paused_again", "clock.resumed_again"
KINDS = (START, START, MET, EXTENDED, EXTENDED, PAUSED, RESUMED, AGAIN, STOPPED, RESTARTED, RELEASED, EXPLAINED)
PARTIES = tuple(f"party:{number}" for number in range(1, 6))
EPOCHS = ("2023-12-20", "2024-01-25", "2024-04-25", "2025-12-15", "2026-01-28", "2026-09-20", "2027-12-20")
RELATIONS = ("same_level", "next_level", "two_levels_up", "own_bureau")
LEVELS = ("station", "district", "city", "province", "national")


def policies(rng):
    return {
        "exclusion_days": rng.choice(("end_minus_start", "both_days")),
        "procedure_follows": rng.choice(("start", "act")),
        "starting_hour_counts": rng.random() < 0.5,
        "unrecorded_approver": rng.choice(("counts", "undetermined")),
        "thresholds": {"promptly": {"hours": 12}},
    }


def counting(rng, epoch):
    """One or two versions, the second from a day in the midst of the history; either may know extensions that the other does not."""
    unit = rng.choice(("days", "working_days", "months", "hours"))
    days = [None] + ([day_after(epoch, rng.randrange(5, 25))] if rng.random() < 0.4 else [])
    return {
        "per": rng.choice(("matter", "party")),
        "judged_by": rng.choice(("start", "start", "start", {"field": "day"}, {"event": EXPLAINED})),
        "calendar": "china",
        "rolls": rng.random() < 0.6,
        "months": rng.choice(("same_day", "sticky_end", "day_before")),
        "exact": unit == "hours" and rng.random() < 0.5,
        "starts": [{"from": day, "events": patterns(rng, START), "source": f"starts {day}"} for day in days],
        "versions": [version(rng, unit, day) for day in days],
    }


def version(rng, unit, day):
    if day and rng.random() < 0.1:
        return {"from": day, "limits": None}
    found = {"from": day, "limits": limits(rng, unit), "met_by": patterns(rng, MET)}
    if rng.random() < 0.6:
        found["extended_by"] = [step(rng, unit) for _ in range(rng.randrange(1, 4))]
    if rng.random() < 0.6 and not any("threshold" in one for one in found["limits"]):
        pairs = ((PAUSED, RESUMED), (AGAIN, STOPPED))[: rng.randrange(1, 3)]
        found["excluded"] = [{"from": patterns(rng, first), "to": patterns(rng, last)} for first, last in pairs]
    for role, kind in (("released_by", RELEASED), ("restarted_by", RESTARTED), ("explained_by", EXPLAINED)):
        if rng.random() < 0.5:
            found[role] = patterns(rng, kind)
    return found


def patterns(rng, kind):
    return [{"event": kind, "when": [condition(rng)]}] if rng.random() < 0.2 else event(kind)


def condition(rng):
    field = rng.choice(("grave", "grave", "matter.level", f"{START}.grave"))
    asked = {"equal": "station"} if field == "matter.level" else rng.choice(({"equal": True}, {"in": [True, False]}, {"present": True}))
    absent = {} if "present" in asked else rng.choice(({}, {"absent": True}, {"absent": False}))
    return {"field": field} | asked | absent


def limits(rng, unit):
    given = "due_at" if unit == "hours" else "due_on"
    last = {"source": "general"} | (length(rng, unit) if rng.random() < 0.9 else rng.choice(({"threshold": "promptly"}, {"field": given})))
    first = rng.choice(({"none": True}, length(rng, unit)))
    return ([{"when": [condition(rng)], "source": "special"} | first] if rng.random() < 0.4 else []) + [last]


def length(rng, unit):
    most = {"days": 20, "working_days": 10, "months": 2, "hours": 30}[unit]
    found = {unit: rng.randrange(1, most + 1)}
    return found | ({"days": rng.randrange(1, 10)} if unit == "months" and rng.random() < 0.3 else {})


def step(rng, unit):
    found = {"event": EXTENDED, "times": rng.randrange(1, 3)}
    shape = rng.random()
    if shape < 0.6:
        found["add"] = length(rng, unit)
    elif shape < 0.8:
        found["read"] = {"field": "count", "unit": unit, "at_least": 1, "at_most": 9}
    else:
        found["to"] = {name: count + 20 for name, count in length(rng, unit).items()}
    if rng.random() < 0.4:
        found["when"] = [condition(rng)]
    if rng.random() < 0.4:
        found["approver"] = {"relations": {"default": rng.choice(RELATIONS), "station": rng.choice(RELATIONS)}}
    return found | ({"after_previous": True} if rng.random() < 0.3 else {})


def history(rng, epoch):
    """Some thirty events within six weeks, several at one instant, some of a day alone."""
    at, events = datetime.fromisoformat(epoch), []
    for _ in range(rng.randrange(10, 31)):
        at += rng.choice((timedelta(), timedelta(minutes=rng.randrange(1, 90)), timedelta(hours=rng.randrange(1, 60)), timedelta(days=3)))
        events.append(one_event(rng, at, epoch))
    return {"matter": {"level": rng.choice(LEVELS)} if rng.random() < 0.8 else {}, "events": events}


def one_event(rng, at, epoch):
    whole = rng.random() < 0.1
    body = {"grave": rng.random() < 0.5} if rng.random() < 0.7 else {}
    body |= {"by_level": rng.choice(LEVELS)} if rng.random() < 0.7 else {}
    body |= {"count": rng.randrange(0, 12)} if rng.random() < 0.7 else {}
    body |= (
        {"due_on": day_after(epoch, rng.randrange(30)), "due_at": day_after(epoch, rng.randrange(30)) + "T10:20"}
        if whole or rng.random() < 0.8
        else {}
    )
    body |= {"day": day_after(epoch, rng.randrange(30))} if rng.random() < 0.8 else {}
    about = rng.sample(PARTIES, rng.randrange(3))
    return {"at": at.isoformat(timespec="minutes")[: 10 if whole else 16], "event": rng.choice(KINDS), "about": about, "body": body}


def moments(rng, events, count):
    """Moments to judge at: now and then the end of a day."""
    first, last = (datetime.fromisoformat(one["at"]) for one in (events[0], events[-1]))
    span = int((last - first + timedelta(days=40)) / timedelta(minutes=1))
    found = [(first + timedelta(minutes=rng.randrange(span))).isoformat(timespec="minutes") for _ in range(count)]
    return [moment[: rng.choice((10, 16))] for moment in found]


def day_after(epoch, days):
    return (datetime.fromisoformat(epoch) + timedelta(days=days)).date().isoformat()
