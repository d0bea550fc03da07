"""What a viewer may see of a rehearsal: its figures whoever may rehearse, its single matters who may see those matters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.models import Case, QuerySet, When

from hengjian.core.terms import tongue
from hengjian.ledger.canonical import encode, moment
from hengjian.watch.rehearsal.counting import KINDS
from hengjian.watch.rehearsal.jobs import judged_law, lost, scope_of
from hengjian.watch.rehearsal.models import DifferenceRow, Rehearsal
from hengjian.watch.rehearsal.reasons import Argued, argued
from hengjian.watch.rehearsal.report import Report
from hengjian.work.matters.lawbook import law_of
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer, scope


def report_of(row: Rehearsal) -> Report:
    """The report of a rehearsal that has ended."""
    return Report(row.figures, row.mode == Rehearsal.THROUGHOUT)


def digest_of(row: Rehearsal) -> str:
    """SHA-256 of what was run and what came out, so that an approval can name the very result that its approver was shown."""
    days = {name: day.isoformat() if day else "" for name, day in (("since", row.since), ("until", row.until))}
    run = {name: getattr(row, name) for name in ("base", "draft", "judged", "mode", "place", "figures")}
    return hashlib.sha256(encode(run | days | {"made_at": moment(row.made_at, "made_at")})).hexdigest()


def differences(viewer: Viewer, row: Rehearsal, *, kind: str = "", unit: str = "", rule: str = "") -> QuerySet[DifferenceRow]:
    """The differences in matters that this viewer may see, the gravest first; of one kind, unit or rule where that is asked."""
    asked = {name: value for name, value in (("kind", kind), ("unit", unit), ("rule", rule)) if value}
    seen = scope(viewer, Matter.objects.all()).values("id")
    weight = Case(*(When(kind=name, then=place) for place, name in enumerate(KINDS)))
    return DifferenceRow.objects.filter(rehearsal=row, matter__in=seen, **asked).order_by(weight, "id")


def with_reasons(row: Rehearsal, rows: Sequence[DifferenceRow], language: str) -> list[Argued]:
    """These differences with both reasonings. Raises `Refused` where a lawbook can no longer be read."""
    old, new = law_of(row.base), judged_law(row)
    if old is None:
        raise lost()
    matters = Matter.objects.select_related("unit").in_bulk([one.matter for one in rows])
    return argued(rows, matters, (old, new), scope_of(row), tongue(language))
