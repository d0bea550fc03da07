"""The watch as a process or a thread: rounds until it is told to stop, within a second of what happens. What a round does: `rounds`."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection

from hengjian.watch.supervision import heartbeat
from hengjian.watch.supervision.lawkeeping import LawKeeping
from hengjian.watch.supervision.rounds import Round, run_round

PAUSE = 0.25
PAUSE_AFTER_TROUBLE = 2.0
log = logging.getLogger("hengjian.watch")
Clock = Callable[[], datetime]


class Watch:
    """Runs rounds by a clock until `stop` is set. Several may run at once, in one process or in many."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.stop = threading.Event()
        self.law = LawKeeping()

    def run(self) -> None:
        """Returns once `stop` is set and the round that runs has ended. Trouble with the database is logged and waited out."""
        started = False
        while not self.stop.is_set():
            try:
                if not started:
                    heartbeat.begin(self.clock())
                    started = True
                pause = 0.0 if self.once() else PAUSE
            except DatabaseError:
                log.exception("A round of the watch failed; trying again")
                close_old_connections()
                pause = PAUSE_AFTER_TROUBLE
            self.stop.wait(pause)
        connection.close()

    def once(self) -> bool:
        """One round; true if there is more to do at once."""
        now = self.clock()
        self.law.follow(now)
        done = run_round(now)
        return self.law.apply(now) or done.busy

    def catch_up(self) -> list[Round]:
        """Rounds until nothing is left to do at this moment: for a first start, for `--once` and for tests."""
        heartbeat.begin(self.clock())
        rounds = []
        while True:
            now = self.clock()
            self.law.follow(now)
            rounds.append(run_round(now))
            if not self.law.apply(now) and not rounds[-1].busy:
                return rounds


def in_a_thread(watch: Watch) -> threading.Thread:
    """Starts the watch beside what this process does; set `watch.stop` and join to end it."""
    thread = threading.Thread(target=watch.run, name="hengjian-watch", daemon=True)
    thread.start()
    return thread
