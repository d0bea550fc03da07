"""From a row of a table to the acts of a matter, or the faults of the row by column. Nothing is recorded here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.flow import Field, Flow, Move
from hengjian.core.form import codes_of, fill
from hengjian.core.terms import Terms, tongue
from hengjian.core.values import Wrong, moment
from hengjian.work.matters.draft import ages
from hengjian.work.matters.history import PastAct
from hengjian.work.matters.intake.mapping import Intake, Told
from hengjian.work.people import roles
from hengjian.work.people.access import Seat
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

SEPARATED = re.compile(r"[、,，;；|\s]+")
DAY_ONLY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the file: row as the spreadsheet counts, column, sentence."""

    row: int
    column: str
    sentence: str


@dataclass
class Register:
    """What rows are checked against: flows, words, units by code, persons by user name.

    `over` is the unit above which nobody brings anything in, `job` what each event names as the import that brought it.
    """

    intake: Intake
    flow: Flow
    terms: Terms
    units: Mapping[str, Unit]
    persons: Mapping[str, str]
    over: Unit | None = None
    job: str = ""
    language: str = "zh-hans"
    seen: dict[str, int] = field(default_factory=dict)


def acts_of(number: int, row: Mapping[str, str], register: Register, now: datetime) -> tuple[list[PastAct], list[Fault]]:
    """The acts that a row tells, in the order of the mapping; with faults, no act is to be recorded."""
    intake = register.intake
    faults: list[Fault] = []
    name = row.get(intake.number, "")
    if not name:
        return [], [Fault(number, intake.number, _("编号是空的"))]
    if name in register.seen:
        return [], [Fault(number, intake.number, _("编号与第 %(row)d 行重复") % {"row": register.seen[name]})]
    register.seen[name] = number
    unit = register.units.get(row.get(intake.unit, ""))
    if unit is None:
        return [], [Fault(number, intake.unit, _("没有机构代码 %(code)s") % {"code": row.get(intake.unit) or "—"})]
    if register.over and not register.over.holds(unit):
        return [], [Fault(number, intake.unit, _("%(unit)s 不归您的单位管，请由其上级法制部门导入") % {"unit": unit.name})]
    found, stage = [], ""
    for place, told in enumerate(intake.acts):
        if not row.get(told.at) or (told.when and not row.get(told.when)):
            if place == 0:
                faults.append(Fault(number, told.at, _("登记时间是空的")))
            continue
        move = register.flow.moves[told.move]
        if not move.start and stage not in move.sources:
            faults.append(Fault(number, told.at, _("上一步之后不能办理“%(step)s”") % {"step": move.label[tongue(register.language)]}))
        stage = move.to or stage
        act, wrong = act_of(number, row, told, place, unit, register, now)
        faults += wrong
        found += [act] if act else []
    faults += out_of_order(number, found, intake)
    return found, list({(fault.row, fault.column): fault for fault in reversed(faults)}.values())[::-1]


def out_of_order(number: int, acts: list[PastAct], intake: Intake) -> list[Fault]:
    """Acts that lie before the one that the mapping puts ahead of them; of days without a time the days alone are held together."""
    return [
        Fault(number, next(told.at for told in intake.acts if told.move == act.move), _("早于上一步的时间"))
        for before, act in zip(acts, acts[1:], strict=False)
        if (day_of(act, intake) < day_of(before, intake) if act.date_only or before.date_only else act.at < before.at)
    ]


def day_of(act: PastAct, intake: Intake) -> date:
    return act.at.astimezone(intake.zone).date()


def act_of(
    number: int, row: Mapping[str, str], told: Told, place: int, unit: Unit, register: Register, now: datetime
) -> tuple[PastAct | None, list[Fault]]:
    intake, move = register.intake, register.flow.moves[told.move]
    try:
        at = when(row[told.at], intake)
    except Wrong:
        return None, [Fault(number, told.at, _("看不懂时间“%(given)s”，应为 年-月-日 时:分") % {"given": row[told.at]})]
    if at > now:
        return None, [Fault(number, told.at, _("晚于现在"))]
    body = told.fixed | {name: coded(move.fields[name], row.get(column, ""), register.terms) for name, column in told.columns.items()}
    faults = [Fault(number, told.columns.get(name, told.at), sentence) for name, sentence in body_faults(move, body, at, register).items()]
    seat = seat_of(told.role, unit)
    if seat is None:
        faults.append(Fault(number, intake.unit, _("机构 %(unit)s 没有岗位 %(role)s") % {"unit": unit.name, "role": told.role}))
    person, wrong = person_of(number, row, told, register)
    faults += wrong
    if faults or seat is None:
        return None, faults
    name = row[intake.number]
    extra = {"origin": intake.origin, "source_recorded_at": recorded(row, intake)}
    extra |= {"import_job": register.job} if register.job else {}
    extra |= {"number": name, "foreign_number": name, "handler": handler_of(row, register)} if place == 0 else {}
    source = f"import:{intake.origin}:{name}:{place}"
    day_alone = DAY_ONLY.fullmatch(row[told.at].strip()) is not None
    return PastAct(name, intake.kind, told.move, body, person, seat, at, unit, told.about or None, "", source, extra, day_alone), []


def when(text: str, intake: Intake) -> datetime:
    plain = text.replace("年", "-").replace("月", "-").replace("日", " ").replace("/", "-").replace(".", "-").strip()
    parts = plain.split(" ", 1)
    padded = "-".join(piece.zfill(2) for piece in parts[0].split("-")) + (f" {parts[1].strip()}" if len(parts) > 1 else "")
    try:
        read = datetime.fromisoformat(padded)
    except ValueError:
        raise Wrong("kind", "time") from None
    return moment(read if read.tzinfo else read.replace(tzinfo=intake.zone))


def recorded(row: Mapping[str, str], intake: Intake) -> str:
    """When the system that the row comes from recorded it, as that system says."""
    return row.get(intake.recorded_at, "") if intake.recorded_at else ""


def coded(asked: Field, text: str, terms: Terms) -> Any:
    """A cell as the form takes it: the label of a code is as good as the code itself."""
    if asked.type not in {"code", "codes"}:
        return text
    codes = {label.get(tongue, ""): code for code, label in codes_of(asked, terms).items() for tongue in ("zh", "en")}
    if asked.type == "code":
        return codes.get(text, text)
    return [codes.get(part, part) for part in SEPARATED.split(text) if part]


def body_faults(move: Move, body: Mapping[str, Any], at: datetime, register: Register) -> dict[str, str]:
    """What the fields of the step say against these values."""
    try:
        derived = ages(body["birth_date"], at.astimezone(register.intake.zone).date()) if move.adds_party and body.get("birth_date") else {}
    except Refused as refusal:
        return dict(refusal.fields or {})
    return fill(move, {**body, **derived}, register.terms, register.language).faults


def seat_of(role: str, unit: Unit) -> Seat | None:
    """The seat of this role at the unit, or at the nearest unit above that has it."""
    at: Unit | None = unit
    while at is not None and at.level not in roles.ROLES[role]:
        at = at.parent
    return Seat(at, role) if at is not None else None


def person_of(number: int, row: Mapping[str, str], told: Told, register: Register) -> tuple[str, list[Fault]]:
    """Who acted: the handler where an officer did, else the source itself."""
    name = row.get(register.intake.handler, "") if register.intake.handler else ""
    if name and name not in register.persons:
        return "", [Fault(number, register.intake.handler, _("没有账号 %(name)s") % {"name": name})]
    return (register.persons[name] if name and told.role == "officer" else f"import:{register.intake.origin}"), []


def handler_of(row: Mapping[str, str], register: Register) -> str:
    return register.persons.get(row.get(register.intake.handler, ""), "") if register.intake.handler else ""
