"""What the law reads: facts, which are events after corrections. Nothing here knows a database or a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened in a matter.

    `at` is an aware datetime; `date_only` says that the source knew the day alone. `about` names the parties, items and
    documents concerned (`party:1`, `item:3`); empty means every key. `body` holds clear values only: codes, whole numbers,
    booleans, ISO dates. `by` is the opaque id of the person who acted; the role, level and unit in which they acted stand in
    the body as `by_role`, `by_level`, `by_unit`. Facts of one instant are ordered by `seq`, never by time alone.
    """

    kind: str
    at: datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    by: str = ""
    seq: int = 0
    id: str = ""
    date_only: bool = False
