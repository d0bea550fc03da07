"""Numbers of matters: one series per letter, unit and month, taken in the transaction that records the matter, so without gaps."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from hengjian.work.matters.models import Series
from hengjian.work.people.models import Unit

LETTERS = {"incident": "J", "case/admin": "A", "case/criminal": "X"}
ZONE = ZoneInfo("Asia/Shanghai")


def series_of(kind: str, unit: Unit, at: datetime) -> str:
    """`A990102010000202611`: letter, twelve digits of the unit, year and month (案件编号 as commonly built; GA 380 unit codes)."""
    return f"{LETTERS[kind]}{unit.code:0<12}{at.astimezone(ZONE):%Y%m}"


def take(series: str, count: int = 1) -> int:
    """The last of the next `count` numbers of the series. The row is held until the transaction ends."""
    Series.objects.get_or_create(name=series)
    Series.objects.filter(name=series).update(last=F("last") + count)
    return Series.objects.values_list("last", flat=True).get(name=series)


def next_number(kind: str, unit: Unit, at: datetime) -> str:
    series = series_of(kind, unit, at)
    return f"{series}{take(series):04}"
