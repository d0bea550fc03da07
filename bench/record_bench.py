"""Recording against bare insert-and-commit through the same driver: `record()`, a whole `take_step`, and an hour of history at once.

Prints operations a second and ratios of one run. Sizes from the environment: BENCH_STEPS. The database is DATABASE_URL's, a throw-away one.
"""

import os
import platform
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from hengjian.ledger.record import Draft, record  # noqa: E402
from tests.world import World, small_world  # noqa: E402

STEPS = int(os.environ.get("BENCH_STEPS", "400"))


def rate(work: Callable[[int], None], count: int) -> float:
    """Operations a second."""
    for number in range(10):
        work(-1 - number)
    began = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - began)


def bare(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (stream, body) VALUES (%s, %s)", [f"s{number}", "x" * 400])


def recorded(world: World) -> Callable[[int], None]:
    def work(number: int) -> None:
        with transaction.atomic():
            draft = Draft(f"bench/{time.perf_counter_ns()}", "", "note.added", world.now, "bench", {"number": number})
            record([draft], now=world.now, expected=0)

    return work


def stepped(world: World) -> Callable[[int], None]:
    case = world.case()

    def work(number: int) -> None:
        nonlocal case
        if number % 12 == 0:
            case = world.case()
        world.now += timedelta(seconds=1)
        world.step(case, "note", "S1.officer", note="已电话联系当事人")

    return work


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id serial PRIMARY KEY, stream varchar(80), body text)")
    world = small_world()
    floor = rate(bare, STEPS)
    print(f"{platform.machine()} {platform.python_version()} {connection.vendor}, {STEPS} operations, one client")
    print(f"bare insert and commit {floor:8.0f}/s")
    for name, work, limit in (("record()", recorded(world), 0.5), ("take_step", stepped(world), 0.15)):
        found = rate(work, STEPS)
        print(f"{name:22} {found:8.0f}/s   {found / floor:.2f} of bare (goal {limit:.2f})")


if __name__ == "__main__":
    main()
