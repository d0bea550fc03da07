"""A new checkpoint key takes over: what waits is placed under the old key, the rotation is recorded and placed under the new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hengjian.ledger import keys, signing
from hengjian.ledger.charter import charter
from hengjian.ledger.integrate import be_the_only_one, integrate_all
from hengjian.ledger.models import Checkpoint, Event


def rotate_key(*, by: str, now: datetime) -> tuple[Event, Checkpoint]:
    """The event and the first checkpoint of the new key. The old private key is destroyed; make a backup afterwards.

    All in one transaction in which nobody else integrates: if it fails, the old key goes on and the new one is thrown away.
    """
    before = signing.file_in_use()
    made = ""
    try:
        with transaction.atomic():
            be_the_only_one()
            integrate_all(now)
            event = signing.record_rotation(charter().origin, by=by, now=now)
            made = signing.file_of(event.body["new"])
            checkpoint = integrate_all(now)
    except BaseException:
        if made:
            keys.remove(made)
        raise
    keys.remove(before)
    return event, checkpoint
