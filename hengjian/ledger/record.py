"""The only writer of events. It takes no global lock: a stream's head is compared and set in the statement that writes the event.

What is derived goes along in the same statement, or in the same `transaction.atomic()`. Rights, flow and law are asked in `work/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import uuid6
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hengjian.ledger import append
from hengjian.ledger.canonical import NotCanonical, check, leaf_of, moment
from hengjian.ledger.charter import digest
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event, Head
from hengjian.ledger.ready import made
from hengjian.ledger.sealed import keys_to_seal, seal_with
from hengjian.ledger.together import Part

__all__ = ["Draft", "NotCanonical", "StaleStream", "StreamHead", "new_id", "record", "record_many"]
NO_KEYS: Mapping[str, bytes] = {}


def nothing(_events: Sequence[Event]) -> Sequence[Part]:
    return ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is recorded.

    `body` holds clear values (codes, whole numbers, booleans, ISO texts); `sealed` holds personal data in clear, which is sealed here
    under the key of `matter`. `about` names parties, items, documents (`party:1`). `source` is the unique mark of a message that may
    come twice. The stream of a matter bears the matter's id. `id` is the event's id where the caller had to know it before (`new_id`).
    """

    stream: str
    matter: str
    kind: str
    at: datetime
    by: str
    body: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    about: Sequence[str] = ()
    source: str | None = None
    date_only: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class StreamHead:
    """Where a stream stands: the version and leaf of its last event; version 0 and an empty leaf before the first.

    `key` is the matter's key, where it was read along with the stream.
    """

    version: int
    leaf: str
    key: bytes | None = None


def new_id() -> str:
    """An id for an event: ordered by time."""
    return uuid6.uuid7().hex


def record(
    drafts: Sequence[Draft], *, now: datetime, expected: int | StreamHead, along: Callable[[Sequence[Event]], Sequence[Part]] = nothing
) -> list[Event]:
    """Append drafts of one stream, in order; gives back the events as they stand.

    `expected` is the version of the stream that the caller read (0 for a new one), or its `StreamHead`, which saves a query. Raises
    `StaleStream` when somebody else wrote first: roll back, read again, decide again. A draft whose `source` is known is not written
    again; the event that stands comes back in its place with `already_stood` set. Raises `NotCanonical` for values that have no exact form.

    `along` is asked with the events for what is derived from them, which is written in the same statement, or not at all.
    """
    streams = {draft.stream for draft in drafts}
    if len(streams) > 1:
        raise ValueError("record() writes one stream at a time; use record_many() for several")
    standing = _standing(drafts)
    fresh = _first_of_each_source(draft for draft in drafts if draft.source is None or draft.source not in standing)
    if not fresh:
        return _in_order(drafts, standing, [])
    head = expected if isinstance(expected, StreamHead) else _head_at(fresh[0].stream, expected)
    known = {fresh[0].stream: head.key} if head.key else {}
    events = chained(fresh, {fresh[0].stream: head}, now, known)
    append.one_stream(events, head.version, along(events))
    return _in_order(drafts, standing, events)


def record_many(drafts: Sequence[Draft], *, now: datetime) -> list[Event]:
    """Append drafts of any number of streams after whatever stands there, in one go.

    For imports of history, and for streams in which the order carries no meaning (looks, exports). The same guarantees as `record`; an
    import is safe to run again where its drafts carry a `source`.
    """
    standing = _standing(drafts)
    fresh = _first_of_each_source(draft for draft in drafts if draft.source is None or draft.source not in standing)
    if not fresh:
        return _in_order(drafts, standing, [])
    with transaction.atomic(savepoint=False):
        heads = append.locked_heads(connection, {draft.stream for draft in fresh})
        events = chained(fresh, {stream: StreamHead(*head) for stream, head in heads.items()}, now)
        append.many_streams(connection, events)
    return _in_order(drafts, standing, events)


def _first_of_each_source(drafts: Iterable[Draft]) -> list[Draft]:
    seen: set[str] = set()
    kept = []
    for draft in drafts:
        if draft.source is None or draft.source not in seen:
            kept.append(draft)
        if draft.source is not None:
            seen.add(draft.source)
    return kept


def _standing(drafts: Iterable[Draft]) -> dict[str, Event]:
    """The events already recorded from the sources of these drafts."""
    sources = [draft.source for draft in drafts if draft.source is not None]
    standing: dict[str, Event] = {}
    for start in range(0, len(sources), 500):
        for event in Event.objects.filter(source__in=sources[start : start + 500]):
            event.already_stood = True
            standing[str(event.source)] = event
    return standing


def _head_at(stream: str, expected: int) -> StreamHead:
    """The head of the stream, if it stands where the caller believes."""
    if expected == 0:
        return StreamHead(0, "")
    row = Head.objects.filter(stream=stream).values_list("version", "leaf").first()
    if row is None or row[0] != expected:
        raise StaleStream(stream, expected)
    return StreamHead(*row)


def chained(drafts: Sequence[Draft], heads: Mapping[str, StreamHead], now: datetime, known: Mapping[str, bytes] = NO_KEYS) -> list[Event]:
    """The events of these drafts, each bearing version, predecessor and leaf, its sealed part sealed. `known` are keys read before."""
    moment(now, "now")
    wanted = {draft.matter for draft in drafts if draft.sealed} - known.keys()
    keys = {**known, **keys_to_seal(wanted, now)} if wanted else known
    hash_of = digest()
    ends = dict(heads)
    events = []
    for draft in drafts:
        end = ends.get(draft.stream, StreamHead(0, ""))
        event = _event(draft, end, now, keys.get(draft.matter), hash_of)
        ends[draft.stream] = StreamHead(event.version, event.leaf)
        events.append(event)
    return events


def _event(draft: Draft, end: StreamHead, now: datetime, key: bytes | None, hash_of: Callable[[bytes], bytes]) -> Event:
    body, about = dict(draft.body), list(draft.about)
    check(body, draft.kind)
    check([draft.stream, draft.kind, draft.by, draft.source, about], draft.kind)
    if not (draft.stream and draft.kind and draft.by):
        raise NotCanonical(_("%(kind)s：事件必须有记录流、种类和行为人") % {"kind": draft.kind or "?"})
    identity = draft.id or new_id()
    values = {
        "id": identity, "stream": draft.stream, "version": end.version + 1, "matter": draft.matter, "kind": draft.kind, "body": body,
        "sealed": seal_with(key, draft.sealed, identity) if key and draft.sealed else {}, "about": about, "at": draft.at,
        "date_only": draft.date_only, "recorded_at": now, "by": draft.by, "source": draft.source, "previous": end.leaf,
    }  # fmt: skip
    event = made(Event, values)
    event.leaf = leaf_of(event, hash_of)
    return event


def _in_order(drafts: Sequence[Draft], standing: Mapping[str, Event], events: Sequence[Event]) -> list[Event]:
    """One event per draft, in the drafts' order, whether it was written now or stood before."""
    written = {event.source: event for event in events if event.source is not None}
    without = iter([event for event in events if event.source is None])
    known = {**standing, **written}
    return [next(without) if draft.source is None else known[draft.source] for draft in drafts]
