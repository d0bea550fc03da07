"""Whether database and lawbook are those this version can work with, asked before anything serves or watches. Nothing is changed here."""

import typer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger import guard
from hengjian.work.matters.lawbook import law_in_force


def check_ready() -> None:
    """Ends the command with status 2 where tables are missing or of another version, or the lawbook in force cannot be read.

    Warns where a guard of the ledger is gone.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo("✗ 数据库尚未建立或不是本版本的：请运行 hengjian init（新装）或 hengjian migrate（升级）", err=True)
        raise typer.Exit(2)
    missing = guard.missing()
    if missing:
        typer.echo(f"！账本的数据库防护缺失，请运行 hengjian migrate 重新安装：{', '.join(missing)}", err=True)
    check_law()


def check_law() -> None:
    """Ends the command where this version cannot read the lawbook that was adopted: judging by another would be judging by none."""
    try:
        law_in_force()
    except (LawErrors, FlowError) as problem:
        first = str(problem).splitlines()[0]
        typer.echo(f"✗ 本版本读不了已采用的法规：{first}", err=True)
        typer.echo("  请继续使用原来的版本；法规先由能读它的版本换成新的，再升级（docs/deployment.md）", err=True)
        raise typer.Exit(2) from problem
