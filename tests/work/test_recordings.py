"""Recordings are registered as steps; what the law says of the act they show follows with each of them."""

from datetime import timedelta

import pytest

from hengjian.core.values import SHANGHAI
from hengjian.work.matters.models import BreachRow, Matter
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, assert_replays

RULE = "public-security.one-officer-recorded"
HELD = {
    "officers": 1, "place": "case_area", "recorded": True, "person_role": "suspect", "minor": False, "guardian": "not_needed",
}  # fmt: skip


def clock(at):
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


@pytest.fixture
def questioned(world):
    """A case in which one officer questioned the suspect for an hour; when it began."""
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="周敏", **ADULT)
    world.step(case, "accept", "S1.officer")
    begun = world.now
    world.later(minutes=60)
    warned = world.step(case, "question", "S1.officer", **HELD, started_at=clock(begun), ended_at=clock(world.now))
    assert warned.verdict.answer == "warned"
    return case, begun


def verdict(case):
    """What stands against the act: state and leading reason; nothing where all is in order."""
    return [(row.state, row.data["what"]) for row in BreachRow.objects.filter(matter_id=case.id, rule=RULE)]


def register(world, case, begun, first, last, device, move="register_recording", **body):
    """A recording from the first to the last minute of the act, by a device whose clock is right."""
    edges = {name: clock(begun + timedelta(minutes=minute)) for name, minute in (("started_at", first), ("ended_at", last))}
    world.later(minutes=1)
    return world.step(case, move, "S1.officer", about="party:1", device=device, **edges, **body)


def test_each_recording_that_is_registered_changes_what_the_law_says_of_the_act(world, questioned):
    case, begun = questioned
    assert verdict(case) == [("undetermined", "undetermined")]
    gap = register(world, case, begun, -2, 25, "jy 0071", clock_offset=0)
    assert gap.verdict.answer == "warned" and verdict(case) == [("breached", "cover_void")]
    register(world, case, begun, 20, 62, "ROOM-1", clock_offset=0)
    assert verdict(case) == []
    lost = register(world, case, begun, 30, 40, "ROOM-1", move="report_recording_loss", account="硬盘损坏")
    assert lost.verdict.answer == "warned" and verdict(case) == [("breached", "cover_void")]
    assert_replays(Matter.objects.get(id=case.id), world.now)


def test_a_clock_that_is_compared_later_sets_right_what_was_registered_before(world, questioned):
    case, begun = questioned
    register(world, case, begun, 1, 61, "ROOM-1")
    assert verdict(case) == [("breached", "cover_void")]
    world.later(minutes=1)
    showed = clock(begun + timedelta(minutes=61))
    taken = world.step(case, "compare_clock", "S1.officer", device="room-1", compared_at=showed, clock_offset=60)
    assert taken.events[-1].kind == "clock.compared" and verdict(case) == [("breached", "cover_clock_off")]
    assert_replays(Matter.objects.get(id=case.id), world.now)


def test_a_recording_may_name_nobody_and_then_shows_the_whole_matter(world, questioned):
    case, begun = questioned
    edges = {"started_at": clock(begun), "ended_at": clock(begun + timedelta(minutes=60))}
    world.later(minutes=1)
    taken = world.step(case, "register_recording", "S1.officer", device="ROOM-1", clock_offset=1, **edges)
    assert not taken.events[-1].about and verdict(case) == []
    with pytest.raises(Refused):
        world.step(case, "register_recording", "S1.officer", about="party:9", device="ROOM-1", **edges)


def test_a_gap_is_accounted_for_as_a_step_of_its_own(world, questioned):
    case, begun = questioned
    register(world, case, begun, 0, 20, "ROOM-1", clock_offset=0)
    world.later(minutes=1)
    taken = world.step(case, "explain_recording", "S1.officer", reasons="设备断电，已由法制员核查")
    assert taken.events[-1].kind == "recording.explained" and verdict(case) == [("breached", "cover_void")]
