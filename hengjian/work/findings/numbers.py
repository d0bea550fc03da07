"""Numbers of opinions: one series per unit, type and year, without a gap. Call inside the transaction that records the opinion."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from hengjian.work.findings.models import OpinionRow
from hengjian.work.findings.policeday import ZONE
from hengjian.work.people.models import Unit


def year_of(moment: datetime) -> int:
    """The year of a number: the local one."""
    return moment.astimezone(ZONE).year


def take(unit: str, type: str, year: int) -> int:
    """The next number. The unit's row is held until the transaction ends, so two writers wait for one another and none is left out."""
    Unit.objects.select_for_update().get(code=unit)
    last = OpinionRow.objects.filter(unit=unit, type=type, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def text(row: OpinionRow) -> str:
    """The number as the profession writes it: 滨海法监〔2026〕12号."""
    unit = Unit.objects.get(code=row.unit)
    return _("{unit}监督〔{year}〕{number}号").format(unit=unit.short_name or unit.name, year=row.year, number=row.number)
