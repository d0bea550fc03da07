"""Files attached to a step or a reply: what is taken, how the event names it, and who may open one. Storage: `ledger/files.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.ledger import files
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft
from hengjian.ledger.sealed import KeyDestroyed, Unreadable, unseal
from hengjian.work.matters import looks, secrecy
from hengjian.work.matters.rights import matter_in_sight
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

MOST = 10
LARGEST = 20 * 1024 * 1024
ALTOGETHER = 60 * 1024 * 1024
TYPES: Mapping[str, tuple[str, tuple[bytes, ...]]] = {
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": ("image/webp", (b"RIFF",)),
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": ("audio/wav", (b"RIFF",)),
    "m4a": ("audio/mp4", (b"ftyp",)),
    "mp4": ("video/mp4", (b"ftyp",)),
}
"""By ending: the type, and how such a file begins (an MP4 after four bytes of length)."""
SEALED, INPUT = "file.", "files-"
REPLACED = "replaced_files"
"""The part of a correction's clear body that lists the ids of files which no longer count; they stay and say so."""


@dataclass(frozen=True)
class Upload:
    """A file as it was given: for which field of the step, under what name, and its content."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """A file that may be shown: its own name, its type, its content."""

    name: str
    type: str
    content: bytes


def fields_for_files(move: Move) -> list[str]:
    """The fields of a step that take files."""
    return [name for name, asked in move.fields.items() if asked.type == "attachment"]


def check(uploads: Sequence[Upload], allowed: Sequence[str]) -> None:
    """Refuse what cannot be kept, each with a sentence at its field."""
    faults = {input_of(one): fault for one in uploads if (fault := fault_of(one, allowed))}
    if len(uploads) > MOST:
        faults[input_of(uploads[0])] = _("一次最多 %(most)d 个文件，现有 %(n)d 个") % {"most": MOST, "n": len(uploads)}
    if sum(len(one.content) for one in uploads) > ALTOGETHER:
        faults[input_of(uploads[0])] = _("文件合计超过 %(most)d MB，请分次上传") % {"most": ALTOGETHER >> 20}
    if faults:
        raise Refused(_("%(fault)s。请改正后重新选择全部文件。") % {"fault": next(iter(faults.values()))}, fields=faults)


def input_of(one: Upload) -> str:
    """What the input of a form is called that gives files for this field."""
    return f"{INPUT}{one.field}"


def fault_of(one: Upload, allowed: Sequence[str]) -> str:
    said = {"name": one.name, "most": LARGEST >> 20, "types": "、".join(TYPES)}
    if one.field not in allowed:
        return _("这一步不收文件：%(name)s") % said
    if not one.content:
        return _("“%(name)s”是空的") % said
    if len(one.content) > LARGEST:
        return _("“%(name)s”超过 %(most)d MB") % said
    if ending(one.name) not in TYPES:
        return _("“%(name)s”的类型不能接收；可用：%(types)s") % said
    if not begins_as_named(one):
        return _("“%(name)s”的内容与扩展名不符，可能已损坏或改过名") % said
    return ""


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def begins_as_named(one: Upload) -> bool:
    starts = TYPES[ending(one.name)][1]
    return one.content.startswith(starts) or (starts == (b"ftyp",) and one.content[4:8] == b"ftyp")


def attached(step: Draft, uploads: Sequence[Upload], allowed: Sequence[str], now: datetime) -> Draft:
    """The draft that names these files, which are stored by then. Call it last, inside the transaction that records the draft."""
    if not uploads:
        return step
    check(uploads, allowed)
    try:
        kept = [files.keep(step.matter, one.content, now=now) for one in uploads]
    except OSError as problem:
        raise Refused(_("文件没有存下（%(why)s），这一步没有记录。") % {"why": problem.strerror or problem}) from problem
    named = [
        {"id": one.id, "field": up.field, "size": len(up.content), "type": TYPES[ending(up.name)][0]}
        for one, up in zip(kept, uploads, strict=True)
    ]
    names = {f"{SEALED}{number}.name": base_name(up.name) for number, up in enumerate(uploads)}
    contents = {f"{SEALED}{number}.content": one.content for number, one in enumerate(kept)}
    return replace(step, body={**step.body, files.NAMED: named}, sealed={**step.sealed, **names, **contents})


def base_name(name: str) -> str:
    """The last part of the name, without what a path or a header could trip over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-120:]


@transaction.atomic
def open_file(viewer: Viewer, matter: str, event: str, number: int, purpose: str, now: datetime) -> Opened:
    """One attached file in clear; the look is recorded with its purpose before anything is shown. Raises `Refused`."""
    row = matter_in_sight(viewer, matter)
    looks.check_purpose(row, purpose, now)
    found = Event.objects.filter(id=event, matter=row.id).first()
    of_grievance = found is not None and secrecy.veil_of(row).complains(found)
    if row.secrecy in secrecy.HIDES_PARTIES and not of_grievance and not secrecy.may_know(viewer, row):
        raise Refused(_("本事项有人要求保密身份，附件只有承办人和单位负责人可以打开"), who_may=sorted(roles.CHIEF_ROLES))
    if of_grievance and not secrecy.may_know_grievance(viewer, row):
        raise Refused(_("投诉材料只有被投诉单位的上级可以打开"), who_may=sorted(roles.CHIEF_ROLES))
    named = files.named_in(found.body) if found else ()
    if found is None or not 0 <= number < len(named):
        raise Refused(_("没有这个附件"))
    looks.note(looks.LOOKED, f"looks/{row.id}", row.id, {"purpose": purpose, "file": named[number]["id"]}, viewer, now)
    try:
        content = files.content_of(row.id, named[number]["id"])
    except (files.FileMissing, KeyDestroyed, Unreadable) as problem:
        raise Refused(str(problem)) from problem
    return Opened(str(unseal(found)[f"{SEALED}{number}.name"]), named[number]["type"], content)
