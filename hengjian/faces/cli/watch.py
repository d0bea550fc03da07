"""`hengjian watch` and `hengjian heartbeat`: the watch as a process of its own, and whether it still beats."""

import signal
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hengjian.watch.supervision.heartbeat import pulse
from hengjian.watch.supervision.worker import Watch
from hengjian.work.matters.law_notice import law_notice

watch = typer.Typer()
heartbeat = typer.Typer()


def clock() -> datetime:
    return datetime.now(UTC)


@watch.command()
def run(once: Annotated[bool, typer.Option("--once", help="work until nothing is left to do, then stop")] = False) -> None:
    """Place, look, raise, verify, escalate: within a second of what happens, until it is told to stop (SIGTERM, Ctrl+C)."""
    worker = Watch(clock)
    if once:
        rounds = worker.catch_up()
        followed, swept = sum(one.followed for one in rounds), sum(one.swept for one in rounds)
        typer.echo(_("已处理账本事件{followed}条，复查事项{swept}件。").format(followed=followed, swept=swept))
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stop.set())
    typer.echo(_("监督引擎已启动。"))
    worker.run()
    typer.echo(_("监督引擎已停止。"))


@heartbeat.command()
def check() -> None:
    """Whether the watch still beats, and by which lawbook. Exit status 0: it does; 1: it does not, so that a monitor may call somebody."""
    seen = pulse(clock())
    typer.echo(seen.sentence)
    notice = law_notice()
    if notice:
        typer.echo(notice.sentence)
    if not seen.beating:
        raise typer.Exit(1)
