"""Facts of a history in their order, whom they concern, and whether a condition holds of one: yes, no, or the name of what is missing."""

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass
class Fact:
    number: int
    kind: str
    at: datetime
    date_only: bool
    about: list = field(default_factory=list)
    body: dict = field(default_factory=dict)
    by: str = ""

    @property
    def day(self):
        return self.at.date()

    @property
    def minute(self):
        return self.at.replace(second=0, microsecond=0)


def read_facts(history):
    """Those up to the moment of judging, in order of time and, at one instant, as listed."""
    now = end_of(history["as_of"])
    facts = []
    for number, one in enumerate(history["events"], 1):
        at = datetime.fromisoformat(one["at"])
        facts.append(Fact(number, one["event"], at, len(one["at"]) == 10, one.get("about", []), one.get("body", {}), one.get("by", "")))
    return sorted((fact for fact in facts if fact.at <= now), key=lambda fact: (fact.at, fact.number)), now


def end_of(text):
    """A day alone is judged at its end."""
    return datetime.combine(date.fromisoformat(text), time.max) if len(text) == 10 else datetime.fromisoformat(text)


def keys(sort, facts):
    """The keys of a sort that the facts name, party:2 before party:10; the empty key where there is none."""
    if sort == "matter":
        return [""]
    found = {key for fact in facts for key in fact.about if key.split(":")[0] == sort}
    return sorted(found, key=lambda key: (int(key.split(":")[1]) if key.split(":")[1].isdecimal() else 0, key)) or [""]


def acts_on(fact, key):
    """It names the key, or nothing of that sort."""
    if not key or key in fact.about:
        return True
    return all(one.split(":")[0] != key.split(":")[0] for one in fact.about)


def value(path, fact, world):
    """`field`, `matter.field`, or `some.event.field`: the last such event about the same at or before this one, else the first after."""
    names = path.split(".")
    if len(names) == 1:
        return (fact.by or None) if path == "by" else fact.body.get(path)
    if len(names) == 2:
        return world["matter"].get(names[1])
    same = [one for one in world["facts"] if one.kind == ".".join(names[:2]) and concerns(one, world["key"], fact)]
    before = [one for one in same if (one.at, one.number) <= (fact.at, fact.number)]
    chosen = before[-1] if before else same[0] if same else None
    return chosen.body.get(names[2]) if chosen else None


def concerns(one, key, fact):
    if key:
        return acts_on(one, key)
    return not one.about or not fact.about or bool(set(one.about) & set(fact.about))


def number(found):
    return isinstance(found, int) and not isinstance(found, bool)


def alike(one, other):
    return type(one) is type(other) and one == other


def test(asked, found):
    """One test of a value: True, False, or None where it cannot be said."""
    if "present" in asked:
        return (found is not None) == asked["present"]
    if found is None:
        return asked.get("absent")
    several = found if isinstance(found, list) else [found]
    if "equal" in asked:
        return any(alike(one, asked["equal"]) for one in several)
    if "in" in asked:
        return any(alike(one, code) for one in several for code in asked["in"])
    if not number(found):
        return None
    return found >= asked["at_least"] if "at_least" in asked else found < asked["less_than"]


def holds(tests, fact, world):
    """True, False, or the path that is missing."""
    missing = None
    for asked in tests:
        said = test(asked, value(asked["field"], fact, world))
        if said is False:
            return False
        if said is None:
            missing = missing or asked["field"]
    return missing or True


def fits(patterns, fact, world):
    """Whether the fact is one of these events."""
    unsaid = None
    for pattern in patterns:
        if pattern["event"] == fact.kind:
            said = holds(pattern.get("when", []), fact, world)
            if said is True:
                return True
            unsaid = unsaid or said
    return unsaid or False
