"""A law of odd rules and matters made to break it: repeated events, unmatched resumes, late extensions, equal instants, month ends.

Everything comes from a seed; nothing here looks like a real case.
"""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import yaml

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.mapping import Mapping
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook

HERE = Path(__file__).parent
LAW = HERE.parents[1] / "hengjian" / "law"
ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KINDS = words(
    "start.a start.b met.a met.b ext.a ext.b pause.a resume.a pause.b resume.b release.a restart.a explain.a "
    "act.a act.b need.a need.b bar.a bar.b until.a document.issued party.added other.seen recording.made recording.lost"
)
WEIGHTS = [6, 4, 3, 3, 5, 3, 4, 4, 3, 3, 1, 2, 1, 5, 4, 3, 3, 2, 2, 1, 3, 3, 1, 0.05, 0.02]
EDGES = [
    datetime(*day, tzinfo=ZONE) for day in ((2025, 12, 29), (2026, 1, 29), (2024, 2, 27), (2024, 12, 30), (2026, 2, 12), (2026, 9, 28))
]
STEPS = [timedelta(days=days, minutes=minutes) for days, minutes in ((0, 0), (0, 0), (0, 7), (0, 300), (1, 0), (3, 0), (11, 0))]
ABOUT = [(), (), (), ("party:1",), ("party:2",), ("party:1", "party:2"), ("item:1",), ("party:1", "item:2"), ("item:1", "item:2")]


def adversarial_law(folder: Path) -> Lawbook:
    """The rules of `adversarial_rules.yaml` as a law folder, read by the real reader."""
    statute = folder / "statutes" / "odd"
    statute.mkdir(parents=True)
    (folder / "terms").mkdir()
    shutil.copytree(LAW / "policy", folder / "policy")
    write(folder / "terms" / "events.yaml", {kind: {"zh": kind, "en": kind} for kind in KINDS})
    write(statute / "_statute.yaml", {"id": "odd", "title": {"zh": "怪", "en": "odd"}, "in_force_since": date(2006, 3, 1)})
    rules = yaml.safe_load((HERE / "adversarial_rules.yaml").read_text(encoding="utf-8"))
    for name, body in rules.items():
        example = {"name": name, "events": [[date(2024, 1, 1), "other.seen"]], "as_of": date(2024, 1, 2), "expect": "none"}
        common = {"id": f"odd.{name}", "title": name, "restates": name, "applies_to": {"matter": ["odd", "odder"]}, "text": "not_held"}
        write(statute / f"{name}.yaml", {**common, "checked": {"by": "x", "day": date(2026, 1, 1)}, **body, "examples": [example, example]})
    return read_lawbook(folder)


def write(path: Path, content: Any) -> None:
    class Flat(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    path.write_text(yaml.dump(content, Dumper=Flat, allow_unicode=True, sort_keys=False), encoding="utf-8")


def body(draw: random.Random, kind: str) -> dict[str, Any]:
    """Fields that the rules ask about, each missing now and then."""
    found: dict[str, Any] = {
        "ok": draw.random() < 0.6,
        "amount": draw.randrange(5),
        "complex": draw.random() < 0.5,
        "recorded": draw.random() < 0.7,
        "by_level": draw.choice(["station", "district", "city", "nowhere"]),
        "by_role": draw.choice(["chief", "deputy", "clerk"]),
        "by_organ": draw.choice(["procuratorate", "police"]),
        "level": draw.choice(["high", "low", "none"]),
        "due": draw.choice(["2026-01-05", "2024-03-02T10:30+08:00", "2026-02-20", "later", "2025-13-01"]),
        "conduct": draw.choice(["2025-12-31", "2026-01-01", "2026-01-01T08:00+08:00", "unknown"]),
    }
    if kind == "party.added":
        found["age_band"] = draw.choice(["under_14", "14_15", "16_17", "18_69", "70_plus", "odd"])
    if kind == "document.issued":
        found |= {"form": draw.choice(["受案回执", "清单"]), "signed": draw.random() < 0.5}
    return {name: value for name, value in found.items() if draw.random() < 0.8}


def moments(draw: random.Random, count: int) -> list[tuple[datetime, bool]]:
    """Ascending moments: around an edge of the law or of a month, in bursts, many at one instant or on one day."""
    at = draw.choice(EDGES) + timedelta(minutes=draw.randrange(5 * 1440))
    found: list[tuple[datetime, bool]] = []
    for _ in range(count):
        at += draw.choice(STEPS)
        day_alone = draw.random() < 0.12
        found.append((at.replace(hour=0, minute=0) if day_alone else at, day_alone))
    return sorted(found, key=lambda one: one[0])


def matter(draw: random.Random) -> tuple[list[Fact], dict[str, Any]]:
    """One matter: its facts in order, and its attributes."""
    facts = []
    for seq, (at, day_alone) in enumerate(moments(draw, draw.randrange(6, 16))):
        kind = draw.choices(KINDS, WEIGHTS)[0]
        by = draw.choice(["p1", "p2", "p3", ""])
        facts.append(Fact(kind, at, body(draw, kind), draw.choice(ABOUT), by, seq, str(seq), day_alone))
    attributes: dict[str, Any] = {"matter": draw.choice(["odd", "odd", "odder", "even"] if draw.random() < 0.1 else ["odd"])}
    if draw.random() < 0.8:
        attributes["level"] = draw.choice(["station", "district", "city", "national"])
    if draw.random() < 0.8:
        attributes["deadline"] = draw.choice(["2026-01-12", "2026-02-16T17:00+08:00", "soon"])
    return facts, attributes


def log_of(matters: list[tuple[list[Fact], dict[str, Any]]]) -> EventLog:
    """Facts as the log that a file with these columns would give."""
    facts = [fact for one, _ in matters for fact in one]
    kinds = sorted({fact.kind for fact in facts})
    names = sorted({name for fact in facts for name in fact.body})
    lengths = [len(one) for one, _ in matters]
    return EventLog(
        path=Path("generated"),
        mapping=Mapping("matter", "event", None, zone=ZONE),
        matters=[str(place) for place in range(len(matters))],
        units=[""] * len(matters),
        attributes=[attributes for _, attributes in matters],
        starts=np.cumsum([0, *lengths]),
        matter=np.repeat(np.arange(len(matters)), lengths),
        kinds=kinds,
        kind=np.array([kinds.index(fact.kind) for fact in facts], np.int64),
        at=np.array([(fact.at - EPOCH) // timedelta(microseconds=1) for fact in facts], np.int64),
        date_only=np.array([fact.date_only for fact in facts]),
        row=np.array([fact.seq for fact in facts], np.int64),
        about=[fact.about for fact in facts],
        by=[fact.by for fact in facts],
        fields={name: [fact.body.get(name) for fact in facts] for name in names},
    )
