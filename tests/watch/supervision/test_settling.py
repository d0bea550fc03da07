"""What the watch asked for is settled by the watch once it is done, and can still be read."""

from datetime import timedelta

import pytest

from hengjian.watch.supervision.messages import inbox, unsettled
from hengjian.watch.supervision.models import Message
from hengjian.watch.supervision.rounds import run_round
from hengjian.work.findings.actions import reply
from hengjian.work.findings.actions_closing import accept_remedy
from hengjian.work.findings.actions_day import close_day, review_case
from hengjian.work.findings.models import DayStatement, FindingRow

DAY = timedelta(days=1)
RULE = "s.contact"


@pytest.fixture
def matter(cast, start):
    return cast.case("a1", "S1", now=start)


def codes(viewer):
    """What asks this viewer for something, of the rule of these stories and of no rule."""
    return sorted(message.code for message in unsettled(viewer, 20) if message.values.get("rule", RULE) == RULE)


def test_a_duty_that_is_met_asks_no_more_and_its_message_stays_readable(cast, matter, start):
    officer = cast.viewer("S1", "officer")
    run_round(start + timedelta(hours=23))
    assert "duty.near" in codes(officer)
    cast.happens(matter, "reporter.contacted", now=start + timedelta(hours=23))
    run_round(start + timedelta(hours=23, minutes=1))
    assert "duty.near" not in codes(officer)
    told = inbox(officer).get(code="duty.near", values__rule=RULE)
    assert told.done_at == start + timedelta(hours=23, minutes=1)


def test_a_duty_that_ran_out_is_asked_for_by_its_finding_alone(cast, matter, start):
    officer = cast.viewer("S1", "officer")
    run_round(start + timedelta(hours=23))
    run_round(start + 2 * DAY)
    assert codes(officer) == ["finding.raised"]


def test_messages_of_a_finding_are_settled_when_it_is_closed_and_no_earlier(cast, matter, start):
    officer, legal = cast.viewer("S1", "officer"), cast.viewer("D1", "district_legal")
    run_round(start + 2 * DAY)
    now = start + 6 * DAY
    run_round(now)
    finding = FindingRow.objects.get(rule=RULE).id
    assert "finding.raised" in codes(officer) and "finding.escalated" in codes(legal)
    cast.happens(matter, "reporter.contacted", now=now)
    reply(finding, "已补办", by=officer, now=now)
    run_round(now)
    assert "finding.raised" in codes(officer) and "finding.escalated" in codes(legal)
    accept_remedy(finding, "核实", by=legal, now=now)
    run_round(now)
    assert FindingRow.objects.get(id=finding).state == "closed"
    assert "finding.raised" not in codes(officer) and "finding.escalated" not in codes(legal)
    assert inbox(officer).filter(code="finding.raised").exists() and inbox(legal).filter(code="finding.escalated").exists()


def test_what_comes_near_its_end_again_is_asked_for_again(cast, matter, start):
    officer = cast.viewer("S1", "officer")
    run_round(start + timedelta(hours=23))
    Message.objects.filter(code="duty.near").update(done_at=start)
    cast.happens(matter, "note.added", now=start + timedelta(hours=23))
    run_round(start + timedelta(hours=23, minutes=5))
    assert "duty.near" in codes(officer)
    assert inbox(officer).filter(code="duty.near", values__rule=RULE).count() == 1


def test_a_closed_police_day_asks_for_no_review(cast, matter, start):
    legal = cast.viewer("D1", "district_legal")
    run_round(start)
    run_round(start + DAY)
    assert "day.waiting" in codes(legal)
    row = DayStatement.objects.get(accepted=1, unit="D1")
    now = start + DAY + timedelta(hours=2)
    review_case(matter, "confirmed", "", by=legal, now=now)
    close_day(row.day, "D1", by=legal, now=now)
    run_round(now)
    assert "day.waiting" not in codes(legal) and inbox(legal).filter(code="day.waiting").exists()
