"""The slow reading as a whole: a counting, a calendar and a history in, every duty out, in the form in which vectors expect it."""

from datetime import date, datetime

from tests.law.slow.clock import SlowClock
from tests.law.slow.facts import acts_on, fits, holds, keys, read_facts, value


def judge(counting, calendar, policies, history):
    """Every duty of this counting for every key, in the order of keys and then of starts."""
    facts, now = read_facts(history)
    duties = []
    for key in keys(counting["per"], facts):
        world = {"matter": history.get("matter", {}), "facts": facts, "key": key, "calendar": calendar, "policies": policies}
        world["steps_for"] = lambda clock, fact: steps_for(counting, policies, clock, fact)
        clocks = run([fact for fact in facts if acts_on(fact, key)], counting, world)
        duties += [({"key": key} if key else {}) | clock.answer(now) for clock in clocks]
    return duties


def in_force(versions, day):
    """The last version that has begun by that day."""
    found = None
    for version in versions:
        if version["from"] is None or version["from"] <= day.isoformat():
            found = version
    return found


def steps_for(counting, policies, clock, fact):
    """Those of the start day's law or of the act's, as policy says; a day without a law changes nothing."""
    current = in_force(counting["versions"], fact.day)
    follows_act = current is not None and current.get("limits") and policies["procedure_follows"] == "act"
    return (current if follows_act else clock.version).get("extended_by", [])


def run(facts, counting, world):
    """Starts while none is open; everything else goes to the open clock."""
    clocks, clock, spent = [], None, -1
    for place, fact in enumerate(facts):
        restarted = False
        if clock is not None:
            clock.take(fact)
            if not clock.ended:
                continue
            clock.last, spent, restarted, clock = fact, place, clock.ended == "restarted", None
        clock = start(fact, facts[:place], counting, world, restarted)
        if clock is None:
            continue
        clocks.append(clock)
        if not restarted and met_at_once(clock, facts[:place][spent + 1 :]):
            spent, clock = place, None
    return clocks


def met_at_once(clock, earlier):
    """A meeting event of the same instant counts in either order, once."""
    for fact in reversed(earlier):
        if fact.at == clock.start.at and clock.says("met_by", fact):
            clock.meet(fact)
            clock.last = clock.start
            return True
    return False


def start(fact, earlier, counting, world, restarted):
    """The clock that this fact starts, or None."""
    opening = in_force(counting["starts"], fact.day)
    said = restarted or (opening is not None and fits(opening.get("events") or [], fact, world))
    if said is False:
        return None
    version, missing = version_for(counting, fact, world)
    if version is None or not version.get("limits"):
        return None
    clock = choose_limit(counting, version, fact, world)
    if clock is None:
        return None
    clock.missing = clock.missing or missing or (said if isinstance(said, str) else "")
    clock.begin(earlier)
    return clock


def version_for(counting, fact, world):
    """The version of the day that `judged_by` names, the start day unless it says otherwise; and what is missing to name it."""
    by = counting["judged_by"]
    if by == "start":
        return in_force(counting["versions"], fact.day), ""
    if "event" in by:
        named = next((one.day for one in world["facts"] if one.kind == by["event"] and acts_on(one, world["key"])), None)
        missing = by["event"]
    else:
        named, missing = day_in(value(by["field"], fact, world)), by["field"]
    if named is None:
        return in_force(counting["versions"], fact.day), missing
    return in_force(counting["versions"], named), ""


def day_in(text):
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def choose_limit(counting, version, fact, world):
    """The first variant that holds; what cannot be said leaves the answer undetermined."""
    for limit in version["limits"]:
        said = holds(limit.get("when", []), fact, world)
        if said is False:
            continue
        if limit.get("none") and said is True:
            return None
        clock = SlowClock(counting, version, limit, fact, world)
        if isinstance(said, str):
            clock.missing = said
        elif "field" in limit:
            give(clock, limit["field"], value(limit["field"], fact, world))
        elif fact.date_only and "hours" in limit:
            clock.missing = "time"
        return clock
    return None


def give(clock, path, text):
    """The due day or minute that stands in a fact."""
    try:
        clock.given = date.fromisoformat(str(text)) if len(str(text)) == 10 else datetime.fromisoformat(str(text))
    except ValueError:
        clock.missing = path
