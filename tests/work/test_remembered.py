"""What a process remembers of matters: the ones met last, no long ones, and always what a cold reading and a whole judgement say."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection, transaction

from hengjian.core.evaluate import evaluate
from hengjian.ledger.models import Event
from hengjian.watch.supervision.look import look_at
from hengjian.work.matters import project, remembered
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.reading import read
from hengjian.work.matters.remembered import Known
from hengjian.work.people.models import Unit
from tests.world import ADULT, assert_replays, small_world

ARRIVAL = {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": False, "signed": True}


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(remembered, "_held", type(remembered._held)())


def known(length):
    return Known(events=[Event(version=number) for number in range(1, length + 1)])


def test_the_matters_met_last_are_held_and_long_ones_never(monkeypatch):
    monkeypatch.setattr(remembered, "MATTERS", 2)
    monkeypatch.setattr(remembered, "LONGEST", 3)
    for matter in ("m1", "m2"):
        remembered.hold(matter, known(1))
    assert remembered.held("m1").events
    remembered.hold("m3", known(3))
    assert remembered.held("m1").events and remembered.held("m3").events and not remembered.held("m2").events
    remembered.hold("m3", known(4))
    assert not remembered.held("m3").events and remembered.held("m1").events
    remembered.drop("m1")
    remembered.drop("never held")
    assert not remembered.held("m1").events


@pytest.fixture
def world(own_database):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nothing is remembered: a step has the file to itself from its reading on")
    return small_world()


def note(world, case):
    return world.step(case, "note", "S1.officer", note="已电话联系当事人")


def held_is_cold(case):
    """What is held is what a reading finds that knows nothing; gives it back."""
    warm = remembered.held(case.id)
    found = read(case.id)
    assert found.known is warm, "it was read again"
    remembered.drop(case.id)
    cold = read(case.id)
    assert cold.known.found is None and found.row == cold.row and found.row.unit == cold.row.unit and found.head == cold.head
    for name in ("values", "unit", "marks", "stood"):
        assert getattr(warm, name) == getattr(cold.known, name), name
    names = [one.attname for one in Event._meta.concrete_fields if one.attname != "sealed"]
    assert [{n: e.__dict__[n] for n in names} for e in warm.events] == [{n: e.__dict__[n] for n in names} for e in cold.known.events]
    assert all("sealed" not in event.__dict__ for event in warm.events)
    assert list(warm.facts) == list(cold.known.facts)
    remembered.hold(case.id, warm)
    return warm


def judged_whole(warm, case):
    """The law said the same that it says of all facts at once."""
    row = Matter.objects.select_related("unit").get(id=case.id)
    whole = evaluate(warm.facts, law_in_force(), warm.found.now, attributes=project.attributes(row))
    assert [getattr(whole, one.name) for one in fields(whole)] == [getattr(warm.found, one.name) for one in fields(whole)]


STEPS = [
    ("accept", "S1.officer", None, {"injury": True}),
    ("add_party", "S1.officer", None, {"role": "suspect", "name": "李某", **ADULT}),
    ("note", "S1.officer", None, {"note": "已电话联系当事人"}),
    ("summon", "S1.officer", "party:1", {"manner": "oral", "grounds_told": True}),
    ("open", "S1.station_chief", None, {"offence": "assault", "reasons": "有违法事实"}),
    ("arrive", "S1.officer", "party:1", ARRIVAL),
    ("note", "S1.officer", None, {"note": "当事人到案"}),
]


@pytest.mark.processes
def test_after_every_step_what_is_held_is_what_a_cold_reading_and_a_whole_judgement_say(world):
    case = world.case()
    taken = 0
    for move, seat, about, body in STEPS:
        world.later(hours=1)
        world.step(case, move, seat, about, **body)
        judged_whole(held_is_cold(case), case)
        taken += 1
    assert taken == len(STEPS)
    world.later(days=40)
    note(world, case)
    judged_whole(held_is_cold(case), case)
    assert_replays(case, world.now)


@pytest.mark.processes
def test_a_look_that_rewrites_the_rows_is_seen_by_who_remembers(world):
    case = world.case()
    note(world, case)
    look_at(case.id, world.later(days=400))
    assert read(case.id).known.values["evaluated_at"] == world.now
    note(world, case)
    assert_replays(case, world.now)


@pytest.mark.processes
def test_a_unit_that_changes_is_seen_by_who_remembers_its_matters(world):
    case = world.case()
    note(world, case)
    Unit.objects.filter(id=world.units["S1"].id).update(name="改名后的公安机关")
    assert read(case.id).row.unit.name == "改名后的公安机关"


@pytest.mark.processes
def test_a_matter_that_goes_to_another_unit_is_read_again(world):
    case = world.incident("S1.officer")
    world.step(case, "dispatch", "C.dispatcher", unit="S2")
    assert read(case.id).row.unit == world.units["S2"]
    assert_replays(case, world.now)


@pytest.mark.processes
def test_nothing_is_remembered_of_what_is_done_inside_a_transaction(world):
    case = world.case()
    with transaction.atomic():
        note(world, case)
        read(case.id)
        assert not remembered.held(case.id).events
    with transaction.atomic():
        note(world, case)
        look_at(case.id, world.now + timedelta(days=400))
    assert read(case.id).known.values["evaluated_at"] == world.now + timedelta(days=400)
