"""A small law for tests of supervision: one clock, one clock with a remedy, one required step with a remedy. The house's own words and policies."""

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


def small_law(folder: Path) -> Path:
    """Writes the law folder and gives it back."""
    for name in ("terms", "policy", "calendars", "flows"):
        shutil.copytree(HOUSE_LAW / name, folder / name)
    statute = folder / "statutes" / "s"
    statute.mkdir(parents=True)
    (statute / "_statute.yaml").write_text(dedent(STATUTE), encoding="utf-8")
    for name, check, text in [("contact", "deadline", CONTACT), ("told", "deadline", TOLD), ("notice", "required_step", NOTICE)]:
        (statute / f"{name}.yaml").write_text(rule(check, text, name), encoding="utf-8")
    return folder
