"""Events coded by the words of a rule table, ready for the kernel. What a column cannot hold marks its matter as unfit: judged live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.layout import ABSENT, BOOLEAN, LAST_DAY, MISSING, NONE, NUMBER, TEXT, Columns
from hengjian.bulk.table.assemble import ACTOR, Names
from hengjian.bulk.table.bound import bound
from hengjian.bulk.table.columns import RuleTable
from hengjian.bulk.table.folding import Known
from hengjian.core.checks.age_gate import years_of
from hengjian.core.lawbook.rule import SORTS
from hengjian.core.recordings import RECORDINGS

DAY_US = 86_400_000_000
SORT_OF = {bool: BOOLEAN, int: NUMBER, str: TEXT}
FIRST = date(1970, 1, 1).toordinal()
NO_DATE, A_DAY, A_MINUTE, ONLY_LIVE = 0, 1, 2, 3


@dataclass(frozen=True)
class Frame:
    """`columns` for the kernel, the `table` with its panels, and which matters are `unfit`."""

    columns: Columns
    table: np.ndarray
    unfit: np.ndarray


def frame_of(log: EventLog, rules: RuleTable) -> Frame:
    """A log in the words of the table."""
    return frames_of(log, (rules,))[0]


def frames_of(log: EventLog, tables: Sequence[RuleTable]) -> list[Frame]:
    """A log coded once in the words that several tables share (`two_laws.py`), and laid out under each."""
    rules = tables[0]
    texts = Names.of(rules.texts)
    unfit = np.zeros(len(log.matters), bool)
    values, fields, sorts = event_values(log, rules, texts, unfit)
    attributes, attribute_sorts = matter_values(log, rules, texts, unfit)
    about_starts, about, key_sort = keys_of(log.about)
    panels, panel = panels_of(log.attributes, [name for table in tables for name in table.law.attributes])
    out = (log.at < 400 * DAY_US) | (log.at > (LAST_DAY - 4000) * DAY_US)
    unfit[log.matter[out | recordings_in(log.kinds, log.kind, tables)]] = True
    columns = Columns(
        starts=log.starts.astype(np.int64),
        kind=log.kind.astype(np.int64),
        kind_of=kind_codes(log.kinds, rules),
        at=log.at,
        day_only=log.date_only.astype(np.uint8) if log.date_only.any() else np.empty(0, np.uint8),
        values=values,
        value_of=(np.empty(0, np.int64),) * len(values),
        fields=fields,
        sorts=sorts,
        about_starts=about_starts if len(about) else np.empty(0, np.int64),
        about=about,
        key_sort=key_sort,
        attributes=attributes,
        attribute_sorts=attribute_sorts,
        panel=panel,
        **text_tables(texts.words),
    )
    known = known_of(log, rules, sorts, attributes)
    return [Frame(columns, bound(table, panels, known), unfit) for table in tables]


def recordings_in(kinds: Sequence[str], kind: np.ndarray, tables: Sequence[RuleTable]) -> np.ndarray:
    """Which events are recordings that a rule may judge an act by: intervals have no columns."""
    asked = any(rule.check == "recording_cover" for table in tables for rule in table.rules)
    return np.isin(kind, [code for code, name in enumerate(kinds) if asked and name in RECORDINGS])


def known_of(log: EventLog, rules: RuleTable, sorts: np.ndarray, attributes: np.ndarray) -> Known:
    """What the log has of all that the rules ask about."""
    return Known(
        kinds=frozenset(log.kinds),
        fields=frozenset(name for name, sort in zip(rules.fields, sorts, strict=True) if sort != ABSENT),
        attributes=frozenset(name for name, values in zip(rules.attributes, attributes, strict=True) if (values != MISSING).any()),
    )


def kind_codes(kinds: Sequence[str], rules: RuleTable) -> np.ndarray:
    """The table's number of each kind of the log; one past the last for those that no rule reads."""
    places = {kind: place for place, kind in enumerate(rules.kinds)}
    return np.array([places.get(kind, len(rules.kinds)) for kind in kinds] or [0], np.int64)


def coded(values: Sequence[Any], texts: Names) -> tuple[np.ndarray, int, np.ndarray]:
    """(words, sort of the column, which rows hold another sort of value). The first value there is decides the sort."""
    kind = next((type(value) for value in values if value is not None), None)
    sort = SORT_OF.get(kind, ABSENT) if kind is not None else ABSENT
    words = np.full(len(values), MISSING, np.int64)
    odd = np.zeros(len(values), bool)
    for place, value in enumerate(values):
        if value is None:
            continue
        if type(value) is not kind or sort == ABSENT or (sort == NUMBER and abs(value) >= 2**62):
            odd[place] = True
        else:
            words[place] = texts.code(value) if sort == TEXT else int(value)
    return words, sort, odd


def event_values(log: EventLog, rules: RuleTable, texts: Names, unfit: np.ndarray) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    """Values, the row of each field of the table (or NONE where the log has no such field), and sorts."""
    found: list[np.ndarray] = []
    fields = np.full(len(rules.fields), NONE, np.int64)
    sorts = np.zeros(len(rules.fields), np.int64)
    for place, name in enumerate(rules.fields):
        column = [by or None for by in log.by] if name == ACTOR else log.fields.get(name)
        if column is not None:
            words, sorts[place], odd = coded(column, texts)
            unfit[log.matter[odd]] = True
            fields[place] = len(found)
            found.append(words)
    return tuple(found), fields, sorts


def matter_values(log: EventLog, rules: RuleTable, texts: Names, unfit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = np.full((len(rules.attributes), len(log.matters)), MISSING, np.int64)
    sorts = np.zeros(len(rules.attributes), np.int64)
    for place, name in enumerate(rules.attributes):
        values[place], sorts[place], odd = coded([attributes.get(name) for attributes in log.attributes], texts)
        unfit |= odd
    return values, sorts


def keys_of(about: Sequence[tuple[str, ...]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keys as numbers, laid end to end; and the sort of each key (or one that no rule is judged by)."""
    names = Names()
    flat = [names.code(key) for keys in about for key in keys]
    starts = np.zeros(len(about) + 1, np.int64)
    np.cumsum([len(keys) for keys in about], out=starts[1:])
    sorts: dict[str, int] = {sort: place for place, sort in enumerate(SORTS)}
    key_sort = [sorts.setdefault(word.partition(":")[0], len(sorts)) for word in names.words]
    return starts, np.array(flat, np.int64), np.array(key_sort, np.int64)


def panels_of(attributes: Sequence[Mapping[str, Any]], names: Sequence[str]) -> tuple[list[Mapping[str, Any]], np.ndarray]:
    """The different kinds of matter by what these attributes say, and the kind of each."""
    seen: dict[tuple[Any, ...], int] = {}
    found: list[Mapping[str, Any]] = []
    codes = np.zeros(len(attributes), np.int64)
    for place, one in enumerate(attributes):
        key = tuple((type(one.get(name)), one.get(name)) for name in names)
        code = seen.setdefault(key, len(found))
        if code == len(found):
            found.append(one)
        codes[place] = code
    return found, codes


def text_tables(words: Iterable[str]) -> dict[str, np.ndarray]:
    """What each text says as a date or time, and as an age band."""
    dates = [read_date(word) for word in words]
    bands = [years_of(word) or (-1, -1) for word in words]
    return {
        "text_how": np.array([how for how, _ in dates], np.int64),
        "text_value": np.array([value for _, value in dates], np.int64),
        "text_low": np.array([low for low, _ in bands], np.int64),
        "text_high": np.array([high for _, high in bands], np.int64),
    }


def read_date(word: str) -> tuple[int, int]:
    """(day, time, neither, or only live; days or minutes since 1970)."""
    try:
        if len(word) == 10:
            return A_DAY, date.fromisoformat(word).toordinal() - FIRST
        at = datetime.fromisoformat(word)
    except ValueError:
        return (ONLY_LIVE if len(word) > 10 and read_date(word[:10])[0] == A_DAY else NO_DATE), 0
    return (A_MINUTE, int(at.timestamp() // 60)) if at.tzinfo else (ONLY_LIVE, 0)
