"""The database engine of `sqlite://` addresses. Other processes that write the same file are waited for as SQLite does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from hengjian.ledger.sqlite.turn import Turn, turn_at

PATIENCE = 60.0
"""Seconds that a thread waits for its turn; after that SQLite itself decides, and says that the file is locked."""
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions, and single writes outside of any, wait for their turn among the threads of this process."""

    held: Turn | None = None

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002 (Django gives it)
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.of = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.give_turn()
            raise

    def take_turn(self) -> None:
        turn = turn_at(str(self.settings_dict["NAME"]))
        if turn.take(PATIENCE):
            self.held = turn

    def give_turn(self) -> None:
        turn, self.held = self.held, None
        if turn:
            turn.give()

    def _commit(self) -> None:
        super()._commit()
        self.give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.give_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self.give_turn()

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """The turn while one statement runs that writes outside of a transaction."""
        if self.in_atomic_block or self.held or not query.lstrip()[:7].upper().startswith(WRITES):
            yield
            return
        self.take_turn()
        try:
            yield
        finally:
            self.give_turn()


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that knows its connection."""

    of: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self.of.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self.of.turn_for(query):
            return super().executemany(query, param_list)
