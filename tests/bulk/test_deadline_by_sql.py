"""Exact SQL as referee for plain deadlines: days, rolled days, working days, months, on matters with one start."""

import random
import shutil
from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from hengjian.bulk.frame import frame_of
from hengjian.bulk.layout import MET, MET_LATE, OVERDUE, PENDING
from hengjian.bulk.spread import judge_frame
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.times import EPOCH
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import LAW, ZONE, log_of, write
from tests.core.rules import CHINA

NOW = datetime(2026, 2, 10, 23, 59, tzinfo=ZONE)
LIMITS = {
    "plain": ({"days": 30}, False, "s + 30"),
    "rolled": ({"days": 30}, True, "s + 30"),
    "working": ({"working_days": 7}, False, None),
    "months": ({"months": 2, "days": 1}, True, "cast(s + interval 2 month as date) + 1"),
}
STATES = {"pending": PENDING, "met": MET, "met_late": MET_LATE, "overdue": OVERDUE}


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    (folder / "statutes" / "plain").mkdir(parents=True)
    (folder / "terms").mkdir()
    shutil.copytree(LAW / "policy", folder / "policy")
    write(folder / "terms" / "events.yaml", {kind: {"zh": kind, "en": kind} for kind in ("start.a", "met.a", "met.b")})
    write(
        folder / "statutes/plain/_statute.yaml", {"id": "plain", "title": {"zh": "平", "en": "plain"}, "in_force_since": date(2006, 3, 1)}
    )
    example = {"name": "x", "events": [[date(2024, 1, 1), "met.a"]], "as_of": date(2024, 1, 2), "expect": "none"}
    for name, (length, rolls, _) in LIMITS.items():
        head = {"id": f"plain.{name}", "title": name, "restates": name, "check": "deadline", "applies_to": {"matter": "plain"}}
        clock = {"starts": {"event": "start.a", "source": "x"}, "met_by": ["met.a", "met.b"], "within": {**length, "source": "x"}}
        rest = {"text": "not_held", "checked": {"by": "x", "day": date(2026, 1, 1)}, "counted": {"rolls": rolls, "source": "x"}}
        write(folder / f"statutes/plain/{name}.yaml", {**head, **clock, **rest, "examples": [example, example]})
    return read_lawbook(folder)


@pytest.fixture(scope="module")
def matters():
    draw = random.Random(11)
    found = []
    for _ in range(20_000):
        start = datetime(2023, 10, 1, tzinfo=ZONE) + timedelta(minutes=draw.randrange(850 * 1440))
        facts = [Fact("start.a", start)]
        for _ in range(draw.randrange(4)):
            gap = draw.choice([0, 0, -1, 1, 7, 28, 29, 30, 31, 32, 33, 60, 62, 70]) * 1440 + draw.choice([0, 0, 1, -1, 500])
            facts.append(Fact(draw.choice(["met.a", "met.b"]), start + timedelta(minutes=gap)))
        facts = sorted((fact for fact in facts if fact.at <= NOW), key=lambda fact: fact.at)
        found.append(([Fact(f.kind, f.at, seq=place, id=str(place)) for place, f in enumerate(facts)], {"matter": "plain"}))
    return [one for one in found if one[0]]


def referee(matters, name):
    """state per matter by SQL: the first meeting at or after the start against the due day."""
    connection = duckdb.connect()
    rows = [(place, fact.kind, fact.at.replace(tzinfo=None)) for place, (facts, _) in enumerate(matters) for fact in facts]
    events = pa.table(dict(zip(("m", "kind", "moment"), map(list, zip(*rows, strict=True)), strict=True)))
    days = [date(2023, 1, 1) + timedelta(days=place) for place in range(2_000)]
    calendar = pa.table({"day": days, "works": [CHINA.is_working(day) for day in days]})
    connection.register("events", events)
    connection.register("calendar", calendar)
    connection.execute("create table n as select day, works, sum(works::int) over (order by day) as number from calendar")
    _, rolls, nominal = LIMITS[name]
    if nominal is None:
        due = "(select min(w.day) from n w where w.works and w.number = (select number from n t where t.day = s) + 7)"
    else:
        due = f"(select min(day) from n where works and day >= {nominal})" if rolls else nominal  # noqa: S608
    query = f"""
        with starts as (select m, min(moment) as st from events where kind = 'start.a' group by m),
        met as (select s.m, min(e.moment) as mt from starts s
            join events e on e.m = s.m and e.kind <> 'start.a' and e.moment >= s.st group by s.m),
        both_ as (select s.m, cast(s.st as date) as s, cast(met.mt as date) as d from starts s left join met on met.m = s.m),
        due as (select m, s, d, {due} as due from both_)
        select m, case when d is null and date '2026-02-10' > due then 'overdue' when d is null then 'pending'
                       when d > due then 'met_late' else 'met' end from due order by m"""  # noqa: S608
    return dict(connection.execute(query).fetchall())


@pytest.mark.parametrize("name", LIMITS)
def test_the_kernel_says_what_exact_sql_says(law, matters, name):
    table = rule_table(law)
    column = [rule.id for rule in table.rules].index(f"plain.{name}")
    cells = judge_frame(frame_of(log_of(matters), table), table, (NOW - EPOCH) // timedelta(microseconds=1)).cells[:, column]
    expected = referee(matters, name)
    said = {place: int(cells[place]) for place in expected}
    assert said == {place: STATES[state] for place, state in expected.items()}
    assert len(set(expected.values())) >= 3
    assert np.count_nonzero(cells) == len(expected)
