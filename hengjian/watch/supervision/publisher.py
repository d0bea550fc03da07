"""The worker beside the watch that takes checkpoints out of the house: places may be slow, and a look must not wait for them."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection

from hengjian.ledger.places import places
from hengjian.ledger.publish import publish

PAUSE = 5.0
log = logging.getLogger("hengjian.publisher")


class Publisher:
    """Publishes by a clock until `stop` is set. Several may run at once."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.stop = threading.Event()

    def run(self) -> None:
        """Returns once `stop` is set. Trouble with the database is logged and waited out; trouble with a place is kept beside it."""
        while not self.stop.is_set():
            try:
                publish(self.clock())
            except DatabaseError:
                log.exception("Publishing failed; trying again")
                close_old_connections()
            self.stop.wait(PAUSE)
        connection.close()


def in_a_thread(clock: Callable[[], datetime]) -> Publisher | None:
    """Starts a publisher, if this installation has places to publish to; set its `stop` to end it."""
    if not places():
        return None
    publisher = Publisher(clock)
    threading.Thread(target=publisher.run, name="hengjian-publisher", daemon=True).start()
    return publisher
