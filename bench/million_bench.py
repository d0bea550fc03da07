"""Pages of the desk over a city of a million matters in PostgreSQL: median and 95th percentile of the server's time, for several roles.

Sizes from the environment: BENCH_MATTERS (default 60,000; the goal is stated for 1,000,000), BENCH_TOLD (matters told through the record
path before they are multiplied), BENCH_ROUNDS. The database is DATABASE_URL's, a throw-away one.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.million_city import copies_for, multiply, open_yesterday, units, widen  # noqa: E402
from hengjian.config.demo import found  # noqa: E402
from hengjian.faces.cli.init import migrate  # noqa: E402
from hengjian.ledger.models import Event  # noqa: E402
from hengjian.ledger.sealed import unseal_many  # noqa: E402
from hengjian.work.findings.models import DayStatement, FindingRow  # noqa: E402
from hengjian.work.matters.models import Matter  # noqa: E402
from hengjian.work.people.models import Account, Post  # noqa: E402

MATTERS = int(os.environ.get("BENCH_MATTERS", "60000"))
TOLD = int(os.environ.get("BENCH_TOLD", str(min(4000, max(500, MATTERS // 50)))))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
STATIONS = 10
GOAL = 100.0
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
ROLES = ("officer", "station_chief", "district_legal", "city_legal")
random = Random(5)
Address = Callable[[], str]


def build() -> None:
    """The city, unless the database holds one already: it is timed as it stands."""
    migrate()
    if Account.objects.exists():
        return
    cast = found(TOLD)
    began = time.monotonic()
    widen(cast, STATIONS, timezone.now())
    multiply(copies_for(MATTERS, STATIONS))
    open_yesterday(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    print(
        f"{Matter.objects.count():,} matters, {Event.objects.count():,} events, {units()} units, {size}; "
        f"multiplied in {time.monotonic() - began:.0f} s"
    )


def signed_in(role: str) -> tuple[Client, Account]:
    """A client of the first holder of the role, in its session."""
    post = Post.objects.filter(role=role).select_related("account").order_by("unit__path", "pk")[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(post.account, backend=BY_PASSWORD)
    client.cookies["django_language"] = "zh-hans"
    return client, post.account


def lists(account: Account) -> Iterator[tuple[str, Address]]:
    """The lists: bare, with each filter, each kind of search, and deep in."""
    codes = list(Post.objects.filter(account=account).values_list("unit__code", flat=True))
    numbers = list(Matter.objects.order_by("?").values_list("number", flat=True)[:ROUNDS])
    month = (timezone.now() - timedelta(days=40)).date().isoformat()
    week = (timezone.now() - timedelta(days=33)).date().isoformat()
    yield "list", lambda: "/matters/"
    yield "list, cases", lambda: "/cases/"
    yield "list, kind", lambda: "/cases/?kind=case/criminal"
    yield "list, unit", lambda: f"/matters/?unit={codes[0]}"
    yield "list, stage", lambda: "/matters/?stage=investigating"
    for state in ("overdue", "near", "undetermined", "breached", "open", "closed"):
        yield f"list, {state}", lambda state=state: f"/matters/?state={state}"
    yield "list, mine", lambda: "/matters/?mine=1"
    yield "list, a week", lambda: f"/matters/?since={month}&until={week}"
    yield "list, page 2", lambda: "/matters/?page=2"
    yield "list, page 200", lambda: "/matters/?page=200"
    yield "list, all filters", lambda: f"/cases/?kind=case/admin&unit={codes[0]}&state=open&since={month}"
    yield "search, number", lambda: f"/matters/?number={random.choice(numbers)}"
    yield "search, its beginning", lambda: f"/matters/?number={random.choice(numbers)[:15]}"
    yield "search, place and words", lambda: f"/matters/?unit={codes[0]}&text=争吵"
    for words in texts():
        yield f"search, “{words}”", lambda words=words: f"/matters/?text={words}"
    names = names_of(account)
    yield "search, own name", lambda: f"/matters/?person={random.choice(names)}"


def texts() -> list[str]:
    """Words that many texts hold, words that few hold, two at once, and words that none holds."""
    return ["报称", "楼下", "彩虹桥", "争吵 楼下", "飞碟"]


def names_of(account: Account) -> list[str]:
    """Names of parties in this officer's own matters, else of anybody."""
    own = Event.objects.filter(kind="party.added", matter__in=Matter.objects.filter(handler=account).values("id")[:200])[:20]
    events = list(own) or list(Event.objects.filter(kind="party.added").order_by("recorded_at")[:20])
    return [values["name"] for values in unseal_many(readable(events)).values() if values.get("name")] or ["王安澜"]


def readable(events: list[Event]) -> list[Event]:
    """Those whose keys are their own: the events that went through the record path."""
    told = set(Matter.objects.filter(id__in=[event.matter for event in events]).exclude(number__contains="-").values_list("id", flat=True))
    return [event for event in events if event.matter in told]


def pages(account: Account, role: str) -> Iterator[tuple[str, Address]]:
    yield "home", lambda: "/"
    yield from lists(account)
    codes = list(Post.objects.filter(account=account).values_list("unit__path", flat=True))
    own = Matter.objects.filter(unit__path__startswith=codes[0]).exclude(number__contains="-")
    if role == "officer":
        own = own.filter(handler=account)
    told = list(own.order_by("?").values_list("id", flat=True)[:ROUNDS])
    yield "matter page", lambda: f"/matters/{random.choice(told)}/"
    unit, month = codes[0].strip("/").split("/")[-1], (timezone.now() - timedelta(days=30)).date()
    yield "export of a unit's month", lambda: f"/matters/?since={month}&unit={unit}&export=xlsx"
    yield "findings board", lambda: "/findings/"
    yield "findings, external", lambda: "/findings/?loop=external"
    yield "findings, closed", lambda: "/findings/?state=closed"
    found = list(FindingRow.objects.filter(matter__in=told).values_list("id", flat=True)[:ROUNDS])
    if found:
        yield "finding", lambda: f"/findings/{random.choice(found)}/"
    if role != "officer":
        yield "review queue", lambda: "/queue/"
    if role in ("district_legal", "city_legal"):
        yield "days", lambda: "/days/"
        day = DayStatement.objects.filter(unit=unit).first()
        yield "day statement", lambda: f"/days/{day.day}/{day.unit}/"


def timed(client: Client, address: Address) -> list[tuple[float, float]]:
    """Milliseconds of each round, and those that server and database worked for it; the first round is not counted."""
    taken = []
    for _round in range(ROUNDS + 1):
        url = address()
        began, worked = time.perf_counter(), work_so_far()
        response = client.get(url)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (work_so_far() - worked)))
        assert response.status_code == 200, (url, response.status_code)
    return taken[1:]


def work_so_far() -> float:
    """Seconds of processor time of this process and of the database's that serves it, where the system tells: a busy machine adds none."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    database = int(backend.read_text().split()[0]) / 1e9 if backend.exists() else 0.0
    return time.process_time() + database


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("The goal is stated for PostgreSQL: python -m tests.postgres -- python -m bench.million_bench")
    build()
    only = os.environ.get("BENCH_ONLY", "")
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.machine()} {os.cpu_count()} cores (load {load:.1f}), Python {python}, {ROUNDS} rounds each")
    print("role             page                          median     p95    work, ms")
    worst = hardest = 0.0
    for role in ROLES:
        client, account = signed_in(role)
        for name, address in pages(account, role):
            if only and only not in name:
                continue
            rounds = timed(client, address)
            taken = sorted(whole for whole, _worked in rounds)
            median, late = statistics.median(taken), taken[round(0.95 * (len(taken) - 1))]
            own = statistics.median(worked for _whole, worked in rounds)
            goal = "" if name.startswith("export") else GOAL
            if goal:
                worst, hardest = max(worst, median), max(hardest, own)
            print(f"{role:16} {name:28} {median:7.0f} {late:7.0f} {own:7.0f}{'  above' if goal and median > goal else ''}", flush=True)
    print(f"slowest median {worst:.0f} ms (goal {GOAL:.0f}), most work {hardest:.0f} ms; an export is a file and has no goal")


if __name__ == "__main__":
    main()
