"""`hengjian serve`: one server process for pages and event streams, with the watch beside it where the database is the embedded one."""

import os
import threading
from datetime import UTC, datetime
from typing import Annotated

import typer
import uvicorn
from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from hengjian.faces.cli.beside import works
from hengjian.faces.cli.ready import check_ready
from hengjian.watch import beside
from hengjian.watch.supervision.heartbeat import tell_if_behind, tell_if_stopped
from hengjian.watch.supervision.worker import Watch, in_a_thread

GRACE = 3
LISTEN_EVERY = 15.0


serve = typer.Typer(add_completion=False)


def now() -> datetime:
    return datetime.now(UTC)


@serve.command()
def run(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8000,
    watch: Annotated[
        bool | None, typer.Option("--watch/--no-watch", help="run the watch inside; default: on the embedded database")
    ] = None,
) -> None:
    """Serve the desk. Stops within seconds of SIGTERM, streams or not."""
    inside = connection.vendor == "sqlite" if watch is None else watch
    connection.close()
    run_server(host, port, inside=inside)


def run_server(host: str, port: int, *, inside: bool) -> None:
    """Runs until the server is told to stop; then the watch ends its round, and the listener goes."""
    check_ready(now())
    long_work = works()
    stop, worker = threading.Event(), Watch(now)
    listener = threading.Thread(target=listen, args=(stop, os.environ.get("HENGJIAN_ALARM_COMMAND", "")), daemon=True)
    listener.start()
    thread = in_a_thread(worker) if inside else None
    workers = beside.start(long_work, now) if inside else []
    typer.echo(_("衡鉴运行于 http://{host}:{port}").format(host=host, port=port))
    try:
        uvicorn.run("hengjian.config.asgi:application", host=host, port=port, timeout_graceful_shutdown=GRACE, log_level="warning")
    finally:
        stop.set()
        worker.stop.set()
        beside.end(workers, GRACE)
        if thread:
            thread.join(GRACE)


def listen(stop: threading.Event, command: str) -> None:
    """Looks from time to time whether the watch still beats, and tells the administrators once when it does not."""
    while not stop.wait(LISTEN_EVERY):
        try:
            tell_if_stopped(now(), command)
            tell_if_behind(now())
        except DatabaseError:
            close_old_connections()
    connection.close()
