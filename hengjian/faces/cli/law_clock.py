"""What `hengjian law clock` is asked: events, times and attributes as words on the command line, and how its answers are laid out."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from hengjian.core.evaluation import Breach, Duty
from hengjian.core.explain import explain, state_label
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule

COLOURS = {"met": "green", "passed": "green", "pending": "cyan", "paused": "cyan", "released": "dim", "undetermined": "yellow"}


def read_moment(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """A moment and whether only the day was given; a mistake ends the command with a sentence."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是时间；请写成 2026-01-05 或 2026-01-05T10:20 (not a time)") from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)), len(text) == len("2026-01-01")


def read_event(text: str, place: int, law: Lawbook, zone: ZoneInfo, rule: Rule) -> Fact:
    """`KIND=TIME[,about=party:1][,field=value…]`; the kind by its name or by its Chinese label."""
    head, *rest = text.split(",")
    written, sign, when = head.partition("=")
    if not sign:
        raise typer.BadParameter(f"“{text}”：请写成 事件名=时间，如 case.opened=2026-01-05 (write KIND=TIME)")
    kind = kind_of(written, law)
    if kind not in law.terms.words:
        raise typer.BadParameter(f"没有名为“{written}”的事件；{used_by(rule, law, 'zh')} (no such event)")
    at, date_only = read_moment(when, zone)
    body = dict(read_pair(pair) for pair in rest)
    about = tuple(str(body.pop("about", "")).split("+")) if "about" in body else ()
    return Fact(kind, at, body, about, str(body.pop("by", "")), place, f"e{place + 1}", date_only)


def kind_of(written: str, law: Lawbook) -> str:
    """The kind of that name or Chinese label; what is neither comes back as it is."""
    labels = {label["zh"]: kind for kind, label in law.terms.words.items() if "." in kind}
    return labels.get(written, written)


def used_by(rule: Rule, law: Lawbook, lang: str) -> str:
    """The events that the rule reads, those that make it answer first."""
    kinds = sorted(rule.kinds, key=lambda kind: (kind not in rule.triggers, kind))
    said = "、".join(f"{kind}（{law.terms.label(kind, 'zh')}）" for kind in kinds)
    english = ", ".join(f"{kind} ({law.terms.label(kind, 'en')})" for kind in kinds)
    return f"this rule reads {english}" if lang == "en" else f"这条规则看这些事件：{said}"


def read_pair(text: str) -> tuple[str, Any]:
    """`name=value`; whole numbers, true and false are read as such."""
    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"“{text}”：请写成 名=值 (write name=value)")
    if value in ("true", "false"):
        return name, value == "true"
    return name, int(value) if value.lstrip("-").isdecimal() else value


def moment_to_judge(text: str | None, zone: ZoneInfo) -> datetime:
    """`--as-of`: a day means its end; without it, now."""
    if text is None:
        return datetime.now(zone)
    at, date_only = read_moment(text, zone)
    return datetime.combine(at.date(), time.max, zone) if date_only else at


def show_answers(console: Console, answers: Sequence[Duty | Breach], law: Lawbook, lang: str) -> None:
    """Each answer with its state and, line by line, how it comes about."""
    for answer in answers:
        state = answer.state if isinstance(answer, Duty) else answer.verdict
        colour = COLOURS.get(state, "red")
        console.print(f"[{colour}]● {state_label(state, lang, law.rules[answer.rule].bearer)}[/] {answer.key}", highlight=False)
        for number, line in enumerate(explain(answer, law, lang), 1):
            console.print(f"  {number:>2}  {line}", highlight=False, markup=False, soft_wrap=True)
    if not answers:
        console.print("the rule says nothing of these events" if lang == "en" else "这些事件没有使这条规则起算或适用", highlight=False)
