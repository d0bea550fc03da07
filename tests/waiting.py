"""What tests with other processes share: how long they wait, a free port, and waiting until something holds. No test measures a time."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE = 240
"""Seconds after which a test gives up: the machine may be small and busy."""
PORTS = range(20_000, 32_000)
"""Below those that a system lends to outgoing connections, so that none of them takes the port before its server does."""


def free_port() -> int:
    """A port on which nobody listens."""
    while True:
        port = PORTS[secrets.randbelow(len(PORTS))]
        with socket.socket() as listening:
            try:
                listening.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition: Callable[[], Found]) -> Found:
    """Asks until the condition gives something true, and gives that back."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"after {PATIENCE} s it is still {found!r}: {condition}")
        time.sleep(0.01)
    return found
