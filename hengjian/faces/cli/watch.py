"""`hengjian watch` and `hengjian heartbeat`: the watch as a process of its own, and whether it still beats."""

import signal
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hengjian.faces.cli.ready import check_ready
from hengjian.ledger.places import BadPlace, places
from hengjian.ledger.publish import lags, publish
from hengjian.watch.supervision import importer, publisher
from hengjian.watch.supervision.heartbeat import pulse
from hengjian.watch.supervision.importer import Importer
from hengjian.watch.supervision.publisher import Publisher
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
    worker = Watch(clock)
    if once:
        rounds = worker.catch_up()
        while Importer(clock).once():
            pass
        publish(clock())
        followed, swept = sum(one.followed for one in rounds), sum(one.swept for one in rounds)
        typer.echo(_("已处理账本事件{followed}条，复查事项{swept}件。").format(followed=followed, swept=swept))
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stop.set())
    beside = [one for one in (started_publisher(), importer.in_a_thread(clock)) if one]
    typer.echo(_("监督引擎已启动。"))
    worker.run()
    for one in beside:
        one.stop.set()
    typer.echo(_("监督引擎已停止。"))


def started_publisher() -> Publisher | None:
    """The publisher, where places are set."""
    check_places()
    return publisher.in_a_thread(clock)


def check_places() -> None:
    """A place that cannot be read ends the command before anything runs."""
    try:
        places()
    except BadPlace as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


@heartbeat.command()
def check() -> None:
    """Whether the watch still beats, and by which lawbook. Exit status 1: it does not, or checkpoints no longer leave the house."""
    check_places()
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
