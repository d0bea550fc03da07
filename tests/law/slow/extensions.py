"""Which step of an extension an event takes and whether it counts: in order, by the right approver, within bounds."""

from tests.law.slow.facts import holds, number

LEVELS = ["station", "district", "city", "province", "national"]
UNITS = ("hours", "working_days", "months", "days")


def choose(steps, used, fact, world):
    """(place of the step, what is wrong, what is missing); all empty where the event is nothing to this rule."""
    wrong = missing = ""
    for place, step in enumerate(steps):
        said = step["event"] == fact.kind and holds(step.get("when", []), fact, world)
        if said is False:
            continue
        if isinstance(said, str):
            missing = missing or said
        elif used and place < max(used):
            wrong = wrong or "out_of_order"
        elif used.count(place) >= step["times"]:
            wrong = wrong or "too_many"
        elif step.get("after_previous") and place and place - 1 not in used:
            wrong = wrong or "out_of_order"
        else:
            return place, "", ""
    return None, "" if missing else wrong, missing


def approved(approver, fact, world):
    """True, False, or None where it is not recorded who approved."""
    answers = []
    for name, allowed in (("by_organ", approver.get("organ")), ("by_role", approver.get("roles"))):
        if allowed:
            found = fact.body.get(name)
            answers.append(None if found is None else found in ([allowed] if isinstance(allowed, str) else allowed))
    if approver.get("relations"):
        answers.append(relation(approver["relations"], fact.body.get("by_level"), world["matter"].get("level")))
    return False if False in answers else None if None in answers else True


def relation(relations, given, handling):
    if given not in LEVELS or handling not in LEVELS:
        return None
    asked = relations.get(handling, relations.get("default"))
    if asked is None:
        return True
    own = LEVELS.index(handling)
    wanted = {"same_level": own, "next_level": own + 1, "two_levels_up": own + 2, "own_bureau": 1 if own == 0 else own}[asked]
    return given == LEVELS[min(wanted, 4)]


def length(step, fact):
    """What the step adds; a text says what is wrong, `missing:` before what is not recorded."""
    if "read" not in step:
        return step["add"]
    read = step["read"]
    count = fact.body.get(read["field"])
    if not number(count):
        return f"missing:{read['field']}"
    if count < read["at_least"] or count > read["at_most"]:
        return "out_of_bounds"
    return {read["unit"]: count}
