"""A small law for tests of supervision: two clocks, one with a remedy, and a required step; the house's own words and policies."""

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
RULES = (("contact", "deadline", CONTACT), ("told", "deadline", TOLD), ("notice", "required_step", NOTICE), ("outcome", "field", OUTCOME))


def small_law(folder: Path) -> Path:
    """Writes the law folder and gives it back."""
    for name in ("terms", "policy", "calendars", "flows"):
        shutil.copytree(HOUSE_LAW / name, folder / name)
    statute = folder / "statutes" / "s"
    statute.mkdir(parents=True)
    (statute / "_statute.yaml").write_text(dedent(STATUTE), encoding="utf-8")
    for name, check, text in RULES:
        (statute / f"{name}.yaml").write_text(rule(check, text, name), encoding="utf-8")
    return folder
