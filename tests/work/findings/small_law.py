"""A small law for tests of supervision: two clocks, one with a remedy, a required step, a citizen's time and a procuratorate's limit;
the house's own words and policies."""

import shutil
from pathlib import Path
from textwrap import dedent

from tests.core.rules import HOUSE_LAW, STATUTE, rule

CONTACT = """\
starts: {event: case.accepted, source: 一}
met_by: [reporter.contacted]
within: {days: 1, source: 一}
counted: {rolls: false, source: 一}
explained_by: [deadline.explained]
"""
TOLD = """\
starts: {event: case.accepted, source: 一}
met_by: [transfer.told]
within: {days: 2, source: 一}
counted: {rolls: false, source: 一}
remedy: [reporter.informed]
"""
NOTICE = """\
act: case.decided
needs: {events: [notice.given], source: 一}
gate: warn
remedy: [case.returned]
"""
OUTCOME = """\
act: case.decided
field: outcome
must: {required: true, source: 一}
gate: warn
"""
WINDOW = """\
bearer: citizen
starts: {event: opinion.served, source: 一}
met_by: [reexamination.requested]
within: {days: 3, source: 一}
counted: {rolls: false, source: 一}
"""
ARREST = """\
bearer: procuratorate
starts: {event: arrest.requested, source: 一}
met_by: [arrest.approved]
within: {days: 7, source: 一}
counted: {rolls: false, source: 一}
"""
ELSEWHERE = """\
bearer: procuratorate
act: case.returned_for_investigation
limit: {times: 1, source: 一}
gate: warn
"""
RULES = (("contact", "deadline", CONTACT), ("told", "deadline", TOLD), ("notice", "required_step", NOTICE), ("outcome", "field", OUTCOME))
RULES += (("window", "deadline", WINDOW), ("arrest", "deadline", ARREST), ("elsewhere", "at_most", ELSEWHERE))


def small_law(folder: Path) -> Path:
    """Writes the law folder and gives it back."""
    for name in ("terms", "policy", "calendars", "flows", "forms"):
        shutil.copytree(HOUSE_LAW / name, folder / name)
    statute = folder / "statutes" / "s"
    statute.mkdir(parents=True)
    (statute / "_statute.yaml").write_text(dedent(STATUTE), encoding="utf-8")
    for name, check, text in RULES:
        (statute / f"{name}.yaml").write_text(rule(check, text, name), encoding="utf-8")
    return folder
