"""An import with every projection against `executemany` of the very rows that it wrote, into tables of the same shape by the same driver.

Sizes from the environment: BENCH_ROWS (rows of the file, each a case with four or five steps). The database is DATABASE_URL's, a
throw-away one.
"""

import csv
import os
import platform
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from hengjian.ledger.models import Event  # noqa: E402
from hengjian.work.matters.intake.mapping import Intake, read_mapping  # noqa: E402
from hengjian.work.matters.intake.run import run  # noqa: E402
from hengjian.work.matters.intake.table import file_source  # noqa: E402
from hengjian.work.matters.lawbook import flows  # noqa: E402
from tests.world import START, small_world  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROWS", "4000"))
AT_ONCE = 1000
GOAL = 0.25
TABLES = (
    "ledger_event", "ledger_head", "ledger_arrival", "ledger_matterkey", "matters_matter", "matters_dutyrow", "matters_breachrow",
    "matters_partyrow", "matters_searchrow",
)  # fmt: skip
OFFENCES = ("寻衅滋事", "殴打他人", "盗窃")


def table(path: Path) -> Path:
    """Cases of the last half year: reported, a suspect, accepted, most of them opened."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(intake().columns())
        for number in range(ROWS):
            writer.writerow([cell(column, number) for column in intake().columns()])
    return path


def cell(column: str, number: int) -> str:
    begun = START - timedelta(days=180) + timedelta(minutes=61 * number % 200_000)
    values = {
        "案件编号": f"旧案{number:06}",
        "办案单位代码": ("S1", "S2")[number % 2],
        "承办人账号": ("S1.officer", "S2.officer")[number % 2],
        "原系统登记时间": f"{begun + timedelta(minutes=9):%Y-%m-%d %H:%M}",
        "接报时间": f"{begun:%Y-%m-%d %H:%M}",
        "报案方式": "上门报案",
        "案件类别": "治安案件",
        "案由": OFFENCES[number % 3],
        "案发地点": f"柳荫里{number % 300}号",
        "简要案情": f"酒后与邻桌争执并推搡，第{number}号桌有监控录像",
        "嫌疑人姓名": f"王安澜{number % 97}",
        "嫌疑人性别": "男",
        "嫌疑人出生日期": f"{1960 + number % 45}-05-01",
        "受案时间": f"{begun + timedelta(minutes=30):%Y-%m-%d %H:%M}",
        "立案时间": f"{begun + timedelta(hours=5):%Y-%m-%d %H:%M}" if number % 4 else "",
        "立案理由": "有违法事实" if number % 4 else "",
    }
    return values.get(column, "")


def intake() -> Intake:
    return read_mapping(settings.LAW_FOLDER / "intake" / "admin_case.yaml", flows())


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in TABLES:
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 (names of our own tables)
            found[name] = cursor.fetchone()[0]
    return found


def executemany() -> float:
    """Seconds for the same rows by `executemany`, a commit per thousand, into empty tables with the same columns and indexes."""
    taken = 0.0
    for name in TABLES:
        with connection.cursor() as cursor:
            shape = f"(LIKE {name} INCLUDING ALL)" if connection.vendor == "postgresql" else f"AS SELECT * FROM {name} WHERE 0"  # noqa: S608
            cursor.execute(f"DROP TABLE IF EXISTS bench_{name}")
            cursor.execute(f"CREATE TABLE bench_{name} {shape}")
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        taken += inserted(name, columns, rows)
    return taken


def inserted(name: str, columns: list[str], rows: list[tuple]) -> float:
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f"INSERT INTO bench_{name} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    began = time.perf_counter()
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows[start : start + AT_ONCE])
    return time.perf_counter() - began


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    small_world()
    before = counts()
    path = table(Path(tempfile.mkdtemp()) / "cases.csv")
    began = time.perf_counter()
    outcome = run(file_source(path), intake(), START)
    taken = time.perf_counter() - began
    assert outcome.new == ROWS and not outcome.faults, outcome.faults[:3]
    written = sum(counts().values()) - sum(before.values())
    bare = executemany()
    print(f"{platform.machine()} {os.cpu_count()} cores, {platform.python_version()} {connection.vendor}, {ROWS} rows of a file")
    print(f"import      {outcome.events / taken:8.0f} events/s  {written / taken:8.0f} rows/s  ({Event.objects.count()} events)")
    print(f"executemany {outcome.events / bare:8.0f} events/s  {written / bare:8.0f} rows/s")
    print(f"import with projections: {bare / taken:.2f} of executemany of the same rows (goal {GOAL:.2f})")


if __name__ == "__main__":
    main()
