"""The life of a finding through its actions, by level and by second persons: raised, asked, answered, contested, closed (T5, T12, T13)."""

from datetime import timedelta

import pytest

from hengjian.ledger.read import events_in
from hengjian.work.findings import queries
from hengjian.work.findings.actions import contest, issue_opinion, raise_finding, reply
from hengjian.work.findings.actions_closing import accept_remedy, close, close_by_machine, decide_contest, escalate, recheck, take_up
from hengjian.work.findings.models import FindingRow, OpinionRow
from hengjian.work.findings.states import Close, State
from hengjian.work.matters.attachments import Upload
from hengjian.work.people.refusal import Refused
from tests.work.findings.test_rechecking import DAY, correct, watch

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def now(start):
    return start + 2 * DAY


@pytest.fixture
def matter(cast, start):
    return cast.case("a1", "S1", now=start)


@pytest.fixture
def finding(cast, matter, now):
    """The station did not contact the reporter in time."""
    return watch(cast, matter, now)["s.contact"].id


def state(finding):
    return FindingRow.objects.get(id=finding).state


def observed(cast, matter, now, source="self_check", unit="S1", role="station_legal"):
    return raise_finding(matter, source, "询问笔录缺页", by=cast.viewer(unit, role), now=now).id


def test_a_finding_begins_with_the_unit_itself_and_has_time_to_answer(cast, finding, now):
    row = FindingRow.objects.get(id=finding)
    assert (row.unit, row.handled_by, row.level, row.loop, row.source) == ("S1", "S1", "station", "internal", "patrol")
    assert row.due == now + timedelta(days=3)


def test_the_way_from_breach_to_closed(cast, matter, finding, now):
    legal, officer = cast.viewer("S1", "station_legal"), cast.viewer("S1", "officer")
    issue_opinion(finding, "请补办并说明", by=legal, now=now)
    with pytest.raises(Refused):
        close(finding, Close.REMEDIED, by=legal, now=now)
    cast.happens(matter, "reporter.contacted", now=now + DAY)
    reply(finding, "已补联系", by=officer, now=now + DAY, evidence=[Upload("evidence", "整改照片.png", PNG)])
    recheck(finding, now=now + DAY)
    accept_remedy(finding, "已核实", by=legal, now=now + DAY)
    close_by_machine(finding, now=now + DAY)
    row = FindingRow.objects.get(id=finding)
    assert (row.state, row.closed_how, row.due) == (State.CLOSED, Close.REMEDIED, None)
    assert [event.kind for event in events_in(finding)] == [
        "finding.raised", "opinion.issued", "finding.replied", "finding.rechecked", "remedy.accepted", "finding.closed",
    ]  # fmt: skip
    assert OpinionRow.objects.get(finding=finding).answered_at == now + DAY


def test_the_machine_closes_as_rectified_what_the_corrected_record_passes(cast, matter, now):
    cast.happens(matter, "notice.given", now=now)
    decided = cast.happens(matter, "case.decided", now=now)
    finding = watch(cast, matter, now)["s.outcome"].id
    correct(matter, decided, now=now + DAY, body={"outcome": "penalty"})
    close_by_machine(finding, now=now + DAY)
    row = FindingRow.objects.get(id=finding)
    assert (row.closed_how, events_in(finding)[-1].by) == (Close.RECTIFIED, "machine")


def test_the_machine_closes_nothing_that_still_stands(finding, now):
    assert close_by_machine(finding, now=now + DAY) is None
    recheck(finding, now=now + DAY)
    assert recheck(finding, now=now + 2 * DAY) is None
    assert state(finding) == State.RAISED


def test_no_reply_however_good_closes_a_finding_by_itself(cast, finding, now):
    reply(finding, "已整改", by=cast.viewer("S1", "officer"), now=now)
    for how in Close:
        with pytest.raises(Refused):
            close(finding, how, by=cast.viewer("S1", "station_legal"), now=now)


def test_who_replied_cannot_accept_the_remedy(cast, matter, finding, now):
    cast.happens(matter, "reporter.contacted", now=now)
    both = cast.viewer("S1", "station_legal")
    reply(finding, "已补联系", by=both, now=now)
    with pytest.raises(Refused):
        accept_remedy(finding, "同意", by=both, now=now)
    accept_remedy(finding, "同意", by=cast.viewer("S1", "station_chief"), now=now)


def test_a_remedy_that_the_record_does_not_show_cannot_be_accepted(cast, finding, now):
    reply(finding, "口头联系过", by=cast.viewer("S1", "officer"), now=now)
    with pytest.raises(Refused):
        accept_remedy(finding, "同意", by=cast.viewer("S1", "station_chief"), now=now)


def test_a_late_entry_that_excuses_waits_for_a_person_and_not_for_who_replied(cast, matter, finding, now):
    cast.happens(matter, "reporter.contacted", now=now, at=now - 2 * DAY)
    assert close_by_machine(finding, now=now) is None
    legal = cast.viewer("S1", "station_legal")
    reply(finding, "当日已联系，补录", by=legal, now=now)
    with pytest.raises(Refused):
        close(finding, Close.LAPSED, by=legal, now=now)
    close(finding, Close.LAPSED, by=cast.viewer("S1", "station_chief"), now=now)
    assert FindingRow.objects.get(id=finding).closed_how == Close.LAPSED


def test_a_contest_is_decided_by_a_second_person(cast, finding, now):
    officer, legal, chief = (cast.viewer("S1", role) for role in ("officer", "station_legal", "station_chief"))
    contest(finding, "报警人匿名，无法联系", by=legal, now=now)
    for person in (legal, officer):
        with pytest.raises(Refused):
            decide_contest(finding, "成立", uphold=True, by=person, now=now)
    decide_contest(finding, "成立", uphold=True, by=chief, now=now)
    close_by_machine(finding, now=now)
    assert FindingRow.objects.get(id=finding).closed_how == Close.LAPSED


def test_a_refused_contest_gives_new_time_to_answer(cast, finding, now):
    issue_opinion(finding, "请整改", by=cast.viewer("S1", "station_legal"), now=now)
    contest(finding, "无法联系", by=cast.viewer("S1", "officer"), now=now)
    decide_contest(finding, "理由不成立", uphold=False, by=cast.viewer("S1", "station_chief"), now=now + DAY)
    row = FindingRow.objects.get(id=finding)
    assert (row.state, row.due) == (State.ASKED, now + timedelta(days=4))


def test_what_a_person_raised_closes_by_a_reply_that_a_second_person_accepts(cast, matter, now):
    finding = observed(cast, matter, now)
    reply(finding, "已补正", by=cast.viewer("S1", "officer"), now=now)
    for how in Close:
        with pytest.raises(Refused):
            close(finding, how, by=cast.viewer("S1", "station_legal"), now=now)
    accept_remedy(finding, "已核对原件", by=cast.viewer("S1", "station_chief"), now=now)
    close_by_machine(finding, now=now)
    assert FindingRow.objects.get(id=finding).closed_how == Close.REMEDIED


def test_what_a_unit_reports_of_itself_is_marked(cast, matter, now):
    row = FindingRow.objects.get(id=observed(cast, matter, now))
    assert (row.loop, row.self_reported) == ("internal", True)


def test_a_complaint_never_goes_to_whom_it_is_about(cast, matter, now):
    with pytest.raises(Refused):
        observed(cast, matter, now, source="complaint")
    finding = observed(cast, matter, now, source="complaint", unit="D1", role="district_legal")
    row = FindingRow.objects.get(id=finding)
    assert (row.loop, row.unit, row.handled_by) == ("external", "S1", "D1")
    station = cast.viewer("S1", "station_legal")
    assert not queries.board(station, "external").exists()
    issue_opinion(finding, "请答复", by=cast.viewer("D1", "district_legal"), now=now)
    assert queries.board(station, "external").exists()


def test_a_complaint_about_the_city_itself_is_sent_elsewhere(cast, now):
    matter = cast.case("a9", "C", now=now)
    with pytest.raises(Refused, match="人民检察院"):
        observed(cast, matter, now, source="complaint", unit="C", role="city_legal")


def test_a_level_cannot_do_another_levels_act(cast, finding, now):
    for unit, role in [("D1", "district_legal"), ("C", "city_legal"), ("S2", "station_legal")]:
        with pytest.raises(Refused):
            issue_opinion(finding, "请整改", by=cast.viewer(unit, role), now=now)
    with pytest.raises(Refused):
        reply(finding, "已整改", by=cast.viewer("D1", "district_legal"), now=now)


def test_an_unanswered_finding_climbs_from_station_to_district_to_city(cast, finding, now):
    climbed = []
    for days in (4, 8, 12):
        assert queries.unanswered(now + timedelta(days=days), 10) == [finding]
        escalate(finding, now=now + timedelta(days=days))
        row = FindingRow.objects.get(id=finding)
        climbed.append((row.level, row.handled_by, row.escalations))
        assert queries.unanswered(now + timedelta(days=days), 10) == []
    assert climbed == [("district", "D1", 1), ("city", "C", 2), ("city", "C", 2)], "at the top it is urged again, which is no climb"
    assert row.unit == "S1"


def test_a_higher_level_takes_a_finding_into_its_own_hands(cast, finding, now):
    with pytest.raises(Refused):
        take_up(finding, "影响较大", by=cast.viewer("C", "city_legal"), now=now)
    take_up(finding, "影响较大", by=cast.viewer("D1", "district_legal"), now=now)
    issue_opinion(finding, "请整改", by=cast.viewer("D1", "district_legal"), now=now)


def test_opinions_are_numbered_without_a_gap_by_unit_type_and_year(cast, start, now):
    legal = cast.viewer("S1", "station_legal")
    for name in ("a1", "a2", "a3"):
        finding = watch(cast, cast.case(name, "S1", now=start), now)["s.contact"].id
        issue_opinion(finding, "请整改", by=legal, now=now)
        with pytest.raises(Refused):
            issue_opinion(finding, "  ", by=legal, now=now)
    issue_opinion(finding, "建议", by=legal, now=now, type="advice")
    issue_opinion(finding, "请整改", by=legal, now=now + timedelta(days=60))
    numbered = sorted(OpinionRow.objects.values_list("type", "year", "number"))
    assert numbered == [("advice", 2026, 1), ("rectification", 2026, 1), ("rectification", 2026, 2), ("rectification", 2026, 3),
                        ("rectification", 2027, 1)]  # fmt: skip
    assert OpinionRow.objects.get(type="advice").reference == "C公安公（S1公安）监建字〔2026〕1号"


def test_words_are_sealed_and_only_codes_stand_in_clear(cast, finding, now):
    event = reply(finding, "张某已到场", by=cast.viewer("S1", "officer"), now=now)
    assert "张某" not in str(event.body) and set(event.sealed) == {"text"}


def test_rates_show_each_way_apart_and_what_lapsed_leaves_the_denominator(cast, start, now):
    chief = cast.viewer("S1", "station_chief")
    for number, name in enumerate(("a1", "a2", "a3")):
        matter = cast.case(name, "S1", now=start)
        finding = watch(cast, matter, now)["s.contact"].id
        if number:
            cast.happens(matter, "reporter.contacted", now=now, at=now if number == 1 else start)
            reply(finding, "说明", by=cast.viewer("S1", "officer"), now=now)
        if number == 1:
            accept_remedy(finding, "核实", by=chief, now=now)
            close_by_machine(finding, now=now)
        if number == 2:
            close(finding, Close.LAPSED, by=chief, now=now)
    found = queries.rates(queries.board(chief, "internal"))
    assert (found.raised, found.open, found.remedied, found.lapsed, found.denominator) == (3, 1, 1, 1, 2)
    assert found.per_mille(Close.REMEDIED) == 500
    assert queries.recurrence("S1", "s.contact", now) == 2
    assert queries.recurring(chief, now, at_least=2) == [{"unit": "S1", "rule": "s.contact", "times": 2}]
