"""The worker beside the watch that carries out imports from the desk: they take minutes, and a look must not wait for them."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection

from hengjian.work.matters.intake.carrying import carry_out, take_one
from hengjian.work.matters.intake.jobs import drop_old

PAUSE = 1.0
PAUSE_AFTER_TROUBLE = 5.0
log = logging.getLogger("hengjian.import")


class Importer:
    """Carries out imports by a clock until `stop` is set. Several may run at once; one import is one worker's at a time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.stop = threading.Event()

    def run(self) -> None:
        """Returns once `stop` is set and the import at work has ended. Trouble with the database is logged and waited out."""
        while not self.stop.is_set():
            try:
                pause = 0.0 if self.once() else PAUSE
            except DatabaseError:
                log.exception("An import was interrupted by the database; it will be taken up again")
                close_old_connections()
                pause = PAUSE_AFTER_TROUBLE
            self.stop.wait(pause)
        connection.close()

    def once(self) -> bool:
        """Carries out one import, if one waits; true if it did."""
        job = take_one(self.clock())
        if job is None:
            drop_old(self.clock())
            return False
        carry_out(job, self.clock)
        return True


def in_a_thread(clock: Callable[[], datetime]) -> Importer:
    """Starts an importer beside what this process does; set its `stop` to end it."""
    importer = Importer(clock)
    threading.Thread(target=importer.run, name="hengjian-importer", daemon=True).start()
    return importer
