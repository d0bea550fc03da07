"""Column names: the mapping's against the file's, with the nearest suggested where one is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from hengjian.bulk.refusal import BadLog
from hengjian.bulk.words import gettext as _


def check_named(path: Path, wanted: dict[str, str], there: Iterable[str]) -> None:
    """Refuses a mapping that names a column the file has not. `wanted`: column → the mapping's key that names it."""
    there = list(there)
    for name, purpose in wanted.items():
        if name not in there:
            raise BadLog(missing(name, purpose, there), path=path)


def missing(name: str, purpose: str, there: list[str]) -> str:
    """The sentence for a missing column: who wants it, what there is, what may be meant."""
    values = {"purpose": purpose, "name": name, "there": "、".join(there), "near": nearest(name, there)}
    if values["near"]:
        return _("映射文件的 %(purpose)s 指向“%(name)s”列，文件没有这一列；是否应为“%(near)s”？现有的列：%(there)s。") % values
    return _("映射文件的 %(purpose)s 指向“%(name)s”列，文件没有这一列；现有的列：%(there)s。") % values


def nearest(name: str, there: Iterable[str]) -> str:
    """The most similar name, without regard to case, or an empty string."""
    lowered = {candidate.casefold(): candidate for candidate in there}
    found = difflib.get_close_matches(name.casefold(), list(lowered), n=1, cutoff=0.5)
    return lowered[found[0]] if found else ""
