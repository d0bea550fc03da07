"""Where the law folder, the kept lawbooks and the ledger do not agree, in one sentence each. Nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from hengjian.core.lawbook.difference import Part, differences
from hengjian.ledger.models import Event
from hengjian.work.matters import lawpacks
from hengjian.work.matters.actions_law import Standing, standing
from hengjian.work.matters.lawbook import ADOPTED, STREAM, law_in_force

SENTENCES = {
    "law.none": noop("尚未采用任何法规包：暂按文件夹 {folder} 判断，请提出并批准。"),
    "law.calendar": noop("日历库已更新，工作日的算法与采用法规包时不同：请重新提出并批准。"),
    "law.unproposed": noop(
        "文件夹 {folder} 与已采用的法规包不同：仍按自 {adopted} 采用的 {digest} 判断；修改尚未提出（hengjian law propose）。"
    ),
    "law.proposed": noop("文件夹 {folder} 与已采用的法规包不同：仍按自 {adopted} 采用的 {digest} 判断；修改已提出，等待他人批准。"),
    "law.approved": noop("文件夹 {folder} 与已采用的法规包不同：仍按自 {adopted} 采用的 {digest} 判断；修改已批准，自 {day} 起采用。"),
    "law.unreadable": noop("已采用的法规包无法读取（{problem}），仍按前一个判断。"),
}


@dataclass(frozen=True)
class Notice:
    """What an administrator must know: a sentence by its code, and what fills it."""

    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return _(SENTENCES[self.code]).format(**self.values)


def law_notice() -> Notice | None:
    """None where folder, adoption and what serves are one and the same."""
    stands = standing()
    folder = {"folder": str(settings.LAW_FOLDER)}
    if stands.adopted is None or not stands.pack:
        return Notice("law.none", folder)
    if law_in_force().digest != stands.adopted.body["digest"]:
        return Notice("law.calendar")
    there = lawpacks.digest_of(lawpacks.files_of(Path(settings.LAW_FOLDER)))
    if there == stands.pack:
        return None
    said = folder | {"adopted": stands.adopted.body["since"], "digest": stands.adopted.body["digest"][:16]}
    if stands.proposed is None or stands.proposed.body["pack"] != there:
        return Notice("law.unproposed", said)
    return Notice("law.approved", said | {"day": str(stands.effective)}) if stands.approved else Notice("law.proposed", said)


def changes_of(stands: Standing, pack: str = "") -> list[Part]:
    """What a kept pack, or without one the folder as it stands, changes against the adopted lawbook."""
    before = lawpacks.files_of(lawpacks.folder_of(stands.pack)) if stands.pack else {}
    return differences(before, lawpacks.files_of(lawpacks.folder_of(pack) if pack else Path(settings.LAW_FOLDER)))


def lost_lawbooks() -> list[tuple[str, str]]:
    """Adopted lawbooks that cannot be read again: the pack and a sentence for each."""
    packs = [event.body.get("pack", "") for event in Event.objects.filter(stream=STREAM, kind=ADOPTED)]
    return [
        (_("法规包 %(pack)s") % {"pack": pack[:16]}, _("采用过的法规文本缺失或被改动：请从备份恢复 lawbooks 文件夹"))
        for pack in dict.fromkeys(packs)
        if pack and not lawpacks.is_whole(pack)
    ]
