"""One step from what is asked to what is recorded: what stands is read, right, flow and law are asked, then event and rows are written.

Nothing is held while it is decided. What is written stands only if what was read still does; else `StaleStream`, and it is decided anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.evaluate import evaluate, would_breach
from hengjian.core.evaluation import Evaluation, Verdict
from hengjian.core.flow import MOVES_UNIT, Move
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.engine import POSTGRESQL
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import Draft, StaleStream, new_id, record
from hengjian.ledger.together import Part
from hengjian.work.matters import answering, discretion, keeping_secret, merging, project, reviewers, rights, secrecy, vouching
from hengjian.work.matters.attachments import Upload, attached, fields_for_files
from hengjian.work.matters.correcting import Changes, old_event, takes_files, with_changes
from hengjian.work.matters.draft import Asked, as_fact, day_of_conduct, draft
from hengjian.work.matters.duties import Stood, stands_after
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.linking import with_link
from hengjian.work.matters.models import Matter
from hengjian.work.matters.reading import Reading, read, remember
from hengjian.work.matters.rebuild import rewrite
from hengjian.work.matters.recounting import note_recounted
from hengjian.work.matters.registers import rows as registers
from hengjian.work.matters.registers.rows import bears_on
from hengjian.work.matters.remembered import UNKNOWN, Known
from hengjian.work.people.access import Viewer, may_see
from hengjian.work.people.refusal import Refused


@dataclass(frozen=True)
class Step:
    """A step that was taken: the matter as it now stands, the events recorded, and what the law said before."""

    matter: Matter
    events: Sequence[Event]
    verdict: Verdict


@dataclass(frozen=True)
class Settled:
    """What a step leaves: what the law says of the matter, what stands beside its row, and the parts that write so."""

    found: Evaluation
    stood: Stood
    parts: list[Part]


@dataclass(frozen=True)
class Asking:
    """One call of `actions.take_step`."""

    matter: str
    move: str
    body: Mapping[str, Any]
    by: Viewer
    at: datetime
    now: datetime
    about: str | None
    seen: int | None
    source: str | None
    changes: Changes
    files: Sequence[Upload]


def undivided() -> AbstractContextManager[Any]:
    """One transaction from reading on, or a savepoint. Alone on PostgreSQL none: one statement writes, if what was read still stands."""
    return nullcontext() if POSTGRESQL and not connection.in_atomic_block else transaction.atomic()


def take(asked: Asking) -> Step:
    """Reads, decides and records one step. Raises `Refused`; `StaleStream` where somebody wrote meanwhile, or since the caller looked."""
    standing = stood_before(asked.source)
    if standing is not None:
        return standing
    found = read(asked.matter)
    if found is None or not may_see(asked.by, found.row):
        raise rights.unknown()
    row = found.row
    note_recounted(row, found.known.facts, asked.now)
    move = move_of(row, asked.move)
    step = drafted(asked, found, move)
    verdict = ask_the_law(step, found, asked.now, asked.by.language)
    if step.kind == CORRECTED:
        return corrected(asked, found, step, verdict)
    after = project.Standing(row, keys_of(found.known.events))
    left: list[Settled] = []

    def along(events: Sequence[Event]) -> Sequence[Part]:
        left.append(settled(after, [*found.known.events, *events], step, verdict, asked.now, found.known))
        return left[0].parts

    with transaction.atomic() if needs_more(asked, row, step) else nullcontext():
        event = recorded(attached(step, asked.files, fields_for_files(move), asked.now), found, asked.now, along)
        project.written(after)
        if step.kind == secrecy.ASKED:
            keeping_secret.spread(row, event, asked.now)
        if step.kind in merging.REACHES_OTHERS:
            merging.reach(row, event, left[0].found, asked.now)
    remember(found, event, left[0].found, left[0].stood)
    return Step(row, [event], verdict)


def stood_before(source: str | None) -> Step | None:
    """The step that this source already brought, if it did."""
    event = Event.objects.filter(source=source).first() if source else None
    if event is None:
        return None
    return Step(Matter.objects.select_related("unit", "handler").get(id=event.matter), [event], Verdict("clear"))


def drafted(asked: Asking, found: Reading, move: Move) -> Draft:
    """The event of the step, if seat, time, values and what the caller looked at allow it."""
    by, row, events = asked.by, found.row, found.known.events
    seat = rights.seat_for(by, row, move)
    check_time(asked.at, asked.now)
    if asked.seen is not None and asked.seen != events[-1].version:
        raise StaleStream(row.id, asked.seen)
    rights.check_own(by, seat, move, events)
    rights.check_recusal(by, asked.body, move)
    body = answering.settled(move, asked.body, events, asked.about)
    filled = Asked(flows()[row.kind], move, body, by.person, seat, asked.at, asked.about, by.language, day_of_conduct(events))
    step = replace(with_link(draft(filled, row.id, keys_of(events), terms()), move), source=asked.source, id=new_id())
    step = merging.settled(step, move, row, by)
    vouching.check_step(row, step, move)
    discretion.check(move, step, law_in_force(), by.language)
    step = reviewers.with_qualification(step, by)
    if step.kind != CORRECTED:
        return step
    check_secret(by, row, step, events, asked.changes)
    return with_changes(step, events, asked.changes, row.kind, by.language)


def keys_of(events: Sequence[Event]) -> list[str]:
    """The parties, items and documents that these events know, in order."""
    return list(dict.fromkeys(key for event in events for key in event.about))


def needs_more(asked: Asking, row: Matter, step: Draft) -> bool:
    """Whether the step writes more than goes along with its event: files, other cases, or what is to be kept secret from now on."""
    reaches = step.kind in merging.REACHES_OTHERS
    return bool(asked.files or reaches or row.secrecy in secrecy.HIDES_PARTIES or secrecy.asked_by(step.kind, step.body))


def recorded(step: Draft, found: Reading, now: datetime, along: Callable[[Sequence[Event]], Sequence[Part]]) -> Event:
    event = record([step], now=now, expected=found.head, along=along)[0]
    if event.already_stood:
        raise StaleStream(step.stream, found.head.version)
    return event


@transaction.atomic
def corrected(asked: Asking, found: Reading, step: Draft, verdict: Verdict) -> Step:
    """Records a correction and makes every row of the matter again from what then stands."""
    takes = takes_files(old_event(step.body["corrects"], found.known.events), found.row.kind)
    event = recorded(attached(step, asked.changes.files, takes, asked.now), found, asked.now, lambda _events: ())
    return Step(rewrite(events_in(asked.matter), asked.now), [event], verdict)


def check_secret(by: Viewer, row: Matter, step: Draft, events: Sequence[Event], changes: Changes) -> None:
    """Who asked to be kept secret stays so under corrections (RP-05), and what came from outside is not the handler's to correct."""
    old = old_event(step.body["corrects"], events)
    rights.check_correcting(by, row, old, flows()[row.kind])
    secrecy.check_correction(by, row, old, changes.body, changes.void)


def move_of(row: Matter, name: str) -> Move:
    found = flows()[row.kind].moves.get(name)
    if found is None:
        raise Refused(_("流程中没有这一步"))
    return found


def check_time(at: datetime, now: datetime) -> None:
    if at > now:
        raise Refused(_("发生时间不能晚于现在"), fields={"at": _("晚于现在")})


def ask_the_law(step: Draft, found: Reading, now: datetime, language: str) -> Verdict:
    """What the law says of the step as the next version of its stream; a blocked one is refused with the rules that forbid it."""
    law, known = law_in_force(), found.known
    asked = as_fact(step, found.head.version + 1)
    verdict = would_breach(known.facts, asked, law, now, attributes=project.attributes(found.row), before=known.found)
    if verdict.answer == "blocked":
        rules = "、".join(
            dict.fromkeys(in_language(law.rules[one.rule].title, language) for one in verdict.breaches if one.verdict == "breached")
        )
        raise Refused(_("法律不允许这一步：%(rules)s") % {"rules": rules}, reasons=verdict.breaches)
    return verdict


def settled(
    standing: project.Standing, events: Sequence[Event], step: Draft, verdict: Verdict, now: datetime, known: Known = UNKNOWN
) -> Settled:
    """Brings a matter up to its newest event: what the law says of it, and what writes its rows where they stand as `known`."""
    event, matter = events[-1], standing.matter
    asked_with = project.attributes(matter)
    project.apply(standing, event, step.sealed, project.units_by_code() if step.kind in MOVES_UNIT else {})
    attributes = project.attributes(matter)
    found = verdict.after
    if found is None or attributes != asked_with:
        found = evaluate(facts_of_events(events), law_in_force(), now, attributes=attributes)
    before = known.found if matter.unit_id == known.values.get("unit_id") else None
    stood = stands_after(matter, found, known.stood, before)
    written = project.parts(standing, found, known.stood, stood, known.values, known.marks[0])
    if bears_on(step.kind):
        written += registers.parts(matter.id, facts_of_events(events))
    return Settled(found, stood, written)
