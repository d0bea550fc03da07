"""Reading how far an act must be recorded: what a gap means, and the tolerances that the article or policy gives."""

from __future__ import annotations

from collections.abc import Mapping

from hengjian.core.lawbook import acts
from hengjian.core.lawbook.nodes import Entry
from hengjian.core.lawbook.parts import cite, figure

WORD = "recording_word_counts"
TOLERANCES = {"gap": "recording_gap", "drift": "recording_drift"}


def coverage(entry: Entry) -> acts.Coverage:
    fields = entry.keys(("otherwise", "gap", "drift", "source"), ("otherwise", "source"))
    source = cite(fields, entry.reading)
    seconds = {name: tolerance(fields, name, entry) for name in TOLERANCES}
    otherwise = fields["otherwise"].choice(("invalid", "curable")) if "otherwise" in fields else ""
    return acts.Coverage(otherwise, seconds["gap"], seconds["drift"], source)


def tolerance(fields: Mapping[str, Entry], name: str, entry: Entry) -> int | None:
    """`{seconds: n}` where the rule's article gives a figure; else policy decides, and must be there."""
    if name not in fields:
        entry.reading.policies.append((TOLERANCES[name], entry.line))
        return None
    given = fields[name].keys(("seconds",), ("seconds",))
    return figure(given["seconds"], name) if "seconds" in given else None
