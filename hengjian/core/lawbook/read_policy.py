"""Reading `policy/`: those that the engine knows have values of their own shapes; one that a rule names itself is yes or no."""

from __future__ import annotations

from hengjian.core.lawbook import parts
from hengjian.core.lawbook.nodes import Entry
from hengjian.core.lawbook.read_rule import bilingual
from hengjian.core.lawbook.rule import Policy

CHOICES = {
    "procedure_follows": ("start", "act"),
    "exclusion_days": ("end_minus_start", "both_days"),
    "unrecorded_approver": ("counts", "undetermined"),
}
SECONDS = ("recording_gap", "recording_drift")
YES_NO = ("starting_hour_counts", "recording_word_counts")
LENGTHS = ("hours", "days")
OF_OTHER_SHAPE = frozenset({*CHOICES, *SECONDS, "thresholds", "warnings", "supervision"})


def read_policy(entry: Entry, stem: str) -> Policy | None:
    fields = entry.keys(("id", "label", "value", "why", "source"), ("id", "label", "value"))
    if not {"id", "label", "value"} <= fields.keys():
        return None
    if not {"why", "source"} & fields.keys():
        raise entry.fault("missing", key="why")
    parts.same_id(fields["id"], stem)
    check_value(fields["value"], stem)
    reason = fields.get("why") or fields["source"]
    return Policy(stem, bilingual(fields["label"]), fields["value"].plain(), bilingual(reason))


def check_value(entry: Entry, policy: str) -> None:
    """Raises the fault of a value that the engine would take for another than was meant."""
    if policy in CHOICES:
        entry.choice(CHOICES[policy])
    elif policy in SECONDS:
        at_least(entry, 0)
    elif policy == "thresholds":
        for _name, _key, value in entry.pairs():
            one_length(value)
    elif policy == "warnings":
        for _name, rows in entry.keys(LENGTHS, LENGTHS).items():
            warning_rows(rows)
    elif policy == "supervision":
        for _name, _key, value in entry.pairs():
            at_least(value, 1)
    elif policy in YES_NO:
        entry.boolean()


def at_least(entry: Entry, least: int) -> int:
    found = entry.whole()
    if found < least:
        raise entry.fault("bad_number", value=entry.shown)
    return found


def one_length(entry: Entry) -> None:
    fields = entry.keys(LENGTHS)
    if not fields:
        raise entry.fault("one_of", choices=", ".join(LENGTHS))
    for value in fields.values():
        at_least(value, 1)


def warning_rows(entry: Entry) -> None:
    """`[[limit, warn before], …]`, the limits ascending; each warning is shorter than its limit."""
    last = 0
    for row in entry.items():
        pair = [at_least(one, 1) for one in row.items()]
        if len(pair) != 2 or pair[0] <= last or pair[1] > pair[0]:
            raise row.fault("bad_warning")
        last = pair[0]
    if not last:
        raise entry.fault("empty")
