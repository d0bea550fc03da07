"""From breach to closed (T5, T12, T13, X1): a limit passes, the watch raises it, an opinion goes out, the unit answers, it is verified.

An administrative case is opened and forgotten; after thirty days nobody has decided it.
"""

import pytest

from hengjian.core.lawbook.rule import Rule
from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal
from hengjian.watch.supervision.messages import inbox
from hengjian.work.findings import queries
from hengjian.work.findings.actions import issue_opinion, reply
from hengjian.work.findings.actions_closing import accept_remedy, close
from hengjian.work.findings.models import FindingRow, OpinionRow
from hengjian.work.findings.states import Close, State
from hengjian.work.matters.actions import correct
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.people.refusal import Refused
from tests.journeys.watching import keep_watch
from tests.world import ADULT

RULE = "public-security.closing-period"


@pytest.fixture
def case(world):
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    keep_watch(world.now)
    return case


def finding(case):
    return FindingRow.objects.get(matter=case.id, rule=RULE)


def test_the_whole_way(world, case):
    keep_watch(world.later(days=28))
    assert inbox(world.viewer("S1.officer")).filter(code="duty.near", matter=case.id).exists()
    assert not FindingRow.objects.filter(rule=RULE).exists()

    keep_watch(world.later(days=5))
    found = finding(case)
    assert isinstance(law_in_force().rules[found.rule], Rule) and found.reasons
    assert [row.id for row in queries.to_answer(world.viewer("S1.station_legal")).filter(rule=RULE)] == [found.id]

    issue_opinion(found.id, "三十日期满未办结，请立即办理并说明", by=world.viewer("S1.station_legal"), now=world.now)
    opinion = OpinionRow.objects.get(finding=found.id)
    assert (opinion.number, opinion.year, opinion.to_unit) == (1, 2026, "S1")

    reply(found.id, "正在办理", by=world.viewer("S1.officer"), now=world.later(hours=1))
    with pytest.raises(Refused):
        close(found.id, Close.REMEDIED, by=world.viewer("S1.station_legal"), now=world.now)
    keep_watch(world.now)
    assert finding(case).verdict == "stands"

    world.step(case, "terminate", "S1.station_chief", ground="no_facts", reasons="查明没有违法事实")
    keep_watch(world.later(seconds=1))
    assert (finding(case).state, finding(case).verdict) == (State.REPLIED, "remedy_done")

    accept_remedy(found.id, "已核对终止决定书", by=world.viewer("S1.station_legal"), now=world.later(hours=1))
    keep_watch(world.later(seconds=1))
    closed = finding(case)
    assert (closed.state, closed.closed_how) == (State.CLOSED, Close.REMEDIED)

    last = events_in(found.id)[-1]
    assert (last.kind, last.by) == ("finding.closed", "machine") and last.body["rests_on"] in {e.id for e in events_in(case.id)}
    assert [unseal(e).get("text") for e in events_in(found.id) if e.kind == "finding.replied"] == ["正在办理"]


def test_both_loops_stand_on_one_board_and_rates_tell_the_ways_apart(world, case):
    keep_watch(world.later(days=33))
    chief = world.viewer("S1.station_chief")
    assert queries.board(chief, "internal", {"rule": RULE, "open": True}).count() == 1
    assert queries.board(chief, "external").count() == 0
    assert queries.board(world.viewer("S2.station_chief"), "internal").count() == 0
    assert queries.board(world.viewer("C.city_legal"), "internal", {"unit": "S1", "overdue_at": world.later(days=4)}).exists()
    rates = queries.rates(queries.board(chief, "internal", {"rule": RULE}))
    assert (rates.raised, rates.open, rates.per_mille(Close.RECTIFIED)) == (1, 1, 0)
    (unit,) = queries.zero_clearing(chief)
    assert unit["unit"] == "S1" and unit["open"] >= 1


def test_a_finding_is_shown_with_its_events_only_to_who_may_see_it(world, case):
    keep_watch(world.later(days=33))
    row, events = queries.finding_page(world.viewer("D1.district_legal"), finding(case).id)
    assert row.rule == RULE and [event.kind for event in events] == ["finding.raised"]
    for stranger in ("S2.station_legal", "C.auditor"):
        with pytest.raises(Refused):
            queries.finding_page(world.viewer(stranger), row.id)


DECISION = {
    "outcome": "penalty", "offence": "picking_quarrels", "penalties": ["fine"], "fine": "800", "age_band": "18_69", "minor": False,
    "complex_or_grave": False, "review_ground": "none", "victim": False, "delivered_on_spot": True, "reasons": "有视频和笔录",
    "evidence_relied": "视频与笔录一致", "law_applied": "治安管理处罚法有关条款", "bracket": "ordinary", "discretion_reasons": "情节一般",
}  # fmt: skip


def test_a_station_that_fined_beyond_its_authority_is_set_right_from_above_and_the_finding_closes(world, case):
    world.step(case, "add_party", "S1.officer", role="suspect", name="高远", **ADULT)
    world.step(case, "give_notice", "S1.officer", heard="none")
    decided = world.step(case, "decide", "S1.station_chief", **DECISION).events[-1]
    more, officer = Changes(body={"fine": "1500"}), world.viewer("S1.officer")
    correct(case.id, decided.id, more, reasons="录入有误，决定书上是一千五百元", by=officer, at=world.now, now=world.later(minutes=1))
    keep_watch(world.later(seconds=2))
    found = FindingRow.objects.get(matter=case.id, rule="public-security.station-fine")
    issue_opinion(found.id, "罚款超出派出所权限，应当纠正", by=world.viewer("S1.station_legal"), now=world.later(hours=1))
    with pytest.raises(Refused):
        world.step(case, "set_right", "S1.station_chief", way="revoked", reasons="自己纠正自己的越权")
    world.step(case, "set_right", "D1.district_chief", way="remade", reasons="派出所越权，撤销后由分局决定", refunded="0")
    reply(found.id, "已由分局撤销并重新作出", by=world.viewer("S1.officer"), now=world.later(hours=1))
    keep_watch(world.later(seconds=2))
    found.refresh_from_db()
    assert found.verdict == "remedy_done"
    accept_remedy(found.id, "已核对分局的决定书", by=world.viewer("S1.station_legal"), now=world.later(hours=1))
    keep_watch(world.later(seconds=2))
    found.refresh_from_db()
    assert (found.state, found.closed_how) == (State.CLOSED, Close.REMEDIED)
