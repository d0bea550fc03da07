"""A direction of work (工作提示, T3): pointed out in the daily review, acknowledged by the handler, or it climbs from head to head."""

from datetime import timedelta

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.watch.supervision.messages import inbox, sentence
from hengjian.work.findings import queries
from hengjian.work.findings.actions_day import review_case
from hengjian.work.findings.actions_directions import acknowledge_direction
from hengjian.work.findings.models import DirectionRow
from hengjian.work.findings.rebuild import rebuild_all, snapshot
from hengjian.work.matters import looks
from hengjian.work.matters.models import Matter
from hengjian.work.matters.page import matter_page
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch

WORDS = "尽快调取路口监控,逾期将被覆盖"


@pytest.fixture
def case(world):
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "assign", "S1.station_chief", handler=world.accounts["S1.officer"].person)
    keep_watch(world.now)
    world.later(hours=2)
    review_case(case.id, "direction", WORDS, by=world.viewer("D1.district_legal"), now=world.now)
    return case


def sent(case) -> DirectionRow:
    return DirectionRow.objects.get(matter=case.id)


def waiting(world, seat):
    return [row.matter for row in queries.directions_waiting(world.viewer(seat))]


def test_it_waits_for_the_handler_alone_and_is_acknowledged_with_its_time(world, case):
    assert waiting(world, "S1.officer") == [case.id]
    assert waiting(world, "S1.officer2") == waiting(world, "S1.station_chief") == waiting(world, "D1.district_chief") == []
    for seat in ("S1.officer2", "S1.station_chief", "D1.district_legal"):
        with pytest.raises(Refused, match="承办人"):
            acknowledge_direction(sent(case).event, by=world.viewer(seat), now=world.now)
    world.later(hours=1)
    assert acknowledge_direction(sent(case).event, by=world.viewer("S1.officer"), now=world.now) == WORDS
    row = sent(case)
    assert (row.acknowledged_at, row.acknowledged_by) == (world.now, world.accounts["S1.officer"].person)
    assert waiting(world, "S1.officer") == [] and Event.objects.filter(kind="record.looked_at", matter=case.id).count() == 1
    with pytest.raises(Refused, match="已经签收"):
        acknowledge_direction(row.event, by=world.viewer("S1.officer"), now=world.now)


def test_it_stands_in_the_time_line_and_its_words_under_the_seal(world, case):
    acknowledge_direction(sent(case).event, by=world.viewer("S1.officer"), now=world.later(hours=1))
    page = matter_page(world.viewer("S1.station_legal"), case.id)
    told = [(one.event.kind, one.label, dict(one.sealed)) for one in page.moments if one.event.stream == f"review/{case.id}"]
    assert told == [
        ("day.case_reviewed", "案件已梳理", {"direction": "工作提示"}), ("direction.acknowledged", "签收工作提示", {}),
    ]  # fmt: skip
    assert WORDS in str(looks.look_at_sealed(world.viewer("S1.station_legal"), case.id, "review", world.now))
    assert WORDS not in str([event.body for event in events_in(f"review/{case.id}")])


def test_unacknowledged_it_climbs_to_the_head_of_the_unit_then_of_the_district_and_the_city(world, case):
    keep_watch(world.later(hours=23))
    assert sent(case).climbs == 0
    for seat, level in (("S1.station_chief", "station"), ("D1.district_chief", "district"), ("C.city_chief", "city")):
        keep_watch(world.later(hours=25))
        assert (sent(case).level, waiting(world, seat)) == (level, [case.id])
        assert "未签收" in sentence(inbox(world.viewer(seat)).get(code="direction.waiting"))
    keep_watch(world.later(hours=25))
    assert (sent(case).level, sent(case).climbs, sent(case).due > world.now) == ("city", 4, True)
    acknowledge_direction(sent(case).event, by=world.viewer("S1.officer"), now=world.now)
    keep_watch(world.later(days=9))
    assert sent(case).climbs == 4, "acknowledged, it climbs no further"


def test_where_nobody_handles_the_matter_the_head_of_its_unit_acknowledges(world, case):
    person = world.accounts["S1.officer"].person
    world.step(case, "recuse", "S1.station_chief", person=person, ground="interest")
    assert waiting(world, "S1.station_chief") == [case.id] and waiting(world, "S1.officer") == []
    acknowledge_direction(sent(case).event, by=world.viewer("S1.station_chief"), now=world.now)


def test_a_confirmed_case_and_an_unknown_direction_ask_for_nothing(world, case):
    with pytest.raises(Refused, match="没有这条"):
        acknowledge_direction("nothing", by=world.viewer("S1.officer"), now=world.now)
    review_case(case.id, "confirmed", "", by=world.viewer("D1.district_legal"), now=world.now)
    assert DirectionRow.objects.count() == 1


def test_rows_are_made_again_from_the_ledger(world, case):
    keep_watch(world.now + timedelta(days=2))
    world.later(days=2)
    acknowledge_direction(sent(case).event, by=world.viewer("S1.officer"), now=world.now)
    before = snapshot()
    rebuild_all()
    assert snapshot() == before and before["DirectionRow"]
    assert Matter.objects.filter(id=case.id).exists()
