"""What another lawbook makes of the running duties of a matter: each due time that moves, recorded beside the matter and told with why.

The rows of duties follow by themselves when the matter is judged anew; here stands only that somebody can see what has moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty, duty_from_data
from hengjian.core.explain import explain, when_words
from hengjian.core.facts import Fact
from hengjian.core.lawbook.differing import differing, narrowed
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.core.values import SHANGHAI
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record_many
from hengjian.work.matters import project
from hengjian.work.matters.actions_law import MACHINE
from hengjian.work.matters.lawbook import adoption_of, law_in_force, law_of
from hengjian.work.matters.models import DutyRow, Matter

RECOUNTED = "law.recounted"
Identity = tuple[str, str, str]


def review_of(matter: str) -> str:
    """The stream in which supervision reviews a matter and points out what to do (工作提示)."""
    return f"review/{matter}"


def note_recounted(row: Matter, facts: Sequence[Fact], now: datetime) -> Event | None:
    """Records which running due times of a matter the lawbook in force moves, if any; once for each adoption, whoever comes first.

    Call it while the row still says by which lawbook it was judged before. An event beside the matter: its own record is not touched.
    """
    law = law_in_force()
    if not row.law or row.law == law.digest:
        return None
    changes = list(moved(before_of(row, facts, now), duties(row, facts, narrowed_to(law, row.law), now)))
    adopted = adoption_of(law.digest)
    if not changes or adopted is None:
        return None
    body = {"law": law.digest, "before": row.law, "changes": changes}
    draft = Draft(review_of(row.id), row.id, RECOUNTED, now, MACHINE, body, source=f"{RECOUNTED}:{row.id}:{adopted.id}")
    return record_many([draft], now=now)[0]


def before_of(row: Matter, facts: Sequence[Fact], now: datetime) -> list[Duty]:
    """The duties by the lawbook before; where this version cannot read it, as they were last written, but for those that stood still."""
    old = law_of(row.law)
    if old is None:
        kept = (duty_from_data(one) for one in DutyRow.objects.filter(matter=row).values_list("data", flat=True))
        return [duty for duty in kept if duty.state != "paused"]
    return duties(row, facts, narrowed_to(old, law_in_force().digest), now)


def duties(row: Matter, facts: Sequence[Fact], law: Lawbook, now: datetime) -> list[Duty]:
    return list(evaluate(facts, law, now, attributes=project.attributes(row)).duties) if law.rules else []


def narrowed_to(law: Lawbook, other: str) -> Lawbook:
    """The lawbook with the rules that may answer otherwise than those of another; whole where the other cannot be read."""
    found = law_of(other)
    return differing_part(law, found) if found is not None else law


@lru_cache(maxsize=8)
def differing_part_of(digests: tuple[str, str]) -> frozenset[str]:
    one, other = law_of(digests[0]), law_of(digests[1])
    assert one is not None and other is not None
    return frozenset(rule.id for rule in differing(one, other)[0])


def differing_part(law: Lawbook, other: Lawbook) -> Lawbook:
    return narrowed(law, set(differing_part_of((law.digest, other.digest))))


def moved(before: Sequence[Duty], after: Sequence[Duty]) -> Iterator[dict[str, Any]]:
    """The running duties whose due time is another, or that come or go, as plain data: texts that are empty where there is none."""
    old, new = ({identity(duty): duty for duty in side} for side in (before, after))
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if any(duty is not None and duty.is_open for duty in (was, now)) and due_text(was) != due_text(now):
            rule, key, start = name
            yield {"rule": rule, "key": key, "start": start, "from": due_text(was), "to": due_text(now)}


def identity(duty: Duty) -> Identity:
    return duty.rule, duty.key, duty.started.id


def due_text(duty: Duty | None) -> str:
    return duty.due.isoformat() if duty is not None and duty.due is not None else ""


def told(event: Event, row: Matter, language: str) -> list[tuple[str, str]]:
    """Each due time that moved, as the rule's title and a sentence: from when to when, and what the law now says otherwise."""
    facts = facts_of_events(Event.objects.filter(stream=row.id, recorded_at__lte=event.recorded_at).order_by("version"))
    laws = law_of(event.body["before"]), law_of(event.body["law"])
    return [sentence(one, row, facts, laws, event.recorded_at, language) for one in event.body["changes"]]


def sentence(
    one: dict[str, str], row: Matter, facts: Sequence[Fact], laws: tuple[Lawbook | None, Lawbook | None], now: datetime, language: str
) -> tuple[str, str]:
    old, new = (reasons(one, row, facts, law, now, language) for law in laws)
    values = {"old": due_words(one["from"], language), "new": due_words(one["to"], language)}
    text = _("到期日由 %(old)s 改为 %(new)s") % values
    because = "".join(line for line in new if line not in old)
    rule = next((law.rules[one["rule"]] for law in reversed(laws) if law is not None and one["rule"] in law.rules), None)
    title = in_language(rule.title, language) if rule else one["rule"]
    return title, _("%(text)s。因为：%(why)s") % {"text": text, "why": because} if because else text


def reasons(one: dict[str, str], row: Matter, facts: Sequence[Fact], law: Lawbook | None, now: datetime, language: str) -> list[str]:
    """What a lawbook argues of the duty; nothing where it cannot be read or knows no such duty."""
    if law is None or one["rule"] not in law.rules:
        return []
    asked = (one["rule"], one["key"], one["start"])
    found = next((duty for duty in duties(row, facts, narrowed(law, {one["rule"]}), now) if identity(duty) == asked), None)
    return explain(found, law, language) if found else []


def due_words(text: str, language: str) -> str:
    if not text:
        return _("无")
    when = datetime.fromisoformat(text).astimezone(SHANGHAI) if "T" in text else date.fromisoformat(text)
    return when_words(when, tongue(language))
