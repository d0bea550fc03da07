"""What one round of the watch does, and that doing it again changes nothing (T5, T12)."""

from datetime import timedelta

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty, Mark
from hengjian.ledger.follow import Follower
from hengjian.ledger.models import Event
from hengjian.watch.supervision import rounds
from hengjian.watch.supervision.heartbeat import begin
from hengjian.watch.supervision.look import Looked
from hengjian.watch.supervision.messages import inbox, sentence, settle, unsettled
from hengjian.watch.supervision.models import Heartbeat, Message
from hengjian.watch.supervision.rounds import FOLLOWER, run_round, under_another_law
from hengjian.watch.supervision.telling import tell_looked
from hengjian.watch.supervision.worker import Watch
from hengjian.work.findings.actions import reply
from hengjian.work.findings.actions_closing import accept_remedy
from hengjian.work.findings.models import DayStatement, FindingRow
from hengjian.work.findings.policeday import police_day
from hengjian.work.matters.models import DutyRow, Matter

DAY = timedelta(days=1)


@pytest.fixture
def matter(cast, start):
    return cast.case("a1", "S1", now=start)


def rules():
    return sorted(FindingRow.objects.values_list("rule", flat=True))


def test_a_round_places_and_looks_and_knows_when_to_look_again(matter, start):
    begin(start)
    done = run_round(start)
    row = Matter.objects.get(id=matter)
    assert done.followed and rules() == []
    assert row.next_look_at and start < row.next_look_at <= start + 2 * DAY
    assert DutyRow.objects.filter(matter_id=matter, rule="s.contact").exists()
    assert Heartbeat.objects.get(name="watch").rounds == 1


def test_time_alone_brings_a_fault_to_light_and_once(matter, start):
    run_round(start)
    assert run_round(start + 2 * DAY).swept == 1
    assert rules() == ["s.contact"]
    assert run_round(start + 2 * DAY).swept == 0
    Matter.objects.filter(id=matter).update(next_look_at=start)
    Follower(FOLLOWER).start_again()
    run_round(start + 2 * DAY)
    assert rules() == ["s.contact"]


def test_a_new_event_is_looked_at_in_the_next_round(cast, matter, start):
    run_round(start)
    cast.happens(matter, "case.decided", now=start)
    run_round(start)
    assert rules() == ["s.notice", "s.outcome"]


def test_what_a_second_person_accepted_is_closed_in_the_next_round(cast, matter, start):
    now = start + 2 * DAY
    run_round(now)
    finding = FindingRow.objects.get(rule="s.contact").id
    cast.happens(matter, "reporter.contacted", now=now)
    reply(finding, "已补办", by=cast.viewer("S1", "officer"), now=now)
    run_round(now)
    accept_remedy(finding, "核实", by=cast.viewer("S1", "station_chief"), now=now)
    run_round(now)
    row = FindingRow.objects.get(id=finding)
    assert (row.closed_how, row.verdict) == ("remedied", "remedy_done")


def test_findings_that_nobody_answers_climb_and_the_next_level_is_told(cast, matter, start):
    run_round(start + 2 * DAY)
    assert run_round(start + 4 * DAY).climbed == 0
    assert run_round(start + 6 * DAY).climbed == 1
    assert run_round(start + 6 * DAY).climbed == 0
    told = inbox(cast.viewer("D1", "district_legal")).filter(code="finding.escalated")
    assert [sentence(one) for one in told] == ["a1：问题“测试规则”逾期未答复，已升级督办。"]


def test_the_station_is_told_of_duties_near_their_end_and_of_faults(cast, matter, start):
    run_round(start)
    for hours in (8, 16, 23, 40):
        run_round(start + timedelta(hours=hours))
    officer = cast.viewer("S1", "officer")
    codes = list(inbox(officer).values_list("code", flat=True))
    assert "duty.near" in codes and codes.count("finding.raised") == 1
    assert not inbox(cast.viewer("S2", "officer")).exists()
    message = inbox(officer).first()
    assert unsettled(officer, 2) == list(inbox(officer)[:2]) and unsettled(cast.viewer("S2", "officer"), 2) == []
    settle(Message.objects.filter(pk=message.pk), start)
    assert message not in unsettled(officer, 8)
    assert Message.objects.get(pk=message.pk).done_at == start


def test_police_days_are_opened_and_their_legal_team_told(cast, matter, start):
    run_round(start)
    assert run_round(start + DAY).opened
    day = police_day(start)
    assert DayStatement.objects.get(day=day, unit="D1").accepted == 1
    assert inbox(cast.viewer("D1", "district_legal")).filter(code="day.waiting").count() == 1
    assert run_round(start + DAY).opened == 0


def test_a_matter_that_cannot_be_looked_at_stops_no_other(cast, matter, start, monkeypatch, caplog):
    other = cast.case("a2", "S1", now=start)
    broken = matter

    def refuses(facts, *arguments, **more):
        if any(fact.id in broken_facts for fact in facts):
            raise ValueError("no answer")
        return evaluate(facts, *arguments, **more)

    broken_facts = set(Event.objects.filter(matter=broken).values_list("id", flat=True))
    monkeypatch.setattr("hengjian.watch.supervision.look.evaluate", refuses)
    run_round(start + 2 * DAY)
    assert set(FindingRow.objects.values_list("matter", flat=True)) == {other}
    assert Message.objects.get(code="look.failed").matter == broken
    assert Matter.objects.get(id=broken).next_look_at == start + 2 * DAY + rounds.AGAIN_AFTER
    monkeypatch.undo()
    run_round(start + 2 * DAY + rounds.AGAIN_AFTER)
    assert {broken, other} == set(FindingRow.objects.values_list("matter", flat=True))


def test_matters_judged_under_another_law_are_looked_at_when_the_watch_starts(matter, start):
    Watch(lambda: start).catch_up()
    Matter.objects.update(law="another")
    assert list(under_another_law(10)) == [matter]
    Watch(lambda: start).catch_up()
    assert list(under_another_law(10)) == []


def test_a_history_is_looked_at_once_per_matter_and_not_once_per_event(cast, matter, start, monkeypatch):
    for kind in ("reporter.informed", "transfer.told", "reporter.contacted"):
        cast.happens(matter, kind, now=start)
    Matter.objects.filter(id=matter).update(version=4)
    looked = []
    monkeypatch.setattr(rounds, "look_safely", lambda matter, now: looked.append(matter))
    run_round(start)
    assert looked == [matter]


def test_a_duty_without_a_figure_is_reminded_of_without_an_empty_date(cast, matter, start):
    message = Message(code="duty.waits", values={"number": "a1", "rule": "s.contact"})
    assert sentence(message) == "a1：“测试规则”尚未办理。法律没有规定具体时限，按本机关政策提醒。"
    looked = Looked(
        Matter.objects.get(id=matter), near=[Duty("s.contact", "", "pending", Mark("e", "case.accepted", start), warn_at=start)]
    )
    tell_looked(looked, start)
    (left,) = inbox(cast.viewer("S1", "officer"))
    assert (left.code, "due" in left.values) == ("duty.waits", False)
