"""RP-05: a reporter who asked not to be revealed is hidden from everybody but who handles the matter and who leads its unit."""

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.work.findings.actions import issue_opinion, raise_finding
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters import across, actions, looks
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.history import PastAct, record_history
from hengjian.work.matters.models import Matter, PartyRow, SearchRow
from hengjian.work.matters.page import matter_page
from hengjian.work.matters.queries import matter_list
from hengjian.work.people.access import Seat
from hengjian.work.people.refusal import Refused
from tests.world import ADULT, CASE, REPORT, assert_replays

NAME, PHONE, HOME, KIN = "沈若兰", "13911112222", "柳荫里12号501", "楼下租客的房东"
SECRET = {
    "reporter_name": NAME, "reporter_contact": PHONE, "reporter_address": HOME, "reporter_relation": KIN, "reporter_confidential": True,
    "description": f"{NAME}称楼下有人聚众打牌",
}  # fmt: skip
REPORTER = {"role": "reporter", "name": NAME, "contact": PHONE, "document": "", **ADULT}
TELLING = (NAME, PHONE, HOME, KIN)


@pytest.fixture
def call(world):
    call = world.incident("D1.dispatcher", unit="S1", **SECRET)
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    world.step(call, "arrive", "S1.officer", officers=2, recorder_on=True)
    return Matter.objects.get(id=call.id)


@pytest.fixture
def case(world, call):
    officer = world.viewer("S1.officer")
    with pytest.raises(Refused, match="请核对所写的文字"):
        actions.take_up(call.id, "case/admin", CASE, by=officer, at=world.now, now=world.now)
    case = actions.take_up(call.id, "case/admin", CASE, by=officer.vouching(), at=world.now, now=world.now).matter
    world.step(case, "add_party", "S1.officer", **REPORTER)
    world.step(case, "assign", "S1.station_chief", handler=world.accounts["S1.officer"].person)
    return Matter.objects.get(id=case.id)


def told(world, matter, seat):
    """Everything that the matter's page and the opened seal say to this seat, as one text."""
    viewer = world.viewer(seat)
    page = matter_page(viewer, matter.id)
    opened = looks.look_at_sealed(viewer, matter.id, "handling", world.now)
    return (
        str([(one.values, one.correction, dict(one.sealed)) for one in page.moments]) + str([p.masked for p in page.parties]) + str(opened)
    )


@pytest.mark.parametrize("seat", ["S1.officer", "S1.officer2", "S1.station_legal", "D1.district_legal", "C.centre", "S1.station_chief"])
def test_nobody_reads_who_reported_on_the_page_or_under_the_ordinary_seal(world, call, case, seat):
    for matter in (call, case):
        text = told(world, matter, seat)
        assert not [word for word in TELLING if word in text], "not even in what was said on the telephone"
    assert "沈某某" not in told(world, case, seat) and "化名甲" in told(world, case, seat)


def test_of_a_hidden_party_no_clear_fact_but_the_role_is_shown(world, case):
    page = matter_page(world.viewer("S1.officer"), case.id)
    shown = next(one for one in page.moments if one.event.kind == "party.added")
    assert [value for _label, value in shown.values] == ["报案人"]


@pytest.mark.parametrize("seat", ["S1.officer", "S1.station_chief", "D1.district_chief"])
def test_the_handler_and_the_heads_may_know_with_a_purpose_and_it_is_an_event(world, case, seat):
    opened = looks.look_at_reporter(world.viewer(seat), case.id, "handling", world.now)
    text = str(opened)
    assert all(word in text for word in TELLING), "the call's own words about the reporter come with the case"
    look = Event.objects.get(kind="reporter.looked_at")
    assert (look.matter, look.by, look.body) == (case.id, world.accounts[seat].person, {"purpose": "handling"})
    seen = looks.who_looked(world.viewer("C.auditor"))
    assert [(one.reporter, one.purpose) for one in seen] == [(True, "handling")]


@pytest.mark.parametrize("seat", ["S1.officer2", "S1.station_legal", "D1.district_legal", "D1.dispatcher", "C.city_chief", "C.centre"])
def test_nobody_else_may_know(world, case, seat):
    with pytest.raises(Refused, match="承办人和单位负责人"):
        looks.look_at_reporter(world.viewer(seat), case.id, "handling", world.now)
    assert not Event.objects.filter(kind="reporter.looked_at").exists()


@pytest.mark.parametrize("purpose", ["", "disclosure", "curiosity"])
def test_no_look_without_a_purpose_and_none_for_disclosure(world, case, purpose):
    with pytest.raises(Refused, match="目的"):
        looks.look_at_reporter(world.viewer("S1.officer"), case.id, purpose, world.now)


def test_who_was_recused_knows_no_more(world, case):
    chief = world.accounts["S1.station_chief"].person
    world.step(case, "recuse", "D1.district_chief", person=chief, ground="party_or_kin")
    with pytest.raises(Refused):
        looks.look_at_reporter(world.viewer("S1.station_chief"), case.id, "handling", world.now)


def test_no_search_by_name_or_by_words_leads_to_the_reporter(world, call, case):
    assert not SearchRow.objects.filter(matter__in=[call, case]).exists()
    assert set(PartyRow.objects.values_list("name_print", "document_print")) == {("", "")}
    officer = world.viewer("S1.officer")
    for asked in ({"person": NAME}, {"text": NAME}, {"text": "聚众打牌"}):
        assert matter_list(officer, asked).rows == []
    other = world.case("S1.officer2")
    world.step(other, "accept", "S1.officer2")
    asked = {"name": NAME, "document": "", "basis": "public_security_evidence", "reasons": "核实"}
    request = across.request_search(world.viewer("S1.officer2"), other.id, **asked, now=world.now)
    across.approve_search(world.viewer("D1.district_chief"), request, now=world.now)
    assert across.across_matters(world.viewer("S1.officer2"), request, now=world.now) == []


def test_secrecy_asked_for_later_hides_what_stood_and_reaches_the_case_that_arose(world):
    call = world.incident("D1.dispatcher", unit="S1", **(SECRET | {"reporter_confidential": False}))
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    case = actions.take_up(call.id, "case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now).matter
    world.step(case, "add_party", "S1.officer", **REPORTER)
    assert NAME in told(world, case, "S1.officer2") and SearchRow.objects.filter(matter=call).exists()
    world.step(call, "keep_secret", "S1.officer")
    assert set(Matter.objects.values_list("secrecy", flat=True)) == {"reporter"}
    assert not SearchRow.objects.exists() and PartyRow.objects.get(matter=case).name_print == ""
    for matter in (call, case):
        assert NAME not in told(world, matter, "S1.officer2")
        assert_replays(Matter.objects.get(id=matter.id), world.now)
    assert events_in(case.id)[-1].body["asked_in"] == call.id


def test_a_witness_may_ask_for_it_alone(world):
    case = world.case()
    world.step(case, "add_party", "S1.officer", **(REPORTER | {"role": "witness", "confidential": True}))
    world.step(case, "add_party", "S1.officer", **(REPORTER | {"role": "reporter", "name": "周敏"}))
    text = told(world, case, "S1.officer2")
    assert NAME not in text and "周敏" in text
    assert_replays(Matter.objects.get(id=case.id), world.now)


def test_no_correction_lifts_it_and_only_who_may_know_corrects_what_is_hidden(world, call, case):
    first, party = events_in(call.id)[0], Event.objects.get(kind="party.added")

    def correct(matter, event, changes, seat):
        return actions.correct(
            matter.id, event.id, changes, reasons="录入错误", by=world.viewer(seat).vouching(), at=world.now, now=world.now
        )

    with pytest.raises(Refused, match="不能以更正取消"):
        correct(call, first, Changes(body={"reporter_confidential": False}), "S1.officer")
    for matter, event, body in ((call, first, {"reporter_name": "沈若蓝"}), (case, party, {"role": "witness"})):
        with pytest.raises(Refused, match="只能由承办人"):
            correct(matter, event, Changes(body=body), "S1.station_legal")
    correct(case, party, Changes(body={"name": "沈若蓝"}), "S1.officer")
    assert "沈若蓝" not in told(world, case, "S1.officer2")
    assert "沈若蓝" in str(looks.look_at_reporter(world.viewer("S1.officer"), case.id, "handling", world.now))
    assert_replays(Matter.objects.get(id=case.id), world.now)


def test_words_that_nobody_vouches_for_are_refused_by_every_action(world, case):
    officer, legal = world.viewer("S1.officer"), world.viewer("D1.district_legal")

    def note(by):
        return actions.take_step(case.id, "note", {"note": "楼下住户反映"}, by=by, at=world.now, now=world.now)

    before = len(events_in(case.id))
    with pytest.raises(Refused, match="请核对所写的文字") as refused:
        note(officer)
    assert set(refused.value.fields) == {"no_trace"}
    with pytest.raises(Refused, match="请核对所写的文字"):
        actions.correct(
            case.id, events_in(case.id)[0].id, Changes(body={"complex": True}), reasons="笔误", by=officer, at=world.now, now=world.now
        )
    with pytest.raises(Refused, match="请核对所写的文字"):
        raise_finding(case.id, "level_review", "未见回执", by=legal, now=world.now)
    assert len(events_in(case.id)) == before and not FindingRow.objects.exists()
    assert note(officer.vouching()).events[0].body["words_confirmed"] is True
    world.step(case, "accept", "S1.officer")
    found = raise_finding(case.id, "level_review", "未见回执", by=legal.vouching(), now=world.now)
    with pytest.raises(Refused, match="请核对所写的文字"):
        issue_opinion(found.id, "请补送", by=legal, now=world.now)
    assert issue_opinion(found.id, "请补送", by=legal.vouching(), now=world.now).body["words_confirmed"] is True


def test_a_history_that_is_brought_in_keeps_the_secret_too(world):
    seat, unit = Seat(world.units["S1"], "officer"), world.units["S1"]
    at = {"person": world.accounts["S1.officer"].person, "seat": seat, "at": world.now, "unit": unit}
    acts = [
        PastAct("j", "incident", "report", REPORT | SECRET, **at),
        PastAct("a", "case/admin", "report", CASE, arises_from="j", **at),
        PastAct("a", "case/admin", "add_party", REPORTER, **at),
    ]
    record_history(acts, now=world.later(hours=1))
    assert set(Matter.objects.values_list("secrecy", flat=True)) == {"reporter"} and not SearchRow.objects.exists()
    assert PartyRow.objects.get().clear["secret"] is True
    for matter in Matter.objects.all():
        assert_replays(matter, world.now)
