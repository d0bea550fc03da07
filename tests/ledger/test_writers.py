"""Eight writers at once, two integrators, and kills at random points: nothing that was told is lost, nothing is forked."""

import random
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from hengjian.ledger import read
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Arrival, Event, Place
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW
from tests.ledger.writers import all_told, bring_in, keep_integrating, killed, started, write
from tests.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.processes


def whole() -> None:
    integrate_all(NOW)
    report = verify()
    assert (report.problems, report.waiting) == ([], 0)
    assert report.size == Event.objects.count() == Place.objects.count() == read.head()
    assert not Arrival.objects.exists()


def has_told(told: Path, events: int) -> bool:
    return told.exists() and len(told.read_text().splitlines()) >= events


def test_eight_writers_with_kills_at_random_points_lose_nothing_and_fork_nothing(own_database, tmp_path):
    chance = random.Random(7)
    stop = tmp_path / "stop"
    workers = [started(keep_integrating, stop) for _ in range(2)]
    writers = [started(write, n, 40, tmp_path / f"told{n}") for n in range(8)]
    for number, writer in enumerate(writers[:4]):
        wait_for(partial(has_told, tmp_path / f"told{number}", chance.randrange(1, 9)))
        time.sleep(chance.random() / 50)
        killed(writer)
    killed(workers[0])
    for process in writers[4:]:
        process.join(PATIENCE)
    stop.touch()
    workers[1].join(PATIENCE)
    assert [process.exitcode for process in [*writers[4:], workers[1]]] == [0] * 5
    told = all_told(tmp_path)
    assert len(told) < 320, "nobody was killed in the middle of the work"
    assert {f"writer{n}:{k}" for n in range(4, 8) for k in range(40)} <= told.keys()
    stored = set(Event.objects.filter(source__isnull=False).values_list("source", flat=True))
    assert told.keys() <= stored
    assert len(stored - told.keys()) <= 4, "each killed writer may have been killed between its commit and being told"
    assert Event.objects.count() == 2 * len(stored), "an event without its companion: half a transaction stands"
    whole()


def test_writers_that_meet_in_one_stream_are_told_to_read_again(own_database, tmp_path):
    writers = [started(write, n, 30, tmp_path / f"told{n}") for n in range(4)]
    for process in writers:
        process.join(PATIENCE)
    told = all_told(tmp_path)
    assert len(told) == 120
    if connection.vendor == "postgresql":  # on SQLite a transaction has the file to itself, and nobody ever reads what is stale
        assert sum(told.values()) > 0
    whole()


def test_an_import_killed_again_and_again_is_finished_by_running_it_once_more(own_database):
    chance = random.Random(3)
    for _ in range(3):
        process = started(bring_in, 3000, 250)
        time.sleep(0.1 + chance.random() / 3)
        killed(process)
        assert Event.objects.count() % 250 == 0, "half a batch stands"
    process = started(bring_in, 3000, 250)
    process.join(PATIENCE)
    assert process.exitcode == 0
    assert Event.objects.count() == 3000
    whole()
