"""A draft as if it had been in force all the time: each value that it brings or changes takes the place of those before it.

`within: {2013-01-01: 30, 2026-12-01: 20}`, where the draft brings the second, becomes `{2013-01-01: 20}`. Values that the draft leaves
alone keep their days, so that what comes out is the change and nothing else. What is not dated holds for all time anyhow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from hengjian.core.lawbook.difference import DAY, RULE, differences
from hengjian.core.lawbook.nodes import LOADER, TAG, WHOLE

FIRST_DAY = "1950-01-01"
"""The day of a value that stands where there was none before."""
Files = Mapping[str, bytes]
NUMBER = re.compile(f"^(?:{WHOLE.pattern})$")
STILL = frozenset({"text", "examples", "checked", "title", "restates", "note"})
"""Keys of a rule that bear on no answer."""


class Dates(LOADER):  # type: ignore[misc,valid-type]
    """Reads everything as the law reader does, but days, which stay as they are written; 14_15 is a code and no number."""


Dates.yaml_implicit_resolvers = {
    first: [(tag, pattern if tag != TAG + "int" else NUMBER) for tag, pattern in resolvers if tag != TAG + "timestamp"]
    for first, resolvers in LOADER.yaml_implicit_resolvers.items()
}


class Days(yaml.SafeDumper):
    """Writes a text that looks like a day without quotes, as the law reader wants it."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


Days.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != TAG + "timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def throughout(before: Files, after: Files) -> dict[str, bytes]:
    """The draft's files with every value that it brings in force from the first day on."""
    found = dict(after)
    for part in differences(before, after):
        if part.state != "removed" and RULE.fullmatch(part.file):
            found[part.file] = moved_back(before.get(part.file, b"{}"), after[part.file])
    return found


def moved_back(before: bytes, after: bytes) -> bytes:
    """One rule with the values that differ from the rule before standing from the first day on."""
    old, new = (yaml.load(content.decode("utf-8-sig"), Loader=Dates) for content in (before, after))  # noqa: S506
    if not isinstance(new, dict):
        return after
    was = old if isinstance(old, dict) else {}
    moved = {key: value if key in STILL else back(was.get(key), value) for key, value in new.items()}
    return yaml.dump(moved, Dumper=Days, allow_unicode=True, sort_keys=False, width=10_000).encode()


def back(old: Any, new: Any) -> Any:
    """A part of a rule: of a mapping of days the newest value that is not as it was counts from the first day, later ones as before."""
    if not isinstance(new, dict):
        return new
    was = old if isinstance(old, dict) else {}
    if not new or not all(DAY.fullmatch(str(key)) for key in new):
        return {key: back(was.get(key), value) for key, value in new.items()}
    changed = [day for day in sorted(new) if day not in was or was[day] != new[day]]
    if not changed:
        return new
    last, known = changed[-1], sorted(day for day in was if DAY.fullmatch(str(day)))
    first = min([last, known[0] if known else FIRST_DAY])
    return {first: new[last], **{day: new[day] for day in sorted(new) if day > last}}
