"""Recording against bare insert-and-commit through the same driver: `record()` alone, and a whole `take_step`.

Turns are taken in small groups, so that what else the machine does falls on all alike; medians and ratios of one run are printed.
Sizes from the environment: BENCH_STEPS. The database is DATABASE_URL's, a throw-away one that keeps every commit on disk.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from hengjian.ledger.record import Draft, record  # noqa: E402
from hengjian.work.matters.actions import take_step  # noqa: E402
from tests.world import World, small_world  # noqa: E402

STEPS = int(os.environ.get("BENCH_STEPS", "480"))
GROUP = 12
GOALS = {"record()": 0.5, "take_step": 0.15}


def bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (stream, body) VALUES (%s, %s)", ["s", "x" * 400])


def recorded(world: World) -> Callable[[], None]:
    def work() -> None:
        draft = Draft(f"bench/{time.perf_counter_ns()}", "", "note.added", world.now, "bench", {"number": 1})
        record([draft], now=world.now, expected=0)

    return work


def stepped(world: World) -> Callable[[], None]:
    """Notes with sealed text on a case, a new case each twelve steps; who acts is read once, as for a request."""
    officer, done = world.viewer("S1.officer"), 0
    case = world.case()

    def work() -> None:
        nonlocal case, done
        done += 1
        world.now += timedelta(seconds=1)
        take_step(case.id, "note", {"note": "已电话联系当事人"}, by=officer, at=world.now, now=world.now)
        if done % GROUP == 0:
            case = world.case()

    return work


def medians(works: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Seconds of the median call of each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(STEPS // GROUP + 2):
        for name, work in works.items():
            for _ in range(GROUP):
                began = time.perf_counter()
                work()
                if turn > 1:
                    times[name].append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id serial PRIMARY KEY, stream varchar(80), body text)")
    world = small_world()
    found = medians({"bare insert and commit": bare, "record()": recorded(world), "take_step": stepped(world)})
    floor = found.pop("bare insert and commit")
    print(f"{platform.machine()} {platform.python_version()} {connection.vendor}, {STEPS} operations each, one client")
    print(f"bare insert and commit {floor * 1e6:8.0f} us")
    for name, seconds in found.items():
        print(f"{name:22} {seconds * 1e6:8.0f} us   {floor / seconds:.2f} of bare (goal {GOALS[name]:.2f})")


if __name__ == "__main__":
    main()
