"""The demo: a fictional city with a year of history, then living, with the watch beside it, on the embedded database."""

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from hengjian.faces.cli.init import adopt_law, migrate
from hengjian.faces.cli.serve import run_server
from hengjian.feeds.city.cast import PASSWORD, Cast, settle, settled
from hengjian.feeds.city.chronicle import live_through
from hengjian.feeds.city.history import history
from hengjian.feeds.city.living import City
from hengjian.ledger.follow import Follower
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.read import head
from hengjian.watch.supervision.rounds import FOLLOWER, look_safely
from hengjian.work.findings import days
from hengjian.work.findings.limits import late_entry
from hengjian.work.findings.models import DayStatement
from hengjian.work.findings.policeday import police_day
from hengjian.work.matters.lawbook import terms
from hengjian.work.matters.models import Matter
from hengjian.work.people.models import Account, Post

console = Console()
log = logging.getLogger("hengjian.city")
SETTLED = timedelta(days=400)
"""How long ago the city was settled: before its first act."""


def demo(
    matters: Annotated[int, typer.Option(help="历史事项数 (matters of history)")] = 10_000,
    port: Annotated[int, typer.Option(help="端口 (port)")] = 8000,
    living: Annotated[bool, typer.Option(help="建成后继续运行 (go on living and serve)")] = True,
) -> None:
    """Set up a fictional city and serve it."""
    began = time.monotonic()
    migrate()
    if Account.objects.exists():
        cast = standing_city()
    else:
        cast = found(matters)
    call_command("collectstatic", interactive=False, verbosity=0)
    console.print(f"用时 {time.monotonic() - began:.0f} 秒 (seconds)", highlight=False)
    show_accounts(port)
    if living:
        live(cast, port)


def standing_city() -> Cast:
    """The city that stands here already; says that it is left as it is."""
    console.print(
        f"{settings.HOME} 已有一座城市（{Matter.objects.count()} 件事项），原样沿用，--matters 不起作用；要重建请换目录或先清空 "
        "(a city stands here already and is kept as it is, --matters has no effect; use another HENGJIAN_HOME, or empty this one)",
        style="yellow",
        highlight=False,
    )
    return settled()


def found(matters: int) -> Cast:
    """The city from nothing: law, people, a year that was lived, and the watch that follows from here."""
    now = timezone.now()
    adopt_law()
    console.print("云泽市（虚构）各机构和岗位入驻 (units and posts of a fictional city)")
    cast = settle(now - SETTLED)
    acts = history(cast, matters, now)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as progress:
        telling = progress.add_task("一年的警情、案件和监督 (a year of events and supervision)", total=len(acts))
        live_through(cast, acts, now=now, progress=lambda done: progress.update(telling, completed=done))
        watch_over(progress, now)
    return cast


def watch_over(progress: Progress, now: datetime) -> None:
    """What is wrong today is looked at once more, and today's cases are noted; from here the watch follows the log."""
    Follower(FOLLOWER).start_here(now)
    last = DayStatement.objects.order_by("-day").first()
    today = days.Span(police_day(now), last.to_place if last else 0, head())
    days.note_acceptances(days.taken_up_in(today), late_entry())
    wrong = list(Matter.objects.exclude(overdue=0, breaches=0).values_list("id", flat=True))
    looking = progress.add_task("监督引擎接管 (the watch takes over)", total=len(wrong))
    for matter in wrong:
        look_safely(matter, now)
        progress.advance(looking)
    integrate_all(now)


def show_accounts(port: int) -> None:
    table = Table(title=f"http://localhost:{port}/    口令 (password): {PASSWORD}", title_justify="left")
    for column in ("岗位 (role)", "机构 (unit)", "账号 (account)"):
        table.add_column(column)
    for post in one_of_each_role():
        table.add_row(terms().code("roles", post.role, "zh"), post.unit.name, post.account.username)
    console.print(table)


def one_of_each_role() -> list[Post]:
    """The first post of each role, the city's levels in order."""
    found: dict[str, Post] = {}
    for post in Post.objects.filter(until=None).select_related("account", "unit").order_by("unit__path", "pk"):
        found.setdefault(post.role, post)
    return list(found.values())


def live(cast: Cast, port: int) -> None:
    """Serves the pages, runs the watch and lets the city live until it is stopped."""
    stop = threading.Event()
    city = threading.Thread(target=go_on, args=(cast, stop), name="hengjian-city", daemon=True)
    city.start()
    try:
        run_server("127.0.0.1", port, inside=True)
    finally:
        stop.set()
        city.join(10)


def go_on(cast: Cast, stop: threading.Event) -> None:
    city = City(cast, seed=int(time.time()))
    while not stop.wait(0.5):
        try:
            for line in city.live(timezone.now()):
                log.info(line)
        except Exception:
            log.exception("The city stumbled; it goes on")
            connection.close()
    connection.close()
