"""Recording against bare insert-and-commit through the same driver: `record()` alone, and a whole `take_step`, with one and four clients.

Turns are taken in small groups, by all clients at once, so that what else the machine does falls on all alike; medians and ratios of one
run are printed, and beside them the ratio of processor time (client and its backend), which a busy machine does not blur.
Sizes from the environment: BENCH_STEPS, BENCH_CLIENTS. The database is DATABASE_URL's, a throw-away one that keeps every commit on disk.
"""

import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from hengjian.ledger.record import Draft, record  # noqa: E402
from hengjian.work.matters.actions import take_step  # noqa: E402
from tests.world import World, small_world  # noqa: E402

STEPS = int(os.environ.get("BENCH_STEPS", "480"))
CLIENTS = [int(number) for number in os.environ.get("BENCH_CLIENTS", "1 4").split()]
GROUP = 12
WARMING = 2
BARE = "bare insert and commit"
GOALS = {"record()": 0.5, "take_step": 0.15}
TOGETHER = multiprocessing.get_context("fork")
Spent = dict[str, tuple[list[float], list[float]]]
"""By work: for each group the seconds of a call as the client waited for it, and its processor seconds."""


def bare(_world: World) -> Callable[[], None]:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare (stream, body) VALUES (%s, %s)", ["s", "x" * 400])

    return work


def recorded(world: World) -> Callable[[], None]:
    def work() -> None:
        draft = Draft(f"bench/{os.getpid()}/{time.perf_counter_ns()}", "", "note.added", world.now, "bench", {"number": 1})
        record([draft], now=world.now, expected=0)

    return work


def stepped(world: World) -> Callable[[], None]:
    """Notes with sealed text on a new case; who acts is read once, as for a request."""
    officer, case = world.viewer("S1.officer"), world.case()

    def work() -> None:
        world.now += timedelta(seconds=1)
        take_step(case.id, "note", {"note": "已电话联系当事人"}, by=officer, at=world.now, now=world.now)

    return work


WORKS = {BARE: bare, "record()": recorded, "take_step": stepped}


def processor() -> float:
    """Seconds that this process and its backend, on this machine, have spent on a processor."""
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() + int(told.split()[0]) / 1e9


def measured(world: World, turn: Barrier) -> Spent:
    """What each work took this client, all clients doing the same one at a time."""
    spent: Spent = {name: ([], []) for name in WORKS}
    for number in range(STEPS // GROUP + WARMING):
        for name, prepared in WORKS.items():
            work = prepared(world)
            turn.wait()
            waited, busy = group(work)
            if number >= WARMING:
                spent[name][0].append(waited)
                spent[name][1].append(busy)
    return spent


def group(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of one call of a group, as the client waited for it and as processors worked on it."""
    busy, waited = processor(), time.perf_counter()
    for _ in range(GROUP):
        work()
    return (time.perf_counter() - waited) / GROUP, (processor() - busy) / GROUP


def client(world: World, turn: Barrier, told: Any) -> None:
    connection.ensure_connection()
    told.put(measured(world, turn))


def clients(world: World, count: int) -> None:
    """Runs so many clients beside one another and prints what they found."""
    connection.close()
    turn, told = TOGETHER.Barrier(count), TOGETHER.Queue()
    started = [TOGETHER.Process(target=client, args=(world, turn, told)) for _ in range(count)]
    for one in started:
        one.start()
    found = [told.get(timeout=600) for _ in started]
    for one in started:
        one.join()
    printed(
        count, {name: [statistics.median(value for spent in found for value in spent[name][place]) for place in (0, 1)] for name in WORKS}
    )


def printed(count: int, medians: dict[str, list[float]]) -> None:
    floor = medians[BARE]
    print(f"{count} client{'s' * (count > 1)}")
    for name, (waited, busy) in medians.items():
        print(f"  {name:22} {waited * 1e6:8.0f} us, processor {busy * 1e6:6.0f} us", end="")
        print(f"   {floor[0] / waited:.2f} of bare, by the processor {floor[1] / busy:.2f} (goal {GOALS.get(name, 1):.2f})")


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id serial PRIMARY KEY, stream varchar(80), body text)")
    world = small_world()
    print(f"{platform.machine()} {platform.python_version()} {connection.vendor}, {STEPS} operations of each client")
    for count in CLIENTS:
        clients(world, count)


if __name__ == "__main__":
    main()
