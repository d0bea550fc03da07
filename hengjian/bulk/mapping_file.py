"""Reading a mapping file: every fault with its line and a sentence that says what may stand there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from hengjian.bulk.mapping import INSTITUTIONS, TYPES, AboutColumn, FieldColumn, Mapping, TimeColumn
from hengjian.bulk.readers.names import nearest
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _

KEYS = (
    *("matter", "event", "time", "zone", "about", "by", "unit", "event_id", "fields", "attributes"),
    *("events", "milestones", "day_order", "only", "encoding", "separator", "institution"),
)
TIME_KEYS = ("column", "format", "date_only", "unit")
UNITS = ("s", "ms", "us")


class Lines:
    """A YAML file as plain values, and the line of each key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.of: dict[tuple[str, ...], int] = {}
        self.root = self.plain(self.composed(), ())

    def composed(self) -> yaml.Node | None:
        try:
            return yaml.compose(self.path.read_text(encoding="utf-8"), yaml.SafeLoader)
        except OSError as error:
            raise BadLog(_("无法打开映射文件：%(why)s。") % {"why": error.strerror}, path=self.path) from error
        except UnicodeDecodeError as error:
            raise BadLog(_("映射文件应当是 UTF-8 编码。"), path=self.path) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise BadLog(_("映射文件不是合法的 YAML:%(why)s。") % {"why": error.problem}, path=self.path, row=line) from error

    def plain(self, node: yaml.Node | None, place: tuple[str, ...]) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.pairs(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, place) for item in node.value]
        return None if node is None else yaml.SafeLoader("").construct_object(node)

    def pairs(self, node: yaml.MappingNode, place: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in found:
                raise BadLog(_("键 %(key)s 写了两次。") % {"key": key}, path=self.path, row=line)
            self.of[(*place, key)] = line
            found[key] = self.plain(value_node, (*place, key))
        return found

    def fault(self, sentence: str, *place: str) -> BadLog:
        return BadLog(sentence, path=self.path, row=self.of.get(place))


def read_mapping(path: Path) -> Mapping:
    """The mapping in a YAML file. Raises `BadLog` with the line of the first fault."""
    lines = Lines(path)
    root = lines.root
    if not isinstance(root, dict):
        raise BadLog(_("映射文件应当由“键: 值”组成，至少有 matter、event、time。"), path=path)
    check_keys(lines, root, KEYS)
    milestones = typed_columns(lines, root, "milestones", "time")
    attributes, constants = attributes_of(lines, root)
    mapping = Mapping(
        matter=required_text(lines, root, "matter"),
        event=required_text(lines, root, "event") if "event" in root or not milestones else None,
        time=time_of(lines, root) if "time" in root or not milestones else None,
        zone=zone_of(lines, root),
        about=about_of(lines, root),
        fields=typed_columns(lines, root, "fields", "text"),
        attributes=attributes,
        constants=constants,
        events={str(name): str(kind) for name, kind in mapping_at(lines, root, "events").items()},
        milestones=milestones,
        institution=institution_of(lines, root),
        day_order=tuple(list_at(lines, root, "day_order")),
        only={name: tuple(map(str, v if isinstance(v, list) else [v])) for name, v in mapping_at(lines, root, "only").items()},
        **{key: optional_text(lines, root, key) for key in ("by", "unit", "event_id", "encoding", "separator")},
    )
    if mapping.unit is not None and mapping.unit == mapping.by:
        raise lines.fault(_("unit 与 by 指向同一列：结果只按单位汇总，不按个人汇总。"), "unit")
    return mapping


def check_keys(lines: Lines, found: dict[str, Any], allowed: tuple[str, ...] | list[str], *place: str) -> None:
    for key in found:
        if key not in allowed:
            near = nearest(key, allowed)
            hint = _("是否应为 %(near)s？") % {"near": near} if near else ""
            values = {"key": key, "hint": hint, "allowed": "、".join(allowed)}
            raise lines.fault(_("不认识的键 %(key)s。%(hint)s可用的键：%(allowed)s。") % values, *place, key)


def optional_text(lines: Lines, found: dict[str, Any], *place: str) -> str | None:
    value = found.get(place[-1])
    if value is None or isinstance(value, str) and value:
        return value
    raise lines.fault(_("%(key)s 应当写一段文字（列名用引号括起）。") % {"key": ".".join(place)}, *place)


def required_text(lines: Lines, found: dict[str, Any], *place: str) -> str:
    value = optional_text(lines, found, *place)
    if value is None:
        raise lines.fault(_("缺少 %(key)s：请写明它是日志的哪一列。") % {"key": ".".join(place)}, *place[:-1])
    return value


def mapping_at(lines: Lines, root: dict[str, Any], key: str) -> dict[str, Any]:
    value = root.get(key) or {}
    if not isinstance(value, dict):
        raise lines.fault(_("%(key)s 应当由“键: 值”组成。") % {"key": key}, key)
    return value


def list_at(lines: Lines, root: dict[str, Any], key: str) -> list[str]:
    value = root.get(key) or []
    if not isinstance(value, list):
        raise lines.fault(_("%(key)s 应当是一个列表。") % {"key": key}, key)
    return [str(item) for item in value]


def time_of(lines: Lines, root: dict[str, Any]) -> TimeColumn:
    value = root.get("time")
    if not isinstance(value, dict):
        return TimeColumn(required_text(lines, root, "time"))
    check_keys(lines, value, TIME_KEYS, "time")
    unit, date_only = value.get("unit"), value.get("date_only", False)
    if unit is not None and unit not in UNITS:
        raise lines.fault(_("time.unit 只能是 s、ms、us 之一。"), "time", "unit")
    if not isinstance(date_only, bool):
        raise lines.fault(_("time.date_only 只能是 true 或 false。"), "time", "date_only")
    return TimeColumn(required_text(lines, value, "time", "column"), optional_text(lines, value, "time", "format"), date_only, unit)


def zone_of(lines: Lines, root: dict[str, Any]) -> ZoneInfo | None:
    name = optional_text(lines, root, "zone")
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise lines.fault(_("不认识的时区 %(name)s，例如 Asia/Shanghai。") % {"name": name}, "zone") from error


def institution_of(lines: Lines, root: dict[str, Any]) -> str:
    """Whose units the log is about: faults are held against them alone."""
    name = optional_text(lines, root, "institution") or INSTITUTIONS[0]
    if name not in INSTITUTIONS:
        raise lines.fault(_("institution 只能是 %(names)s 之一。") % {"names": "、".join(INSTITUTIONS)}, "institution")
    return name


def about_of(lines: Lines, root: dict[str, Any]) -> tuple[AboutColumn, ...]:
    return tuple(AboutColumn(str(column), kind) for kind, column in mapping_at(lines, root, "about").items())


def typed_columns(lines: Lines, root: dict[str, Any], group: str, default: str) -> dict[str, FieldColumn]:
    return {name: field_column(lines, value, default, group, name) for name, value in mapping_at(lines, root, group).items()}


def field_column(lines: Lines, value: Any, default: str, group: str, name: str) -> FieldColumn:
    if isinstance(value, str):
        return FieldColumn(value, default)
    if not isinstance(value, dict):
        raise lines.fault(_("%(key)s 应当写列名，或 {column: 列名, type: 类型}。") % {"key": f"{group}.{name}"}, group, name)
    check_keys(lines, value, ("column", "type"), group, name)
    kind = value.get("type", default)
    if kind not in TYPES:
        raise lines.fault(
            _("%(key)s 的类型只能是 %(types)s。") % {"key": f"{group}.{name}", "types": "、".join(TYPES)}, group, name, "type"
        )
    return FieldColumn(required_text(lines, value, group, name, "column"), kind)


def attributes_of(lines: Lines, root: dict[str, Any]) -> tuple[dict[str, FieldColumn], dict[str, object]]:
    """Attributes of the matter: `{column: …}` from the log, anything else the same for every matter."""
    columns: dict[str, FieldColumn] = {}
    constants: dict[str, object] = {}
    for name, value in mapping_at(lines, root, "attributes").items():
        if isinstance(value, dict):
            columns[name] = field_column(lines, value, "text", "attributes", name)
        else:
            constants[name] = value
    return columns, constants
