"""`hengjian ledger`: the commands on the record, and those of an outsider, who needs neither database nor settings."""

from importlib import import_module
from typing import cast

import click
import typer
from typer.core import TyperGroup

from hengjian.faces.cli.loading import HERE, loaded

OUTSIDE = {"witness": "witness:app"}


def on_the_record() -> TyperGroup:
    import_module(f"{HERE}.django_setup")
    return cast(TyperGroup, loaded("ledger:ledger", "ledger"))


class LedgerCommands(TyperGroup):
    """Each command from where it stands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*on_the_record().list_commands(ctx), *OUTSIDE]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return loaded(OUTSIDE[name], name) if name in OUTSIDE else on_the_record().get_command(ctx, name)


ledger = typer.Typer(
    add_completion=False,
    name="ledger",
    cls=LedgerCommands,
    no_args_is_help=True,
    help="The record: its state, its proofs, its keys, its witnesses.",
)


@ledger.callback()
def group() -> None:
    """The record: its state, its proofs, its keys, its witnesses."""
