"""Whether database and lawbook are those this version can work with, asked before anything serves or watches."""

from datetime import datetime

import typer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hengjian.ledger import guard
from hengjian.work.matters.actions_law import adopt_due_law
from hengjian.work.matters.lawbook import UNREADABLE, law_in_force


def check_ready(now: datetime) -> None:
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
    check_law(now)


def check_law(now: datetime) -> None:
    """Ends the command where this version cannot read the lawbook that was adopted: judging by another would be judging by none.

    One that was approved and whose day has come is adopted first: the watch, which does so otherwise, may not have been running.
    """
    adopt_due_law(now)
    try:
        law_in_force()
    except UNREADABLE as problem:
        typer.echo(f"✗ 本版本读不了已采用的法规：{str(problem).splitlines()[0]}", err=True)
        typer.echo("  没有写入任何内容。可以退回原来的版本；或由两人用本版本采用它能读的法规包：", err=True)
        typer.echo("  hengjian law difference，hengjian law propose --by 账号，hengjian law approve 包名 --by 另一账号", err=True)
        typer.echo("  见 docs/deployment.md 第 7 节", err=True)
        raise typer.Exit(2) from problem
