"""Rows are disposable: made again from the ledger they are the same, cell by cell."""

from datetime import timedelta

from hengjian.ledger.integrate import integrate_all
from hengjian.work.findings import queue
from hengjian.work.findings.actions import contest, issue_opinion, reply
from hengjian.work.findings.actions_closing import accept_remedy, close_by_machine, decide_contest, escalate, recheck
from hengjian.work.findings.actions_day import close_day, open_day, review_case
from hengjian.work.findings.policeday import ends, police_day
from hengjian.work.findings.rebuild import rebuild_all, snapshot
from tests.work.findings.test_rechecking import DAY, watch


def test_findings_opinions_queues_and_days_replay(cast, start):
    live(cast, start)
    standing = snapshot()
    assert all(standing.values())
    rebuild_all()
    assert snapshot() == standing


def live(cast, start):
    """One finding closed, one contested, one climbed, one withdrawn call, one police day closed."""
    now, officer, legal, chief = start + 2 * DAY, *(cast.viewer("S1", role) for role in ("officer", "station_legal", "station_chief"))
    matters = [cast.case(name, "S1", now=start) for name in ("a1", "a2", "a3")]
    findings = [watch(cast, matter, now)["s.contact"].id for matter in matters]
    for finding in findings:
        issue_opinion(finding, "请整改", by=legal, now=now)
    cast.happens(matters[0], "reporter.contacted", now=now)
    reply(findings[0], "已补办", by=officer, now=now)
    recheck(findings[0], now=now)
    accept_remedy(findings[0], "核实", by=chief, now=now)
    close_by_machine(findings[0], now=now)
    contest(findings[1], "无法联系", by=officer, now=now)
    decide_contest(findings[1], "不成立", uphold=False, by=chief, now=now)
    escalate(findings[2], now=now + timedelta(days=8))
    cast.happens(matters[2], "incident.withdrawn", now=now)
    queue.derive(matters[2])
    day = police_day(start)
    integrate_all(ends(day))
    open_day(day, now=ends(day))
    for matter in matters:
        review_case(matter, "direction", "补充询问", by=cast.viewer("D1", "district_legal"), now=ends(day))
    close_day(day, "D1", by=cast.viewer("D1", "district_legal"), now=ends(day))
