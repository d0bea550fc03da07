"""The mapping file: which column of a log is the matter, the event, the time, and what the log's names mean. Reading it stands in
`mapping_file.py`; no log is opened here."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

TYPES = ("text", "number", "money", "boolean", "time", "date")
"""What a column may hold. `money` is read in yuan (or the log's main unit) and kept as whole cents (分)."""
INSTITUTIONS = ("police", "procuratorate", "court", "department")
"""Whose units a log may be about, of the law's institutions (`bearer` of a rule); the first where the mapping names none."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column that becomes a clear value of the event or of the matter."""

    column: str
    type: str = "text"


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """The column of the moment. `format` is strptime's; `date_only` keeps the day alone although the log writes hours; `unit` reads
    whole numbers since 1970 (s, ms, us)."""

    column: str
    format: str | None = None
    date_only: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class AboutColumn:
    """A column that names what an event concerns: `party` + `12` → `party:12`. Several are split at `;`."""

    column: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a log mean. See `docs/patrol.md` for the file."""

    matter: str
    event: str | None
    time: TimeColumn | None
    zone: ZoneInfo | None = None
    about: tuple[AboutColumn, ...] = ()
    by: str | None = None
    unit: str | None = None
    event_id: str | None = None
    fields: dict[str, FieldColumn] = field(default_factory=dict)
    attributes: dict[str, FieldColumn] = field(default_factory=dict)
    constants: dict[str, object] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    milestones: dict[str, FieldColumn] = field(default_factory=dict)
    day_order: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None
    institution: str = INSTITUTIONS[0]

    def columns(self) -> dict[str, str]:
        """Every column that is read → the key of the mapping that names it first."""
        wanted: dict[str, str] = {}
        singles = {"matter": self.matter, "event": self.event, "by": self.by, "unit": self.unit, "event_id": self.event_id}
        singles["time"] = self.time.column if self.time else None
        for key, column in singles.items():
            if column is not None:
                wanted.setdefault(column, key)
        for about in self.about:
            wanted.setdefault(about.column, "about")
        for group, found in (("fields", self.fields), ("attributes", self.attributes), ("milestones", self.milestones)):
            for name, item in found.items():
                wanted.setdefault(item.column, f"{group}.{name}")
        for column in self.only:
            wanted.setdefault(column, "only")
        return wanted
