"""The triggers that make the record append-only in the database itself. Who may own the tables on PostgreSQL stands in `roles.py`.

Installed after every migration (Django rebuilds a table on SQLite and drops its triggers), checked at start and by `verify`.
"""

from __future__ import annotations

from django.db import connection

APPEND_ONLY = ("ledger_charter", "ledger_event", "ledger_place", "ledger_checkpoint", "ledger_cosignature")
UNIQUE = {
    "ledger_charter": ["id = NEW.id"],
    "ledger_event": ["id = NEW.id", "(stream = NEW.stream AND version = NEW.version)", "source = NEW.source"],
    "ledger_place": ["place = NEW.place", "event = NEW.event"],
    "ledger_checkpoint": ["size = NEW.size"],
    "ledger_cosignature": ["id = NEW.id", "(size = NEW.size AND witness = NEW.witness)"],
}
REFUSAL = "append-only: a record is never changed or removed; correct it by a new event"
FUNCTION = f"""CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% on %: {REFUSAL}', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def install() -> list[str]:
    """Put every guard in place that is missing; gives back the names of those that were."""
    absent = missing()
    with connection.cursor() as cursor:
        for statement in _prelude(absent):
            cursor.execute(statement)
        for name in absent:
            for statement in _statements()[name]:
                cursor.execute(statement)
    return absent


def missing() -> list[str]:
    """The names of the guards that are not in place, or not as they should be. Empty when all is well."""
    with connection.cursor() as cursor:
        standing = _standing(cursor)
    return [name for name, wanted in _expected().items() if standing.get(name) != wanted]


def _prelude(absent: list[str]) -> list[str]:
    drops = []
    for name in absent:
        table = name.rsplit("__", 1)[0]
        drops.append(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    return ([FUNCTION] if connection.vendor == "postgresql" and absent else []) + drops


def _statements() -> dict[str, list[str]]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _sqlite() -> dict[str, list[str]]:
    guards = {}
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            guards[f"{table}__{act.lower()}"] = [f"CREATE TRIGGER {table}__{act.lower()} BEFORE {act} ON {table} {refuse}"]
        # REPLACE removes the row that stands without firing a delete trigger: refuse the insert that would.
        known = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {condition})" for condition in UNIQUE[table])  # noqa: S608
        guards[f"{table}__replace"] = [f"CREATE TRIGGER {table}__replace BEFORE INSERT ON {table} WHEN {known} {refuse}"]
    return guards


def _postgresql() -> dict[str, list[str]]:
    guards = {}
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE", "TRUNCATE"):
            name = f"{table}__{act.lower()}"
            guards[name] = [
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
            ]
    return guards


def _expected() -> dict[str, str]:
    """What the database's own catalogue must say of each guard."""
    if connection.vendor == "postgresql":
        return dict.fromkeys(_postgresql(), "A")
    return {name: statements[0] for name, statements in _sqlite().items()}


def _standing(cursor) -> dict[str, str]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE p.proname = 'ledger_refuse' AND p.prosrc LIKE '%%RAISE EXCEPTION%%' AND NOT t.tgisinternal"
        )
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: text if isinstance(text, str) else text.decode() for name, text in cursor.fetchall()}
