"""Numbers of matters: one series per letter, unit and month, taken in the transaction that records the matter, so without gaps."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from hengjian.work.people.models import Unit

LETTERS = {"incident": "J", "case/admin": "A", "case/criminal": "X"}
TAKE = """INSERT INTO matters_series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = matters_series.last + excluded.last RETURNING last"""
ZONE = ZoneInfo("Asia/Shanghai")


def series_of(kind: str, unit: Unit, at: datetime) -> str:
    """`A990102010000202611`: letter, twelve digits of the unit, year and month (案件编号 as commonly built; GA 380 unit codes)."""
    return f"{LETTERS[kind]}{unit.code:0<12}{at.astimezone(ZONE):%Y%m}"


def take(series: str, count: int = 1) -> int:
    """The last of the next `count` numbers of the series. The row is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series, count])
        return cursor.fetchone()[0]


def next_number(kind: str, unit: Unit, at: datetime) -> str:
    series = series_of(kind, unit, at)
    return f"{series}{take(series):04}"
