"""Ready queries and writes give what the ORM gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hengjian.ledger.models import Event
from hengjian.ledger.read import EVENTS_IN, stream_of
from hengjian.ledger.sealed import matter_keys
from hengjian.ledger.together import write
from hengjian.work.matters.duties import DUTIES, UNIQUE, UPDATED
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.matters.project import COLUMNS, MATTERS, columns
from hengjian.work.matters.reading import ROW
from tests.world import World, small_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_world()


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_ready_query_gives_the_rows_of_the_orm(world):
    case = world.case()
    world.later(minutes=5)
    world.step(case, "note", "S1.officer", note="已电话联系当事人")
    for ready, orm in (
        (EVENTS_IN(case.id), Event.objects.filter(stream=case.id).order_by("version")),
        (ROW(case.id), Matter.objects.filter(id=case.id)),
    ):
        assert [values(row) for row in ready] == [values(row) for row in orm] != []
    assert EVENTS_IN("nothing of this name") == []


def test_a_ready_query_brings_the_related_row_along(world):
    row = ROW(world.case().id)[0]
    with CaptureQueriesContext(connection) as asked:
        assert row.unit.code == "S1"
    assert not asked.captured_queries


def test_a_stream_is_read_with_its_head_and_its_key(world):
    case = world.case()
    events, head = stream_of(case.id)
    assert (head.version, head.leaf) == (events[-1].version, events[-1].leaf)
    assert head.key == matter_keys([case.id])[case.id]
    assert stream_of("nothing of this name") == ([], type(head)(0, ""))


def test_an_update_writes_every_column(world):
    case = world.case()
    case.place, case.recused, case.near = "990199", ["p1"], 3
    write([MATTERS.update(case, COLUMNS)])
    assert columns(Matter.objects.get(id=case.id)) == columns(case)


def test_an_update_writes_no_column_but_those_named(world):
    case = world.case()
    case.place, case.near = "990199", 3
    write([MATTERS.update(case, ["near"])])
    stands = Matter.objects.get(id=case.id)
    assert (stands.place, stands.near) == ("990102", 3)


def test_an_upsert_takes_the_place_of_the_same_duty(world):
    case = world.case()
    row = DutyRow.objects.filter(matter=case).first()
    count = DutyRow.objects.count()
    row.state, row.data = "met", {"state": "met"}
    write([DUTIES.upsert([row], UNIQUE, UPDATED)])
    assert DutyRow.objects.count() == count
    assert values(DutyRow.objects.get(id=row.id)) == values(row)
