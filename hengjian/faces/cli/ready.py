"""Whether the database is the one this version needs, asked before anything serves or watches. Nothing is changed here."""

import typer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hengjian.ledger import guard


def check_ready() -> None:
    """Ends the command with status 2 where tables are missing or of another version; warns where a guard of the ledger is gone."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo("✗ 数据库尚未建立或不是本版本的：请运行 hengjian init（新装）或 hengjian migrate（升级）", err=True)
        raise typer.Exit(2)
    missing = guard.missing()
    if missing:
        typer.echo(f"！账本的数据库防护缺失，请运行 hengjian migrate 重新安装：{', '.join(missing)}", err=True)
