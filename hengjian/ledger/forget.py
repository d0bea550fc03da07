"""Forgetting a matter by destroying its key, and putting a new master key into use. The log stays whole.

Files of the matter go with it.

A backup made before still holds the wrapped key: `docs` say how long backups are kept. Projections purge what they hold in clear by
following `key.destroyed`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hengjian.ledger import files, keys
from hengjian.ledger.models import Event, MatterKey
from hengjian.ledger.record import Draft, record_many
from hengjian.ledger.sealed import Unreadable, decrypt, encrypt


def destroy_key(matter: str, *, by: str, now: datetime, reason: str = "") -> Event:
    """Destroy the matter's key, so that everything sealed in it is forgotten, and record `key.destroyed` in the stream `key/<matter>`.

    `reason` is a code, not a text. Destroying twice gives back the event that stands; a matter that never sealed anything gets a
    destroyed key, so that it never will.
    """
    with transaction.atomic():
        _overwrite_when_freed()
        MatterKey.objects.get_or_create(matter=matter, defaults={"master": "", "wrapped": None, "made_at": now})
        MatterKey.objects.filter(matter=matter, destroyed_at=None).update(wrapped=None, destroyed_at=now, destroyed_by=by)
        body = {"reason": reason} if reason else {}
        draft = Draft(f"key/{matter}", matter, "key.destroyed", at=now, by=by, body=body, source=f"key.destroyed:{matter}")
        transaction.on_commit(partial(files.remove, matter))
        return record_many([draft], now=now)[0]


def drop_key(name: str) -> None:
    """Take away the key and the files of something that no event names, such as an upload; call it inside a transaction."""
    if Event.objects.filter(matter=name).exists():
        raise ValueError(_("事项 %(matter)s 已有记录，只能依法遗忘") % {"matter": name})
    _overwrite_when_freed()
    MatterKey.objects.filter(matter=name).delete()
    transaction.on_commit(partial(files.remove, name))


def _overwrite_when_freed() -> None:
    """Have SQLite write zeros over what it frees; PostgreSQL removes the old row at its next VACUUM."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def rotate_master(*, batch: int = 1000) -> int:
    """Wrap every matter key by a new master key and drop the old ones; gives back how many were wrapped. Safe to run again after a stop."""
    name = keys.add_master()
    known = keys.masters()
    count = 0
    while True:
        with transaction.atomic():
            rows = list(MatterKey.objects.exclude(master=name).filter(wrapped__isnull=False).select_for_update()[:batch])
            for row in rows:
                row.wrapped, row.master = _rewrapped(row, known, name), name
            MatterKey.objects.bulk_update(rows, ["wrapped", "master"], batch_size=200)
        count += len(rows)
        if not rows:
            break
    keys.keep_only(name)
    return count


def _rewrapped(row: MatterKey, known: dict[str, bytes], name: str) -> bytes:
    if row.master not in known:
        raise Unreadable(_("事项 %(matter)s 的密钥由另一把主密钥保护：请恢复密钥文件 master.key") % {"matter": row.matter})
    bound, wrapped = row.matter.encode(), bytes(row.wrapped or b"")
    size = len(wrapped) - 28
    return encrypt(known[name][:size], decrypt(known[row.master][:size], wrapped, bound), bound)
