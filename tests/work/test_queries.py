"""Lists and pages of matters, cut to what the viewer may see; sealed parts need a purpose and leave a trace (X6, RP-02, RP-03)."""

import pytest

from hengjian.ledger.models import Event
from hengjian.work.matters import actions, looks
from hengjian.work.matters.models import Matter
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import check_my_case, counts, duties_of, matter_list
from hengjian.work.people.refusal import Refused
from tests.work.test_take_step import opened
from tests.world import ADULT, CASE


def test_a_list_shows_ones_own_station_and_nothing_of_the_one_beside(world):
    opened(world)
    assert matter_list(world.viewer("S1.officer"), {}).total == 1
    assert matter_list(world.viewer("S2.officer"), {}).total == 0
    assert matter_list(world.viewer("D1.district_legal"), {}).total == 1
    assert matter_list(world.viewer("C.system_admin"), {}).total == 0


def test_a_list_narrows_by_number_kind_stage_and_state(world):
    case, call = opened(world), world.incident()
    viewer = world.viewer("S1.station_chief")
    assert matter_list(viewer, {"number": case.number[:8]}).rows == [case]
    assert matter_list(viewer, {"kind": "incident"}).rows == [call]
    assert matter_list(viewer, {"stage": "investigating"}).rows == [case]
    assert matter_list(viewer, {"state": "closed"}).total == 0
    assert matter_list(viewer, {"unit": "S1", "state": "open"}).total == 2


def test_a_persons_name_finds_only_matters_already_ones_own(world):
    case = opened(world)
    chief, officer = world.viewer("S1.station_chief"), world.viewer("S1.officer")
    assert matter_list(chief, {"person": "王安澜"}).total == 0
    world.step(case, "assign", "S1.station_chief", handler=officer.person)
    assert matter_list(officer, {"person": "王安澜"}).rows == [case]
    assert matter_list(officer, {"person": "王安"}).total == 0


def test_pages_of_a_list_do_not_repeat_or_drop_a_row(world):
    for _number in range(5):
        world.incident()
    viewer = world.viewer("S1.officer")
    seen = [row.id for page in (1, 2, 3) for row in matter_list(viewer, {}, page=page, size=2).rows]
    assert len(seen) == len(set(seen)) == 5


def test_pages_follow_one_another_by_their_edges_in_both_directions(world):
    for _number in range(5):
        world.incident()
    viewer = world.viewer("S1.officer")
    first = matter_list(viewer, {}, size=2)
    second = matter_list(viewer, {}, page=2, size=2, after=first.rows[-1].id)
    third = matter_list(viewer, {}, page=3, size=2, after=second.rows[-1].id)
    assert [len(page.rows) for page in (first, second, third)] == [2, 2, 1]
    assert (first.further, second.further, third.further) == (True, True, False)
    assert len({row.id for page in (first, second, third) for row in page.rows}) == 5
    back = matter_list(viewer, {}, page=2, size=2, before=third.rows[0].id)
    assert back.rows == second.rows and back.further
    assert matter_list(viewer, {}, after="nothing").rows == []


def test_numbers_are_listed_by_number_and_a_foreign_number_finds_its_call(world):
    calls = [world.incident() for _number in range(3)]
    viewer = world.viewer("S1.officer")
    assert matter_list(viewer, {"number": calls[0].number[:6]}).rows == sorted(calls, key=lambda one: one.number, reverse=True)
    assert matter_list(viewer, {"number": calls[1].number.lower()}).rows == [calls[1]]
    Matter.objects.filter(id=calls[2].id).update(foreign_number="JJ-77")
    assert matter_list(viewer, {"number": "jj-77"}).rows == [calls[2]]


def test_own_matters_in_another_unit_stay_in_sight(world):
    case = world.case()
    chief = world.viewer("S2.station_chief")
    assert matter_list(chief, {}).rows == []
    Matter.objects.filter(id=case.id).update(co_handler=chief.person)
    assert matter_list(chief, {}).rows == matter_list(chief, {"mine": True}).rows == [case]


def test_a_minors_matter_is_kept_from_who_neither_handles_nor_reviews_it(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="小满", **(ADULT | {"minor": True, "age_band": "16_17"}))
    assert matter_list(world.viewer("S1.officer2"), {}).total == 0
    assert matter_list(world.viewer("S1.station_chief"), {}).total == 1


def test_duties_come_in_order_of_due_time(world):
    opened(world)
    world.later(hours=2)
    opened(world)
    due = [row.due_at for row in duties_of(world.viewer("S1.station_chief")) if row.due_at]
    assert due and due == sorted(due)
    assert counts(world.viewer("S1.station_chief"))["open"] == 2


def test_a_duty_for_which_the_law_names_no_number_stands_below_the_dated_ones(world):
    reported = world.case()
    world.later(hours=2)
    opened(world)
    due = [row.due_at for row in duties_of(world.viewer("S1.station_chief"))]
    assert None in due and due == sorted(filter(None, due)) + [None] * due.count(None)
    assert reported.id in {row.matter_id for row in duties_of(world.viewer("S1.station_chief")) if row.due_at is None}
    dated = len([one for one in due if one])
    assert None not in [row.due_at for row in duties_of(world.viewer("S1.station_chief"), limit=dated)]


def test_the_page_shows_the_archive_from_the_call_on(world):
    call = world.incident()
    world.step(call, "dispatch", "C.dispatcher", unit="S1")
    case = actions.take_up(call.id, "case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now).matter
    page = matter_page(world.viewer("S1.officer"), case.id)
    assert [moment.event.kind for moment in page.moments][0] == "incident.reported"
    assert "case.reported" in [moment.event.kind for moment in page.moments]
    assert any(offer.allowed and offer.move.name == "accept" for offer in page.offers)
    refused = next(offer for offer in page.offers if offer.move.name == "refuse")
    assert not refused.allowed and refused.who_may


def test_a_late_entry_is_marked(world):
    call = world.incident()
    early = world.now
    world.later(days=2)
    actions.take_step(call.id, "note", {"note": "补记"}, by=world.viewer("S1.officer"), at=early, now=world.now)
    page = matter_page(world.viewer("S1.officer"), call.id)
    assert page.moments[-1].late


def test_checking_my_case_says_what_the_patrol_says(world):
    case = opened(world)
    found = check_my_case(world.viewer("S1.officer"), case.id, world.now)
    assert {duty.rule for duty in found.duties} == set(case.duties.values_list("rule", flat=True))


def test_a_look_at_sealed_parts_needs_a_purpose_and_leaves_a_trace(world):
    case = opened(world)
    chief = world.viewer("S1.station_chief")
    with pytest.raises(Refused, match="目的"):
        looks.look_at_sealed(chief, case.id, "curiosity", world.now)
    opened_parts = looks.look_at_sealed(chief, case.id, "supervision", world.now)
    assert "王安澜" in str(opened_parts)
    assert [(look.who, look.purpose) for look in looks.who_looked(chief, case.id)] == [("S1.station_chief", "supervision")]
    assert looks.who_looked(world.viewer("C.auditor"))[0].matter == case.number
    with pytest.raises(Refused):
        looks.who_looked(chief)


def test_an_export_is_an_event_without_names(world):
    looks.note_export(world.viewer("S1.officer"), "cases", 12, world.now)
    event = Event.objects.get(kind="record.exported")
    assert event.body == {"what": "cases", "rows": 12, "purpose": ""}
