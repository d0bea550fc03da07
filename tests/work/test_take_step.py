"""Steps of matters: right, flow, values and law are asked; then an event stands, and the rows with it (T1, X2, X5)."""

import pytest

from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in, facts_of
from hengjian.ledger.record import Draft, record
from hengjian.work.matters import actions
from hengjian.work.matters.models import Matter, PartyRow
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import approvals_of
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


def test_a_message_that_comes_twice_gives_the_matter_that_stands(world):
    act = {"by": world.viewer("S1.officer"), "at": world.now, "now": world.now, "source": "dispatch:4711"}
    first, again = (actions.open_matter("case/admin", CASE, **act) for _time in range(2))
    assert first.matter.id == again.matter.id and again.events[0].already_stood is False
    note = act | {"source": "dispatch:4712"}
    for _time in range(2):
        actions.take_step(first.matter.id, "note", {"note": "来电补充"}, **note)
    assert [event.kind for event in events_in(first.matter.id)] == ["case.reported", "note.added"]
    assert_replays(first.matter, world.now)


def test_who_looked_at_an_older_version_is_asked_to_look_again(world):
    case = world.case()
    world.step(case, "note", "S1.officer", note="一")
    with pytest.raises(StaleStream):
        actions.take_step(case.id, "note", {"note": "二"}, by=world.viewer("S1.officer"), at=world.now, now=world.now, seen=1)


def test_an_age_is_that_of_the_day_of_the_act(world):
    report = {"source": "reported", "has_complainant": True, "account": "报称被盗", "occurred_on": "2026-05-01"}
    by = world.viewer("S1.officer")
    case = actions.open_matter("case/criminal", report, by=by, at=world.now, now=world.now).matter
    world.step(case, "add_party", "S1.officer", role="suspect", name="小满", sex="male", birth_date="2008-06-01")
    assert PartyRow.objects.get(matter=case).age_band == "16_17"
    assert_replays(case, world.now)


def test_a_birth_after_the_act_is_refused(world):
    case = world.case()
    with pytest.raises(Refused) as refusal:
        world.step(case, "add_party", "S1.officer", role="suspect", name="小满", sex="male", birth_date="2026-12-01")
    assert set(refusal.value.fields) == {"birth_date"}


def test_who_is_recused_takes_no_further_step_and_loses_the_case(world):
    case = opened(world)
    officer = world.viewer("S1.officer")
    assert Matter.objects.get(id=case.id).handler_id == officer.person
    world.step(case, "recuse", "S1.station_chief", person=officer.person, ground="interest")
    assert Matter.objects.get(id=case.id).handler_id is None
    with pytest.raises(Refused, match="已回避"):
        world.step(case, "note", "S1.officer", note="还想办")
    assert_replays(case, world.now)


def test_nobody_decides_their_own_recusal(world):
    case = world.case()
    with pytest.raises(Refused, match="上级决定"):
        world.step(case, "recuse", "S1.station_chief", person=world.viewer("S1.station_chief").person, ground="other")


def test_what_one_requested_oneself_another_approves(world):
    case = opened(world)
    world.step(case, "request_extension", "S1.station_chief", reasons="案情复杂")
    assert [row.id for row in approvals_of(world.viewer("D1.district_chief"))] == [case.id]
    assert approvals_of(world.viewer("S1.station_chief")) == [] and approvals_of(world.viewer("S2.station_chief")) == []
    world.step(case, "approve_extension", "D1.district_chief", reasons="属实")
    assert approvals_of(world.viewer("D1.district_chief")) == []
    assert_replays(case, world.now)


def test_a_number_that_nobody_bears_cannot_be_linked(world):
    case = world.case()
    with pytest.raises(Refused) as refusal:
        world.step(case, "link", "S1.officer", other="A000", relation="same_series")
    assert set(refusal.value.fields) == {"other"}


def test_a_report_that_names_its_call_shares_its_time_line(world):
    call = world.incident()
    case = world.case(incident=call.number)
    kinds = [moment.event.kind for moment in matter_page(world.viewer("S1.officer"), case.id).moments]
    assert kinds == ["incident.reported", "case.reported"]
    assert [other.id for _link, other in matter_page(world.viewer("S1.officer"), call.id).linked] == [case.id]
    assert_replays(case, world.now)


def test_a_step_costs_a_bounded_number_of_statements(world, django_assert_max_num_queries):
    case, by = opened(world), world.viewer("S1.officer")
    with django_assert_max_num_queries(14):
        actions.take_step(case.id, "note", {"note": "查看现场"}, by=by, at=world.now, now=world.now)
