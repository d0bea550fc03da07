"""`hengjian`: one command, one file per group of commands beside this one. A group is imported when it is asked for."""

from typing import Any

import click
import typer
from typer.core import TyperGroup

from hengjian.faces.cli.loading import found_in
from hengjian.faces.cli.trouble import sentence_for

ON_FILES = {
    "law": "law:app",
    "patrol": "patrol:patrol",
    "cluster": "cluster:cluster",
    "archive": "archive:app",
    "ocel": "ocel:ocel",
    "ledger": "ledger_group:ledger",
}
ON_THE_RECORD = {
    "init": "init:init",
    "migrate": "init:migrate",
    "rebuild": "init:rebuild",
    "rehearse": "rehearse:rehearse",
    "import": "imports:load",
    "import-template": "imports:template",
    "demo": "hengjian.config.demo:demo",
    "serve": "serve:serve",
    "watch": "watch:watch",
    "heartbeat": "watch:heartbeat",
    "verify": "ledger:verify",
    "backup": "ledger:backup",
    "restore": "ledger:restore",
}


class Commands(TyperGroup):
    """The commands by name, each from its module; those on the record set the database up first."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [*ON_FILES, *ON_THE_RECORD]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        return found_in(name, ON_FILES, ON_THE_RECORD)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as problem:
            sentence = sentence_for(problem)
            if not sentence:
                raise
            typer.echo(f"✗ {sentence}", err=True)
            raise typer.Exit(2) from problem


app = typer.Typer(
    name="hengjian",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="衡鉴 Hengjian: the record, the law and the watch.",
)


@app.callback()
def hengjian() -> None:
    """衡鉴: the record, the law and the watch."""
