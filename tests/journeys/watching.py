"""The watch in stories: it works at a given moment until nothing is left to do."""

from datetime import datetime

from hengjian.watch.supervision.worker import Watch


def keep_watch(now: datetime) -> None:
    Watch(lambda: now).catch_up()
