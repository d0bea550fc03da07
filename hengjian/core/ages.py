"""Age on a day, in full years, and its band. What an age forbids stands in the rules; here is only the counting."""

from __future__ import annotations

from datetime import date

BANDS = ((14, "under_14"), (16, "14_15"), (18, "16_17"), (70, "18_69"))
OLDEST = "70_plus"
ADULT = 18


def age_on(birth: date, day: date) -> int:
    """Full years (周岁) on `day`: a year of age is reached on the day after the birthday (法释〔2006〕1号 二: 从周岁生日的第二天起算)."""
    return day.year - birth.year - ((day.month, day.day) <= (birth.month, birth.day))


def age_band(birth: date, day: date) -> str:
    """The code of the age band on `day`."""
    age = age_on(birth, day)
    return next((band for below, band in BANDS if age < below), OLDEST)


def is_minor(birth: date, day: date) -> bool:
    return age_on(birth, day) < ADULT
