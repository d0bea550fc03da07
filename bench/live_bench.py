"""Live: from a recorded step to its finding on the board, and recording by one and by four clients at once, each a process of its own.

Rates are held against bare insert-and-commit by as many clients through the same driver. Sizes from the environment: BENCH_FINDINGS,
BENCH_SECONDS. The database is DATABASE_URL's, a throw-away one that keeps every commit on disk.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from hengjian.ledger.record import Draft, record  # noqa: E402
from hengjian.work.matters.actions import open_matter, take_step  # noqa: E402
from hengjian.work.people.access import viewer_for  # noqa: E402
from hengjian.work.people.models import Account, Post  # noqa: E402
from tests.world import CASE, World, small_world  # noqa: E402

FINDINGS = int(os.environ.get("BENCH_FINDINGS", "20"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
PATIENCE = 30
LONG_AGO = timedelta(days=40)
GOALS = {"record": 0.5, "step": 0.15}
Work = Callable[[int], None]


def bare(_officer: Account) -> Work:
    def work(_number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare (stream, body) VALUES (%s, %s)", ["s", "x" * 400])

    return work


def recorded(_officer: Account) -> Work:
    def work(number: int) -> None:
        now = datetime.now(UTC)
        record([Draft(f"bench/{os.getpid()}/{number}", "", "note.added", now, "bench", {"number": 1})], now=now, expected=0)

    return work


def stepped(officer: Account) -> Work:
    """Notes with sealed text on a case, a new case each twelve steps."""
    viewer, case = viewer_for(officer, datetime.now(UTC)), ""

    def work(number: int) -> None:
        nonlocal case
        now = datetime.now(UTC)
        if number % 12 == 0:
            case = open_matter("case/admin", CASE, by=viewer, at=now, now=now).matter.id
        take_step(case, "note", {"note": "已电话联系当事人"}, by=viewer, at=now, now=now)

    return work


KINDS = {"bare": bare, "record": recorded, "step": stepped}


def client(kind: str, begins: float) -> None:
    """One client: works from the moment `begins` for SECONDS and prints how often."""
    work = KINDS[kind](Account.objects.get(username="S1.officer"))
    for number in range(12):
        work(-12 + number)
    time.sleep(max(0.0, begins - time.time()))
    number, ends = 0, time.time() + SECONDS
    while time.time() < ends:
        work(number)
        number += 1
    print(number)


def rate(kind: str, clients: int) -> float:
    """Operations a second of so many clients together."""
    begins = time.time() + 4 + clients
    command = [sys.executable, "-m", "bench.live_bench", kind, str(begins)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(clients)]
    return sum(int(process.communicate(timeout=300)[0]) for process in running) / SECONDS


def rates() -> None:
    for clients in (1, 4):
        floor = rate("bare", clients)
        print(f"{clients} client(s): bare insert and commit {floor:7.0f}/s")
        for kind, goal in GOALS.items():
            found = rate(kind, clients)
            name = {"record": "record()", "step": "take_step"}[kind]
            print(f"{clients} client(s): {name:22} {found:7.0f}/s   {found / floor:.2f} of bare (goal {goal:.2f})", flush=True)


def until_shown(world: World, board: Client) -> float:
    """Seconds from the commit of a step whose time has long run out until the finding stands on the board of the station's chief."""
    world.now = datetime.now(UTC) - LONG_AGO
    case = world.case()
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    began = time.perf_counter()
    while case.number not in board.get("/findings/").content.decode():
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"no finding of {case.number} was shown")
        time.sleep(0.01)
    return time.perf_counter() - began


def shown(world: World) -> None:
    """The watch runs as in production, as a process of its own."""
    board = Client(SERVER_NAME="localhost")
    board.force_login(world.accounts["S1.station_chief"], backend=BY_PASSWORD)
    environment = os.environ | {"HENGJIAN_HOME": str(settings.HOME)}
    watch = subprocess.Popen([sys.executable, "-m", "hengjian", "watch"], env=environment, stdout=subprocess.DEVNULL)
    try:
        until_shown(world, board)
        taken = sorted(until_shown(world, board) for _number in range(FINDINGS))
    finally:
        watch.terminate()
        watch.wait(PATIENCE)
    median, late = statistics.median(taken), taken[round(0.95 * (len(taken) - 1))]
    print(f"from record to finding shown: median {median:.2f} s, p95 {late:.2f} s of {FINDINGS} (goal 1.00 s)")


def main() -> None:
    os.environ["HENGJIAN_HOME"] = str(settings.HOME)
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id serial PRIMARY KEY, stream varchar(80), body text)")
    world = small_world()
    Post.objects.update(since=datetime.now(UTC) - timedelta(days=365))
    print(f"{platform.machine()} {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), {platform.python_version()} {connection.vendor}")
    rates()
    shown(world)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        client(sys.argv[1], float(sys.argv[2]))
    else:
        main()
