"""Times, spans and the police day in words, as Chinese desks write them. Pure: `now` is an argument."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = "一二三四五六日"
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def english() -> bool:
    return (get_language() or "").startswith("en")


def day_words(day: date, this_year: int) -> str:
    """`11月22日`, with the year where it is not this one; `22 Nov 2025` in English."""
    if english():
        return f"{day.day} {MONTHS_EN[day.month - 1]}" + ("" if day.year == this_year else f" {day.year}")
    return ("" if day.year == this_year else f"{day.year}年") + f"{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return WEEKDAYS_EN[day.weekday()] if english() else f"周{WEEKDAYS_ZH[day.weekday()]}"


def moment_words(at: datetime, now: datetime) -> str:
    """`11月22日 08:05 (周日)` in Shanghai time."""
    local = at.astimezone(ZONE)
    return f"{day_words(local.date(), now.astimezone(ZONE).year)} {local:%H:%M} ({weekday(local)})"


def short_moment(at: datetime, now: datetime) -> str:
    """`11月22日 08:05`, or `08:05` where it is today."""
    local, here = at.astimezone(ZONE), now.astimezone(ZONE)
    return f"{local:%H:%M}" if local.date() == here.date() else f"{day_words(local.date(), here.year)} {local:%H:%M}"


def happened(at: datetime, day_alone: bool, now: datetime) -> str:
    """When something happened: `11月22日 (周日)` where the source knew the day alone, else as `moment_words`."""
    local = at.astimezone(ZONE)
    return f"{day_words(local.date(), now.astimezone(ZONE).year)} ({weekday(local)})" if day_alone else moment_words(at, now)


def short_happened(at: datetime, day_alone: bool, now: datetime) -> str:
    """`11月22日` where the source knew the day alone, else as `short_moment`."""
    return day_words(at.astimezone(ZONE).date(), now.astimezone(ZONE).year) if day_alone else short_moment(at, now)


def due_words(due: datetime, now: datetime) -> str:
    """The end of a limit: `4月7日 24:00` where it is the end of that day, else to the minute."""
    local = due.astimezone(ZONE)
    this_year = now.astimezone(ZONE).year
    if (local.hour, local.minute) == (0, 0):
        return f"{day_words((local - timedelta(minutes=1)).date(), this_year)} 24:00"
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"{day_words(local.date(), this_year)} 24:00"
    return f"{day_words(local.date(), this_year)} {local:%H:%M}"


def span_words(span: timedelta) -> str:
    """The two greatest parts of a positive span: `3 日 4 小时`, `4 小时 10 分`, `10 分`."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [
        ngettext("%d 日", "%d 日", days) % days if days else "",
        ngettext("%d 小时", "%d 小时", hours) % hours if hours else "",
        _("%d 分") % minutes if not days and (minutes or not hours) else "",
    ]
    return " ".join(part.strip() for part in parts if part)


def day_long(day: date) -> str:
    """`2026年11月22日 (周日)`."""
    if english():
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year} ({weekday(day)})"
    return f"{day.year}年{day.month}月{day.day}日 ({weekday(day)})"
