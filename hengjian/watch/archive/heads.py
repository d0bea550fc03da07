"""Whether the columns that sum a matter up (unit, stage, kind, category, level) are what its proven events give.

What the law reads counts: of a matter that later segments go on with, its newest heading. Each event is proven in `verifying.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from hengjian.bulk.facts.columns import OF
from hengjian.bulk.facts.heading import heading_of
from hengjian.bulk.facts.log import FactsLog, entry
from hengjian.bulk.facts.reading import read_part
from hengjian.bulk.words import gettext as _
from hengjian.core.flow import Flow
from hengjian.watch.archive.parts import parts_of
from hengjian.watch.archive.segment import Archive

UNIT = "unit.changed"
END = datetime(9999, 12, 31, tzinfo=UTC)
NAMES = {"unit": _("单位"), "stage": _("阶段"), OF + "matter": _("种类"), OF + "category": _("类别"), OF + "level": _("层级")}


def disagreements(archive: Archive, levels: Mapping[str, str], flows: Mapping[str, Flow] | None) -> Iterator[str]:
    """A sentence for each matter whose heading is not what its events give. `levels`: of each unit by its code, as the log says.

    `flows`: those of the lawbook by which the stages were summed up; None where it is not at hand, then stages are passed over.
    """
    for part in parts_of(archive):
        for log in read_part(part, ("stage",), END):
            for matter in np.flatnonzero(~log.left_out).tolist():
                yield from wrong(log, matter, levels, flows)


def wrong(log: FactsLog, matter: int, levels: Mapping[str, str], flows: Mapping[str, Flow] | None) -> Iterator[str]:
    rows = log.rows(matter)
    heading = heading_of(log.matters[matter], [entry(row) for row in rows], levels, flows or {})
    given = {"unit": heading.unit} | {OF + name: value for name, value in heading.attributes.items()}
    given |= {} if flows is None else {"stage": heading.stage}
    for column, value in given.items():
        if {row.get(column) or "" for row in rows} != {value or ""}:
            said = {"matter": log.matters[matter], "what": _(NAMES[column])}
            yield _("事项 %(matter)s 的%(what)s与其事件得出的不一致") % said


def units_in(levels: dict[str, str], table: pa.Table) -> None:
    """Adds the level of each unit that events of this table set up."""
    kinds = np.asarray(table["kind"].combine_chunks())
    for row in table.take(pa.array(np.flatnonzero(kinds == UNIT))).to_pylist():
        if row.get("text:level"):
            levels[row["matter"].partition("/")[2]] = row["text:level"]
