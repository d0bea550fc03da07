"""A real permit office: each case's own deadline, and two steps by one person, equal to plain SQL."""

import os
from pathlib import Path

import duckdb
import pytest

from hengjian.bulk.intake import read_log
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.patrol import patrol
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, silent

OUTSIDE = os.environ.get("HENGJIAN_OUTSIDE_DATA", "")
FILE = Path(OUTSIDE) / "data" / "permit_receipt" / "receipt.csv"
pytestmark = [pytest.mark.outside, pytest.mark.skipif(not OUTSIDE, reason="HENGJIAN_OUTSIDE_DATA is not set: outside logs not judged")]


@pytest.fixture(scope="module")
def found():
    log = read_log(FILE, read_mapping(PACKS / "permits" / "map_csv.yaml"), now=NOW, tick=silent)
    return patrol(log, read_lawbook(PACKS / "permits"), NOW, told=lambda _done: None)


@pytest.fixture(scope="module")
def sql():
    connection = duckdb.connect()
    connection.execute("set timezone = 'Europe/Amsterdam'")
    connection.execute("create table p as select * from read_csv(?)", [str(FILE)])
    return connection


def test_overdue_by_its_own_deadline_is_what_sql_says(found, sql):
    states = sql.execute("""
        with m as (select "case:concept:name" as id, any_value("case:deadline")::date as due, any_value("case:enddate") as closed,
                          any_value("case:startdate") as applied from p group by 1)
        select id, case when closed >= applied and closed::date > due then 'met_late' else 'overdue' end from m
        where (closed >= applied and closed::date > due) or ((closed is null or closed < applied) and due < date '2013-01-01')
    """).fetchall()
    said = {(one.matter, one.state) for one in found.findings if one.answer.rule == "permits.own-deadline"}
    assert said == set(states)
    assert len(states) > 400


def test_the_same_resource_in_check_and_determination_is_what_sql_says(found, sql):
    acts = sql.execute("""
        select a."case:concept:name", epoch_us(a."time:timestamp") from p a
        where a."concept:name" = 'T04 Determine confirmation of receipt' and exists (
            select 1 from p b where b."case:concept:name" = a."case:concept:name" and b."org:resource" = a."org:resource"
            and b."concept:name" = 'T02 Check confirmation of receipt')
    """).fetchall()
    faults = [one for one in found.findings if one.answer.rule == "permits.four-eyes"]
    said = sorted((one.matter, round(one.answer.act.at.timestamp() * 1_000_000)) for one in faults)
    assert said == sorted(acts)
    assert len(acts) > 1_000


def test_findings_are_counted_by_unit(found, sql):
    units = dict(sql.execute('select "case:concept:name", any_value("case:group") from p group by 1').fetchall())
    assert sum(found.units.values()) == len(found.findings)
    assert all(one.unit == (units[one.matter] or "") for one in found.findings)
