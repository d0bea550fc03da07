"""A person is looked for across matters only with matter, basis and approver, once, and it is counted (RP-02)."""

import pytest

from hengjian.ledger.models import Event
from hengjian.work.matters import across
from hengjian.work.people.refusal import Refused
from tests.work.test_take_step import opened
from tests.world import ADULT


@pytest.fixture
def case(world):
    """A case of S1.officer; the same name also stands in a case of the station beside."""
    case = opened(world)
    beside = world.case("S2.officer")
    world.step(beside, "add_party", "S2.officer", role="witness", name="王 安澜", **ADULT)
    world.beside = beside
    return case


def asked(world, case, seat="S1.officer", name="王安澜", basis="public_security_evidence"):
    return across.request_search(world.viewer(seat), case.id, name=name, document="", basis=basis, reasons="核实同案事实", now=world.now)


def test_an_approved_search_names_the_matters_in_the_approvers_sight_and_is_counted(world, case):
    request = asked(world, case)
    across.approve_search(world.viewer("D1.district_chief"), request, now=world.now)
    assert across.across_matters(world.viewer("S1.officer"), request, now=world.now) == [world.beside]
    done = Event.objects.get(kind="search.across_matters")
    assert done.body == {"basis": "public_security_evidence", "found": 1}
    assert "王安澜" not in str(list(Event.objects.values_list("body", flat=True)))
    assert across.count_of_searches(world.now, world.later(minutes=1)) == 1


def test_a_station_chiefs_approval_reaches_no_further_than_the_station(world, case):
    request = asked(world, case)
    across.approve_search(world.viewer("S1.station_chief"), request, now=world.now)
    assert across.across_matters(world.viewer("S1.officer"), request, now=world.now) == []


def test_without_approval_or_twice_or_too_late_nothing_is_shown(world, case):
    officer, chief = world.viewer("S1.officer"), world.viewer("D1.district_chief")
    with pytest.raises(Refused, match="尚未批准"):
        across.across_matters(officer, asked(world, case), now=world.now)
    request = asked(world, case)
    across.approve_search(chief, request, now=world.now)
    across.across_matters(officer, request, now=world.now)
    with pytest.raises(Refused, match="已经执行过"):
        across.across_matters(officer, request, now=world.now)
    late = asked(world, case)
    across.approve_search(chief, late, now=world.now)
    with pytest.raises(Refused, match="失效"):
        across.across_matters(officer, late, now=world.later(days=8))


def test_only_the_handler_asks_a_chief_approves_and_the_author_runs_it(world, case):
    with pytest.raises(Refused, match="承办人"):
        asked(world, case, "S1.officer2")
    request = asked(world, case)
    with pytest.raises(Refused, match="负责人"):
        across.approve_search(world.viewer("S1.station_legal"), request, now=world.now)
    with pytest.raises(Refused):
        across.approve_search(world.viewer("S2.station_chief"), request, now=world.now)
    across.approve_search(world.viewer("S1.station_chief"), request, now=world.now)
    with pytest.raises(Refused, match="已经处理"):
        across.approve_search(world.viewer("D1.district_chief"), request, now=world.now)
    with pytest.raises(Refused, match="只有呈请人"):
        across.across_matters(world.viewer("S1.station_chief"), request, now=world.now)


@pytest.mark.parametrize(("name", "basis"), [("王安澜", "curiosity"), ("  ", "jurisdiction")])
def test_a_request_needs_a_basis_and_somebody_to_look_for(world, case, name, basis):
    with pytest.raises(Refused):
        asked(world, case, name=name, basis=basis)


def test_requests_are_seen_by_their_author_and_by_who_may_approve(world, case):
    request = asked(world, case)
    for seat, seen in (("S1.officer", [request]), ("D1.district_chief", [request]), ("S1.officer2", []), ("S2.station_chief", [])):
        assert [one.id for one in across.searches_of(world.viewer(seat), world.later(minutes=1))] == seen


def test_a_minors_matter_is_not_among_the_answers(world, case):
    world.step(world.beside, "add_party", "S2.officer", role="victim", name="小满", birth_date="2012-01-01", sex="female")
    request = asked(world, case)
    across.approve_search(world.viewer("D1.district_chief"), request, now=world.now)
    assert across.across_matters(world.viewer("S1.officer"), request, now=world.now) == []
