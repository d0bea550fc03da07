"""A mapping fitted to one file: which heading stands for which of its columns, and what each column is for. Mapping files: `mapping.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hengjian.core.flow import Flow
from hengjian.core.terms import tongue
from hengjian.work.matters.intake.mapping import BadMapping, Intake, Told, lacking


@dataclass(frozen=True)
class Need:
    """One column that a mapping reads: what it is used for, in words, and whether the file must have it."""

    column: str
    uses: Sequence[str]
    required: bool


def needs(intake: Intake, flow: Flow, language: str) -> list[Need]:
    """The columns in the order of the mapping."""
    uses: dict[str, list[str]] = {column: [] for column in intake.columns()}
    for column, words in ((intake.number, _("编号")), (intake.unit, _("单位代码")), (intake.handler, _("承办人账号"))):
        uses.get(column, []).append(words)
    uses.get(intake.recorded_at, []).append(_("原系统登记时间"))
    for act in intake.acts:
        move = flow.moves[act.move]
        step = move.label[tongue(language)]
        uses[act.at].append(_("%(step)s的时间") % {"step": step})
        uses.get(act.when, []).append(_("填了才办“%(step)s”") % {"step": step})
        for name, column in act.columns.items():
            uses[column].append(f"{step} · {move.fields[name].label[tongue(language)]}")
    first = intake.acts[0]
    must = {*indispensable(intake), *(first.columns.get(name, "") for name in lacking(flow.moves[first.move], ()))}
    return [Need(column, list(dict.fromkeys(words)), column in must) for column, words in uses.items()]


def indispensable(intake: Intake) -> tuple[str, str, str]:
    """The columns without which no row says anything."""
    return intake.number, intake.unit, intake.acts[0].at


def guessed(intake: Intake, headings: Sequence[str]) -> dict[str, str]:
    """The heading for each column: the one of the same name, where the file has it."""
    return {column: column if column in headings else "" for column in intake.columns()}


def fitted(intake: Intake, chosen: Mapping[str, str], flow: Flow, language: str) -> Intake:
    """The mapping by the headings of the file. A column without a heading is left out, and a step without its time with it.

    Raises `BadMapping` where what the file lacks cannot be left out.
    """
    faults = [_("请为“%(column)s”选择文件中的列") % {"column": one} for one in indispensable(intake) if not chosen.get(one)]
    faults += twice(intake, chosen)
    told = [act for act in intake.acts if chosen.get(act.at) and (not act.when or chosen.get(act.when))]
    acts = [refitted(act, chosen) for act in told]
    for before, act in zip(told, acts, strict=True):
        move = flow.moves[act.move]
        step = move.label[tongue(language)]
        missing = [before.columns.get(name, name) for name in lacking(move, {*act.columns, *act.fixed})]
        faults += [_("步骤“%(step)s”缺少必填的列：%(column)s") % {"step": step, "column": column} for column in missing]
    if faults:
        raise BadMapping(list(dict.fromkeys(faults)))
    return replace(
        intake,
        number=chosen[intake.number],
        unit=chosen[intake.unit],
        handler=chosen.get(intake.handler, ""),
        recorded_at=chosen.get(intake.recorded_at, ""),
        acts=tuple(acts),
    )


def twice(intake: Intake, chosen: Mapping[str, str]) -> list[str]:
    """Headings that were chosen for two columns of the mapping."""
    used: dict[str, list[str]] = {}
    for column in intake.columns():
        if chosen.get(column):
            used.setdefault(chosen[column], []).append(column)
    return [
        _("文件中的列“%(heading)s”选了不止一次：%(columns)s") % {"heading": heading, "columns": _("、").join(columns)}
        for heading, columns in used.items()
        if len(columns) > 1
    ]


def refitted(act: Told, chosen: Mapping[str, str]) -> Told:
    columns = {name: chosen[column] for name, column in act.columns.items() if chosen.get(column)}
    return replace(act, at=chosen[act.at], when=chosen.get(act.when, ""), columns=columns)
