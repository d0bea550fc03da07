"""The database itself refuses to change a record."""

import os

import pytest
from django.db import DatabaseError, connection, transaction

from hengjian.ledger import guard
from hengjian.ledger.models import Charter, Checkpoint, Cosignature, Event, Place
from hengjian.ledger.record import record_many
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import guards_off, run

pytestmark = pytest.mark.django_db
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
on_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="REPLACE is SQLite's")
on_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="TRUNCATE and replication roles are PostgreSQL's")
TABLES = {
    "ledger_event": "kind",
    "ledger_place": "placed_at",
    "ledger_checkpoint": "note",
    "ledger_charter": "origin",
    "ledger_cosignature": "line",
}


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_recorded_is_changed_or_removed(table):
    history(6)
    Cosignature.objects.create(size=6, witness="court.example", line="—", stamp=NOW, taken_at=NOW)
    refused(f"UPDATE {table} SET {TABLES[table]} = {TABLES[table]}")  # noqa: S608 (names above)
    refused(f"DELETE FROM {table}")  # noqa: S608 (names above)
    assert (Event.objects.count(), Place.objects.count(), Checkpoint.objects.count(), Charter.objects.count()) == (6, 6, 3, 1)


def test_neither_does_the_orm_get_past():
    event = history(3)[0]
    for act in (event.delete, Event.objects.all().delete, lambda: Event.objects.update(by="x"), lambda: event.save()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


@on_sqlite
@pytest.mark.parametrize("column", ["id", "stream", "source"])
def test_replacing_a_row_is_refused_by_whatever_it_collides(column):
    event = history(3)[0]
    record_many([draft("sourced", source="feed:1")], now=NOW)
    collides = {"id": {"id": event.id}, "stream": {"stream": event.stream, "version": event.version}, "source": {"source": "feed:1"}}
    given = {"id": "new", "stream": "other", "version": 1, "source": None, **collides[column]}
    rest = "kind, body, sealed, about, at, date_only, recorded_at, by, previous, leaf, matter"
    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
        statement = f"{verb} INTO ledger_event (id, stream, version, source, {rest}) "  # noqa: S608 (texts of this test)
        forged = rest.replace("kind", "'forged'")
        refused(f"{statement} SELECT %s, %s, %s, %s, {forged} FROM ledger_event LIMIT 1", *given.values())  # noqa: S608 (texts of this test)
    assert not Event.objects.filter(kind="forged").exists()


@on_sqlite
def test_a_place_and_a_checkpoint_are_not_replaced_either():
    history(6)
    refused("REPLACE INTO ledger_place SELECT place, 'x', placed_at FROM ledger_place WHERE place = 1")
    refused("REPLACE INTO ledger_place SELECT 99, event, placed_at FROM ledger_place WHERE place = 1")
    refused("REPLACE INTO ledger_checkpoint SELECT size, root, 'forged', at FROM ledger_checkpoint")


@on_postgresql
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_truncated_nor_slipped_past_as_a_replica(table):
    history(3)
    refused(f"TRUNCATE {table} CASCADE")
    run("SET session_replication_role = replica")
    refused(f"DELETE FROM {table}")  # noqa: S608 (names above)
    run("SET session_replication_role = origin")


def test_a_missing_or_altered_guard_is_named_and_put_back():
    assert guard.missing() == []
    with guards_off():
        assert {name.split("__")[0] for name in guard.missing()} == set(TABLES)
    assert guard.missing() == []
    assert guard.install() == []


@on_sqlite
def test_a_guard_that_was_made_harmless_is_not_taken_for_the_guard():
    run(
        "DROP TRIGGER ledger_event__delete",
        "CREATE TRIGGER ledger_event__delete BEFORE DELETE ON ledger_event WHEN 0 BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    )
    assert guard.missing() == ["ledger_event__delete"]


@on_postgresql
def test_a_disabled_guard_is_not_taken_for_a_guard():
    run("ALTER TABLE ledger_event DISABLE TRIGGER ledger_event__delete")
    assert guard.missing() == ["ledger_event__delete"]
    run("ALTER TABLE ledger_event ENABLE TRIGGER ledger_event__delete")
    assert guard.missing() == ["ledger_event__delete"]
    assert guard.install() == ["ledger_event__delete"]


@on_postgresql
def test_a_guard_whose_function_was_hollowed_out_is_missing():
    run("CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
    assert len(guard.missing()) == 3 * len(TABLES)
    guard.install()
    history(3)
    refused("DELETE FROM ledger_event")
