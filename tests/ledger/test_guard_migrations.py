"""Guards come back after a migration that rebuilt a table."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from hengjian.ledger import guard
from hengjian.ledger.models import Event
from tests.ledger.make import history
from tests.ledger.tamper import sqlite_triggers


@pytest.mark.processes
def test_the_guards_are_there_again_after_a_migration_rebuilt_the_table(own_database):
    history(3)
    rebuild_table()
    if connection.vendor == "sqlite":
        assert not [name for name in sqlite_triggers() if name.startswith("ledger_event__")]
    call_command("migrate", verbosity=0, interactive=False)
    assert guard.missing() == []
    assert Event.objects.count() == 3


def rebuild_table() -> None:
    """What Django does to alter a column: on SQLite a new table, the rows copied, the old table dropped."""
    old = Event._meta.get_field("by")
    new = models.CharField(max_length=65)
    new.set_attributes_from_name("by")
    new.model = Event
    with connection.schema_editor() as editor:
        editor.alter_field(Event, old, new, strict=False)
        editor.alter_field(Event, new, old, strict=False)
