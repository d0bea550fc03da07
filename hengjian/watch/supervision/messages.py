"""The inbox: what the watch tells a role in a unit, once. The sentences stand here; sending them elsewhere does not."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from hengjian.core.describe import in_language
from hengjian.watch.supervision.models import Message
from hengjian.work.findings.policeday import ZONE
from hengjian.work.matters import law_notice
from hengjian.work.matters.lawbook import law_in_force, terms
from hengjian.work.people.access import Viewer

SENTENCES = {
    "look.failed": noop("事项 {matter} 的检查失败（{problem}），详见日志；一分钟后自动重试。"),
    "watch.stopped": noop("监督引擎已停止运行（最后一次：{since}）。"),
    "checkpoint.behind": noop("检查点自 {since} 起未能送达 {place}（{problem}）：外部无法核对此后的记录。"),
    "archive.failed": noop("{day}的归档没有完成（{problem}），一小时后自动重试。"),
    "duty.near": noop("{number}：“{rule}”即将到期（{due}）。"),
    "duty.waits": noop("{number}：“{rule}”尚未办理。法律没有规定具体时限，按本机关政策提醒。"),
    "finding.raised": noop("{number}：发现问题“{rule}”，请核查整改。"),
    "finding.external": noop("{number}：收到{source}，请于 {due} 前答复。"),
    "finding.escalated": noop("{number}：问题“{rule}”逾期未答复，已升级督办。"),
    "direction.waiting": noop("{number}：工作提示逾期未签收，请督促承办人签收办理。"),
    "reasons.demanded": noop("{number}：请于{by_day}前说明处置理由。"),
    "day.waiting": noop("{day}警务日有{waiting}起新受理案件待梳理。"),
    **law_notice.SENTENCES,
}

MOMENTS = frozenset({"due", "since"})
DAYS = frozenset({"by_day", "day"})


def leave(code: str, values: Mapping, *, identity: str, roles: Collection[str], now: datetime, unit: str = "", matter: str = "") -> bool:
    """Leaves a message unless this identity already stands; true if it was left now."""
    _row, made = Message.objects.get_or_create(
        identity=identity,
        defaults={"code": code, "values": dict(values), "to_unit": unit, "to_roles": sorted(roles), "matter": matter, "left_at": now},
    )
    return made


def sentence(message: Message) -> str:
    """The message in the reader's language, rules by their title, moments in local time."""
    return _(SENTENCES[message.code]).format(**{name: shown(name, value) for name, value in message.values.items()})


def shown(name: str, value: Any) -> Any:
    """A value as a reader reads it; a rule that is no longer in the law keeps its id."""
    rule = law_in_force().rules.get(value) if name == "rule" else None
    if rule is not None:
        return in_language(rule.title, get_language() or "zh")
    if name == "rule" and not value:
        return _("人工登记的问题")
    if name == "source":
        return terms().code("finding_sources", value, get_language() or "zh")
    if name in MOMENTS and value:
        return moment(datetime.fromisoformat(value).astimezone(ZONE))
    return day(date.fromisoformat(value)) if name in DAYS else value


def moment(local: datetime) -> str:
    """`11月24日 08:05`; the last minute of a day as 24:00."""
    return f"{day(local.date())} {'24:00' if (local.hour, local.minute) == (23, 59) else local.strftime('%H:%M')}"


def day(value: date) -> str:
    """`11月24日`, as the desk writes it."""
    return dateformat.format(value, _("n月j日"))


def inbox(viewer: Viewer) -> QuerySet[Message]:
    """What was left for the roles that this person holds, newest first; a message without a unit goes to the role everywhere."""
    mine = Q(pk=None)
    for unit, held in addresses(viewer).items():
        mine |= Q(to_unit=unit) & to_any_of(held)
    return Message.objects.filter(mine)


def unsettled(viewer: Viewer, limit: int) -> list[Message]:
    """The newest of the inbox that nobody has settled: each unit's by themselves, which an index gives in order however many there are."""
    found: list[Message] = []
    for unit, held in addresses(viewer).items():
        found += Message.objects.filter(to_any_of(held), to_unit=unit, done_at=None)[:limit]
    return sorted(found, key=lambda message: (message.left_at, message.pk), reverse=True)[:limit]


def addresses(viewer: Viewer) -> dict[str, set[str]]:
    """Where messages for this person lie: by unit, the roles held there; under no unit, every role held."""
    held: dict[str, set[str]] = {}
    for seat in viewer.posts:
        for unit in (seat.unit.code, ""):
            held.setdefault(unit, set()).add(seat.role)
    return held


def to_any_of(roles: Collection[str]) -> Q:
    found = Q()
    for role in sorted(roles):
        found |= Q(to_roles__icontains=f'"{role}"')
    return found


def settle(messages: QuerySet[Message], now: datetime) -> None:
    """Marks messages as done; they stay readable."""
    messages.filter(done_at=None).update(done_at=now)
