"""One rule file read among what stands round it, kept in the process: where a folder changes by one file, the others are not read again.

What is kept depends on nothing but the file's bytes and what stands round it, the policies and calendars that it is counted by among
that: a rule remembers ends it has worked out. References to policies and calendars are checked each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.nodes import Reading, canonical, compose_bytes
from hengjian.core.lawbook.read_rule import read_rule
from hengjian.core.lawbook.rule import Policy, Rule, Statute
from hengjian.core.terms import Terms

MOST_KEPT = 2_048


@dataclass(frozen=True)
class Around:
    """What a rule is read and counted by beside its own text: its statute, the words, policies, calendars and the zone of its own.

    Equal where it all reads and counts alike.
    """

    said: tuple[str, str, str, str]
    statute: Statute = field(compare=False)
    terms: Terms = field(compare=False)
    zone: ZoneInfo = field(compare=False)

    @classmethod
    def of(cls, statute: Statute, terms: Terms, calendars: Mapping[str, Calendar], counted: str) -> Around:
        """`counted`: what `counted_by` says of the policies and calendars."""
        zone = calendars.get(str(statute.counted.get("calendar", "china")), calendars["china"]).zone
        return cls((repr(statute), terms.digest, str(zone), counted), statute, terms, zone)


def counted_by(policies: Mapping[str, Policy], calendars: Mapping[str, Calendar]) -> str:
    """The policies and calendars as one word: rules that are counted by others are other rules."""
    return hashlib.sha256(repr((policies, calendars)).encode()).hexdigest()


@dataclass(frozen=True)
class FileRead:
    """The rule in a file, None where it has faults; its content for the digest, None where it is no YAML; how it was read."""

    rule: Rule | None
    content: Any
    read: Reading

    def reading(self) -> Reading:
        """How it was read; faults that are found later are not noted in what is kept."""
        return replace(self.read, errors=list(self.read.errors))


@lru_cache(maxsize=MOST_KEPT)
def read_file(file: str, content: bytes, around: Around) -> FileRead:
    """The rule in `content`, which stands as `file` (`statutes/<statute>/<name>.yaml`)."""
    place = PurePosixPath(file)
    reading = Reading(file, frozenset(around.terms.words), around.terms.codes)
    entry = compose_bytes(content, reading)
    if entry is None:
        return FileRead(None, None, reading)
    rule = reading.attempt(read_rule, entry, f"{place.parent.name}.{place.stem}", around.statute, around.terms, around.zone)
    return FileRead(rule, canonical(entry.node), reading)
