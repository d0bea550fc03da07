"""Who outside cosigns our checkpoints: witnesses named in the record, their cosignatures taken in and checked. Witnessing: `witness.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from hengjian.ledger import vkeys
from hengjian.ledger.cosign import cosigned_at
from hengjian.ledger.models import Checkpoint, Cosignature, Event
from hengjian.ledger.read import ZONE, events_in, stream_head, with_places
from hengjian.ledger.record import Draft, record
from hengjian.ledger.vkeys import BadNote, VerifierKey

STREAM = "witnesses"
NAMED, RETIRED = "witness.named", "witness.retired"


@dataclass(frozen=True, slots=True)
class Named:
    """A witness as the record has it. Its cosignatures count if put before `until` (seconds since 1970), where the day `since` begins."""

    key: VerifierKey
    since: date | None = None
    until: int | None = None

    def counts(self, stamp: int) -> bool:
        return self.until is None or stamp < self.until


def name_witness(key: str, *, by: str, now: datetime) -> Event:
    """Records that the cosignatures of this key count from now on; the key came to us by another way than its cosignatures."""
    found = vkeys.read_key(key)
    if found.kind != vkeys.WITNESS:
        raise BadNote(_("这不是见证人的验证公钥"))
    for one in named():
        if str(one.key) == str(found) or (one.key.name == found.name and one.counts(int(now.timestamp()))):
            raise BadNote(_("已有名为 %(name)s 的见证人") % {"name": found.name})
    return record([Draft(STREAM, "", NAMED, now, by, {"key": str(found)})], now=now, expected=stream_head(STREAM))[0]


def retire(name: str, *, since: date, told: Mapping[str, str], by: str, now: datetime) -> Event:
    """Records that a witness counts no more from that day on; what it cosigned before goes on counting.

    `told` says why and who else agreed. Raises `BadNote`. The rights are checked in `work/people/actions_witness.py`.
    """
    head = stream_head(STREAM)
    found = next((one for one in named() if one.key.name == name and one.until is None), None)
    if found is None:
        raise BadNote(_("没有名为 %(name)s 的在用见证人") % {"name": name})
    if since < now.astimezone(ZONE).date():
        raise BadNote(_("停用之日不能早于今天"))
    start = int(datetime.combine(since, time.min, ZONE).timestamp())
    body = {"key": str(found.key), "since": since.isoformat(), "until": start, **told}
    return record([Draft(STREAM, "", RETIRED, now, by, body)], now=now, expected=head)[0]


def named() -> list[Named]:
    """Every witness in the order in which they were named, those with them that were retired since."""
    found: dict[str, Named] = {}
    for event in events_in(STREAM):
        key, body = event.body["key"], event.body
        since = date.fromisoformat(body["since"]) if event.kind == RETIRED else None
        found[key] = Named(vkeys.read_key(key), since, body["until"] if since else None)
    return list(found.values())


def standing(now: datetime) -> list[Named]:
    """Those whose cosignatures are awaited."""
    return [one for one in named() if one.counts(int(now.timestamp()))]


def retirements() -> list[Event]:
    """Every event that retired a witness, with its place in the log; None where it has none yet."""
    return with_places(Event.objects.filter(stream=STREAM, kind=RETIRED))


def take(lines: str, size: int, *, now: datetime) -> list[Cosignature]:
    """Takes the cosignatures among these lines that a named witness put under our checkpoint of that size; gives back the new ones.

    Lines of others, and those that do not hold, are left alone: whoever answers may send anything.
    """
    row = Checkpoint.objects.filter(size=size).first()
    return list(_taken(row, lines, now)) if row else []


def _taken(row: Checkpoint, lines: str, now: datetime) -> Iterator[Cosignature]:
    cosigned = bare(row.note) + "\n" + "\n".join(one for one in lines.splitlines() if one.startswith("— ")) + "\n"
    for one in named():
        key, stamp = one.key, cosigned_at(cosigned, one.key)
        if stamp is None or not one.counts(stamp) or Cosignature.objects.filter(size=row.size, witness=key.name).exists():
            continue
        line = next(one for one in vkeys.parts(cosigned)[1] if one.startswith(f"— {key.name} "))
        values = {"line": line, "stamp": datetime.fromtimestamp(stamp, UTC), "taken_at": now}
        try:
            with transaction.atomic():
                yield Cosignature.objects.create(size=row.size, witness=key.name, **values)
        except IntegrityError:
            continue


def take_file(path: Path, *, now: datetime) -> int:
    """Takes what a file holds: a checkpoint of ours with cosignatures. Gives back how many were new; a file that is none holds none."""
    try:
        text = path.read_text(encoding="utf-8")
        size = int(text.split("\n", 2)[1])
    except (OSError, IndexError, ValueError):
        return 0
    return 0 if size in complete(now) else len(take(text, size, now=now))


def complete(now: datetime) -> list[int]:
    """The sizes of the checkpoints that every witness whose cosignature is awaited has cosigned."""
    names = {one.key.name for one in standing(now)}
    counted = Cosignature.objects.filter(witness__in=names).values("size").annotate(count=Count("pk")).filter(count__gte=len(names))
    return list(counted.values_list("size", flat=True))


def bare(note: str) -> str:
    """The text of a note without its signatures, up to the empty line."""
    return note.partition("\n\n")[0] + "\n"


def note_with_cosignatures(row: Checkpoint) -> str:
    """The checkpoint with a line for each witness that cosigned it."""
    lines = Cosignature.objects.filter(size=row.size).order_by("witness").values_list("line", flat=True)
    return row.note + "".join(f"{line}\n" for line in lines)


def faults() -> Iterator[tuple[str, str]]:
    """Cosignatures that do not hold, or were put when their witness was retired: where, and a sentence."""
    known = named()
    notes = dict(Checkpoint.objects.filter(size__in=Cosignature.objects.values("size")).values_list("size", "note"))
    for row in Cosignature.objects.order_by("size", "witness").iterator(chunk_size=500):
        text = notes.get(row.size, "") + row.line + "\n"
        stamps = [(one, cosigned_at(text, one.key)) for one in known if one.key.name == row.witness and row.size in notes]
        held = [one.counts(stamp) for one, stamp in stamps if stamp is not None]
        if not any(held):
            where = _("检查点 %(size)d 的见证签名（%(witness)s）") % {"size": row.size, "witness": row.witness}
            yield where, _("签名时该见证人已停用") if held else _("不是该见证人对这一检查点的有效签名")
