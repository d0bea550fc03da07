"""Checkpoints leave the house by themselves: the newest goes to every place that is due, again and again until it is taken.

A checkpoint covers all before it, so each place gets the newest, at most as often as it is set. Who waits how long stands in `Publication`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hengjian.ledger import prove, witnesses
from hengjian.ledger.charter import charter
from hengjian.ledger.models import Checkpoint, Publication
from hengjian.ledger.places import Place, places
from hengjian.ledger.read import last_checkpoint
from hengjian.ledger.request import Request, written
from hengjian.ledger.send import KnowsAnother, NotTaken, folder_of, send

CLAIM = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
GRACE = timedelta(hours=1)
COSIGNED = "*.cosigned"


@dataclass(frozen=True, slots=True)
class Lag:
    """How one place stands: the size it took last, and since when a checkpoint waits too long; None where none does."""

    place: Place
    size: int
    at: datetime | None
    trouble: str
    since: datetime | None

    @property
    def sentence(self) -> str:
        if self.since is None:
            return ""
        said = {"place": self.place.name, "since": self.since.astimezone().strftime("%Y-%m-%d %H:%M"), "why": self.trouble or "—"}
        return _("检查点自 %(since)s 起未能送达 %(place)s：%(why)s") % said


def publish(now: datetime) -> int:
    """Sends the newest checkpoint to every place that is due; gives back how many took it. Safe to run from several processes."""
    collect_from_folders(now)
    return sum(publish_to(place, now) for place in places() if is_due(place, now))


def publish_at_once(now: datetime) -> int:
    """The same without waiting for any place's time."""
    collect_from_folders(now)
    Publication.objects.update(next_at=now)
    return sum(publish_to(place, now) for place in places())


def is_due(place: Place, now: datetime) -> bool:
    """Whether its time has come: after a success when it is set, after a failure when `next_at` says."""
    row = Publication.objects.filter(pk=place.address).first()
    return row is None or row.at is None or row.tries > 0 or now >= row.at + place.every


def publish_to(place: Place, now: datetime) -> bool:
    last = last_checkpoint()
    row, _made = Publication.objects.get_or_create(place=place.address, defaults={"since": now, "next_at": now})
    if last is None or row.size >= last.size or not claimed(row, now):
        return False
    try:
        answer = offered(place, row.size, last)
    except NotTaken as problem:
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
        told = {"tries": row.tries + 1, "trouble": str(problem)[:300], "next_at": now + pause}
        Publication.objects.filter(pk=row.pk).update(**told)
        return False
    Publication.objects.filter(pk=row.pk).update(size=last.size, at=now, tries=0, trouble="", next_at=now)
    witnesses.take(answer, last.size, now=now)
    return True


def claimed(row: Publication, now: datetime) -> bool:
    """Whether this process may send now: of several only one is let through."""
    return Publication.objects.filter(pk=row.pk, next_at__lte=now, size=row.size).update(next_at=now + CLAIM) == 1


def offered(place: Place, known: int, last: Checkpoint) -> str:
    """Sends it with the proof from what the place took last; a witness that has seen another size gets the proof from there."""
    try:
        return send(place, last.size, charter().origin, request_of(last, known))
    except KnowsAnother as problem:
        if problem.size > last.size:
            raise
        return send(place, last.size, charter().origin, request_of(last, problem.size))


def request_of(checkpoint: Checkpoint, old: int) -> str:
    """The text that a place gets."""
    proof = prove.consistency(old, checkpoint.size) if 0 < old < checkpoint.size else []
    return written(Request(old, tuple(proof), witnesses.note_with_cosignatures(checkpoint)))


def collect_from_folders(now: datetime) -> int:
    """Takes the cosignatures that witnesses have put beside our checkpoints in the folders; gives back how many are new."""
    folders = [folder_of(place) for place in places() if place.scheme == "file"]
    if not folders or not witnesses.standing(now):
        return 0
    known = {f"{size:012}" for size in witnesses.complete(now)}
    fresh = [path for folder in folders for path in sorted(folder.glob(COSIGNED)) if path.stem not in known]
    return sum(witnesses.take_file(path, now=now) for path in fresh)


def lags(now: datetime) -> list[Lag]:
    """Every place of this installation and whether it is behind."""
    rows = {row.place: row for row in Publication.objects.all()}
    return [lag_of(place, rows.get(place.address), now) for place in places()]


def lag_of(place: Place, row: Publication | None, now: datetime) -> Lag:
    size = row.size if row else 0
    waits = Checkpoint.objects.filter(size__gt=size).order_by("size").values_list("at", flat=True).first()
    late = waits is not None and now - max(waits, row.since if row else waits) > place.every + GRACE
    return Lag(place, size, row.at if row else None, row.trouble if row else "", waits if late else None)
