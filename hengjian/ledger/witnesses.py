"""Who outside cosigns our checkpoints: witnesses named in the record, their cosignatures taken in and checked. Witnessing: `witness.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from hengjian.ledger import vkeys
from hengjian.ledger.cosign import cosigned_at
from hengjian.ledger.models import Checkpoint, Cosignature, Event
from hengjian.ledger.read import events_in, stream_head
from hengjian.ledger.record import Draft, record
from hengjian.ledger.vkeys import BadNote, VerifierKey

STREAM = "witnesses"
NAMED = "witness.named"


def name_witness(key: str, *, by: str, now: datetime) -> Event:
    """Records that the cosignatures of this key count from now on; the key came to us by another way than its cosignatures."""
    found = vkeys.read_key(key)
    if found.kind != vkeys.WITNESS:
        raise BadNote(_("这不是见证人的验证公钥"))
    for standing in named():
        if standing.name == found.name:
            raise BadNote(_("已有名为 %(name)s 的见证人") % {"name": found.name})
    return record([Draft(STREAM, "", NAMED, now, by, {"key": str(found)})], now=now, expected=stream_head(STREAM))[0]


def named() -> list[VerifierKey]:
    """The keys of every witness, in the order in which they were named."""
    return [vkeys.read_key(event.body["key"]) for event in events_in(STREAM) if event.kind == NAMED]


def take(lines: str, size: int, *, now: datetime) -> list[Cosignature]:
    """Takes the cosignatures among these lines that a named witness put under our checkpoint of that size; gives back the new ones.

    Lines of others, and those that do not hold, are left alone: whoever answers may send anything.
    """
    row = Checkpoint.objects.filter(size=size).first()
    return list(_taken(row, lines, now)) if row else []


def _taken(row: Checkpoint, lines: str, now: datetime) -> Iterator[Cosignature]:
    cosigned = bare(row.note) + "\n" + "\n".join(one for one in lines.splitlines() if one.startswith("— ")) + "\n"
    for key in named():
        stamp = cosigned_at(cosigned, key)
        if stamp is None or Cosignature.objects.filter(size=row.size, witness=key.name).exists():
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
    return 0 if Cosignature.objects.filter(size=size).count() >= len(named()) else len(take(text, size, now=now))


def complete() -> list[int]:
    """The sizes of the checkpoints that every witness has cosigned."""
    counted = Cosignature.objects.values("size").annotate(count=Count("pk")).filter(count__gte=len(named()))
    return list(counted.values_list("size", flat=True))


def bare(note: str) -> str:
    """The text of a note without its signatures, up to the empty line."""
    return note.partition("\n\n")[0] + "\n"


def note_with_cosignatures(row: Checkpoint) -> str:
    """The checkpoint with a line for each witness that cosigned it."""
    lines = Cosignature.objects.filter(size=row.size).order_by("witness").values_list("line", flat=True)
    return row.note + "".join(f"{line}\n" for line in lines)


def faults() -> Iterator[tuple[str, str]]:
    """Cosignatures that do not hold: where, and a sentence."""
    known = {key.name: key for key in named()}
    notes = dict(Checkpoint.objects.filter(size__in=Cosignature.objects.values("size")).values_list("size", "note"))
    for row in Cosignature.objects.order_by("size", "witness").iterator(chunk_size=500):
        key = known.get(row.witness)
        text = notes.get(row.size, "") + row.line + "\n"
        if key is None or row.size not in notes or cosigned_at(text, key) is None:
            where = _("检查点 %(size)d 的见证签名（%(witness)s）") % {"size": row.size, "witness": row.witness}
            yield where, _("不是该见证人对这一检查点的有效签名")
