"""`hengjian`: one command, one file per group of commands beside this one."""

import typer

from hengjian.faces.cli.law import app as law
from hengjian.faces.cli.patrol import patrol

app = typer.Typer(
    name="hengjian", no_args_is_help=True, pretty_exceptions_show_locals=False, help="衡鉴: the record, the law and the watch."
)
app.add_typer(law)
app.command()(patrol)
