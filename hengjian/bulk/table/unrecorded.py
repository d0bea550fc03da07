"""`recording_cover` in columns: its answers where no recording is registered. Matters with one are judged live (`frame.py`)."""

from __future__ import annotations

from dataclasses import replace

from hengjian.core.checks.recording_cover import DECLARED, word_counts
from hengjian.core.lawbook.acts import Attendance, Attendances, Coverage, Presence, RecordingCover
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Condition, Dated, Test

NEVER = Test("event", "", DECLARED.field, "in", ())


def where_unrecorded(rule: Rule, law: Lawbook) -> Rule:
    """The rule as one of `presence` that answers alike as long as nothing is registered; any other rule as it is."""
    shape = rule.shape
    if not isinstance(shape, RecordingCover):
        return rule
    needs = Dated(shape.needs.days, tuple(None if one is None else asked(one, law) for one in shape.needs.values))
    return replace(rule, shape=Presence(shape.act, needs, shape.unless))


def asked(needs: Coverage, law: Lawbook) -> Attendances:
    """The act's own word: a no is a breach; a yes is enough, or leaves the answer open for want of recordings."""
    counts = word_counts(needs, law)
    unclear: Condition = () if counts else (replace(DECLARED, absent=False),)
    must: Condition = (DECLARED if counts else NEVER,)
    return Attendances((Attendance((), (must,), unclear, "" if counts else "recordings"),), needs.source)
