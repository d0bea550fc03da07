"""What differs between two law folders, file by file, value by value with its day, and line by line. Nothing is judged here.

Lines are there for every file; values only where this version can read the file at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import PurePosixPath
from typing import Any

import yaml

from hengjian.core.depth import too_deep
from hengjian.core.terms import Plain

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RULE = re.compile(r"statutes/([^/]+)/([^/_][^/]*)\.yaml")
Values = dict[tuple[str, date | None], str]


@dataclass(frozen=True, slots=True)
class Change:
    """One value: `name` is its keys from the top of the file without the day, `since` that day; an empty text: it is not there."""

    name: str
    since: date | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file that differs; `state` is added, changed or removed. `changes` is empty where no value differs or the file holds none.

    `lines`: the text with `+` and `-` before what came and went, one line around each place.
    """

    file: str
    state: str
    changes: tuple[Change, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The id of the rule that the file holds; empty for every other file."""
        found = RULE.fullmatch(self.file)
        return f"{found[1]}.{found[2]}" if found else ""

    @property
    def folder(self) -> str:
        """The folder of the law it stands in: statutes, policy, flows, …"""
        return PurePosixPath(self.file).parts[0]


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Part]:
    """The files that differ, by path; both mappings hold the content of a folder's files by their path in it."""
    found = []
    for file in sorted({*before, *after}):
        old, new = before.get(file), after.get(file)
        if old != new:
            state = "added" if old is None else "removed" if new is None else "changed"
            found.append(Part(file, state, changes(file, old, new) if state == "changed" else (), text_lines(old, new)))
    return found


def text_lines(old: bytes | None, new: bytes | None) -> tuple[str, ...]:
    """What differs as text, whatever it means."""
    was, now = ((content or b"").decode("utf-8-sig", "replace").splitlines() for content in (old, new))
    return tuple(unified_diff(was, now, n=1, lineterm=""))[2:]


def changes(file: str, old: bytes | None, new: bytes | None) -> tuple[Change, ...]:
    """The values that differ, in the order in which they stand in the file; none where one of the two cannot be read as YAML."""
    try:
        was, now = values(file, old or b""), values(file, new or b"")
    except (yaml.YAMLError, UnicodeDecodeError):
        return ()
    names = list(dict.fromkeys([*now, *was]))
    return tuple(
        Change(name, since, was.get((name, since), ""), now.get((name, since), ""))
        for name, since in names
        if was.get((name, since), "") != now.get((name, since), "")
    )


def values(file: str, content: bytes) -> Values:
    """Every single value of a YAML file by its name and day."""
    if not file.endswith(".yaml"):
        return {}
    text = content.decode("utf-8-sig")
    if too_deep(text):
        raise yaml.YAMLError("nested too deep")
    return dict(flat(yaml.load(text, Loader=Plain), (), None))  # noqa: S506


def flat(node: Any, trail: tuple[str, ...], since: date | None) -> Iterator[tuple[tuple[str, date | None], str]]:
    """A key that is a day says from when what is below it counts; of a list of named things (examples) each is one value."""
    if isinstance(node, dict):
        for key, below in node.items():
            if DAY.fullmatch(str(key)):
                yield from flat(below, trail, date.fromisoformat(key))
            else:
                yield from flat(below, (*trail, str(key)), since)
    elif isinstance(node, list) and node and all(isinstance(one, dict) and "name" in one for one in node):
        for one in node:
            yield (".".join((*trail, str(one["name"]))), since), written(one)
    else:
        yield (".".join(trail), since), written(node)


def written(node: Any) -> str:
    """A value on one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return ", ".join(written(one) for one in node)
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {written(value)}" for key, value in node.items()) + "}"
    return ""
