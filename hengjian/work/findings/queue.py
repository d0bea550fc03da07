"""Calls that may not be closed silently: withdrawn, or with the marks of an offence and not taken up. Derived from events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hengjian.core.facts import Fact
from hengjian.ledger.read import facts_of
from hengjian.work.findings.models import QueueRow
from hengjian.work.matters.models import Matter

WITHDRAWN = "withdrawn"
MARKED = "marked"
NO_CASE = frozenset(
    {"dispute_mediated", "dispute_advised", "education_only", "help_given", "no_police_matter", "nothing_found", "false_report"}
)
TAKEN_UP = frozenset({"incident.case_opened", "incident.reopened", "incident.returned"})
ENTERING = frozenset({"incident.withdrawn", "incident.disposed", "incident.handed_over"})
READ = ENTERING | TAKEN_UP | {
    "withdrawal.reviewed", "disposal.reasons_demanded", "disposal.reasons_given", "remedies.told",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One stay in the queue: the event that led there, why, and what has been done about it since."""

    event: str
    why: str
    entered_at: datetime
    demanded_at: datetime | None = None
    given_at: datetime | None = None
    told_at: datetime | None = None
    left_at: datetime | None = None


def entries(facts: Sequence[Fact]) -> list[Entry]:
    """Every stay of one call in the queue, oldest first, from its facts in order."""
    found: list[Entry] = []
    for number, fact in enumerate(facts):
        if found and found[-1].left_at is None:
            found[-1] = go_on(found[-1], fact)
        why = why_entering(fact, facts[:number])
        if why:
            found.append(Entry(fact.id, why, fact.at))
    return found


def why_entering(fact: Fact, before: Sequence[Fact]) -> str:
    """Why this fact leads to the queue; empty if it does not."""
    if fact.kind == "incident.withdrawn":
        return WITHDRAWN
    ends_without_case = fact.kind == "incident.handed_over" or fact.body.get("outcome") in NO_CASE
    if fact.kind in ENTERING and ends_without_case and bears_marks(fact, before):
        return MARKED
    return ""


def bears_marks(disposed: Fact, before: Iterable[Fact]) -> bool:
    """Marks of an offence that the caller named or the scene showed count, whatever the officer ticked at the end."""
    return bool(disposed.body.get("offence_marked")) or any(fact.body.get("offence_marks") for fact in before)


def go_on(entry: Entry, fact: Fact) -> Entry:
    """The entry after one more fact. A withdrawal leaves by its review; a marked call by reasons and told remedies; both when taken up."""
    if fact.kind in TAKEN_UP or (fact.kind == "withdrawal.reviewed" and entry.why == WITHDRAWN):
        return replace(entry, left_at=fact.at)
    if fact.kind == "disposal.reasons_demanded":
        return replace(entry, demanded_at=entry.demanded_at or fact.at)
    if fact.kind == "disposal.reasons_given":
        entry = replace(entry, given_at=fact.at)
    if fact.kind == "remedies.told":
        entry = replace(entry, told_at=fact.at)
    done = entry.why == MARKED and entry.given_at and entry.told_at
    return replace(entry, left_at=fact.at) if done else entry


def derive(matter: str) -> None:
    """Writes the queue rows of one call anew. May be run again at will."""
    unit = Matter.objects.select_related("unit").get(id=matter).unit.code
    found = entries(facts_of(matter))
    QueueRow.objects.filter(matter=matter).exclude(event__in=[entry.event for entry in found]).delete()
    for entry in found:
        columns = {name: getattr(entry, name) for name in ("why", "entered_at", "demanded_at", "given_at", "told_at", "left_at")}
        QueueRow.objects.update_or_create(event=entry.event, defaults=columns | {"matter": matter, "unit": unit})
