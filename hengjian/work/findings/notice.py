"""What a rectification notice (监督整改通知书) says, filled from the finding and the opinion. It is put on record with the opinion."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hengjian.core.evaluation import breach_from_data
from hengjian.core.explain import explain
from hengjian.ledger.models import Event
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.lawbook import law_in_force, law_of, terms, why_unread
from hengjian.work.matters.models import Matter
from hengjian.work.matters.paper_values import day, title
from hengjian.work.matters.secrecy import blacked_out
from hengjian.work.people.models import Unit


def notice_values(row: FindingRow, matter: Matter, organ: Unit, text: str, due: datetime, now: datetime, number: str) -> dict[str, Any]:
    """The values by field; what the opinion says stands as demands, one a line, without the words of a hidden reporter."""
    rule = law_in_force().rules.get(row.rule)
    facts = reasons_of(row, "zh")
    problem = {
        "problem": rule.title[0] if rule else "人工发现的问题",
        "facts": "；".join(facts[-2:]) or "见监督意见",
        "basis": rule.restates[0] if rule else "见监督意见",
    }
    said = blacked_out(matter.id, {"": {"text": text}})[""]["text"]
    return {
        "organ": organ.name,
        "number": number,
        "unit": Unit.objects.get(code=row.unit).name,
        "matter_number": matter.number,
        "matter_name": title(matter),
        "found_on": day(row.raised_at),
        "found_by": terms().code("finding_sources", row.source, "zh"),
        "findings": [problem],
        "demands": [line.strip() for line in said.splitlines() if line.strip()],
        "due_on": day(due),
        "reply_to": organ.name,
        "issued_on": day(now),
    }


def reasons_of(row: FindingRow, language: str) -> list[str]:
    """Why the rule was broken, line by line, as it was recorded when the finding was raised, in the words of the lawbook of that day.

    Where this version cannot read that lawbook, `unread_book` says so and the words are those of the one in force.
    """
    act = ["", "", {"at": row.raised_at.isoformat()}]
    data = {"rule": row.rule, "key": row.key, "verdict": "breached", "act": act, "what": "", "missing": "", "reasons": row.reasons}
    return explain(breach_from_data(data), law_of(book_of(row)) or law_in_force(), language) if row.reasons else []


def unread_book(row: FindingRow) -> str:
    """Why this version cannot read the lawbook under which the finding was raised; empty where it can."""
    return why_unread(book_of(row))


def book_of(row: FindingRow) -> str:
    """The digest of the lawbook under which the finding was raised."""
    raised = Event.objects.filter(stream=row.id).order_by("version").first()
    return raised.body.get("law", "") if raised else ""
