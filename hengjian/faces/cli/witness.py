"""`hengjian ledger witness`: for an outsider who watches somebody else's log with a key of their own. No database, no settings."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from hengjian.ledger import send
from hengjian.ledger.vkeys import BadNote
from hengjian.ledger.witness import Refusal, Witness, keep
from hengjian.ledger.witness_door import door

if not settings.configured:
    settings.configure(USE_I18N=False)

app = typer.Typer(
    add_completion=False,
    name="witness",
    no_args_is_help=True,
    help="For outsiders: watch a log with your own key and cosign its checkpoints.",
)
COSIGNED = ".cosigned"
Name = Annotated[str, typer.Option("--name", help="your name on cosignatures, e.g. court.example")]
Log = Annotated[str, typer.Option("--log", help="the log's verifier key, given to you by another way; needed once")]
State = Annotated[Path, typer.Argument(help="your own folder: your key and the last checkpoint you saw")]


def now() -> int:
    return int(time.time())


def fail(sentence: object) -> typer.Exit:
    typer.echo(f"✗ {sentence}", err=True)
    return typer.Exit(1)


@app.command()
def key(folder: State, name: Name) -> None:
    """Your verifier key; made at the first call. Give it to the house and to whoever shall check your cosignatures."""
    typer.echo(Witness(folder, name).key())


@app.command()
def cosign(
    folder: State,
    source: Annotated[Path, typer.Argument(help="a checkpoint that you were sent, or the folder into which the house puts them")],
    name: Name,
    log: Log = "",
) -> None:
    """Check that the log continues what you saw last, and cosign. Exit status 1 where it does not: keep both files, that is evidence."""
    for path in requests_in(source):
        target = path.with_suffix(COSIGNED)
        if target.exists():
            continue
        try:
            keep(target, Witness(folder, name).cosign(path.read_text(encoding="utf-8"), log, now()))
        except (BadNote, Refusal, OSError) as problem:
            raise fail(f"{path}: {problem}") from problem
        typer.echo(f"✓ {target}")


def requests_in(source: Path) -> list[Path]:
    """The file, or the files of the folder in the order of their sizes."""
    return sorted(source.glob(f"*{send.ENDING}")) if source.is_dir() else [source]


@app.command()
def follow(folder: State, rotations: Annotated[Path, typer.Argument(help="file of `hengjian ledger key --rotations`")], name: Name) -> None:
    """Take the log's next key, signed by the one you know and by the new one."""
    witness = Witness(folder, name)
    try:
        for text in rotations.read_text(encoding="utf-8").splitlines():
            body = json.loads(text)
            if witness.log_key() == body["old"]:
                witness.follow_rotation(body["old"], body["new"], body["by_old"], body["by_new"])
    except (BadNote, OSError, ValueError, KeyError) as problem:
        raise fail(problem) from problem
    typer.echo(witness.log_key())


@app.command()
def serve(
    folder: State,
    name: Name,
    log: Log = "",
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8600,
) -> None:
    """Answer the house's checkpoints over HTTP (C2SP tlog-witness): behind your own reverse proxy with TLS."""
    typer.echo(Witness(folder, name).key())
    with door(Witness(folder, name), log, now, host, port) as server:
        server.serve_forever()
