"""Writers that run as processes of their own and may be killed at any point. What each one was told is durable stands in its own file."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from hengjian.ledger import read
from hengjian.ledger.integrate import integrate
from hengjian.ledger.record import StaleStream, record, record_many
from tests.ledger.make import NOW, draft

STREAMS = 3


def started(target: Callable[..., None], *arguments: Any) -> multiprocessing.Process:
    """A process with no connection of this one's."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    process.start()
    return process


def write(number: int, events: int, told: Path) -> None:
    """Record `events` events in streams that others write too, each read, decided and committed like an action, again when stale."""
    chance = random.Random(number)
    with told.open("a") as file:
        for n in range(events):
            source, stale = f"writer{number}:{n}", 0
            while not _wrote(f"m{chance.randrange(STREAMS)}", source):
                stale += 1
            file.write(f"{source} {stale}\n")
            file.flush()
    connections.close_all()


def _wrote(stream: str, source: str) -> bool:
    try:
        with transaction.atomic():
            head = read.stream_head(stream)
            pair = [draft(stream, source=source, sealed={"name": source}), draft(stream, body={"of": source})]
            record(pair, now=NOW, expected=head)
            return True
    except StaleStream:
        return False


def bring_in(rows: int, batch: int) -> None:
    """An import of history in batches, each a transaction; safe to run again."""
    for start in range(0, rows, batch):
        record_many([draft(f"i{n % 40}", source=f"row:{n}") for n in range(start, min(rows, start + batch))], now=NOW)
    connections.close_all()


def keep_integrating(stop: Path) -> None:
    """A worker that gives places until it is told to stop."""
    while not stop.exists():
        integrate(NOW, limit=17)
    connections.close_all()


def all_told(folder: Path) -> dict[str, int]:
    """Every source that some writer knew to be durable, with how often it had to read again."""
    lines = [line.split() for path in folder.glob("told*") for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return {source: int(stale) for source, stale in lines}


def killed(process: multiprocessing.Process) -> None:
    os.kill(process.pid or 0, 9)
    process.join()
