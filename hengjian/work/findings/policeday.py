"""The police day: from 08:00 to 08:00, Shanghai time. Pure arithmetic; which cases belong to a day stands in `days`."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = time(8)


def police_day(moment: datetime) -> date:
    """The police day that an aware moment falls into: 07:59 still belongs to the day before."""
    local = moment.astimezone(ZONE)
    return local.date() if local.time() >= BEGINS else local.date() - timedelta(days=1)


def begins(day: date) -> datetime:
    """08:00 of that day, aware."""
    return datetime.combine(day, BEGINS, tzinfo=ZONE)


def ends(day: date) -> datetime:
    """08:00 of the next day, aware; the end does not belong to the day."""
    return begins(day + timedelta(days=1))
