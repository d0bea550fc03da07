"""A draft of changed law: begun from the lawbook in force, kept file by file, tried as a whole, put forward as a proposal.

A file goes by its name: a rule by its id, a policy as `policy/<id>`, a calendar as `calendars/<id>`. What is kept may have faults; what
is put forward may not.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.difference import Part, differences
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger.models import Event
from hengjian.work.matters import actions_law, lawpacks
from hengjian.work.matters.lawbook import book_in_force, law_in_force
from hengjian.work.matters.lawmaking.models import LawDraft
from hengjian.work.people.access import Viewer
from hengjian.work.people.refusal import Refused

LONGEST = 200_000
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
WORD = re.compile(r"[a-z][a-z0-9_]*")
POLICY, CALENDARS = "policy", "calendars"
WRITES = actions_law.PROPOSES


@dataclass(frozen=True)
class Writing:
    """One file of a draft as it is being written. `text` is empty for a rule that nobody has begun."""

    file: str
    text: str
    in_draft: bool
    in_force: bool


def draft_of(viewer: Viewer) -> LawDraft | None:
    return LawDraft.objects.filter(by=viewer.person).first()


def file_of(rule: str) -> str:
    """The file that goes by this name. `Refused` where it is none, or its statute is not in the lawbook."""
    folder, _slash, word = rule.partition("/")
    if folder in (POLICY, CALENDARS):
        if f"{rule}.yaml" not in base_files() or not WORD.fullmatch(word):
            raise Refused(_("现行法规包中没有这项政策或者日历"))
        return f"{rule}.yaml"
    statute, _dot, name = rule.partition(".")
    if statute not in law_in_force().statutes or not NAME.fullmatch(name):
        raise Refused(_("规则编号应为“法规.名称”：法规须已在法规包中，名称用小写字母、数字和连字符，如 public-security.closing-period"))
    return f"statutes/{statute}/{name}.yaml"


def writing(rule: str, viewer: Viewer) -> Writing:
    """The rule as this person's draft has it, else as it is in force."""
    file, draft = file_of(rule), draft_of(viewer)
    kept = base_files().get(file)
    if draft and file in draft.files:
        return Writing(file, draft.files[file], True, kept is not None)
    return Writing(file, kept.decode("utf-8-sig") if kept is not None else "", False, kept is not None)


def base_files() -> dict[str, bytes]:
    """The lawbook in force, file by file. What is adopted is kept as it is and read once."""
    book = book_in_force()
    return dict(kept_files(book.folder)) if book.pack else lawpacks.files_of(book.folder)


@lru_cache(maxsize=2)
def kept_files(folder: Path) -> dict[str, bytes]:
    return lawpacks.files_of(folder)


def name_of(file: str) -> str:
    """The name by which a file of a draft goes."""
    part = Part(file, "")
    return part.rule or file.removesuffix(".yaml")


@transaction.atomic
def keep_rule(rule: str, text: str, *, version: int, by: Viewer, now: datetime) -> LawDraft:
    """Keeps the text of one file in the draft; a text like the one in force takes it out. `version`: of the draft as it was opened."""
    check_writes(by)
    file = file_of(rule)
    if not text.strip() or len(text) > LONGEST:
        raise Refused(_("文本不能为空，也不能超过 %(most)d 字") % {"most": LONGEST})
    draft, _new = LawDraft.objects.select_for_update().get_or_create(by=by.person, defaults={"changed_at": now})
    check_version(draft, version)
    kept = base_files().get(file)
    written = text.replace("\r\n", "\n").rstrip() + "\n"
    draft.files.pop(file, None)
    if kept is None or kept.decode("utf-8-sig") != written:
        draft.files[file] = written
    return saved(draft, now)


@transaction.atomic
def drop_rule(rule: str, *, version: int, by: Viewer, now: datetime) -> LawDraft:
    """Takes one file out of the draft."""
    check_writes(by)
    draft = locked(by)
    check_version(draft, version)
    if draft.files.pop(file_of(rule), None) is None:
        raise Refused(_("草稿中没有这个文件"))
    return saved(draft, now)


@transaction.atomic
def discard(*, by: Viewer) -> None:
    """Throws the whole draft away."""
    check_writes(by)
    locked(by).delete()


def saved(draft: LawDraft, now: datetime) -> LawDraft:
    draft.version, draft.changed_at = draft.version + 1, now
    draft.save()
    return draft


def locked(by: Viewer) -> LawDraft:
    draft = LawDraft.objects.select_for_update().filter(by=by.person).first()
    if draft is None:
        raise Refused(_("您没有法规草稿"))
    return draft


def check_writes(by: Viewer) -> None:
    if not by.roles & WRITES:
        raise Refused(_("您的岗位不能起草规则"), who_may=sorted(WRITES))


def check_version(draft: LawDraft, version: int) -> None:
    if draft.version != version:
        raise Refused(_("这份草稿刚刚在别处改过：请重新打开后再改，您填写的内容还在本页"))


def changed(draft: LawDraft) -> list[Part]:
    """What the draft changes against the lawbook in force, rule by rule."""
    base = base_files()
    return differences(base, base | encoded(draft))


def encoded(draft: LawDraft) -> dict[str, bytes]:
    return {file: text.encode() for file, text in draft.files.items()}


@contextmanager
def folder_with(draft: LawDraft) -> Iterator[Path]:
    """A law folder that holds the lawbook in force with the draft's rules in it; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hengjian-draft-") as place:
        for name, content in (base_files() | encoded(draft)).items():
            path = Path(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield Path(place)


def put_forward(*, by: Viewer, now: datetime) -> Event:
    """The draft as a proposal: read whole, every example run. It stays, so that what is declined can be mended."""
    check_writes(by)
    draft = draft_of(by)
    if draft is None or not changed(draft):
        raise Refused(_("草稿与现行法规包相同，没有可提出的修改"))
    with folder_with(draft) as folder:
        try:
            return actions_law.propose_law(folder, by=by, now=now)
        except (LawErrors, FlowError) as problem:
            raise Refused(_("草稿中有错误，不能提出：%(first)s") % {"first": str(problem)[:300]}) from problem
