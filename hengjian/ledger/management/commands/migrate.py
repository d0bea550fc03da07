"""Django's `migrate`, followed by what every migration of a ledger needs: the guards put back, the ledger founded if it is new."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from hengjian.ledger import guard
from hengjian.ledger.charter import found
from hengjian.ledger.models import Charter


class Command(migrate.Command):
    """`HENGJIAN_ORIGIN` names a new ledger on its checkpoints, `HENGJIAN_SUITE` picks `sha256` or `sm3`; both are fixed from then on."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if set(guard.APPEND_ONLY) <= set(connection.introspection.table_names()):
            guard.install()
            found_if_new()


def found_if_new() -> None:
    if not Charter.objects.exists():
        origin = os.environ.get("HENGJIAN_ORIGIN") or f"hengjian/{secrets.token_hex(4)}"
        found(origin=origin, suite=os.environ.get("HENGJIAN_SUITE", "sha256"), now=datetime.now(UTC))
