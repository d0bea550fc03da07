"""Pages of the desk over a city of a million matters in PostgreSQL: median and 95th percentile of the server's time, for every role.

Sizes from the environment: BENCH_MATTERS (default 60,000; the goal is stated for 1,000,000), BENCH_TOLD (matters told through the record
path before they are multiplied), BENCH_ROUNDS, BENCH_ONLY (part of a page's name), BENCH_ROLES. The database is DATABASE_URL's, a
throw-away one; a city that stands there already is timed as it is (`tests.postgres --in FOLDER` keeps one, with its keys).
"""

import os
import platform
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.million_city import copies_for, multiply, widen  # noqa: E402
from bench.million_life import leave_messages, live_days, size_of, whole  # noqa: E402
from bench.million_pages import Address, pages  # noqa: E402
from hengjian.config.demo import found  # noqa: E402
from hengjian.faces.cli.init import migrate  # noqa: E402
from hengjian.work.people import roles  # noqa: E402
from hengjian.work.people.models import Account, Post  # noqa: E402

MATTERS = int(os.environ.get("BENCH_MATTERS", "60000"))
TOLD = int(os.environ.get("BENCH_TOLD", str(min(4000, max(500, MATTERS // 50)))))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
STATIONS = 10
GOAL = 100.0
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
FILE = "/matters/?export=xlsx"


def build() -> None:
    """The city, unless the database holds a whole one already: it is timed as it stands."""
    migrate()
    if whole():
        print(size_of())
        return
    if Account.objects.exists():
        sys.exit("This database holds a city that was not finished. Begin with an empty one.")
    cast = found(TOLD)
    began = time.monotonic()
    widen(cast, STATIONS, timezone.now())
    multiply(copies_for(MATTERS, STATIONS))
    leave_messages(timezone.now())
    live_days(timezone.now())
    tidy()
    print(f"{size_of()}; multiplied in {time.monotonic() - began:.0f} s")


def tidy() -> None:
    """What the database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def signed_in(role: str) -> tuple[Client, Account]:
    """A client of the first holder of the role, in its session."""
    post = Post.objects.filter(role=role).select_related("account").order_by("unit__path", "pk")[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(post.account, backend=BY_PASSWORD)
    client.cookies["django_language"] = "zh-hans"
    return client, post.account


def timed(client: Client, address: Address) -> list[tuple[float, float]]:
    """Milliseconds of each round, and those that server and database worked for it; the first round is not counted."""
    taken = []
    for _round in range(ROUNDS + 1):
        asked = address()
        url, form = (asked, None) if isinstance(asked, str) else asked
        began, worked = time.perf_counter(), work_so_far()
        response = client.get(url) if form is None else client.post(url, form)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (work_so_far() - worked)))
        assert response.status_code == 200, (url, response.status_code)
    return taken[1:]


def work_so_far() -> float:
    """Seconds of processor time of this process and of the database's that serves it, where the system tells: a busy machine adds none."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    database = int(backend.read_text().split()[0]) / 1e9 if backend.exists() else 0.0
    return time.process_time() + database


def time_pages(role: str, only: str) -> list[tuple[float, float]]:
    """Prints a line for each page of the role; gives back their medians and the work of the median round."""
    client, account = signed_in(role)
    found = []
    for name, address in pages(account, role):
        if only not in name:
            continue
        rounds = timed(client, address)
        taken = sorted(whole for whole, _worked in rounds)
        median, late = statistics.median(taken), taken[round(0.95 * (len(taken) - 1))]
        own = statistics.median(worked for _whole, worked in rounds)
        found.append((median, own))
        above = "  above" if median > GOAL else ""
        print(f"{role:16} {name:28} {median:7.0f} {late:7.0f} {own:7.0f}{above}", flush=True)
    return found


def time_export(role: str) -> None:
    """A list as an Excel file, 100,000 rows where there are as many: its seconds, its size, and what the process grew by at its highest."""
    client, _account = signed_in(role)
    client.get("/matters/")
    Path("/proc/self/clear_refs").write_text("5")
    before, began = memory("VmRSS"), time.perf_counter()
    response = client.get(FILE)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    seconds, highest = time.perf_counter() - began, memory("VmHWM")
    size, grown = len(content) / 1e6, (highest - before) / 1024
    print(f"{role:16} Excel of the whole list       {seconds:.1f} s, {size:.1f} MB, {grown:.0f} MB of memory")


def memory(name: str) -> int:
    """Kilobytes of this process, as the system tells them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("The goal is stated for PostgreSQL: python -m tests.postgres -- python -m bench.million_bench")
    build()
    only, asked = os.environ.get("BENCH_ONLY", ""), os.environ.get("BENCH_ROLES", " ".join(roles.ROLES)).split()
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.machine()} {os.cpu_count()} cores (load {load:.1f}), Python {python}, {ROUNDS} rounds each")
    print("role             page                          median     p95    work, ms")
    found = [one for role in asked for one in time_pages(role, only)]
    if not only:
        time_export("city_legal")
    if found:
        above = sum(median > GOAL for median, _own in found)
        slowest, hardest = max(median for median, _own in found), max(own for _median, own in found)
        print(f"{len(found)} pages, {above} above {GOAL:.0f} ms; slowest median {slowest:.0f} ms, most work {hardest:.0f} ms")


if __name__ == "__main__":
    main()
