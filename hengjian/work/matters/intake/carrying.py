"""Carrying out imports from the desk: a worker takes one up, portion by portion, says how far it is, and leaves off when told to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from hengjian.ledger.sealed import KeyDestroyed, Unreadable
from hengjian.work import turns
from hengjian.work.matters.intake.jobs import ended, failed, intake_of, source_of
from hengjian.work.matters.intake.mapping import BadMapping
from hengjian.work.matters.intake.models import COUNTED, ImportJob
from hengjian.work.matters.intake.run import Load, Outcome, bring_in, check
from hengjian.work.matters.intake.table import BadTable
from hengjian.work.people.refusal import Refused

Clock = Callable[[], datetime]
log = logging.getLogger("hengjian.import")


def take_one(now: datetime) -> ImportJob | None:
    """The import that waits longest and that no living worker has; it is the caller's from here."""
    waiting = ImportJob.objects.filter(state__in=[ImportJob.CHECKING, ImportJob.RUNNING])
    return turns.take_up(waiting.select_related("unit").order_by("made_at", "id"), now)


def carry_out(job: ImportJob, clock: Clock) -> Generator[None, None, None]:
    """Checks or brings in one file to its end, or until it is stopped, a portion a step; closed before, it gives the job back.

    After `DatabaseError`, raised, it stays to be taken up again.
    """
    with translation.override(job.language):
        try:
            telling = Telling(job, clock)
            for _outcome in (bring_in if job.state == ImportJob.RUNNING else check)(load_of(job), clock, telling.tell):
                if not telling.stands:
                    return
                yield
            ended(job, telling.outcome, clock())
        except GeneratorExit:
            turns.give_back(waiting_as(job), job)
        except DatabaseError:
            raise
        except (BadTable, BadMapping, KeyDestroyed, Unreadable, Refused) as problem:
            failed(job, str(problem), clock())
        except Exception as problem:
            log.exception("The import %s failed", job.id)
            failed(job, _("导入中断（%(problem)s），详见系统日志；已导入的不受影响") % {"problem": type(problem).__name__}, clock())


def load_of(job: ImportJob) -> Load:
    return Load(source_of(job), intake_of(job), job.unit, job.id, job.language)


class Telling:
    """Says after each portion how far an import is, in the same transaction; `stands` until it was stopped or dropped meanwhile."""

    def __init__(self, job: ImportJob, clock: Clock) -> None:
        self.job, self.clock, self.stands, self.outcome = job, clock, True, Outcome()

    def tell(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.stands = told(self.job, outcome, self.clock())


def told(job: ImportJob, outcome: Outcome, now: datetime) -> bool:
    """Says how far the import is; false where it was stopped or dropped meanwhile."""
    return turns.say(waiting_as(job), job, now, **{name: getattr(outcome, name) for name in COUNTED})


def waiting_as(job: ImportJob) -> QuerySet[ImportJob]:
    """Imports in the state in which this one was taken up."""
    return ImportJob.objects.filter(state=job.state)
