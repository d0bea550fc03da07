"""Words for what the house keeps of itself: changes of units and accounts, policies and values. Words of the law: `law_words.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hengjian.faces.look.moments import ZONE
from hengjian.faces.look.templatetags.law_words import language, role_name
from hengjian.watch.rehearsal.report import KIND_WORDS
from hengjian.work.matters.attachments import SEALED
from hengjian.work.matters.lawbook import terms

register = template.Library()

DONE = {
    "created": gettext_lazy("新建"),
    "renamed": gettext_lazy("改名"),
    "password": gettext_lazy("更换口令"),
    "own": gettext_lazy("由本人"),
    "ended": gettext_lazy("免去"),
    "qualification": gettext_lazy("登记法律职业资格"),
}
NAMED = {
    "name": gettext_lazy("名称"),
    "short_name": gettext_lazy("简称"),
    "paper_mark": gettext_lazy("机关代字"),
    "level": gettext_lazy("层级"),
    "area": gettext_lazy("行政区划"),
    "parent": gettext_lazy("上级机构"),
    "role": gettext_lazy("岗位"),
    "unit": gettext_lazy("机构"),
    "since": gettext_lazy("自"),
    "until": gettext_lazy("至"),
    "qualified_on": gettext_lazy("取得资格之日"),
    "reviews_since": gettext_lazy("从事法制审核之日"),
}
VALUES = {
    "end_minus_start": gettext_lazy("止日减起日"),
    "both_days": gettext_lazy("首尾两日都算"),
    "act": gettext_lazy("延长之日的法"),
    "start": gettext_lazy("起算之日的法"),
    "counts": gettext_lazy("算数"),
    "undetermined": gettext_lazy("不下结论"),
}
PARTS = {
    "answer_days": gettext_lazy("未发意见的问题，几日内答复"),
    "opinion_days": gettext_lazy("监督意见，几日内反馈"),
    "escalated_days": gettext_lazy("升级之后，几日内答复"),
    "reasons_days": gettext_lazy("要求说明理由，几日内说明"),
    "direction_days": gettext_lazy("工作提示，几日内签收"),
    "late_entry_hours": gettext_lazy("发生后几小时才录入，注明补录"),
    "immediately": gettext_lazy("立即"),
    "promptly": gettext_lazy("及时"),
    "soon": gettext_lazy("尽快"),
    "watch_again": gettext_lazy("办案区看护"),
    "meal_again": gettext_lazy("办案区饮食"),
    "rest_again": gettext_lazy("办案区休息"),
    "month_after": gettext_lazy("答复投诉后的第一次回访"),
    "quarter_after": gettext_lazy("答复投诉后的第二次回访"),
    "hours": gettext_lazy("期限以小时计"),
    "days": gettext_lazy("期限以日计"),
}


@register.filter
def changes(body: Mapping[str, Any]) -> str:
    """What a recorded change of a unit, account or post did, in words; ids stay in the record's own page."""
    words = [str(DONE[name]) for name, value in body.items() if name in DONE and value]
    words += [f"{NAMED[name]} {named(name, value)}" for name, value in body.items() if name in NAMED and value]
    if "active" in body:
        words.append(_("在用") if body["active"] else _("停用"))
    return " · ".join(words)


def named(name: str, value: Any) -> str:
    """A role and a level by its word, a moment in local time."""
    if name == "role":
        return role_name(value)
    if name == "level":
        return terms().code("levels", value, language())
    return datetime.fromisoformat(value).astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if name in ("since", "until") else str(value)


@register.filter
def policy_lines(value: Any) -> list[tuple[str, str]]:
    """A policy's value as lines of label and words; one line without a label where it is a single choice."""
    if isinstance(value, Mapping):
        return [(part_name(name), plain(part)) for name, part in value.items()]
    return [("", plain(value))]


def part_name(name: str) -> str:
    """What a part of a policy is about; of a discretion standard the offence."""
    return str(PARTS[name]) if name in PARTS else terms().code("public_security_offences", name, language())


def plain(value: Any) -> str:
    """A value of a policy as people read it; pairs of a scale as `4 以内提前 1`, the tiers of an offence one after another."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping) and all(isinstance(one, Mapping) for one in value.values()):
        return _("；").join(tier_words(tier, one) for tier, one in value.items())
    if isinstance(value, Mapping):
        return " ".join(ngettext("%d 小时", "%d 小时", number) % number for number in value.values())
    if isinstance(value, list):
        return _("；").join(_("%(limit)s 以内提前 %(ahead)s") % {"limit": limit, "ahead": ahead} for limit, ahead in value)
    return str(VALUES.get(str(value), value))


def tier_words(tier: str, ends: Mapping[str, Any]) -> str:
    """One tier of a discretion standard: its fine in yuan and its detention in days."""
    said = {"tier": terms().code("discretion_brackets", tier, language()), "fine": "–".join(map(str, ends["fine"]))}
    if not any(ends["days"]):
        return _("%(tier)s 罚款%(fine)s元") % said
    return _("%(tier)s 罚款%(fine)s元、拘留%(days)s日") % {**said, "days": "–".join(map(str, ends["days"]))}


KINDS = {
    "image": gettext_lazy("图片"),
    "application/pdf": gettext_lazy("PDF 文件"),
    "audio": gettext_lazy("录音"),
    "video": gettext_lazy("录像"),
}


@register.filter
def file_kind(type: str) -> str:
    """What sort of file it is, where its name is sealed."""
    return str(KINDS.get(type) or KINDS.get(type.partition("/")[0]) or _("办公文件"))


@register.filter
def file_name(clear: Mapping[str, str] | str, number: int) -> str:
    """The name of an event's file of this number, where its sealed values were opened."""
    return clear.get(f"{SEALED}{number}.name", "") if clear and not isinstance(clear, str) else ""


IMPORTS = {
    "uploaded": gettext_lazy("待对应各列"),
    "checking": gettext_lazy("正在检查"),
    "checked": gettext_lazy("待确认"),
    "running": gettext_lazy("正在导入"),
    "stopped": gettext_lazy("已停止"),
    "done": gettext_lazy("导入完成"),
    "failed": gettext_lazy("不能导入"),
}


@register.filter
def import_state(state: str) -> str:
    """How far an import has come, in words."""
    return str(IMPORTS[state])


REHEARSALS = {
    "waiting": gettext_lazy("正在推演"),
    "done": gettext_lazy("已有结果"),
    "failed": gettext_lazy("不能推演"),
    "stopped": gettext_lazy("已停止"),
}
MODES = {"throughout": gettext_lazy("假定一直有效"), "own_day": gettext_lazy("自草案规定之日起")}
SOURCES = {
    "proposal": gettext_lazy("待批准的法规包"),
    "own": gettext_lazy("起草人的法规草稿"),
    "folder": gettext_lazy("法规文件夹中的修改"),
    "files": gettext_lazy("上传的草案"),
}


@register.filter
def rehearsal_state(state: str) -> str:
    """How far a rehearsal has come, in words."""
    return str(REHEARSALS[state])


@register.filter
def rehearsal_mode(mode: str) -> str:
    """How the draft was taken to hold."""
    return str(MODES[mode])


@register.filter
def rehearsal_source(source: str) -> str:
    """Which draft was run."""
    return str(SOURCES[source])


@register.filter
def difference_kind(kind: str) -> str:
    """What a draft changes about one duty or act."""
    return str(KIND_WORDS[kind])
