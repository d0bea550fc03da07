"""On PostgreSQL the application's role appends and can do nothing else to the record."""

import os

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from hengjian.ledger import roles
from hengjian.ledger.forget import destroy_key
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.record import record
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import run

pytestmark = pytest.mark.processes
on_postgresql = pytest.mark.skipif(not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="roles are PostgreSQL's")

ATTEMPTS = [
    "UPDATE ledger_event SET kind = 'x'",
    "DELETE FROM ledger_event",
    "TRUNCATE ledger_event",
    "DELETE FROM ledger_place",
    "UPDATE ledger_checkpoint SET note = ''",
    "INSERT INTO ledger_charter (id, origin, suite, founded_at) VALUES (2, 'x', 'sm3', now())",
    "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_event__delete ON ledger_event",
    "DROP TABLE ledger_event",
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "SET session_replication_role = replica",
    "CREATE TABLE public.ledger_shadow (id int)",
]


@pytest.fixture
def as_application(own_database):
    """A history, and this process connected as the application's role from then on."""
    history(6)
    run("DROP ROLE IF EXISTS hj_application", "CREATE ROLE hj_application LOGIN")
    roles.grant("hj_application")
    roles.grant("hj_application")
    owner = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "hj_application"
    yield "hj_application"
    connection.close()
    connection.settings_dict["USER"] = owner
    run("DROP OWNED BY hj_application", "DROP ROLE hj_application")


@on_postgresql
def test_the_application_records_integrates_forgets_and_verifies(as_application):
    assert record([draft("new", sealed={"name": "张三"})], now=NOW, expected=0)
    destroy_key("new", by="p1", now=NOW)
    integrate_all(NOW)
    assert verify().problems == []
    assert roles.owned_by(as_application) == []


@on_postgresql
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_application_can_neither_change_the_record_nor_take_a_guard_away(as_application, attempt):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner") as refusal, transaction.atomic():
        run(attempt)
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite has no roles")
def test_sqlite_says_that_it_has_no_roles(own_database):
    with pytest.raises(roles.NotPostgreSQL, match="PostgreSQL"):
        roles.grant("anybody")
