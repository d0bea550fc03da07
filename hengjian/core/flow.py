"""What a flow declares: stages, moves, who may take each, and what it needs. Reading and finding moves stands here; values in `form.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

CLEAR_TYPES = frozenset({
    "code", "codes", "number", "money", "boolean", "date", "time", "party", "parties", "item", "items", "unit", "account", "matter",
    "rule", "event",
})  # fmt: skip
SEALED_TYPES = frozenset({"text", "name", "document_number", "birth_date", "address", "contact", "attachment"})
ABOUT = frozenset({"party", "item", "any", "none"})  # any: a party or an item may be named, or nothing
FIELD_KEYS = frozenset({"type", "label", "required", "codes", "only", "clear", "why_clear", "role", "by_clock", "by_house", "events"})
OPEN, ENDING, LASTING = "open", "ending", "lasting"
"""What a stage is: `ending` ends the matter; in a `lasting` end the steps that lead to no other stage may still be taken."""
PARTS = "parts"
"""The folder beside the flows with moves that several of them share."""
MOVES_UNIT = frozenset({"incident.dispatched", "incident.transferred", "case.merged"})
"""Kinds of event by which a matter goes to the unit that they name."""
MOVE_KEYS = frozenset({"event", "label", "start", "from", "to", "by", "fields", "about", "documents", "not_after_own"})


class FlowError(ValueError):
    """Every fault of the flow files of one reading, one sentence each."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a move asks for. `sealed` values never stand in clear; `codes` names a list in `law/terms/`.

    `by_clock` names the rule whose due day a date is: a form shows it and asks again where another day is typed. `events`: the kinds of
    which a field of type `event` names one earlier step of the matter, the one that this step answers. `only`: of its list the codes that
    this step may give; where it is one alone and required, nobody is asked for it (`given`). `by_house`: the house fills it in from what
    it knows, and no form asks for it.
    """

    name: str
    type: str
    label: Mapping[str, str]
    required: bool = False
    codes: str | tuple[str, ...] = ""
    clear: bool = False
    role: str = ""
    by_clock: str = ""
    events: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by_house: bool = False

    @property
    def sealed(self) -> bool:
        return self.type in SEALED_TYPES and not self.clear

    @property
    def given(self) -> str:
        """The value that the step itself gives, because no other may stand there; empty where somebody chooses."""
        return self.only[0] if self.required and self.type == "code" and len(self.only) == 1 else ""


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a flow. `sources` are the stages it may be taken from; `not_after_own` names events whose recorder may not take it."""

    name: str
    event: str
    label: Mapping[str, str]
    start: bool
    sources: tuple[str, ...]
    to: str | None
    roles: tuple[str, ...]
    levels: tuple[str, ...]
    fields: Mapping[str, Field]
    about: str = "none"
    documents: tuple[str, ...] = ()
    not_after_own: tuple[str, ...] = ()

    @property
    def adds_party(self) -> bool:
        """Whether the move registers a new party: it is about a party and asks for a name."""
        return self.event == "party.added"


@dataclass(frozen=True, slots=True)
class Flow:
    """All moves of one kind of matter. `ending` are the stages in which a matter has ended; in every other one it is open."""

    kind: str
    label: Mapping[str, str]
    stages: tuple[str, ...]
    ending: frozenset[str]
    moves: Mapping[str, Move]

    def starting(self) -> list[Move]:
        return [move for move in self.moves.values() if move.start]

    def open_from(self, stage: str) -> list[Move]:
        return [move for move in self.moves.values() if stage in move.sources]

    def by_event(self, kind: str) -> list[Move]:
        return [move for move in self.moves.values() if move.event == kind]


@dataclass
class Reading:
    """One file while it is read; faults gather here."""

    path: Path
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, sentence: str) -> None:
        self.faults.append(f"{self.path.name}: {where}: {sentence}")

    def unknown(self, where: str, node: Mapping[str, Any], known: frozenset[str]) -> None:
        for key in node:
            if key not in known:
                self.fault(where, f"unknown key {key!r}; known are {', '.join(sorted(known))}")

    def stages_of(self, node: Any) -> Mapping[str, str]:
        """The stages in their order, and what each is. A plain list is the older form: `closed` alone ends there."""
        if isinstance(node, Mapping):
            for stage in [stage for stage, word in node.items() if word not in (OPEN, ENDING, LASTING)]:
                self.fault(f"stages.{stage}", f"is open, ending or lasting, not {node[stage]!r}")
            stages = dict(node)
        else:
            stages = {stage: ENDING if stage == "closed" else OPEN for stage in many(node)}
        if not stages:
            self.fault("flow", "names no stages")
        elif not any(word in (ENDING, LASTING) for word in stages.values()):
            self.fault("flow", "names no stage that ends a matter (`ending`)")
        return stages

    def field_of(self, where: str, name: str, node: Mapping[str, Any]) -> Field:
        self.unknown(where, node, FIELD_KEYS)
        kind = node.get("type", "")
        if kind not in CLEAR_TYPES | SEALED_TYPES:
            self.fault(where, f"unknown type {kind!r}")
        if kind in {"code", "codes"} and not node.get("codes"):
            self.fault(where, "a code needs `codes`, the name of its list")
        if node.get("clear") and not node.get("why_clear"):
            self.fault(where, "`clear: true` needs `why_clear`")
        if node.get("by_clock") and kind != "date":
            self.fault(where, "`by_clock` goes with a date alone")
        if bool(node.get("events")) != (kind == "event"):
            self.fault(where, "the type `event` needs `events`, the kinds it may name, and no other type has them")
        codes = node.get("codes") or ""
        if node.get("only") and not (codes and isinstance(codes, str)):
            self.fault(where, "`only` chooses from a list named by `codes`")
        return Field(
            name, kind, self.label(where, node), bool(node.get("required")), codes if isinstance(codes, str) else tuple(codes),
            bool(node.get("clear")), node.get("role", ""), node.get("by_clock", ""), many(node.get("events")),
            many(node.get("only")), bool(node.get("by_house")),
        )  # fmt: skip

    def label(self, where: str, node: Mapping[str, Any]) -> Mapping[str, str]:
        label = node.get("label")
        if not isinstance(label, dict) or not label.get("zh") or not label.get("en"):
            self.fault(where, "needs a label in zh and en")
            return {"zh": where, "en": where}
        return label

    def move_of(self, name: str, node: Mapping[str, Any], stages: Mapping[str, str]) -> Move:
        self.unknown(name, node, MOVE_KEYS)
        sources = self.sources(name, node.get("from"), stages)
        if node.get("to") is None and any(stages.get(stage) == OPEN for stage in sources):
            sources += tuple(stage for stage, word in stages.items() if word == LASTING and stage not in sources)
        if not node.get("event"):
            self.fault(name, "names no event")
        if not sources and not node.get("start"):
            self.fault(name, "has neither `from` nor `start`: nobody could ever take it")
        if node.get("to") is not None and node["to"] not in stages:
            self.fault(name, f"leads to the unknown stage {node['to']!r}")
        if (node.get("about") or "none") not in ABOUT:
            self.fault(name, f"`about` is party, item, any or none, not {node['about']!r}")
        by = node.get("by") or {}
        if not by.get("role"):
            self.fault(name, "says not by whom it may be taken (`by: {role: [...]}`)")
        fields = {key: self.field_of(f"{name}.{key}", key, body) for key, body in (node.get("fields") or {}).items()}
        return Move(
            name, node.get("event", ""), self.label(name, node), bool(node.get("start")), sources, node.get("to"),
            many(by.get("role")), many(by.get("level")), fields, node.get("about") or "none",
            tuple(node.get("documents") or ()), many(node.get("not_after_own")),
        )  # fmt: skip

    def sources(self, name: str, node: Any, stages: Mapping[str, str]) -> tuple[str, ...]:
        if node in ("any", ["any"]):
            return tuple(stages)
        for stage in many(node):
            if stage not in stages:
                self.fault(name, f"comes from the unknown stage {stage!r}")
        return many(node)


def many(node: Any) -> tuple[str, ...]:
    if node is None:
        return ()
    return (node,) if isinstance(node, str) else tuple(node)


def load(path: Path) -> dict[str, Any]:
    return content_of(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def content_of(text: str) -> dict[str, Any]:
    """What a file says, to be looked at and not changed: the same text is read once, since most lawbooks hold the same flows."""
    return yaml.load(text, Loader=yaml.CSafeLoader) or {}


def included(reading: Reading, wanted: Any, own: Mapping[str, Any]) -> dict[str, Any]:
    """The moves of the parts that a flow includes, each open from the stages which the flow names for its part."""
    found: dict[str, Any] = {}
    for name, stages in (wanted or {}).items():
        path = reading.path.parent / PARTS / f"{name}.yaml"
        if not path.is_file():
            reading.fault("include", f"there is no part {name!r} in {PARTS}/")
            continue
        part = load(path)
        reading.unknown(f"{PARTS}/{path.name}", part, frozenset({"moves"}))
        for move, node in (part.get("moves") or {}).items():
            if "from" in (node or {}) or "start" in (node or {}):
                reading.fault(f"{PARTS}/{path.name}: {move}", "a part names no stages: the flow that includes it does")
            if move in own or move in found:
                reading.fault(f"{PARTS}/{path.name}: {move}", "a second move of this name")
            found[move] = {**(node or {}), "from": stages}
    return found


def read_flow(path: Path) -> tuple[Flow, list[str]]:
    """One flow file, with the parts it includes, and the faults found in it."""
    content, reading = load(path), Reading(path)
    reading.unknown("flow", content, frozenset({"matter", "label", "stages", "include", "moves"}))
    stages = reading.stages_of(content.get("stages"))
    if not content.get("matter"):
        reading.fault("flow", "names no matter")
    own = content.get("moves") or {}
    nodes = {**own, **included(reading, content.get("include"), own)}
    moves = {name: reading.move_of(name, node or {}, stages) for name, node in nodes.items()}
    if not any(move.start for move in moves.values()):
        reading.fault("flow", "has no move with `start: true`")
    kind = content.get("matter", path.stem)
    ending = frozenset(stage for stage, word in stages.items() if word in (ENDING, LASTING))
    return Flow(kind, content.get("label") or {"zh": kind, "en": kind}, tuple(stages), ending, moves), reading.faults


def read_flows(folder: Path) -> dict[str, Flow]:
    """Every flow of `law/flows`, by kind of matter; raises `FlowError` with all faults together."""
    flows: dict[str, Flow] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        flow, found = read_flow(path)
        faults += found
        if flow.kind in flows:
            faults.append(f"{path.name}: a second flow for {flow.kind}")
        flows[flow.kind] = flow
    if faults:
        raise FlowError(faults)
    return flows
