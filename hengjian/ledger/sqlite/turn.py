"""Turns at writing one file: whoever waits longest is next. SQLite's own waiting is a sleep, which a busy neighbour always outruns."""

import threading
from collections import deque

TURNS: dict[str, "Turn"] = {}


class Turn:
    """A lock that is handed from one thread to the one that has waited longest."""

    def __init__(self) -> None:
        self.mutex = threading.Lock()
        self.waiting: deque[threading.Lock] = deque()
        self.taken = False

    def take(self, patience: float) -> bool:
        """Waits for the turn, at most `patience` seconds; false where it did not come."""
        with self.mutex:
            if not self.taken:
                self.taken = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self.waiting.append(gate)
        if gate.acquire(timeout=patience):
            return True
        with self.mutex:
            if gate in self.waiting:
                self.waiting.remove(gate)
                return False
        return True  # handed over in the very instant in which patience ended

    def give(self) -> None:
        """Hands the turn on; only who has it may."""
        with self.mutex:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False


def turn_at(file: str) -> Turn:
    """The turn at writing this file in this process."""
    return TURNS.setdefault(file, Turn())
