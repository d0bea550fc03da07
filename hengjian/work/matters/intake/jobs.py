"""An import from the desk, step by step: uploaded, columns chosen, checked, confirmed, stopped, gone on with. The work: `carrying.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uuid6
from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger import files
from hengjian.ledger.files import FileMissing
from hengjian.ledger.forget import drop_key
from hengjian.ledger.record import Draft, record_many
from hengjian.ledger.sealed import open_values, seal
from hengjian.work.matters.intake.fitting import fitted, guessed
from hengjian.work.matters.intake.mapping import BadMapping, Intake, read_mapping
from hengjian.work.matters.intake.models import COUNTED, ImportJob
from hengjian.work.matters.intake.rows import Fault
from hengjian.work.matters.intake.run import Outcome
from hengjian.work.matters.intake.table import BadTable, Source, heading_of, memory_source
from hengjian.work.matters.lawbook import flows, law_folder
from hengjian.work.people import roles
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.refusal import Refused

LARGEST = 60 * 1024 * 1024
KEPT = timedelta(days=7)
"""How long a file lies here that was uploaded and not brought in."""
BRINGS_IN = roles.LEGAL_ROLES
BEGUN, FINISHED = "import.begun", "import.finished"


def mappings() -> dict[str, Intake]:
    """The mapping files of the lawbook in force, by name; those with faults are told by `mapping_faults`."""
    return {name: found for name, found in read_all().items() if isinstance(found, Intake)}


def mapping_faults() -> list[str]:
    """What is wrong with the mapping files of the lawbook in force."""
    return [fault for found in read_all().values() if isinstance(found, BadMapping) for fault in found.faults]


def read_all() -> dict[str, Intake | BadMapping]:
    found: dict[str, Intake | BadMapping] = {}
    for path in sorted((law_folder() / "intake").glob("*.yaml")):
        try:
            found[path.stem] = read_mapping(path, flows())
        except BadMapping as problem:
            found[path.stem] = problem
    return found


def seat_of(viewer: Viewer) -> Seat:
    """The highest seat in which the viewer may bring cases in."""
    seats = [seat for seat in viewer.case_seats if seat.role in BRINGS_IN]
    if not seats:
        raise Refused(_("您的岗位不能导入已有事项"), who_may=sorted(BRINGS_IN))
    return min(seats, key=lambda seat: len(seat.unit.path))


def jobs_of(viewer: Viewer) -> list[ImportJob]:
    """The imports of this person, newest first."""
    return list(ImportJob.objects.filter(by=viewer.person).select_related("unit")[:50])


def job_of(viewer: Viewer, identity: str) -> ImportJob:
    """One of the viewer's own imports. Raises `Refused`."""
    seat_of(viewer)
    found = ImportJob.objects.select_related("unit").filter(id=identity, by=viewer.person).first()
    if found is None:
        raise Refused(_("没有这次导入，或者不是您办理的"))
    return found


@transaction.atomic
def upload(name: str, content: bytes, mapping: str, *, by: Viewer, now: datetime) -> ImportJob:
    """Keeps a file, encrypted, and reads its headings. Raises `Refused`."""
    seat = seat_of(by)
    intake = mappings().get(mapping)
    if intake is None:
        raise Refused(_("请选择导入什么"), fields={"mapping": _("请选择导入什么")})
    if not 0 < len(content) <= LARGEST:
        sentence = _("请选择文件，不超过 %(most)d MB") % {"most": LARGEST >> 20}
        raise Refused(sentence, fields={"file": sentence})
    try:
        headings = heading_of(memory_source(name, content))
    except BadTable as problem:
        raise Refused(str(problem), fields={"file": str(problem)}) from problem
    identity = uuid6.uuid7().hex
    kept = files.keep(identity, content, now=now)
    held = {"by_role": seat.role, "by_level": seat.level, "by_unit": seat.unit.code} | ({"lent_by": seat.lent_by} if seat.lent_by else {})
    return ImportJob.objects.create(
        id=identity, by=by.person, unit=seat.unit, seat=held, language=by.language, mapping=mapping, headings=headings,
        columns=guessed(intake, headings), file=kept.id, digest=kept.content, size=len(content), made_at=now,
        sealed=sealed(identity, now, name=Path(name).name[-120:]),
    )  # fmt: skip


def sealed(identity: str, now: datetime, **values: Any) -> dict[str, Any]:
    return seal(identity, values, context=identity, now=now)


def opened(job: ImportJob) -> dict[str, Any]:
    """What is sealed of an import: the name of its file, its faults, and what stopped it."""
    found = open_values(job.id, job.sealed, context=job.id)
    return {**found, "faults": [Fault(**one) for one in found.get("faults", [])]}


def source_of(job: ImportJob) -> Source:
    """The file in clear, in memory alone. Raises `BadTable` where it is gone."""
    try:
        return memory_source(opened(job)["name"], files.content_of(job.id, job.file))
    except FileMissing as problem:
        raise BadTable(str(problem)) from problem


def intake_of(job: ImportJob) -> Intake:
    """The mapping by the columns that were chosen. Raises `BadMapping`."""
    intake = mappings().get(job.mapping)
    if intake is None:
        raise BadMapping([_("现行法规包中没有映射 %(name)s") % {"name": job.mapping}])
    return fitted(intake, job.columns, flows()[intake.kind], job.language)


def choose(job: ImportJob, chosen: Mapping[str, str]) -> None:
    """Says which heading stands for which column, and has the file checked."""
    expect(job, ImportJob.UPLOADED, ImportJob.CHECKED, ImportJob.FAILED)
    job.columns = {column: heading for column, heading in chosen.items() if not heading or heading in job.headings}
    try:
        intake_of(job)
    except BadMapping as problem:
        raise Refused(_("；").join(problem.faults)) from problem
    send(job, ImportJob.CHECKING)


@transaction.atomic
def confirm(job: ImportJob, *, now: datetime) -> None:
    """Has what was checked brought in; who did so is an event."""
    expect(job, ImportJob.CHECKED)
    if not job.new + job.continued:
        raise Refused(_("没有可导入的行"))
    kind = intake_of(job).kind
    body = {"job": job.id, "mapping": job.mapping, "kind": kind, "file": job.digest, "size": job.size, "total": job.total, **job.seat}
    record_many([Draft(f"import/{job.id}", "", BEGUN, now, job.by, body, source=f"import.begun:{job.id}")], now=now)
    send(job, ImportJob.RUNNING)


def stop(job: ImportJob) -> None:
    """Stops after the portion at work; what was recorded stays."""
    expect(job, ImportJob.RUNNING)
    ImportJob.objects.filter(id=job.id, state=ImportJob.RUNNING).update(state=ImportJob.STOPPED)


def go_on(job: ImportJob, *, now: datetime) -> None:
    """Goes on with an import that was stopped, or whose worker has died; nothing is written twice."""
    expect(job, ImportJob.STOPPED, ImportJob.RUNNING)
    if job.state == ImportJob.RUNNING and not job.left_alone(now):
        raise Refused(_("正在进行，不必重新开始"))
    send(job, ImportJob.RUNNING)


@transaction.atomic
def drop(job: ImportJob) -> None:
    """Takes away the file of an import that is not at work, and the row with it; what was recorded stays."""
    if job.at_work:
        raise Refused(_("正在进行，请先停止"))
    drop_key(job.id)
    job.delete()


def drop_old(now: datetime) -> int:
    """Drops what was uploaded a week ago and never brought in; how many."""
    old = [job for job in ImportJob.objects.filter(made_at__lt=now - KEPT) if not job.at_work and job.state != ImportJob.DONE]
    for job in old:
        drop(job)
    return len(old)


def send(job: ImportJob, state: str) -> None:
    """Hands an import to the worker."""
    job.state, job.rows, job.beat_at, job.ended_at = state, 0, None, None
    job.save(update_fields=["state", "rows", "beat_at", "ended_at", "columns"])


def expect(job: ImportJob, *states: str) -> None:
    if job.state not in states:
        raise Refused(_("这次导入已不在这一步，请看页面上的现状"))


def ended(job: ImportJob, outcome: Outcome, now: datetime) -> None:
    """Writes down what a check found or an import did; of an import it is an event, and its file goes."""
    values = {name: getattr(outcome, name) for name in COUNTED}
    done = job.state == ImportJob.RUNNING
    faults = [asdict(one) for one in outcome.faults]
    shown = sealed(job.id, now, name=opened(job)["name"], faults=faults)
    state = ImportJob.DONE if done else ImportJob.CHECKED
    with transaction.atomic():
        still = ImportJob.objects.filter(id=job.id, state=job.state)
        if not still.update(state=state, ended_at=now, total=outcome.rows, sealed=shown, **values):
            return
        if done:
            draft = Draft(f"import/{job.id}", "", FINISHED, now, job.by, {"job": job.id, **values}, source=f"import.finished:{job.id}")
            record_many([draft], now=now)
            transaction.on_commit(lambda: files.remove(job.id))


def failed(job: ImportJob, sentence: str, now: datetime) -> None:
    """Says why an import cannot go on. One that was confirmed can be taken up again, what was only checked begins with its columns."""
    state = ImportJob.STOPPED if job.state == ImportJob.RUNNING else ImportJob.FAILED
    shown = sealed(job.id, now, name=opened(job)["name"], trouble=sentence)
    ImportJob.objects.filter(id=job.id, state=job.state).update(state=state, ended_at=now, sealed=shown)
