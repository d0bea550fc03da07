"""Who may see a matter, by role × unit × sensitivity; and what is sealed opens for a purpose alone (X6, RP-03)."""

from datetime import UTC, datetime

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.sealed import unseal
from hengjian.work.matters import looks
from hengjian.work.matters.models import Matter
from hengjian.work.people import roles
from hengjian.work.people.access import may_see, scope, viewer_for
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, SEATS

MINOR = ADULT | {"age_band": "14_15", "minor": True}
CASEWORK = {f"{unit}.{role}" for unit, seats in SEATS.items() for role in seats if role in roles.CASE_ROLES}


@pytest.fixture
def matters(world):
    """By station: an ordinary matter, a minor's that its first officer took in hand by registering it, and one that lies with the second.

    `S1 new` is a call about a minor that nobody has gone to yet.
    """
    found = {}
    for unit in ("S1", "S2"):
        found[unit] = world.case(f"{unit}.officer")
        found[f"{unit} minor"] = with_minor(world, f"{unit}.officer")
    found["S1 handled"] = with_minor(world, "S1.officer")
    world.step(found["S1 handled"], "accept", "S1.officer")
    world.step(found["S1 handled"], "assign", "S1.station_chief", handler=world.accounts["S1.officer2"].person)
    found["S1 new"] = world.incident("D1.dispatcher", unit="S1")
    world.step(found["S1 new"], "add_party", "D1.dispatcher", role="victim", name="小满", **MINOR)
    return {name: Matter.objects.select_related("unit").get(id=row.id) for name, row in found.items()}


def with_minor(world, seat):
    case = world.case(seat)
    world.step(case, "add_party", seat, role="suspect", name="小满", **MINOR)
    return case


def seen(viewer, matters):
    return {name for name, row in matters.items() if may_see(viewer, row)}


def test_lists_and_single_matters_give_the_same_answer_to_every_seat(world, matters):
    for account in world.accounts.values():
        viewer = viewer_for(account, world.now)
        listed = set(scope(viewer, Matter.objects.all()).values_list("id", flat=True))
        assert listed == {matters[name].id for name in seen(viewer, matters)}, account.username


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        ("S1.officer", {"S1", "S1 minor", "S1 new"}),
        ("S1.officer2", {"S1", "S1 handled", "S1 new"}),
        ("S2.officer", {"S2", "S2 minor"}),
        ("S1.station_legal", {"S1", "S1 minor", "S1 handled", "S1 new"}),
        ("S2.station_chief", {"S2", "S2 minor"}),
        ("D1.dispatcher", {"S1", "S2", "S1 new"}),
        ("D1.district_chief", {"S1", "S2", "S1 minor", "S2 minor", "S1 handled", "S1 new"}),
        ("C.city_legal", {"S1", "S2", "S1 minor", "S2 minor", "S1 handled", "S1 new"}),
        ("C.centre", {"S1", "S2", "S1 new"}),
        ("C.system_admin", set()),
        ("C.security_admin", set()),
        ("C.auditor", set()),
    ],
)
def test_role_unit_and_sensitivity_say_who_sees_what(world, matters, seat, expected):
    assert seen(world.viewer(seat), matters) == expected


def test_no_seat_opens_the_seal_without_a_purpose_or_out_of_its_sight(world, matters):
    for seat in CASEWORK:
        viewer = world.viewer(seat)
        for name, row in matters.items():
            with pytest.raises(Refused):
                looks.look_at_sealed(viewer, row.id, "", world.now)
            if name not in seen(viewer, matters):
                with pytest.raises(Refused):
                    looks.look_at_sealed(viewer, row.id, "handling", world.now)
    assert not Event.objects.filter(kind="record.looked_at").exists()
    looks.look_at_sealed(world.viewer("S1.officer"), matters["S1"].id, "handling", world.now)
    assert Event.objects.filter(kind="record.looked_at").count() == 1


def test_a_call_about_a_child_can_be_dispatched_attended_and_is_closed_to_others_from_then_on(world):
    call = world.incident("D1.dispatcher", unit="S1")
    world.step(call, "add_party", "D1.dispatcher", role="victim", name="小满", **MINOR)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    row = Matter.objects.select_related("unit").get(id=call.id)
    assert may_see(world.viewer("S1.officer"), row)
    for seat in ("S1.officer2", "D1.dispatcher", "C.centre"):
        assert not may_see(world.viewer(seat), row)
        assert not scope(world.viewer(seat), Matter.objects.all()).exists()


@pytest.fixture
def closed(world):
    """A public-security case that is closed: the law seals its record (RP-04)."""
    case = world.case("S1.officer")
    world.step(case, "add_party", "S1.officer", role="suspect", name="王安澜", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    world.step(case, "terminate", "S1.station_chief", ground="no_facts", reasons="查明没有违法事实")
    Matter.objects.filter(id=case.id).update(stage="closed", closed_at=world.now)
    return case


def test_a_record_that_the_law_seals_is_not_made_public_and_is_given_out_on_a_stated_ground_alone(world, closed):
    legal = world.viewer("S1.station_legal")
    with pytest.raises(Refused, match="依法封存"):
        looks.look_at_sealed(legal, closed.id, "disclosure", world.now)
    for query in (looks.NO_QUERY, looks.Query("case_need", " "), looks.Query("curiosity", "某公司")):
        with pytest.raises(Refused, match="查询单位和依据"):
            looks.look_at_sealed(legal, closed.id, "lawful_query", world.now, query)
    assert not Event.objects.filter(kind="record.looked_at").exists()
    opened = looks.look_at_sealed(legal, closed.id, "lawful_query", world.now, looks.Query("case_need", "云泽市人民检察院"))
    assert "王安澜" in str(opened)
    look = Event.objects.get(kind="record.looked_at")
    assert look.body == {"purpose": "lawful_query", "basis": "case_need"} and unseal(look) == {"recipient": "云泽市人民检察院"}
    looks.look_at_sealed(legal, closed.id, "review", world.now)


def test_before_the_law_sealed_it_and_while_it_is_open_a_case_may_be_disclosed_as_before(world, closed):
    before = datetime(2025, 12, 31, 10, tzinfo=UTC)
    assert looks.sealed_by_law(Matter.objects.get(id=closed.id), world.now)
    assert not looks.sealed_by_law(Matter.objects.get(id=closed.id), before)
    assert not looks.sealed_by_law(world.case("S1.officer"), world.now) and not looks.sealed_by_law(world.crime(), world.now)
