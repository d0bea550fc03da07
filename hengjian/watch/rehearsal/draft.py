"""A draft of the law as files: a whole law folder, or single files laid over the lawbook that is in force. Read from disk, put on disk.

How a draft is run as if it had always been in force: `throughout.py`. Proposing and adopting stand in `work/matters/actions_law.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from hengjian.core.depth import too_deep
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import Plain
from hengjian.work.matters import lawpacks
from hengjian.work.matters.lawbook import law_folder
from hengjian.work.people.refusal import Refused

Files = Mapping[str, bytes]
WHOLE = ("statutes", "terms")
"""Folders that a whole law folder has; one without them holds single files to lay over another."""


@dataclass(frozen=True)
class Draft:
    """The files of the lawbook before and of the draft, by their path in the folder."""

    before: Files
    after: Files

    @property
    def changed(self) -> list[str]:
        """The paths at which they differ."""
        return sorted(name for name in {*self.before, *self.after} if self.before.get(name) != self.after.get(name))


def draft_from(path: Path, base: Path | None = None) -> Draft:
    """The draft at `path`: a law folder, or single files (a folder, or one) over `base`, else the adopted lawbook. Raises `Refused`."""
    before = lawpacks.files_to_keep(base or law_folder())
    if not path.exists():
        raise Refused(_("找不到 %(path)s") % {"path": path})
    if path.is_dir() and all((path / name).is_dir() for name in WHOLE):
        return Draft(before, lawpacks.files_to_keep(path))
    given = lawpacks.files_of(path) if path.is_dir() else {path.name: path.read_bytes()}
    return laid_over(before, given)


def laid_over(before: Files, given: Files) -> Draft:
    """Single files over a lawbook, each where it belongs. Raises `Refused` for one of which that cannot be told."""
    if not given:
        raise Refused(_("草案里没有文件"))
    return Draft(before, {**before, **{place_of(name, content, before): content for name, content in given.items()}})


def place_of(name: str, content: bytes, before: Files) -> str:
    """Where a file belongs: where its path says, else by the id that it states."""
    if name in before or name.count("/") >= 1 and name.split("/")[0] in {known.split("/")[0] for known in before}:
        return name
    stated = id_in(name, content)
    statute, _dot, rule = stated.partition(".")
    if rule and f"statutes/{statute}/_statute.yaml" in before:
        return f"statutes/{statute}/{rule}.yaml"
    for folder in ("policy", "calendars"):
        if f"{folder}/{stated}.yaml" in before:
            return f"{folder}/{stated}.yaml"
    raise Refused(_("%(file)s：按其中的 id“%(id)s”找不到它在法规包里的位置；请用与法规包相同的文件夹结构") % {"file": name, "id": stated})


def id_in(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
        if too_deep(text):
            raise yaml.YAMLError(_("套得太深"))
        read = yaml.load(text, Loader=Plain)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise Refused(_("%(file)s 不是能读的 YAML 文件：%(why)s") % {"file": name, "why": str(problem).splitlines()[0]}) from problem
    found = read.get("id") if isinstance(read, dict) else None
    if not isinstance(found, str):
        raise Refused(_("%(file)s 里没有 id") % {"file": name})
    return found


def put(files: Files, folder: Path) -> Path:
    """Writes the files into a new folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def read(files: Files, folder: Path) -> Lawbook:
    """The lawbook that these files are, put into `folder`. Raises `LawErrors` with every fault."""
    return read_lawbook(put(files, folder))
