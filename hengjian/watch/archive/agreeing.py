"""Whether the columns of archived events hold what their canonical forms say. Hashes stand in `verifying.py`.

`unit`, `stage` and the `of:` columns sum a matter up: no hash shows them. The kind and the category are held against the opening of the
matter where it stands in the same row group and nothing of the matter was corrected there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from hengjian.bulk.facts.columns import BODY, FIXED, OF, Heading, Rows
from hengjian.bulk.facts.log import Entry
from hengjian.bulk.words import gettext as _
from hengjian.core.corrections import CORRECTED

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
    if not headed(table, forms):
        yield _("事项的种类或类别与立项时所记不一致")


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


def headed(table: pa.Table, forms: Sequence[Form]) -> bool:
    """Whether the kind and the category of every matter that is opened here are those that its opening names."""
    if OF + "matter" not in table.column_names:
        return not any(opens(form) for form in forms)
    corrected = {form["stream"] for form in forms if form["kind"] == CORRECTED}
    said = zip(table[OF + "matter"].to_pylist(), table[OF + "category"].to_pylist(), strict=True)
    named = {one["stream"]: (one["body"]["kind_of_matter"], one["body"].get("category", "")) for one in forms if opens(one)}
    return all(
        head == named[form["stream"]]
        for form, head in zip(forms, said, strict=True)
        if form["stream"] in named and form["stream"] not in corrected
    )


def opens(form: Form) -> bool:
    return form["version"] == 1 and form["stream"] == form["matter"] and "kind_of_matter" in form["body"]
