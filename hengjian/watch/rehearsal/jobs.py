"""A rehearsal from request to result as its row tells it: asked for, stopped, dropped, ended. The work itself: `carrying.py`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import uuid6
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.ledger.models import Event
from hengjian.ledger.read import head
from hengjian.watch.rehearsal.draft import Draft, laid_over, put
from hengjian.watch.rehearsal.facts import Scope
from hengjian.watch.rehearsal.models import Rehearsal
from hengjian.work.matters import lawpacks
from hengjian.work.matters.actions_law import APPROVES, PROPOSES, standing
from hengjian.work.matters.lawbook import last_adoption, law_folder, law_in_force
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

REHEARSES = PROPOSES | APPROVES
FOLDER = "rehearsals"
DRAFT, JUDGED = "draft", "judged"
PROPOSAL, OWN, LAW_FOLDER, FILES = "proposal", "own", "folder", "files"
KEPT = timedelta(days=180)
LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know: which draft (`source`; for `files` the files by name), how it is to hold, over which matters."""

    source: str
    mode: str = Rehearsal.THROUGHOUT
    since: date | None = None
    until: date | None = None
    files: Mapping[str, bytes] | None = None


def check_right(by: Viewer) -> None:
    if not by.roles & REHEARSES:
        raise Refused(_("您的岗位不能推演法规草案"), who_may=sorted(REHEARSES))


def ask(asked: Asked, *, by: Viewer, now: datetime) -> Rehearsal:
    """Hands a draft to the worker; it is run over the record as it stands now. Raises `Refused`."""
    check_right(by)
    if asked.mode not in (Rehearsal.THROUGHOUT, Rehearsal.OWN_DAY):
        raise Refused(_("请选择草案怎样适用"), fields={"mode": _("请选择")})
    if asked.since and asked.until and asked.since > asked.until:
        raise Refused(_("起日晚于止日"), fields={"since": _("起日晚于止日")})
    draft, pack = draft_of(asked, by)
    if draft.before == draft.after:
        raise Refused(_("草案与已采用的法规包相同，没有可推演的修改"))
    row = Rehearsal(
        id=uuid6.uuid7().hex, by=by.person, language=by.language, made_at=now, source=asked.source, pack=pack, files=draft.changed,
        base=law_in_force().digest, mode=asked.mode, since=asked.since, until=asked.until, place=head(),
    )  # fmt: skip
    put(draft.after, place_of(row) / DRAFT)
    row.save(force_insert=True)
    return row


def draft_of(asked: Asked, by: Viewer) -> tuple[Draft, str]:
    """The draft that is meant, and the pack of the proposal where it is one."""
    before = lawpacks.files_to_keep(law_folder())
    if asked.source == PROPOSAL:
        proposed = standing().proposed
        if proposed is None:
            raise Refused(_("没有等待批准的法规包"))
        pack = str(proposed.body["pack"])
        return Draft(before, lawpacks.files_of(lawpacks.folder_of(pack))), pack
    if asked.source == OWN:
        own = drafts.draft_of(by)
        return Draft(before, before | (drafts.encoded(own) if own else {})), ""
    if asked.source == LAW_FOLDER:
        return Draft(before, lawpacks.files_to_keep(Path(settings.LAW_FOLDER))), ""
    given = asked.files or {}
    if sum(map(len, given.values())) > LARGEST:
        raise Refused(_("文件太大：一次不超过 %(most)d MB") % {"most": LARGEST >> 20}, fields={"files": _("文件太大")})
    return laid_over(before, given), ""


def place_of(row: Rehearsal) -> Path:
    """Where the files of a rehearsal lie."""
    return Path(settings.HOME) / FOLDER / row.id


def judged_folder(row: Rehearsal) -> Path:
    """Where the lawbook lies that was run: the draft itself, or what it is with its values moved back."""
    return place_of(row) / (JUDGED if row.mode == Rehearsal.THROUGHOUT else DRAFT)


def scope_of(row: Rehearsal) -> Scope:
    return Scope(row.place, row.made_at, row.since, row.until)


def judged_law(row: Rehearsal) -> Lawbook:
    """The lawbook that was run, read again. Raises `Refused` where its files are gone or are not as they were."""
    try:
        found = read_once(judged_folder(row))
    except OSError as problem:
        raise lost() from problem
    if found.digest != row.judged:
        raise lost()
    return found


def lost() -> Refused:
    return Refused(_("这次推演的草案文件缺失或已改动：请重新推演"))


@lru_cache(maxsize=4)
def read_once(folder: Path) -> Lawbook:
    return read_lawbook(folder)


def rehearsals() -> QuerySet[Rehearsal]:
    """All of them, newest first."""
    return Rehearsal.objects.all()


def rehearsal_of(by: Viewer, identity: str) -> Rehearsal:
    """One of them. Raises `Refused`."""
    check_right(by)
    found = Rehearsal.objects.filter(id=identity).first()
    if found is None:
        raise Refused(_("没有这次推演，可能已被删除"))
    return found


def of_proposal(proposed: Event) -> Rehearsal | None:
    """The newest rehearsal that has ended of the proposed law, as a proposal or still as a draft, against the lawbook now in force.

    Which that is the ledger says: a version that cannot read it still tells and approves what is to take its place.
    """
    adopted = last_adoption()
    base = adopted.body["digest"] if adopted else law_in_force().digest
    return Rehearsal.objects.filter(draft=proposed.body["digest"], base=base, state=Rehearsal.DONE).first()


def stop(row: Rehearsal) -> None:
    """Stops after the part at work; what was found so far goes."""
    Rehearsal.objects.filter(id=row.id, state=Rehearsal.WAITING).update(state=Rehearsal.STOPPED)


def drop(row: Rehearsal, *, by: Viewer) -> None:
    """Takes a rehearsal of one's own away, its files with it. Raises `Refused`."""
    if row.by != by.person:
        raise Refused(_("只能删除本人的推演"))
    if row.state == Rehearsal.WAITING:
        raise Refused(_("正在推演，请先停止"))
    remove(row)


def drop_old(now: datetime) -> int:
    """Drops what ended long ago; how many."""
    old = list(Rehearsal.objects.filter(made_at__lt=now - KEPT).exclude(state=Rehearsal.WAITING))
    for row in old:
        remove(row)
    return len(old)


def remove(row: Rehearsal) -> None:
    folder = place_of(row)
    with transaction.atomic():
        row.delete()
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
