"""A clock of the law pack as the plain data of a vector: versions by day, policies resolved to what the pack holds now."""

from hengjian.core.lawbook.values import ALWAYS

UNITS = ("hours", "working_days", "months", "days")
ROLES = ("met_by", "released_by", "restarted_by", "explained_by")


def counting_of(rule, law):
    """The counting of a deadline or a custody limit."""
    clock = rule.shape
    counting = next(terms.counting for terms in clock.versions.in_force())
    rolls = bool(law.policy(counting.rolls_policy)) if counting.rolls_policy else counting.rolls
    return {
        "title": {"zh": rule.title[0], "en": rule.title[1]},
        "per": rule.per,
        "judged_by": judged_by(rule.judged_by),
        "calendar": counting.calendar,
        "rolls": rolls,
        "months": counting.months,
        "exact": counting.exact,
        "starts": [
            {"from": day_of(day), "events": listed(found) if found else None, "source": found.source if found else ""}
            for day, found in clock.starts.items()
        ],
        "versions": [version(day, terms, law) for day, terms in clock.versions.items()],
    }


def counts_back(rule):
    """Whether the rule asks for a step so long before an act, and nothing that vectors do not say."""
    if rule.check != "required_step" or rule.judged_by.what != "act":
        return False
    needs, excuses = list(rule.shape.needs.in_force()), list(rule.shape.unless.in_force())
    plain = not any(one.each or one.after.kinds for one in needs) and not any(one.when for one in excuses)
    return plain and any(one.at_least_before or one.at_most_before for one in needs)


def counting_back(rule):
    """The counting of a rule that counts back from an act."""
    shape = rule.shape
    days = sorted({*shape.act.days, *shape.needs.days, *shape.unless.days})
    versions = [version_back(day, shape) for day in days if shape.act.on(day) is not None and shape.needs.on(day) is not None]
    title = {"zh": rule.title[0], "en": rule.title[1]}
    return {"title": title, "per": rule.per, "calendar": shape.calendar, "before": versions}


def version_back(day, shape):
    needs, excuse = shape.needs.on(day), shape.unless.on(day)
    found = {"from": day_of(day), "acts": listed(shape.act.on(day)), "steps": listed(needs.events)}
    lengths = {"at_least": needs.at_least_before, "at_most": needs.at_most_before}
    found |= {name: length(one) for name, one in lengths.items() if one}
    return found | ({"unless": listed(excuse.events)} if excuse else {}) | {"source": needs.source}


def judged_by(by):
    if by.what == "start":
        return "start"
    return {"field": str(by.path)} if by.path else {"event": by.kind}


def day_of(day):
    return None if day == ALWAYS else day.isoformat()


def version(day, terms, law):
    if terms is None:
        return {"from": day_of(day), "limits": None}
    found = {role: listed(getattr(terms, role)) for role in ROLES}
    found["extended_by"] = [step(one) for one in terms.steps]
    found["excluded"] = [{"from": listed(one.start), "to": listed(one.end)} for one in terms.intervals]
    return {"from": day_of(day), "limits": [limit(one, law) for one in terms.limits]} | {name: one for name, one in found.items() if one}


def listed(patterns):
    return [{"event": one.kind} | ({"when": condition(one.when)} if one.when else {}) for one in patterns.any_of]


def condition(tests):
    return [{"field": one.path, one.operation: one.value} | ({} if one.absent is None else {"absent": one.absent}) for one in tests]


def limit(one, law):
    found = {"when": condition(one.when)} if one.when else {}
    if one.none:
        found["none"] = True
    elif one.threshold:
        found["threshold"] = one.threshold
    elif one.field is not None:
        found["field"] = str(one.field)
    else:
        found |= length(one.length)
        if one.policy and law.policy(one.policy):
            found["working_days"] = found.pop("days")
    return found | ({"source": one.source} if one.source else {})


def length(one):
    return {unit: getattr(one, unit) for unit in UNITS if getattr(one, unit)} or {"days": 0}


def step(one):
    found = {"event": one.kind, "times": one.times}
    if one.when:
        found["when"] = condition(one.when)
    if one.add:
        found["add"] = length(one.add)
    if one.to:
        found["to"] = length(one.to)
    if one.read:
        found["read"] = {"field": one.read.field, "unit": one.read.unit, "at_least": one.read.at_least, "at_most": one.read.at_most}
    approver = {"relations": dict(one.approver.relations), "organ": one.approver.organ, "roles": list(one.approver.roles)}
    approver = {name: value for name, value in approver.items() if value}
    return found | ({"approver": approver} if approver else {}) | ({"after_previous": True} if one.after_previous else {})


def events_of(facts):
    """Facts as a vector lists them."""
    found = []
    for fact in facts:
        at = fact.at.date().isoformat() if fact.date_only else fact.at.replace(tzinfo=None).isoformat(timespec="minutes")
        more = {"about": list(fact.about), "body": dict(fact.body), "by": fact.by}
        found.append({"at": at, "event": fact.kind} | {name: value for name, value in more.items() if value})
    return found
