"""The record's own statements on PostgreSQL: alone past the driver's cursors, inside a transaction through one, with the same answers."""

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from hengjian.ledger import direct

pytestmark = pytest.mark.processes
ECHO = "SELECT $1::text, $2::int::text, $3::boolean::text, $4::timestamptz::date::text, encode($5::bytea, 'hex'), $6::text"
VALUES = ["衡鉴 'a' \\", -7, True, "2026-11-23T10:00:00+08:00", b"\x00\xff", None]
SAID = [("衡鉴 'a' \\", "-7", "true", "2026-11-23", "00ff", None)]


@pytest.fixture(autouse=True)
def on_postgresql(own_database):
    if connection.vendor != "postgresql":
        pytest.skip("these statements go to PostgreSQL alone")


def test_a_statement_says_the_same_alone_and_inside_a_transaction():
    assert direct.rows(ECHO, VALUES) == direct.rows(ECHO, VALUES) == SAID
    with transaction.atomic():
        assert direct.rows(ECHO, VALUES) == SAID
    assert direct.rows("SELECT $1::text FROM generate_series(1, 0)", ["none"]) == []


def test_a_statement_stays_ready_when_the_driver_has_let_go_of_it():
    direct.rows(ECHO, VALUES)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert direct.rows(ECHO, VALUES) == SAID
    connection.close()
    assert direct.rows(ECHO, VALUES) == SAID


def test_statements_beyond_those_kept_ready_are_answered_too(monkeypatch):
    connection.close()
    monkeypatch.setattr(direct, "PREPARED", 2)
    for number in range(4):
        assert direct.rows(f"SELECT $1::text || '{number}'", ["n"]) == [(f"n{number}",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'house%'")
        assert cursor.fetchone() == (2,)


def test_what_the_database_refuses_is_told_as_its_own_cursor_tells_it():
    twice = "INSERT INTO ledger_followerplace (name, place) VALUES ($1, $2), ($1, $2)"
    with pytest.raises(IntegrityError):
        direct.rows(twice, ["f", 1])
    with pytest.raises(DataError, match="NUL"):
        direct.rows("SELECT $1::text", ["a\x00b"])
    with pytest.raises(TypeError, match="float"):
        direct.rows("SELECT $1::text", [1.5])
    assert direct.rows("SELECT $1::text", ["after"]) == [("after",)]


def test_a_connection_that_was_cut_is_told_as_such():
    direct.rows(ECHO, VALUES)
    with pytest.raises(OperationalError):
        direct.rows("SELECT pg_terminate_backend(pg_backend_pid())::text", [])
