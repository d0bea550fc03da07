"""A city of many matters for timing pages: some thousands told through the record path, then multiplied by SQL under new ids and numbers.

Only for a throw-away PostgreSQL: the copies bear sealed values that no key opens, and places and checkpoints are made up anew. The
originals, which the pages of single matters are timed with, are whole.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from hengjian.feeds.city.cast import POSTS, Cast, person_name
from hengjian.ledger import guard
from hengjian.work.matters.models import Matter
from hengjian.work.people import actions

OLD_YEARS = 4
NEW = "md5({0} || '-' || copy.n)"
AGED = "{0} - copy.age"
TABLES = {
    "matters_matter": {
        "id": "md5(t.id || '-' || copy.n)", "number": "left(t.number, 1) || n.code || substr(t.number, 14) || '-' || copy.n",
        "unit_id": "coalesce(u.new, t.unit_id)",
        "handler_id": "coalesce(h.new, t.handler_id)", "co_handler": "coalesce(c.new, t.co_handler)",
        "foreign_number": "CASE t.foreign_number WHEN '' THEN '' ELSE t.foreign_number || '-' || copy.n END",
    },
    "matters_dutyrow": {"matter_id": NEW, "unit_id": "coalesce(u.new, t.unit_id)", "start_event": NEW},
    "matters_breachrow": {"matter_id": NEW, "event": NEW},
    "matters_partyrow": {"matter_id": NEW},
    "matters_linkrow": {"matter_id": NEW, "other": NEW, "event": NEW},
    "matters_searchrow": {"matter_id": NEW, "event": NEW},
    "matters_wordset": {"matter_id": NEW},
    "findings_findingrow": {
        "id": NEW, "identity": NEW, "matter": NEW, "start_event": NEW, "unit": "coalesce(u.new, t.unit)",
        "handled_by": "coalesce(h.new, t.handled_by)",
    },
    "findings_opinionrow": {"event": NEW, "finding_id": NEW, "matter": NEW, "number": "t.number + copy.n * 1000000"},
    "findings_queuerow": {"event": NEW, "matter": NEW, "unit": "coalesce(u.new, t.unit)"},
    "findings_directionrow": {
        "event": NEW, "matter": NEW, "unit": "coalesce(u.new, t.unit)", "handled_by": "coalesce(h.new, t.handled_by)",
    },
    "matters_paperrow": {"id": NEW, "matter": NEW, "unit": "coalesce(u.new, t.unit)", "number": "t.number + copy.n * 100000", "event": NEW},
    "ledger_event": {
        "id": NEW, "matter": NEW, "leaf": NEW, "previous": NEW, "source": NEW,
        "stream": (
            "CASE WHEN {0} LIKE '%/%' THEN split_part({0}, '/', 1) || '/' || md5(split_part({0}, '/', 2) || '-' || copy.n) "
            "ELSE md5({0} || '-' || copy.n) END"
        ),
    },
    "ledger_matterkey": {"matter": NEW},
}  # fmt: skip
SERIAL = {"matters_dutyrow", "matters_breachrow", "matters_partyrow", "matters_linkrow", "matters_searchrow"}
MATTER_OF = {"matters_matter": "id"} | dict.fromkeys(
    ["findings_findingrow", "findings_opinionrow", "findings_queuerow", "findings_directionrow", "matters_paperrow", "ledger_event",
     "ledger_matterkey"], "matter",
)  # fmt: skip
UNIT_AND_HANDLER = (
    "LEFT JOIN bench_code u ON u.old = t.unit AND u.n = copy.station LEFT JOIN bench_code h ON h.old = t.handled_by AND h.n = copy.station"
)
UNIT_ALONE = "LEFT JOIN bench_code u ON u.old = t.unit AND u.n = copy.station"
JOINS = {
    "matters_matter": (
        "LEFT JOIN bench_unit u ON u.old = t.unit_id AND u.n = copy.station LEFT JOIN bench_person h ON h.old = t.handler_id "
        "AND h.n = copy.station LEFT JOIN bench_person c ON c.old = t.co_handler AND c.n = copy.station "
        "JOIN people_unit n ON n.id = coalesce(u.new, t.unit_id)"
    ),
    "matters_dutyrow": "LEFT JOIN bench_unit u ON u.old = t.unit_id AND u.n = copy.station",
    "findings_findingrow": UNIT_AND_HANDLER, "findings_directionrow": UNIT_AND_HANDLER,
    "findings_queuerow": UNIT_ALONE, "matters_paperrow": UNIT_ALONE,
}  # fmt: skip


@dataclass(frozen=True)
class Copies:
    """How often the matters of this year are copied, how often the closed ones once more into earlier years, and over how many stations."""

    now: int
    old: int
    stations: int


def widen(cast: Cast, stations: int, now: datetime) -> None:
    """More stations beside each: each with the posts of its model, so that copies spread as matters do in a city of that size."""
    random, first = Random(11), next(iter(cast.posts.values()))[0]
    with connection.cursor() as cursor:
        for table in ("bench_unit (old bigint, n int, new bigint)", "bench_code (old text, n int, new text)"):
            cursor.execute(f"CREATE TEMP TABLE {table}")
        cursor.execute("CREATE TEMP TABLE bench_person (old text, n int, new text)")
        for station in cast.stations:
            for number in range(1, stations):
                code = station.code[:-3] + f"{number:03}"
                unit = actions.add_unit(
                    code, f"{station.name}({number})", level="station", area=station.area, parent=station.parent, by=None, now=now
                )
                cursor.execute("INSERT INTO bench_unit VALUES (%s, %s, %s)", [station.id, number, unit.id])
                cursor.execute("INSERT INTO bench_code VALUES (%s, %s, %s)", [station.code, number, code])
                for role in dict.fromkeys(POSTS["station"]):
                    for holder in cast.posts[(station.code, role)]:
                        new = actions.add_account(
                            f"{holder.username}-{number}", person_name(random), password="", by=None, now=now, one_time=False, same_as=first
                        )
                        actions.give_post(new, unit, role, by=None, now=now)
                        cursor.execute("INSERT INTO bench_person VALUES (%s, %s, %s)", [holder.person, number, new.person])


def copies_for(wanted: int, stations: int) -> Copies:
    """A fifth of the matters lies in this year, open and closed; the rest are closed matters of the years before."""
    standing, closed = Matter.objects.count(), Matter.objects.exclude(closed_at=None).count()
    this_year = max(1, round(wanted / 5 / standing))
    return Copies(this_year - 1, max(0, round((wanted - this_year * standing) / closed)), stations)


def multiply(copies: Copies) -> None:
    """Copies every row; indexes are dropped meanwhile and made again, as for any bulk load."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("CREATE TEMP TABLE bench_copy (n int, station int, age interval, closed_only bool)")
        for n in range(1, copies.now + copies.old + 1):
            old = n > copies.now
            age = timedelta(days=365 * (1 + n % OLD_YEARS), minutes=n) if old else timedelta(minutes=n % 600)
            cursor.execute("INSERT INTO bench_copy VALUES (%s, %s, %s, %s)", [n, n % copies.stations, age, old])
        cursor.execute("CREATE TEMP TABLE bench_matter AS SELECT id, closed_at IS NOT NULL AS closed FROM matters_matter")
        cursor.execute("ANALYZE bench_matter")
        for table in TABLES:
            rebuilt = without_indexes(cursor, table)
            cursor.execute(statement(cursor, table))
            for text in rebuilt:
                cursor.execute(text)
        place_anew(cursor)
        cursor.execute("SET session_replication_role = DEFAULT")
    guard.install()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def statement(cursor, table: str) -> str:
    """INSERT … SELECT of every copy of a table: ids new, moments older, everything else as it is."""
    cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [table])
    columns = [(name, kind) for name, kind in cursor.fetchall() if not (table in SERIAL and name == "id")]
    chosen = []
    for name, kind in columns:
        shown = f't."{name}"'
        given = TABLES[table].get(name) or (AGED if kind.startswith("timestamp") else "{0}")
        chosen.append(given.format(shown))
    names = ", ".join(f'"{name}"' for name, _kind in columns)
    matter = MATTER_OF.get(table, "matter_id")
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen)} FROM {table} t JOIN bench_matter m ON m.id = t.{matter} "  # noqa: S608
        f"JOIN bench_copy copy ON m.closed OR NOT copy.closed_only {JOINS.get(table, '')} ORDER BY copy.n"
    )


def without_indexes(cursor, table: str) -> list[str]:
    """Drops what slows a load down; gives back the statements that make it again."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u')", [table]
    )
    constraints = cursor.fetchall()
    for name, _text in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
    indexes = cursor.fetchall()
    for name, _text in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}' for name, text in constraints]
    return again + [text for _name, text in indexes]


def place_anew(cursor) -> None:
    """Gives the copies their places behind the told events, in the order in which they were recorded; no police day is open yet.

    The told events keep their places, so that their proofs hold under the checkpoint that stands.
    """
    cursor.execute("ALTER TABLE ledger_place DISABLE TRIGGER ALL; DELETE FROM ledger_arrival")
    cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER ALL; DELETE FROM ledger_event WHERE stream LIKE 'day/%'")
    cursor.execute("DELETE FROM ledger_head WHERE stream LIKE 'day/%'; DELETE FROM findings_daycase; DELETE FROM findings_daystatement")
    cursor.execute(
        "INSERT INTO ledger_place (place, event, placed_at) SELECT (SELECT max(place) FROM ledger_place) + "
        "row_number() OVER (ORDER BY e.recorded_at, e.id), e.id, e.recorded_at FROM ledger_event e "
        "WHERE NOT EXISTS (SELECT 1 FROM ledger_place p WHERE p.event = e.id)"
    )
    cursor.execute("UPDATE ledger_followerplace SET place = (SELECT max(place) FROM ledger_place)")
