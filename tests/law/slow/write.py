"""Writes the test vectors: `python -m tests.law.slow.write`. Their answers come from the slow reading, never from the engine."""

import json
from pathlib import Path

from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS
from tests.house.tree import PACKAGE
from tests.law.slow.before import judge_before
from tests.law.slow.days import table
from tests.law.slow.export import counting_back, counting_of, counts_back, events_of
from tests.law.slow.judge import judge
from tests.law.slow.scenarios import amending, before, days, events

FOLDER = PACKAGE / "law" / "vectors"
BARE_POLICIES = {
    "exclusion_days": "end_minus_start",
    "procedure_follows": "act",
    "starting_hour_counts": False,
    "unrecorded_approver": "counts",
    "thresholds": {"immediately": {"hours": 1}, "promptly": {"hours": 12}, "soon": {"hours": 24}},
}


def files():
    """Every file of the vectors by its name: the calendar, bare counting by theme, the rules of the pack by statute."""
    calendar = table()
    law = read_lawbook(PACKAGE / "law")
    found = {"calendar.json": calendar}
    for name, (zh, en, scenarios) in (days.THEMES | events.THEMES | amending.THEMES | before.THEMES).items():
        found[f"counting-{name}.json"] = theme_file(name, {"zh": zh, "en": en}, list(scenarios()), calendar)
    for statute in law.statutes.values():
        rules = [rule for rule in law.rules.values() if rule.statute == statute.id and (rule.check in CLOCK_CHECKS or counts_back(rule))]
        found |= {f"rules-{statute.id}.json": statute_file(statute, rules, law, calendar)} if rules else {}
    return {name: written(content) for name, content in found.items()}


def theme_file(name, title, scenarios, calendar):
    """Scenarios of bare counting; countings that are the same stand once."""
    countings, cases = {}, []
    for number, one in enumerate(scenarios, 1):
        key = next((key for key, known in countings.items() if known == one["counting"]), f"{name}-{len(countings) + 1}")
        countings[key] = one["counting"]
        back = "before" in one["counting"]
        expect = judge_before(one["counting"], calendar, one) if back else judge(one["counting"], calendar, BARE_POLICIES, one)
        cases.append({"id": f"{name}/{number}"} | one | {"counting": key, "expect": expect})
    return file_of(name, title, BARE_POLICIES, countings, cases)


def statute_file(statute, rules, law, calendar):
    """The histories that the rules' own examples tell, each judged by the rule's counting."""
    names = [name for name in law.policies if name in BARE_POLICIES]
    policies = {name: law.policies[name].value for name in names}
    countings, cases = {rule.id: counting_back(rule) if counts_back(rule) else counting_of(rule, law) for rule in rules}, []
    for rule in rules:
        told = [example for example in rule.examples if example.step is None]
        for number, example in enumerate(told, 1):
            history = {"matter": dict(example.attributes), "events": events_of(example.facts), "as_of": moment_of(example.as_of, law)}
            counting = json.loads(json.dumps(countings[rule.id]))
            back = "before" in counting
            expect = judge_before(counting, calendar, history) if back else judge(counting, calendar, policies, history)
            shows = {"zh": f"{rule.title[0]}：{example.name}", "en": f"{rule.title[1]}: {in_short(expect)}"}
            cases.append({"id": f"{rule.id}/{number}", "shows": shows, "counting": rule.id} | history | {"expect": expect})
    return file_of(statute.id, {"zh": statute.title[0], "en": statute.title[1]}, policies, countings, cases)


def file_of(name, title, policies, countings, cases):
    return {"format": 1, "theme": name, "title": title, "policies": policies, "countings": countings, "cases": cases}


def in_short(expect):
    """The answers in a few English words."""
    said = [one.get("verdict") or one["state"] + (f", due {one['due']}" if one.get("due") else "") for one in expect]
    return "; ".join(said) or "no clock runs"


def moment_of(at, law):
    """A moment as vectors write it; the end of a day is the day."""
    local = at.astimezone(law.calendars["china"].zone)
    return local.date().isoformat() if local.microsecond else local.replace(tzinfo=None).isoformat(timespec="minutes")


def written(content):
    """JSON with one counting, one case or one year a line."""
    lines = []
    for name, value in content.items():
        if name in ("countings", "years"):
            inner = ",\n".join(f"  {text(key)}: {text(one)}" for key, one in value.items())
            lines.append(f" {text(name)}: {{\n{inner}\n }}")
        elif name == "cases":
            inner = ",\n".join(f"  {text(one)}" for one in value)
            lines.append(f" {text(name)}: [\n{inner}\n ]")
        else:
            lines.append(f" {text(name)}: {text(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def text(value):
    return json.dumps(value, ensure_ascii=False)


def write(folder: Path):
    """Rewrites every file and removes those that no scenario makes any more."""
    folder.mkdir(exist_ok=True)
    wanted = files()
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
