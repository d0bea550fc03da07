"""The worker beside the watch: job after job, portion by portion, until it is told to stop; trouble with the database is waited out."""

from datetime import UTC, datetime
from threading import Event

from django.db import OperationalError

from hengjian.watch.beside import PAUSE_AFTER_TROUBLE, Work, Worker, end, start


class Bricks:
    """Work that lays `portions` bricks a job; `begun` tells each brick, so that a test can act between two."""

    def __init__(self, jobs, portions, begun=lambda _brick: None):
        self.waiting, self.portions, self.begun = jobs, portions, begun
        self.laid, self.given_back = 0, 0

    def take(self, _clock):
        if not self.waiting:
            return None
        self.waiting -= 1
        return self.lay()

    def lay(self):
        try:
            for brick in range(self.portions):
                self.begun(brick)
                self.laid += 1
                yield
        except GeneratorExit:
            self.given_back += 1

    @property
    def work(self):
        return Work("bricks", self.take, pause=7.0)


def clock():
    return datetime(2026, 7, 1, tzinfo=UTC)


def test_it_carries_out_what_waits_and_then_nothing():
    bricks = Bricks(jobs=3, portions=4)
    worker = Worker(bricks.work, clock)
    worker.catch_up()
    assert (bricks.laid, bricks.given_back, worker.once()) == (12, 0, False)


def test_told_to_stop_it_ends_the_portion_and_gives_the_job_back():
    bricks = Bricks(jobs=2, portions=4, begun=lambda brick: worker.stop.set() if brick == 1 else None)
    worker = Worker(bricks.work, clock)
    worker.run()
    assert (bricks.laid, bricks.given_back, bricks.waiting) == (2, 1, 1)


def test_it_waits_a_while_where_nothing_waits_and_longer_after_trouble():
    waited = []

    def broken(brick):
        if brick == 1:
            raise OperationalError("database is locked")

    bricks = Bricks(jobs=2, portions=2, begun=broken)
    worker = Worker(bricks.work, clock)

    def wait(seconds):
        waited.append(seconds)
        if not bricks.waiting:
            worker.stop.set()

    worker.stop.wait = wait
    worker.run()
    assert (bricks.laid, waited) == (2, [PAUSE_AFTER_TROUBLE] * 2)
    assert Worker(bricks.work, clock).work.pause == 7.0


def test_workers_start_beside_and_end_together():
    laid = Event()
    bricks = Bricks(jobs=1, portions=10**9, begun=lambda brick: laid.set() if brick == 3 else None)
    workers = start([bricks.work], clock)
    assert laid.wait(20)
    end(workers, 20)
    assert bricks.given_back == 1 and not any(worker.thread.is_alive() for worker in workers)
