"""`hengjian`: one command, one file per group of commands beside this one. A group is imported when it is asked for."""

from importlib import import_module

import click
import typer
from typer.core import TyperGroup

HERE = "hengjian.faces.cli"
ON_FILES = {"law": "law:app", "patrol": "patrol:patrol"}
ON_THE_RECORD = {
    "init": "init:init",
    "migrate": "init:migrate",
    "rebuild": "init:rebuild",
    "import": "imports:load",
    "import-template": "imports:template",
    "demo": "hengjian.config.demo:demo",
    "serve": "serve:serve",
    "watch": "watch:watch",
    "heartbeat": "watch:heartbeat",
    "verify": "ledger:verify",
    "ledger": "ledger:ledger",
    "backup": "ledger:backup",
    "restore": "ledger:restore",
}


class Commands(TyperGroup):
    """The commands by name, each from its module; those on the record set the database up first."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [*ON_FILES, *ON_THE_RECORD]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name in ON_THE_RECORD:
            import_module(f"{HERE}.django_setup")
        found = (ON_FILES | ON_THE_RECORD).get(name)
        return loaded(found) if found else None


def loaded(found: str) -> click.Command:
    """The command or group that stands at `module:name`."""
    module, name = found.split(":")
    what = getattr(import_module(module if "." in module else f"{HERE}.{module}"), name)
    if isinstance(what, typer.Typer):
        return typer.main.get_command(what)
    alone = typer.Typer()
    alone.command()(what)
    return typer.main.get_command(alone)


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
