"""Taking checkpoints out of the house as work beside the watch: places may be slow. Where they go: `ledger/publish.py`."""

from hengjian.ledger.publish import publish
from hengjian.watch.beside import Clock, Work


def take(clock: Clock) -> None:
    """Publishes what is due; trouble with a place is kept beside it, and nothing is left over to go on with."""
    publish(clock())


PUBLICATION = Work("publication", take, pause=5.0)
