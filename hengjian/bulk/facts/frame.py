"""Facts in columns as the kernel reads them. Texts keep the numbers that the file gave them; what a number means is looked up beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hengjian.bulk.facts.columns import OF, OTHER
from hengjian.bulk.facts.log import FactsLog
from hengjian.bulk.frame import DAY_US, Frame, kind_codes, recordings_in, text_tables
from hengjian.bulk.layout import ABSENT, BOOLEAN, LAST_DAY, MISSING, NONE, NUMBER, TEXT, Columns
from hengjian.bulk.table.assemble import ACTOR, Names
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable
from hengjian.bulk.table.folding import Known
from hengjian.core.lawbook.rule import SORTS

BY_SORT = (("text:", TEXT), ("number:", NUMBER), ("boolean:", BOOLEAN))
Column = tuple[np.ndarray, np.ndarray]
Nothing = np.empty(0, np.int64)


@dataclass
class Laid:
    """A rule table, and how it was laid out for files of one sort: most files of an archive are alike."""

    rules: RuleTable
    made: dict[tuple[object, ...], np.ndarray] = field(default_factory=dict)

    def bound(self, panels: Sequence[Mapping[str, Any]], known: Known) -> np.ndarray:
        """The law for matters of these sorts in a file of which so much is known."""
        key = (known, *(tuple(sorted(one.items())) for one in panels))
        if key not in self.made:
            self.made[key] = bound(self.rules, panels, known)
        return self.made[key]


def facts_frame(log: FactsLog, laid: Laid) -> Frame:
    """These matters in the words of the table."""
    rules = laid.rules
    texts = Names.of(rules.texts)
    unfit = log.left_out | log.corrected
    values, fields, sorts = event_values(log, rules, texts, unfit)
    panels, panel = panels_of(log)
    attributes = np.full((len(rules.attributes), len(panel)), MISSING, np.int64)
    for place, name in enumerate(rules.attributes):
        attributes[place] = np.array([coded(one.get(name), texts) for one in panels], np.int64)[panel]
    at = log.table["at"].to_numpy()
    out = (at < 400 * DAY_US) | (at > (LAST_DAY - 4000) * DAY_US)
    unfit[log.matter[out | recordings_in(log.kinds, log.kind, (rules,))]] = True
    about_starts, about, key_sort = keys_of(log.table["about"].chunk(0))
    date_only = log.table["date_only"]
    columns = Columns(
        starts=log.starts,
        kind=log.kind,
        kind_of=kind_codes(log.kinds, rules),
        at=at,
        day_only=date_only.to_numpy().astype(np.uint8) if pc.any(date_only).as_py() else np.empty(0, np.uint8),
        values=tuple(words for words, _where in values),
        value_of=tuple(where for _words, where in values),
        fields=fields,
        sorts=sorts,
        about_starts=about_starts,
        about=about,
        key_sort=key_sort,
        attributes=attributes,
        attribute_sorts=np.full(len(rules.attributes), TEXT, np.int64),
        panel=panel,
        **text_tables(texts.words or [""]),
    )
    known = Known(
        kinds=frozenset(log.kinds),
        fields=frozenset(name for name, sort in zip(rules.fields, sorts, strict=True) if sort != ABSENT),
        attributes=frozenset(name for name, row in zip(rules.attributes, attributes, strict=True) if (row != MISSING).any()),
    )
    return Frame(columns, laid.bound(panels, known), unfit)


def coded(value: str | None, texts: Names) -> int:
    return MISSING if value is None else texts.code(value)


def event_values(log: FactsLog, rules: RuleTable, texts: Names, unfit: np.ndarray) -> tuple[list[Column], np.ndarray, np.ndarray]:
    """Values, the row of each field of the table (or NONE where the log has no such field), and sorts."""
    found: list[Column] = []
    fields = np.full(len(rules.fields), NONE, np.int64)
    sorts = np.zeros(len(rules.fields), np.int64)
    for place, name in enumerate(rules.fields):
        there = sorts_there(log.table, name)
        if not there:
            continue
        chosen, sort = there[0]
        for other in [column for column, one in there if one == ABSENT or column != chosen]:
            unfit[log.matter[np.asarray(log.table[other].is_valid())]] = True
        fields[place], sorts[place] = len(found), sort
        found.append(words_of(log.table[chosen].chunk(0), sort, texts))
    return found, fields, sorts


def sorts_there(table: pa.Table, name: str) -> list[tuple[str, int]]:
    """The columns in which a field has values, each with its sort; what columns cannot hold comes last."""
    if name == ACTOR:
        return [("by", TEXT)]
    named = [*((prefix + name, sort) for prefix, sort in BY_SORT), (OTHER + name, ABSENT)]
    return [(column, sort) for column, sort in named if column in table.column_names and table[column].null_count < table.num_rows]


def words_of(column: pa.Array, sort: int, texts: Names) -> Column:
    """(numbers, what each number stands for): the second empty where the numbers stand for themselves."""
    if sort == TEXT:
        words = [texts.code(word) for word in column.dictionary.to_pylist()]
        return column.indices.fill_null(len(words)).to_numpy(zero_copy_only=False), np.array([*words, MISSING], np.int64)
    if sort == BOOLEAN:
        return column.cast(pa.int8()).fill_null(2).to_numpy(zero_copy_only=False), np.array([0, 1, MISSING], np.int64)
    if sort == NUMBER:
        return column.fill_null(MISSING).to_numpy(zero_copy_only=False), Nothing
    return np.full(len(column), MISSING, np.int64), Nothing


def panels_of(log: FactsLog) -> tuple[list[Mapping[str, Any]], np.ndarray]:
    """The different kinds of matter, and the kind of each."""
    names = [name for name in log.table.column_names if name.startswith(OF)]
    code, first = np.zeros(len(log.starts) - 1, np.int64), pa.array(log.starts[:-1])
    for name in names:
        own = log.table[name].chunk(0)
        code = code * (len(own.dictionary) + 1) + own.indices.take(first).fill_null(len(own.dictionary)).to_numpy(zero_copy_only=False)
    _codes, example, panel = np.unique(code, return_index=True, return_inverse=True)
    places = pa.array(log.starts[:-1][example])
    columns = [log.table[name].take(places).to_pylist() for name in names]
    bare = [name.removeprefix(OF) for name in names]
    return [{k: columns[n][row] for n, k in enumerate(bare)} for row in range(len(example))], panel.astype(np.int64)


def keys_of(about: pa.ListArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys as numbers, laid end to end; and the sort of each key (or one that no rule is judged by)."""
    flat = pc.list_flatten(about)
    if not len(flat):
        return Nothing, Nothing, Nothing
    keys = flat.dictionary_encode() if not pa.types.is_dictionary(flat.type) else flat
    starts = np.zeros(len(about) + 1, np.int64)
    np.cumsum(pc.list_value_length(about).fill_null(0).to_numpy(zero_copy_only=False), out=starts[1:])
    sorts: dict[str, int] = {sort: place for place, sort in enumerate(SORTS)}
    key_sort = [sorts.setdefault(word.partition(":")[0], len(sorts)) for word in keys.dictionary.to_pylist()]
    return starts, keys.indices.to_numpy(zero_copy_only=False).astype(np.int64), np.array(key_sort, np.int64)
