"""Numbers of papers: one series per organ, word and year, without gaps; taken in the transaction that puts the paper on record."""

from __future__ import annotations

from datetime import datetime

from hengjian.work.matters.models import Series
from hengjian.work.matters.numbers import ZONE, take
from hengjian.work.people.models import Unit

ORGANS = ("市公安局", "县公安局", "区公安局", "公安局", "公安机关")
SHORTENED = ("公安分局", "派出所", "分局", "所")


def series_of(unit: str, word: str, year: int) -> str:
    return f"paper/{unit}/{word}/{year}"


def next_number(unit: Unit, word: str, now: datetime) -> tuple[int, int]:
    """The local year and the next number of this organ, word and year. The series is held until the transaction ends."""
    year = now.astimezone(ZONE).year
    return year, take(series_of(unit.code, word, year))


def coming(unit: Unit, word: str, now: datetime) -> str:
    """The number that the organ's next paper would bear; it is not taken."""
    year = now.astimezone(ZONE).year
    last = Series.objects.filter(name=series_of(unit.code, word, year)).values_list("last", flat=True).first() or 0
    return text(unit, word, year, last + 1)


def text(unit: Unit, word: str, year: int, number: int) -> str:
    """文书字号 as the profession writes it: 云泽公（临溪）立字〔2026〕7号."""
    return f"{mark_of(unit)}{word}〔{year}〕{number}号"


def mark_of(unit: Unit) -> str:
    """机关代字: the unit's own, or the one made from its name."""
    return unit.paper_mark or named_mark(unit)


def named_mark(unit: Unit) -> str:
    """The place of the highest organ and 公, and in brackets the unit below it."""
    top = unit
    while top.parent is not None:
        top = top.parent
    head = f"{cut(top.name, ORGANS)}公"
    return head if top.pk == unit.pk else f"{head}（{cut(unit.short_name or unit.name, SHORTENED)}）"


def cut(name: str, endings: tuple[str, ...]) -> str:
    """A name without the first of these endings that it has, unless nothing would remain."""
    found = next((ending for ending in endings if name.endswith(ending) and name != ending), "")
    return name.removesuffix(found)
