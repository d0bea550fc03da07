"""Databases for tests: a migrated template with its guards on, and copies of it. No test ever flushes a database."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def point_at(name: str) -> None:
    """Let every connection of this process go to the database `name` (a file on SQLite) from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def url_of(name: str) -> str:
    """What DATABASE_URL must say for another process to use the database `name`."""
    if not on_postgresql():
        return f"sqlite:///{name}"
    given = connection.settings_dict
    login = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgresql://{login}@/{name}?host={given['HOST']}" + (f"&port={given['PORT']}" if given["PORT"] else "")


@dataclass
class Databases:
    """The template and its copies, all in `folder` (SQLite) or on the server that DATABASE_URL names."""

    folder: Path
    template: str = ""
    made: list[str] = field(default_factory=list)

    def make_template(self) -> None:
        self.template = self._new_name("template")
        if on_postgresql():
            _on_server(f'CREATE DATABASE "{self.template}"')
        point_at(self.template)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()

    def copy(self) -> str:
        """A fresh copy of the template; gives back its name."""
        name = self._new_name("copy")
        if on_postgresql():
            _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        else:
            shutil.copyfile(self.template, name)
        return name

    def drop(self, name: str) -> None:
        self.made.remove(name)
        if on_postgresql():
            _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        _remove_file(name)

    def drop_all(self) -> None:
        for name in list(self.made):
            self.drop(name)

    def _new_name(self, kind: str) -> str:
        short = f"hj_{kind}_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.made.append(short if on_postgresql() else str(self.folder / f"{short}.sqlite3"))
        return self.made[-1]


def empty_out(name: str) -> None:
    """Leave not a single table in the database in use."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        connection.close()
        _remove_file(name)


def _remove_file(name: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


def _on_server(statement: str) -> None:
    given = connection.settings_dict
    login = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in login.items() if v}) as server:
        server.execute(statement)
