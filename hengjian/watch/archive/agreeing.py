"""Whether the columns of archived events hold what their canonical forms say. Hashes stand in `verifying.py`.

`unit`, `stage` and the `of:` columns sum a matter up: they are proven from all events of the matter, in `heads.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from hengjian.bulk.facts.columns import BODY, FIXED, Heading, Rows
from hengjian.bulk.facts.log import Entry
from hengjian.bulk.words import gettext as _

SUMMED = frozenset({"unit", "stage"})
Form = dict[str, Any]


def disagreements(table: pa.Table, forms: Sequence[Form]) -> Iterator[str]:
    """A sentence for each thing in which the columns differ from the canonical forms of their rows."""
    again = columns_from(forms)
    there = [name for name in table.column_names if name.startswith(BODY)]
    for name in sorted({*FIXED, *again.column_names, *there} - SUMMED):
        if not same(table, again, name):
            yield _("“%(column)s”列与事件的规范形式不一致") % {"column": name}
    if not in_order(forms):
        yield _("事件没有按事项和时间排列")


def columns_from(forms: Sequence[Form]) -> pa.Table:
    """The columns as they must be."""
    rows = Rows()
    for form in forms:
        rows.add(Heading(form["stream"], "", "", {}), entry_of(form))
    return rows.table()


def entry_of(form: Form) -> Entry:
    at = datetime.fromisoformat(form["at"])
    return Entry(form["id"], form["version"], form["kind"], at, form["date_only"], form["about"], form["by"], form["body"])


def same(table: pa.Table, again: pa.Table, name: str) -> bool:
    """Whether a column says the same; one that is missing says nothing."""
    if name not in table.column_names or name not in again.column_names:
        found = table if name in table.column_names else again
        return bool(found[name].null_count == found.num_rows)
    return bool(table[name].combine_chunks().equals(again[name].combine_chunks()))


def in_order(forms: Sequence[Form]) -> bool:
    keys = [(form["stream"], form["at"], form["version"]) for form in forms]
    return all(one < other for one, other in zip(keys, keys[1:], strict=False))
