"""`hengjian watch` and `hengjian heartbeat`: the watch as a process of its own, and whether it still beats."""

import signal
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hengjian.faces.cli.beside import GRACE, checked_places, works
from hengjian.faces.cli.ready import check_ready
from hengjian.ledger.publish import lags
from hengjian.watch import beside
from hengjian.watch.supervision.heartbeat import pulse
from hengjian.watch.supervision.worker import Watch
from hengjian.work.matters.law_notice import law_notice

watch = typer.Typer(add_completion=False)
heartbeat = typer.Typer(add_completion=False)


def clock() -> datetime:
    return datetime.now(UTC)


@watch.command()
def run(once: Annotated[bool, typer.Option("--once", help="work until nothing is left to do, then stop")] = False) -> None:
    """Place, look, raise, verify, escalate: within a second of what happens, until it is told to stop (SIGTERM, Ctrl+C)."""
    check_ready(clock())
    worker, long_work = Watch(clock), works()
    if once:
        rounds = worker.catch_up()
        for work in long_work:
            beside.Worker(work, clock).catch_up()
        followed, swept = sum(one.followed for one in rounds), sum(one.swept for one in rounds)
        typer.echo(_("已处理账本事件{followed}条，复查事项{swept}件。").format(followed=followed, swept=swept))
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stop.set())
    workers = beside.start(long_work, clock)
    typer.echo(_("监督引擎已启动。"))
    worker.run()
    beside.end(workers, GRACE)
    typer.echo(_("监督引擎已停止。"))


@heartbeat.command()
def check() -> None:
    """Whether the watch still beats, and by which lawbook. Exit status 1: it does not, or checkpoints no longer leave the house."""
    checked_places()
    seen = pulse(clock())
    typer.echo(seen.sentence)
    notice = law_notice()
    if notice:
        typer.echo(notice.sentence)
    late = [one.sentence for one in lags(clock()) if one.since]
    for sentence in late:
        typer.echo(sentence)
    if late or not seen.beating:
        raise typer.Exit(1)
