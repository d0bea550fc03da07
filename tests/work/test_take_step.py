"""Steps of matters: right, flow, values and law are asked; then an event stands, and the rows with it (T1, X2, X5)."""

import pytest

from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in, facts_of
from hengjian.ledger.record import Draft, record
from hengjian.work.matters import actions
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, CASE, assert_replays


def opened(world):
    """A case that was accepted and opened, with a suspect and a victim."""
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="王安澜", **ADULT)
    world.step(case, "add_party", "S1.officer", role="victim", name="李若水", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "issue_receipt", "S1.officer", about="party:2")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    return case


def test_a_call_becomes_a_matter_with_a_number_of_its_own(world):
    incident = world.incident()
    assert (incident.kind, incident.stage, incident.unit.code) == ("incident", "called", "S1")
    assert incident.number.startswith("JS1") and incident.number.endswith("0001")
    assert world.incident().number.endswith("0002")
    assert_replays(incident, world.now)


def test_what_people_said_is_sealed_and_what_rules_need_is_clear(world):
    incident = world.incident()
    event = events_in(incident.id)[0]
    assert set(event.sealed) == {"place", "description"}
    assert "争吵" not in str(event.body) and "争吵" not in str(event.sealed)
    assert event.body["by_role"] == "officer" and event.body["by_level"] == "station"


def test_a_case_runs_from_report_to_opening_and_replays(world):
    case = opened(world)
    case = Matter.objects.get(id=case.id)
    assert case.stage == "investigating" and case.title_code == "assault"
    assert [fact.kind for fact in facts_of(case.id)][:2] == ["case.reported", "party.added"]
    assert_replays(case, world.now)


def test_the_closing_clock_of_an_opened_case_runs_thirty_days(world):
    case = opened(world)
    duty = case.duties.get(rule="public-security.closing-period")
    assert duty.state == "pending" and duty.data["due"] == {"on": "2026-12-16"}


def test_a_name_is_found_by_its_keyed_fingerprint_only(world):
    case = opened(world)
    row = PartyRow.objects.get(matter=case, key="party:1")
    assert len(row.name_print) == 64 and "王安澜" not in str(row.__dict__)


def test_ages_are_derived_from_the_birth_date_whatever_was_ticked(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="小满", birth_date="2011-05-02", **ADULT)
    row = PartyRow.objects.get(matter=case)
    assert (row.age_band, row.minor) == ("14_15", True)
    assert Matter.objects.get(id=case.id).sensitivity == "minor"


def test_a_step_of_another_stage_is_refused(world):
    case = world.case()
    with pytest.raises(Refused, match="目前阶段"):
        world.step(case, "serve", "S1.officer", manner="handed_over")


def test_a_step_of_another_role_is_refused_and_says_who_may(world):
    case = world.case()
    world.step(case, "accept", "S1.officer")
    with pytest.raises(Refused) as refusal:
        world.step(case, "refuse", "S1.officer", ground="no_offence", reasons="无")
    assert "station_chief" in refusal.value.who_may


def test_a_unit_beside_cannot_see_or_touch_the_matter(world):
    case = world.case()
    with pytest.raises(Refused, match="没有这个事项"):
        world.step(case, "accept", "S2.officer")


def test_administrators_see_no_matters(world):
    case = world.case()
    with pytest.raises(Refused):
        world.step(case, "note", "C.system_admin", note="看看")


def test_missing_and_wrong_values_are_refused_field_by_field(world):
    with pytest.raises(Refused) as refusal:
        actions.open_matter("incident", {"channel": "smoke"}, by=world.viewer("S1.officer"), at=world.now, now=world.now)
    assert set(refusal.value.fields) >= {"channel", "kind", "place", "description"}
    assert Event.objects.filter(kind="incident.reported").count() == 0


def test_a_step_in_the_future_is_refused(world):
    with pytest.raises(Refused, match="不能晚于现在"):
        actions.open_matter("case/admin", CASE, by=world.viewer("S1.officer"), at=world.now.replace(year=2030), now=world.now)


def test_a_step_about_nobody_asks_for_somebody(world):
    case = world.case()
    with pytest.raises(Refused, match="请先登记"):
        world.step(case, "issue_receipt", "S1.officer")


def test_who_is_second_reads_again(world):
    case = world.case()
    with pytest.raises(StaleStream):
        record([Draft(case.id, case.id, "note.added", world.now, "p1", {})], now=world.now, expected=0)


def test_a_call_taken_up_gives_one_archive_of_two_matters(world):
    incident = world.incident()
    world.step(incident, "dispatch", "C.dispatcher", unit="S1")
    case = actions.take_up(incident.id, "case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now).matter
    assert list(case.links.values_list("other", flat=True)) == [incident.id]
    assert list(Matter.objects.get(id=incident.id).links.values_list("other", flat=True)) == [case.id]
    assert_replays(case, world.now)
    assert_replays(incident, world.now)


def test_looking_again_when_time_has_passed_turns_a_duty_overdue(world):
    case = opened(world)
    later = world.later(days=40)
    row = actions.look(Matter.objects.select_related("unit").get(id=case.id), later)
    assert row.overdue >= 1
    assert row.duties.get(rule="public-security.closing-period").state == "overdue"
