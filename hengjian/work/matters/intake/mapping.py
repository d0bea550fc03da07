"""The mapping file of an import: which column is what, and which steps a row tells. Rows are read in `table.py`."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from django.utils.translation import gettext as _

from hengjian.core.flow import Flow, Move
from hengjian.work.people import roles

KEYS = frozenset({"kind", "origin", "zone", "number", "unit", "handler", "recorded_at", "acts"})
ACT_KEYS = frozenset({"move", "at", "by", "when", "about", "fields"})


class BadMapping(ValueError):  # noqa: N818
    """What is wrong with a mapping file, all faults together."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Told:
    """One step that a row tells: `at` and `when` are columns, `fields` give a column or a fixed value by field."""

    move: str
    at: str
    role: str
    when: str
    about: str
    columns: Mapping[str, str]
    fixed: Mapping[str, Any]


@dataclass(frozen=True)
class Intake:
    """A mapping as read: one row of the file is one matter of `kind`."""

    kind: str
    origin: str
    zone: ZoneInfo
    number: str
    unit: str
    handler: str
    recorded_at: str
    acts: tuple[Told, ...]

    def columns(self) -> list[str]:
        """Every column that the mapping names, in its order."""
        own = [self.number, self.unit, self.handler, self.recorded_at]
        told = [column for act in self.acts for column in (act.at, act.when, *act.columns.values())]
        return list(dict.fromkeys(column for column in [*own, *told] if column))


def read_mapping(path: Path, flows: Mapping[str, Flow]) -> Intake:
    """The mapping in `path`; raises `BadMapping` with a sentence per fault."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadMapping([f"{path.name}: {problem}"]) from problem
    if not isinstance(content, dict):
        raise BadMapping([_("%(file)s：不是映射文件") % {"file": path.name}])
    faults = faults_of(content, flows)
    if faults:
        raise BadMapping([f"{path.name}: {fault}" for fault in faults])
    return Intake(
        content["kind"], content["origin"], ZoneInfo(content.get("zone", "Asia/Shanghai")), content["number"], content["unit"],
        content.get("handler", ""), content.get("recorded_at", ""), tuple(told(act) for act in content["acts"]),
    )  # fmt: skip


def told(act: Mapping[str, Any]) -> Told:
    fields = act.get("fields") or {}
    columns = {name: value for name, value in fields.items() if isinstance(value, str)}
    fixed = {name: value["value"] for name, value in fields.items() if isinstance(value, dict)}
    return Told(act["move"], act["at"], act["by"], act.get("when", ""), act.get("about", ""), columns, fixed)


def faults_of(content: Mapping[str, Any], flows: Mapping[str, Flow]) -> list[str]:
    """What a mapping lacks or names wrongly."""
    faults = [_("没有名为 %(key)s 的项目") % {"key": key} for key in content if key not in KEYS]
    faults += [_("缺少 %(key)s") % {"key": key} for key in ("kind", "origin", "number", "unit", "acts") if not content.get(key)]
    if content.get("zone"):
        try:
            ZoneInfo(str(content["zone"]))
        except (ZoneInfoNotFoundError, ValueError):
            faults.append(_("没有时区 %(zone)s") % {"zone": content["zone"]})
    flow = flows.get(content.get("kind", ""))
    if flow is None:
        return [*faults, _("kind 应为 %(known)s 之一") % {"known": "、".join(flows)}]
    acts = content.get("acts") or []
    if acts and not flow.moves.get(acts[0].get("move", ""), None) or acts and not flow.moves[acts[0]["move"]].start:
        faults.append(_("acts 的第一步应是登记（%(moves)s）") % {"moves": "、".join(move.name for move in flow.starting())})
    return faults + [f"acts[{place}]: {fault}" for place, act in enumerate(acts, 1) for fault in act_faults(act, flow)]


def act_faults(act: Mapping[str, Any], flow: Flow) -> list[str]:
    faults = [_("没有名为 %(key)s 的项目") % {"key": key} for key in act if key not in ACT_KEYS]
    move = flow.moves.get(act.get("move", ""))
    if move is None:
        return [*faults, _("流程中没有步骤 %(move)s") % {"move": act.get("move")}]
    if not act.get("at"):
        faults.append(_("缺少 at（发生时间的列）"))
    if act.get("by") not in roles.ROLES:
        faults.append(_("by 应为岗位代码"))
    faults += [
        _("步骤 %(move)s 没有栏目 %(field)s") % {"move": move.name, "field": f} for f in act.get("fields") or {} if f not in move.fields
    ]
    found = lacking(move, act.get("fields") or {})
    return faults + [_("步骤 %(move)s 的必填栏目 %(field)s 没有对应") % {"move": move.name, "field": name} for name in found]


def lacking(move: Move, given: Container[str]) -> list[str]:
    """The required fields of a step for which nothing is given; what a date of birth says need not be given."""
    derived = {"age_band", "minor"} if "birth_date" in given else set()
    return [name for name, asked in move.fields.items() if asked.required and name not in given and name not in derived]
