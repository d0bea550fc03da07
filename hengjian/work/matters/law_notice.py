"""Where the law folder, the kept lawbooks and the ledger do not agree, in one sentence each. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from hengjian.core import calendar_library
from hengjian.core.lawbook.difference import Part, differences
from hengjian.ledger.models import Event
from hengjian.work.matters import lawpacks
from hengjian.work.matters.actions_law import Standing, standing
from hengjian.work.matters.lawbook import ADOPTED, STREAM

SENTENCES = {
    "law.none": noop("尚未采用任何法规包：暂按文件夹 {folder} 判断，请提出并批准。"),
    "law.calendar": noop(
        "日历库（{release}）的放假、补班与已采用的法规包不同（{years}）：仍按采用时的日子计算；请提出并由他人批准（hengjian law propose）。"
    ),
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
    files = lawpacks.files_to_keep(Path(settings.LAW_FOLDER))
    there = lawpacks.digest_of(files)
    if there == stands.pack:
        return None
    said = folder | {"adopted": stands.adopted.body["since"], "digest": stands.adopted.body["digest"][:16]}
    if stands.proposed is None or stands.proposed.body["pack"] != there:
        years = calendar_years(stands.pack, files)
        return Notice("law.calendar", {"release": calendar_library.release(), "years": years}) if years else Notice("law.unproposed", said)
    return Notice("law.approved", said | {"day": str(stands.effective)}) if stands.approved else Notice("law.proposed", said)


def calendar_years(pack: str, files: Mapping[str, bytes]) -> str:
    """The years whose days differ, where nothing but the days of the calendar library differs from the adopted pack; else empty."""
    parts = differences(lawpacks.files_of(lawpacks.folder_of(pack)), files)
    if [part.file for part in parts] != [calendar_library.FILE]:
        return ""
    return "、".join(sorted({change.name.split(".")[0] for change in parts[0].changes})) or "—"


def changes_of(stands: Standing, pack: str = "", folder: Path | None = None) -> list[Part]:
    """What a kept pack, or without one a folder (the installation's own) as it stands, changes against the adopted lawbook.

    Needs no lawbook to be read, only its files. Raises `LostLawbook` where those are not kept.
    """
    before = lawpacks.files_of(lawpacks.folder_of(stands.pack)) if stands.pack else {}
    there = folder or Path(settings.LAW_FOLDER)
    return differences(before, lawpacks.files_of(lawpacks.folder_of(pack)) if pack else lawpacks.files_to_keep(there))


def lost_lawbooks() -> list[tuple[str, str]]:
    """Adopted lawbooks that cannot be read again: the pack and a sentence for each."""
    packs = [event.body.get("pack", "") for event in Event.objects.filter(stream=STREAM, kind=ADOPTED)]
    return [
        (_("法规包 %(pack)s") % {"pack": pack[:16]}, _("采用过的法规文本缺失或被改动：请从备份恢复 lawbooks 文件夹"))
        for pack in dict.fromkeys(packs)
        if pack and not lawpacks.is_whole(pack)
    ]
