"""A change of the law is rehearsed before it binds (X4): the approver sees who would have been late, and then each due time that moved."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from hengjian.ledger.models import Event
from hengjian.watch.beside import Worker
from hengjian.watch.rehearsal.carrying import REHEARSALS
from hengjian.watch.rehearsal.models import Rehearsal
from hengjian.watch.rehearsal.queries import digest_of
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.lawbook import follow_law, law_in_force
from hengjian.work.matters.models import DutyRow
from hengjian.work.matters.recounting import RECOUNTED
from tests.amending import amend, law_here
from tests.journeys.watching import keep_watch
from tests.world import assert_replays

__all__ = ["law_here"]
RULE = "public-security.closing-period"
OLD = "  2026-01-01: {days: 30,"
FROM_NOVEMBER = f"  2026-11-01: {{days: 20, source: 测试修正 第一条}}\n{OLD}"
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


def opened(world):
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    return case


@pytest.fixture
def cases(world, law_here):
    """One case ended after 25 days, one that is open for 15."""
    adopt_first_law(law_here, now=world.now)
    ended = opened(world)
    world.later(days=10)
    still_open = opened(world)
    world.later(days=15)
    world.step(ended, "terminate", "S1.station_chief", ground="no_facts", reasons="没有违法事实")
    keep_watch(world.now)
    return ended, still_open


@pytest.fixture
def desks(world, monkeypatch):
    """Desks of seats at the moment of the story."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)

    def desk(seat):
        client = Client()
        client.force_login(world.accounts[seat], backend=BY_PASSWORD)
        return client

    return desk


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def adopt(world, law_here):
    propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now)
    pack = standing().proposed.body["pack"]
    approve_law(pack, effective=world.now.date(), by=world.viewer("C.city_chief"), now=world.now)


def test_the_whole_way(world, cases, law_here, desks):
    ended, still_open = cases
    amend(law_here, OLD, FROM_NOVEMBER)
    propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now)
    pack = standing().proposed.body["pack"]

    chief = desks("C.city_chief")
    assert "这个法规包还没有推演过" in page(chief, "/administration/law/")
    asked = chief.post("/administration/law/rehearsals/", {"source": "proposal", "mode": "throughout"})
    assert "正在推演" in page(chief, asked.url)
    Worker(REHEARSALS, lambda: world.now).catch_up()
    report = page(chief, asked.url)
    assert "另有 1 项将超期或不符" in report and ended.number in report
    assert "2026-12-16（星期三）" in report and "2026-12-07（星期一）" in report and "测试修正 第一条" in report
    assert "在办事项中有 1 项的到期日会改变" in page(chief, "/administration/law/")
    assert still_open.number not in page(chief, f"{asked.url}?kind=newly_at_fault")
    book = openpyxl.load_workbook(io.BytesIO(chief.get(f"{asked.url}excel/").content))
    assert (book.sheetnames, book["逐项"].max_row) == (["报告", "汇总", "逐项"], 3)
    assert Event.objects.filter(kind="record.exported", body__what="rehearsal").count() == 1

    given = {"effective": (world.now + timedelta(hours=8)).date().isoformat()}
    digest = digest_of(Rehearsal.objects.get())
    assert digest in page(chief, "/administration/law/")
    unseen = chief.post(f"/administration/law/{pack}/approve/", given, follow=True)
    assert "请看过再批准" in unseen.content.decode() and standing().approved is None
    chief.post(f"/administration/law/{pack}/approve/", given | {"rehearsal": digest})
    adopted = Event.objects.get(kind="lawbook.adopted", body__pack=pack)
    assert adopted.body["rehearsal"] == Event.objects.get(kind="lawbook.approved").body["rehearsal"] == digest
    keep_watch(world.later(minutes=2))
    assert DutyRow.objects.get(matter=still_open.id, rule=RULE).data["due"]["on"] == "2026-12-16"
    told = page(chief, f"/matters/{still_open.id}/")
    assert "法规更换，期限重新计算" in told and "到期日由 2026-12-28（星期一） 改为 2026-12-16（星期三）" in told
    assert "测试修正 第一条" in told and "监督引擎" in told
    assert "法规更换" not in page(chief, f"/matters/{ended.id}/")
    assert_replays(still_open, world.now)
    keep_watch(world.later(minutes=2))
    assert Event.objects.filter(kind=RECOUNTED).count() == 1


def test_an_administrator_sees_the_figures_and_no_matter(world, cases, law_here, desks):
    amend(law_here, OLD, FROM_NOVEMBER)
    admin = desks("C.system_admin")
    assert "法规文件夹中的修改" in page(admin, "/administration/law/rehearsals/")
    asked = admin.post("/administration/law/rehearsals/", {"source": "folder", "mode": "throughout"})
    Worker(REHEARSALS, lambda: world.now).catch_up()
    report = page(admin, asked.url)
    assert "另有 1 项将超期或不符" in report and cases[0].number not in report
    assert "您的岗位看得到数字" in report
    assert desks("S1.station_chief").get(asked.url).status_code == 403
    assert desks("C.city_legal").get("/administration/law/rehearsals/nowhere/").status_code == 404
    refused = admin.post("/administration/law/rehearsals/", {"source": "files"})
    assert (refused.status_code, "草案里没有文件" in refused.content.decode()) == (422, True)
    admin.post(f"{asked.url}drop/")
    assert not Rehearsal.objects.exists()


def test_a_step_taken_before_the_watch_has_come_round_tells_the_change_too(world, cases, law_here):
    ended, still_open = cases
    before = law_in_force().digest
    amend(law_here, OLD, FROM_NOVEMBER)
    adopt(world, law_here)
    assert Event.objects.filter(kind=RECOUNTED).count() == 0
    from_now = world.later(minutes=1)
    follow_law()
    world.step(still_open, "request_extension", "S1.officer", reasons="案情复杂")
    (event,) = Event.objects.filter(kind=RECOUNTED)
    assert (event.matter, event.recorded_at, event.body["before"]) == (still_open.id, from_now, before)
    assert event.body["changes"][0] | {"start": ""} == {"rule": RULE, "key": "", "start": "", "from": "2026-12-28", "to": "2026-12-16"}
    keep_watch(world.later(minutes=1))
    assert Event.objects.filter(kind=RECOUNTED).count() == 1
