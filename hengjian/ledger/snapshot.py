"""A consistent copy of the database, per engine, and giving it back to an empty one. The rest of a backup stands in `backup.py`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _


class SnapshotError(RuntimeError):
    """The database could not be copied or given back."""


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


def files_of_database() -> set[Path]:
    """The files of the database that may lie in the home; none for PostgreSQL."""
    if connection.vendor == "postgresql":
        return set()
    name = str(connection.settings_dict["NAME"])
    return {Path(name + ending) for ending in ("", "-wal", "-shm", "-journal")}


def is_empty() -> bool:
    """Whether there is not a single table."""
    if connection.vendor != "postgresql" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def take(folder: Path) -> Path:
    """Copy the database as it stands at one instant into a file in `folder`."""
    if connection.vendor == "postgresql":
        target = folder / "database.dump"
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", _name())
        return target
    target = folder / "database.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def give_back(dump: Path) -> None:
    """Fill the empty database from such a file."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", f"--dbname={_name()}", str(dump))
        return
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    shutil.copyfile(dump, place.with_name(f"{place.name}.part"))
    place.with_name(f"{place.name}.part").replace(place)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    given = connection.settings_dict
    login = {"PGHOST": given["HOST"], "PGPORT": given["PORT"], "PGUSER": given["USER"], "PGPASSWORD": given["PASSWORD"]}
    found = _newest(program)
    if found is None:
        raise SnapshotError(_("找不到 %(program)s：请安装 PostgreSQL 客户端程序") % {"program": program})
    environment = os.environ | {name: str(value) for name, value in login.items() if value}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SnapshotError(_("%(program)s 失败：%(why)s") % {"program": program, "why": done.stderr.strip()})


def _newest(program: str) -> str | None:
    """The program of the newest version installed (it reads every older server), or what the PATH has."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3].split(".")[0]))
    return str(installed[-1]) if installed else shutil.which(program)
