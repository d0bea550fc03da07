"""Texts of rules for tests, and how a test writes a time."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.read_calendar import announced_years

HOUSE_LAW = Path(__file__).parents[2] / "hengjian" / "law"
CHINA_TIME = ZoneInfo("Asia/Shanghai")
CHINA = Calendar(years=announced_years())
CASE = {"matter": "case/admin"}
STATUTE = """\
    id: s
    title: {zh: 测试法, en: Test statute}
    in_force_since: 2000-01-01
    counted: {months: same_day, rolls: true, source: 测试法 第一条}
    checked: {by: 测试, day: 2026-11-23}
"""
HEAD = """\
id: s.{name}
title: {{zh: 测试规则, en: Test rule}}
restates: 测试
check: {check}
applies_to: {{matter: case/admin}}
text: not_held
examples:
  - {{name: 一, events: [], as_of: 2024-01-01, expect: none}}
  - {{name: 二, events: [], as_of: 2024-01-01, expect: none}}
"""


def rule(check: str, body: str, name: str = "r") -> str:
    """A rule file: the header and the given keys."""
    return HEAD.format(name=name, check=check) + body


def clock(within: str, more: str = "", *, check: str = "deadline", rolls: str = "true", name: str = "r") -> str:
    """A clock from case.opened to case.decided."""
    return rule(
        check,
        "starts: {event: case.opened, source: 一}\n"
        "met_by: [case.decided]\n"
        f"within: {within}\n"
        f"counted: {{rolls: {rolls}, source: 一}}\n" + more,
        name,
    )


def at(when: str) -> tuple[datetime, bool]:
    """A local moment, and whether only the day is given."""
    found = datetime.fromisoformat(when)
    return (found if found.tzinfo else found.replace(tzinfo=CHINA_TIME)), len(when) == 10


DAYS = "{days: 30, source: 一}"
HOURS = "{hours: 24, source: 一}"
EXAMINED = "excluded: {intervals: [{from: examination.submitted, to: examination.received}], source: 一}\n"
TWICE = "extended_by: {event: extension.approved, days: 30, times: 2, source: 一}\n"


def judge(law, facts, now, **attributes):
    return evaluate(facts, law, now, attributes=CASE | attributes)


def one(law, facts, now, **attributes):
    (duty,) = judge(law, facts, now, **attributes).duties
    return duty


def codes(answer):
    return [reason.code for reason in answer.reasons]
