"""Made-up matters written as files of facts, some of their events corrected, some in a later file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hengjian.bulk.facts.columns import Heading
from hengjian.bulk.facts.log import Entry
from hengjian.bulk.facts.writing import FactsWriter
from hengjian.core.corrections import CORRECTED
from hengjian.core.facts import Fact

Made = tuple[str, list[Entry], dict[str, str]]


def recorded(name: str, facts: Sequence[Fact]) -> list[Entry]:
    """Facts as the events that state them."""
    return [Entry(f"{name}-{n}", n, one.kind, one.at, one.date_only, one.about, one.by, dict(one.body)) for n, one in enumerate(facts, 1)]


def corrected(draw: random.Random, events: list[Entry]) -> list[Entry]:
    """The same with one event put right at the end: taken away, moved, or said otherwise."""
    old = draw.choice(events)
    moved = {"at": (old.at + timedelta(days=draw.randrange(-9, 9))).isoformat()}
    change: dict[str, Any] = draw.choice([{"void": True}, moved, {"body": {"ok": False, "amount": None}}, {"kind": "met.a"}])
    last = events[-1]
    body = {"corrects": old.id, **change}
    return [*events, Entry(f"{last.id}c", last.version + 1, CORRECTED, last.at + timedelta(days=1), False, (), "p9", body)]


def named(matters: Sequence[tuple[list[Fact], dict[str, Any]]]) -> list[Made]:
    return [(f"{n:05}", recorded(f"{n:05}", facts), attributes) for n, (facts, attributes) in enumerate(matters)]


def files_of(folder: Path, made: Sequence[Made], **how: Any) -> list[Path]:
    """The matters that have events, in files of a few hundred events."""
    writer: FactsWriter[Entry] = FactsWriter(folder, **{"file": 700, "group": 300, **how})
    for name, events, attributes in made:
        if events:
            writer.add(Heading(name, f"U{int(name) % 3}", "open", attributes), events)
    return writer.close()


def parted(draw: random.Random, made: Sequence[Made], share: float = 0.3) -> tuple[list[Made], list[Made]]:
    """What had been recorded at some moment, and what came after: more of some matters, and some that are wholly new."""
    before, after = [], []
    for name, events, attributes in made:
        cut = draw.randrange(len(events)) if draw.random() < share else len(events)
        before.append((name, events[:cut], attributes))
        after.append((name, events[cut:], attributes))
    return before, after
