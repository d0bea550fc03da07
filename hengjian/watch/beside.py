"""The worker beside the watch: it carries out work that takes long, portion by portion, so that no look has to wait for it.

It serves any kind of work. Which kinds there are: `faces/cli/beside.py`. A table of jobs to take up from: `work/turns.py`.
"""

import logging
import threading
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection

PAUSE_AFTER_TROUBLE = 5.0
log = logging.getLogger("hengjian.beside")
Clock = Callable[[], datetime]
Portions = Generator[None, None, None]


@dataclass(frozen=True)
class Work:
    """One kind of work. `take` takes up the next job and gives its portions back, or nothing where none waits; then it is asked again
    after `pause` seconds.

    Each step of the portions does one portion, in transactions of its own, and remembers how far it came; the job is over when they
    end. Closed before (`GeneratorExit`), they give the job back for another worker. A `DatabaseError` may pass through: the job stays
    as remembered and is taken up again. All other trouble with a job is the job's own to tell.
    """

    name: str
    take: Callable[[Clock], Portions | None]
    pause: float


class Worker:
    """Carries out one kind of work by a clock until `stop` is set. Several may run at once; one job is one worker's at a time."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self.work = work
        self.clock = clock
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run, name=f"hengjian-{work.name}", daemon=True)

    def run(self) -> None:
        """Returns once `stop` is set and the portion at work has ended. Trouble with the database is logged and waited out."""
        while not self.stop.is_set():
            try:
                pause = 0.0 if self.once() else self.work.pause
            except DatabaseError:
                log.exception("The work %s was interrupted by the database; it will be taken up again", self.work.name)
                close_old_connections()
                pause = PAUSE_AFTER_TROUBLE
            self.stop.wait(pause)
        connection.close()

    def once(self) -> bool:
        """Takes up one job, if one waits, and carries it to its end or until `stop` is set; true if there was one."""
        portions = self.work.take(self.clock)
        if portions is None:
            return False
        for _portion in portions:
            if self.stop.is_set():
                portions.close()
        return True

    def catch_up(self) -> None:
        """Carries out what waits now, job after job: for `--once` and for tests."""
        while self.once():
            pass


def start(works: Iterable[Work], clock: Clock) -> list[Worker]:
    """Starts a worker for each kind of work beside what this process does; `end` ends them."""
    workers = [Worker(work, clock) for work in works]
    for worker in workers:
        worker.thread.start()
    return workers


def end(workers: Iterable[Worker], grace: float) -> None:
    """Ends workers after the portions at work; one that takes longer than `grace` seconds is left to the end of the process."""
    listed = list(workers)
    for worker in listed:
        worker.stop.set()
    for worker in listed:
        worker.thread.join(grace)
