"""The law changes while cases are open (X2): a value is amended, proposed, refused for self-approval, approved; every process follows."""

from datetime import date

import pytest
from django.test import Client

from hengjian.ledger.read import events_in
from hengjian.watch.supervision.messages import inbox, sentence
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.lawbook import law_in_force, law_of
from hengjian.work.matters.models import DutyRow, Matter
from tests.amending import amend, law_here
from tests.journeys.watching import keep_watch

__all__ = ["law_here"]
RULE = "public-security.closing-period"
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def case(world, law_here):
    adopt_first_law(law_here, now=world.now)
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    keep_watch(world.now)
    return case


def due(case):
    return DutyRow.objects.get(matter=case.id, rule=RULE).data["due"]["on"]


def desk(world, seat):
    client = Client()
    client.force_login(world.accounts[seat], backend=BY_PASSWORD)
    return client


def test_the_whole_way(world, case, law_here):
    old = law_in_force().digest
    assert due(case) == "2026-12-16"
    late = world.later(days=31)
    keep_watch(late)
    finding = FindingRow.objects.get(matter=case.id, rule=RULE)

    amend(law_here, "  2026-01-01: {days: 30,", "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,")
    keep_watch(world.later(minutes=2))
    assert due(case) == "2026-12-16"
    assert "仍按自 2026-11-16 采用的" in sentence(inbox(world.viewer("C.system_admin")).first())

    legal = desk(world, "C.city_legal")
    page = legal.get("/administration/law/").content.decode()
    assert "办理治安案件的期限" in page and "提出修改" in page
    legal.post("/administration/law/propose/")
    pack = standing().proposed.body["pack"]
    refused = legal.post(f"/administration/law/{pack}/approve/", {"effective": "2099-01-01"}, follow=True)
    assert "不能批准自己提出的法规包" in refused.content.decode()

    chief = desk(world, "C.city_chief")
    assert "20" in chief.get("/administration/law/").content.decode()
    chief.post(f"/administration/law/{pack}/approve/", {"effective": "2099-01-01"})
    assert "2099" in chief.get("/administration/law/").content.decode()
    chief.post(f"/administration/law/{pack}/decline/")
    propose_law(law_here, by=world.viewer("C.city_legal"), now=world.now)
    approve_law(pack, effective=date(2026, 12, 19), by=world.viewer("C.city_chief"), now=world.now)
    keep_watch(world.later(hours=1))
    assert (law_in_force().digest, due(case)) == (old, "2026-12-16")

    assert inbox(world.viewer("C.city_chief")).get(done_at=None, code__startswith="law.").code == "law.approved"
    keep_watch(world.later(days=2))
    assert not inbox(world.viewer("C.city_chief")).filter(done_at=None, code__startswith="law.").exists()
    new = law_in_force().digest
    assert (new != old, Matter.objects.get(id=case.id).law, due(case)) == (True, new, "2026-12-07")

    raised = events_in(finding.id)[0]
    assert (raised.body["law"], law_of(old).rules[RULE] != law_in_force().rules[RULE]) == (old, True)
    told = chief.get(f"/findings/{finding.id}/").content.decode()
    assert "按发现时采用的法规包判断" in told and f"?book={old}" in told
    assert "2026年12月16日" in told or "2026-12-16" in told
    book = chief.get(f"/rules/{RULE}/?book={old}")
    assert book.status_code == 200 and "测试修正" not in book.content.decode()
    assert "测试修正" in chief.get(f"/rules/{RULE}/").content.decode()
    assert chief.get(f"/rules/{RULE}/?book=unknown").status_code == 404


def test_a_flow_that_comes_to_name_another_ending_stage_moves_the_open_matters_with_it(world, law_here):
    amend(law_here, "refused: ending", "refused: open", "flows/admin_case.yaml")
    adopt_first_law(law_here, now=world.now)
    refused, other = world.case(), world.case()
    world.step(refused, "refuse", "S1.station_chief", ground="no_competence", reasons="属于民事纠纷")
    at = world.now
    keep_watch(at)
    assert Matter.objects.filter(closed_at=None).count() == 2
    amend(law_here, "refused: open", "refused: ending", "flows/admin_case.yaml")
    propose_law(law_here, by=world.viewer("C.city_legal"), now=world.later(hours=1))
    approve_law(standing().proposed.body["pack"], effective=world.now.date(), by=world.viewer("C.city_chief"), now=world.now)
    keep_watch(world.later(minutes=2))
    assert [row.id for row in Matter.objects.filter(closed_at=None)] == [other.id]
    assert Matter.objects.get(id=refused.id).closed_at == at
