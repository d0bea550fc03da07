"""Carrying out rehearsals beside the watch: the draft is read, run part by part, every difference kept, the figures written down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.watch.beside import Clock, Portions, Work
from hengjian.watch.rehearsal.counting import Difference, plain
from hengjian.watch.rehearsal.draft import put
from hengjian.watch.rehearsal.jobs import DRAFT, drop_old, judged_folder, place_of, read_once, scope_of
from hengjian.watch.rehearsal.judging import Trial
from hengjian.watch.rehearsal.models import DifferenceRow, Rehearsal
from hengjian.watch.rehearsal.running import Run
from hengjian.watch.rehearsal.throughout import throughout
from hengjian.work import turns
from hengjian.work.matters import lawpacks
from hengjian.work.matters.lawbook import follow_law, law_of
from hengjian.work.matters.rows import write_new
from hengjian.work.people.refusal import Refused

MOST_KEPT = 100_000
"""Differences that are kept one by one; all of them are counted."""
log = logging.getLogger("hengjian.rehearsal")


def waiting() -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(state=Rehearsal.WAITING).order_by("made_at", "id")


def take(clock: Clock) -> Portions | None:
    """The rehearsal that waits longest, from its beginning: what a worker that died had found is found again."""
    row = turns.take_up(waiting(), clock())
    if row is None:
        drop_old(clock())
        return None
    return carry_out(row, clock)


REHEARSALS = Work("rehearsals", take, pause=1.0)


def carry_out(row: Rehearsal, clock: Clock) -> Portions:
    """Runs one rehearsal to its end, or until it is stopped."""
    with translation.override(row.language):
        try:
            yield from run(row, clock)
        except DatabaseError:
            raise
        except GeneratorExit:
            turns.give_back(waiting(), row)
            raise
        except (Refused, LawErrors, lawpacks.LostLawbook) as problem:
            failed(row, sentence(problem, row.language), clock())
        except Exception as problem:
            log.exception("The rehearsal %s failed", row.id)
            failed(row, _("推演中断（%(problem)s），详见系统日志") % {"problem": type(problem).__name__}, clock())


def sentence(problem: Exception, language: str) -> str:
    """What is wrong, a fault of the draft on each line."""
    if isinstance(problem, LawErrors):
        return "\n".join(f"{one.place()}  {one.sentence(tongue(language))}" for one in problem.faults[:20])
    return str(problem)


def run(row: Rehearsal, clock: Clock) -> Portions:
    DifferenceRow.objects.filter(rehearsal=row).delete()
    trial = trial_of(row)
    work = Run(trial, scope_of(row), keeping(row))
    for _part in work.go():
        if not turns.say(waiting(), row, clock(), total=work.total, done=work.tally.matters):
            return
        yield
    ended(row, work.figures(), clock())


def trial_of(row: Rehearsal) -> Trial:
    """Both lawbooks as they are to be run. Raises `Refused`, `LawErrors`."""
    follow_law()
    old = law_of(row.base)
    if old is None:
        raise Refused(_("推演所对比的法规包已不能读取：请重新推演"))
    draft = read_once(place_of(row) / DRAFT)
    judged = draft if row.mode == Rehearsal.OWN_DAY else moved_back(row, old)
    Rehearsal.objects.filter(id=row.id).update(draft=draft.digest, judged=judged.digest)
    return Trial(old, judged)


def moved_back(row: Rehearsal, old: Lawbook) -> Lawbook:
    """The draft as if it had always been in force, put beside it."""
    before, after = lawpacks.files_to_keep(Path(old.folder)), lawpacks.files_of(place_of(row) / DRAFT)
    return read_once(put(throughout(before, after), judged_folder(row)))


def keeping(row: Rehearsal) -> Callable[[Sequence[Difference]], None]:
    """Keeps the differences of a rehearsal, the first of them one by one."""
    kept = 0

    def keep(found: Sequence[Difference]) -> None:
        nonlocal kept
        chosen = found[: MOST_KEPT - kept]
        with transaction.atomic():
            write_new([row_of(row, one) for one in chosen])
        kept += len(chosen)

    return keep


def row_of(row: Rehearsal, one: Difference) -> DifferenceRow:
    return DifferenceRow(
        rehearsal=row, kind=one.kind, matter=one.matter, unit=one.unit, rule=one.rule, key=one.key, stage=one.stage, month=one.month,
        old=plain(one.old), new=plain(one.new),
    )  # fmt: skip


def ended(row: Rehearsal, figures: dict[str, object], now: datetime) -> None:
    waiting().filter(id=row.id).update(state=Rehearsal.DONE, ended_at=now, figures=figures)


def failed(row: Rehearsal, words: str, now: datetime) -> None:
    waiting().filter(id=row.id).update(state=Rehearsal.FAILED, ended_at=now, trouble=words)
