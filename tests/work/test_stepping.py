"""Steps that others cross: what a process remembers never outlives the record, and no writing is lost (house.md 4 and 7)."""

import threading

import pytest
from django.db import connection, connections, transaction

from hengjian.ledger.errors import StaleStream
from hengjian.ledger.forget import destroy_key
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import KeyDestroyed
from hengjian.watch.supervision.look import look_at
from hengjian.work.matters import remembered, stepping
from hengjian.work.matters.actions import take_step
from hengjian.work.matters.forgetting import forget
from hengjian.work.matters.models import DutyRow, Matter, SearchRow
from hengjian.work.matters.project import COLUMNS
from hengjian.work.matters.reading import read
from tests.ledger.writers import started
from tests.waiting import PATIENCE
from tests.world import assert_replays, small_world

pytestmark = pytest.mark.processes


@pytest.fixture
def world(own_database):
    return small_world()


def note(world, case):
    return world.step(case, "note", "S1.officer", note="已电话联系当事人")


def elsewhere(work):
    """Runs `work` to its end on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def between(monkeypatch, work):
    """Has `work` done elsewhere once, after a step has read and before it writes."""
    ask, waiting = stepping.ask_the_law, [work]

    def asked(*given):
        while waiting:
            elsewhere(waiting.pop())
        return ask(*given)

    monkeypatch.setattr(stepping, "ask_the_law", asked)


def only_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite a step has the file to itself from its reading on")


def test_what_a_step_reads_is_what_the_tables_hold(world):
    case = world.case()
    for _turn in range(3):
        note(world, case)
        found, row = read(case.id), Matter.objects.select_related("unit").get(id=case.id)
        assert {name: found.known.values[name] for name in COLUMNS} == {name: getattr(row, name) for name in COLUMNS}
        assert found.row.unit == row.unit and found.row.unit.path == row.unit.path
        assert [(e.id, e.body, e.at, e.about, e.previous, e.leaf) for e in found.known.events] == [
            (e.id, e.body, e.at, e.about, e.previous, e.leaf) for e in events_in(case.id)
        ]
        assert found.known.events[0].sealed == events_in(case.id)[0].sealed
        duties = DutyRow.objects.filter(matter=case).values_list("rule", "key", "start_event", "digest")
        assert found.known.stood.duties == {one[:3]: one[3] for one in duties} != {}
    assert read("nothing of this name") is None


def test_a_step_of_another_process_is_seen_by_one_that_remembers(world):
    case = world.case()
    note(world, case)
    other = started(note, world, case)
    other.join(PATIENCE)
    assert other.exitcode == 0
    assert note(world, case).matter.version == 4
    assert_replays(case, world.now)


def test_a_step_that_was_rolled_back_is_not_remembered(world):
    case = world.case()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note(world, case)
        assert note(world, case).matter.version == 3
        raise ZeroDivisionError
    assert len(read(case.id).known.events) == 1
    assert note(world, case).matter.version == 2
    assert_replays(case, world.now)


def test_a_rolled_back_step_in_whose_place_another_was_recorded_is_not_remembered(world):
    case = world.case()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note(world, case)
        read(case.id)
        raise ZeroDivisionError
    other = started(note, world, case)
    other.join(PATIENCE)
    assert [event.id for event in read(case.id).known.events] == [event.id for event in events_in(case.id)]
    assert note(world, case).matter.version == 3


def test_a_forgotten_key_is_gone_at_once_for_a_process_that_remembers_the_matter(world):
    case = world.case()
    note(world, case)
    note(world, case)
    if connection.vendor == "postgresql":
        assert remembered.held(case.id).events
    destroy_key(case.id, by="p1", now=world.now)
    with pytest.raises(KeyDestroyed):
        note(world, case)
    assert Event.objects.filter(stream=case.id).count() == 3


def test_a_look_that_comes_between_reading_and_writing_is_not_overwritten(world, monkeypatch):
    only_on_postgresql()
    case = world.case()
    note(world, case)
    much_later = world.now.replace(year=world.now.year + 1)
    between(monkeypatch, lambda: look_at(case.id, much_later))
    reads = []
    monkeypatch.setattr(stepping, "read", lambda matter: reads.append(matter) or read(matter))
    assert note(world, case).matter.version == 3
    assert len(reads) == 2, "the step was not decided anew"
    assert_replays(case, world.now)


def test_another_step_that_comes_between_is_kept_and_the_step_follows_upon_it(world, monkeypatch):
    only_on_postgresql()
    case = world.case()
    between(monkeypatch, lambda: note(world, case))
    assert note(world, case).matter.version == 3
    assert [event.kind for event in events_in(case.id)][1:] == ["note.added", "note.added"]
    assert_replays(case, world.now)


def test_who_names_the_version_they_looked_at_is_told_that_another_step_came_between(world, monkeypatch):
    only_on_postgresql()
    case = world.case()
    between(monkeypatch, lambda: note(world, case))
    step = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now, "seen": 1}
    with pytest.raises(StaleStream):
        take_step(case.id, "note", {"note": "已电话联系当事人"}, **step)
    assert Matter.objects.get(id=case.id).version == 2


def test_words_do_not_come_into_the_index_after_the_matter_was_forgotten(world, monkeypatch):
    only_on_postgresql()
    case = world.case()
    Matter.objects.filter(id=case.id).update(stage="closed", closed_at=world.now)
    admin = world.viewer("C.security_admin")
    work = {"reason": "retention_ended", "by": admin, "now": world.now}
    monkeypatch.setattr(stepping.rights, "seat_for", lambda by, row, move: by.case_seats[0])
    between(monkeypatch, lambda: forget(case.id, **work))
    with pytest.raises(KeyDestroyed):
        note(world, case)
    assert not SearchRow.objects.filter(matter_id=case.id).exists()
    assert len(events_in(case.id)) == 1


def test_eight_processes_at_three_matters_lose_no_step(world):
    cases = [world.case() for _number in range(3)]
    writers = [started(write_notes, world, cases, number) for number in range(8)]
    for writer in writers:
        writer.join(PATIENCE)
    assert [writer.exitcode for writer in writers] == [0] * 8
    for case in cases:
        row, events = Matter.objects.get(id=case.id), events_in(case.id)
        assert row.version == len(events) == 1 + 8 * 5
        assert [event.version for event in events] == list(range(1, len(events) + 1))
        assert SearchRow.objects.filter(matter_id=case.id).count() == len(events)
        assert_replays(case, world.now)


def write_notes(world, cases, number):
    """Five notes on each case, each again until it is recorded."""
    for turn in range(5):
        for case in cases[number % 3 :] + cases[: number % 3]:
            while not written(world, case, f"{number}/{turn}"):
                pass
    connections.close_all()


def written(world, case, text):
    try:
        world.step(case, "note", "S1.officer", note=text)
    except StaleStream:
        return False
    return True
