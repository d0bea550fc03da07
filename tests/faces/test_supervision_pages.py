"""What one does on the pages of supervision: answer, contest, send an opinion, judge, review a day, verify the record."""

from datetime import timedelta

from hengjian.faces.desk import queue
from hengjian.work.findings.actions_closing import escalate
from hengjian.work.findings.actions_day import review_case
from hengjian.work.findings.models import DayStatement, DirectionRow, FindingRow, OpinionRow, QueueRow
from hengjian.work.people.models import Unit


def finding_of(city) -> FindingRow:
    return FindingRow.objects.get(matter=city.matters["old"].id, rule="public-security.closing-period")


def do(client, finding, deed, text="因鉴定延误，已补正") -> FindingRow:
    assert client.post(f"/findings/{finding.id}/{deed}/", {"text": text}).status_code == 302
    finding.refresh_from_db()
    return finding


def test_a_finding_is_answered_by_its_unit_and_the_answer_is_read(city, desk):
    finding, officer = finding_of(city), desk("S1.officer")
    page = officer.get(f"/findings/{finding.id}/").context
    assert [name for name, _word in page["deeds"]] == ["reply", "contest"]
    assert page["lines"], "the page says why"
    assert do(officer, finding, "reply").state == "replied"
    assert "因鉴定延误" in officer.get(f"/findings/{finding.id}/").content.decode()


def test_an_opinion_gets_its_number_and_its_paper(city, desk):
    finding, chief = finding_of(city), desk("S1.station_chief")
    assert do(chief, finding, "opinion", "请于七日内办结并说明原因。").state == "asked"
    opinion = OpinionRow.objects.get(finding=finding)
    paper = chief.post(f"/findings/{finding.id}/notice/{opinion.event}/")
    assert paper.content.startswith(b"%PDF")


def test_a_contest_is_decided_by_a_second_person(city, desk):
    finding = finding_of(city)
    do(desk("S1.station_legal"), finding, "contest")
    own = desk("S1.station_legal").post(f"/findings/{finding.id}/overrule/", {"text": "不成立"}, follow=True)
    assert "另一人" in own.content.decode()
    assert do(desk("S1.station_chief"), finding, "overrule", "期限确已届满").state == "raised"
    do(desk("S1.station_legal"), finding, "contest")
    assert do(desk("S1.station_chief"), finding, "uphold", "有鉴定材料").state == "upheld"
    assert do(desk("S1.station_chief"), finding, "close-lapsed").closed_how == "lapsed"


def test_urgings_at_the_highest_level_are_told_once_with_their_number(city, desk):
    finding, page = finding_of(city), desk("C.city_legal")
    for days in range(4, 24, 4):
        escalate(finding.id, now=city.world.now + timedelta(days=days))
    told = page.get(f"/findings/{finding.id}/").context["events"]
    district, city_name = (Unit.objects.get(code=code).name for code in ("D1", "C"))
    climbs = [f"升至{district}", f"升至{city_name}", f"已在最高层级（{city_name}），再次催办 3 次"]
    assert [one.how for one in told if one.event.kind == "finding.escalated"] == climbs


def test_the_board_counts_what_it_lists(city, desk):
    chief = desk("S1.station_chief")
    for query in ("", "?state=closed", "?state=raised", "?how=lapsed", "?unit=S1", "?loop=external", "?how=nothing"):
        page = chief.get(f"/findings/{query}").context
        assert page["page"].paginator.count == len(page["rows"]) == page["page"].paginator.object_list.count(), query
    assert chief.get("/findings/").context["rates"].open == len(chief.get("/findings/").context["rows"]) > 0


def test_a_finding_that_still_stands_cannot_be_closed(city, desk):
    finding = finding_of(city)
    assert do(desk("S1.station_chief"), finding, "close-rectified").state != "closed"
    assert desk("S1.station_chief").post(f"/findings/{finding.id}/vanish/").status_code == 404


def test_the_machine_checks_again_on_demand_and_a_higher_level_takes_up(city, desk):
    finding = finding_of(city)
    do(desk("S1.officer"), finding, "recheck")
    assert finding.verdict in {"", "stands"}
    do(desk("D1.district_legal"), finding, "take-up", "逾期较久")
    assert finding.handled_by == "D1"


def test_a_person_raises_a_finding_and_accepts_its_remedy(city, desk):
    case = city.matters["case"]
    desk("D1.district_legal").post(f"/matters/{case.id}/finding/", {"source": "level_review", "text": "询问笔录缺签名"})
    finding = FindingRow.objects.get(matter=case.id, source="level_review")
    do(desk("S1.officer"), finding, "reply", "已补签")
    handler = "D1.district_chief" if finding.handled_by == "D1" else "S1.station_chief"
    assert do(desk(handler), finding, "accept", "已核对").state == "accepted"
    assert do(desk(handler), finding, "close-remedied").closed_how == "remedied"


def test_the_withdrawn_call_waits_in_the_queue(city, desk):
    entries = desk("S1.station_legal").get("/queue/").context["entries"]
    assert [matter.id for _row, matter in entries] == [city.matters["call"].id]
    assert desk("S1.station_legal").get("/queue/?left=1").context["entries"] == []


def test_the_pages_of_the_queue_hold_every_call_once(city, desk, monkeypatch):
    monkeypatch.setattr(queue, "AT_ONCE", 1)
    first, client = city.matters["call"], desk("S1.station_legal")
    second = city.world.incident()
    QueueRow.objects.create(event="e" * 32, matter=second.id, unit="S1", why="withdrawn", entered_at=city.world.later(days=1))
    shown = [client.get(f"/queue/?page={number}") for number in (1, 2)]
    assert [matter.id for page in shown for _row, matter in page.context["entries"]] == [first.id, second.id]
    assert "1 / 2" in shown[0].content.decode() and "共 2 件" in shown[1].content.decode()


def test_a_day_closes_only_when_every_case_is_reviewed(city, desk):
    day = DayStatement.objects.get(unit="D1", accepted__gt=0)
    client, url = desk("D1.district_legal"), f"/days/{day.day}/D1"
    assert "不能办结" in client.post(f"{url}/close/", follow=True).content.decode()
    for _case, matter, _confirm in client.get(f"{url}/").context["cases"]:
        assert client.post(f"{url}/review/{matter.id}/", {"answer": "direction", "direction": ""}, follow=True).context["waiting"]
        client.post(f"{url}/review/{matter.id}/", {"answer": "confirmed"})
    client.post(f"{url}/close/")
    page = client.get(f"{url}/").context
    assert page["row"].closed_at and page["holds"]


def test_verifying_reads_the_whole_record(city, desk):
    report = desk("C.auditor").post("/record/verify/").context["report"]
    assert report.whole and report.size > 10


def test_the_rules_page_finds_by_words_and_shows_each_version(city, desk):
    client = desk("S1.officer")
    assert client.get("/rules/?q=办理治安案件的期限").context["found"] == 1
    page = client.get("/rules/public-security.closing-period/?on=2025-06-01").context
    assert len(page["shown"].dated.days) >= 2 and page["shown"].stops
    assert not any(example.wrong for example in page["shown"].examples)
    assert client.get("/rules/no-such-rule/").status_code == 404


def test_a_direction_of_work_is_on_the_handlers_home_and_read_when_it_is_acknowledged(city, desk):
    case, world = city.matters["case"], city.world
    review_case(case.id, "direction", "先调取市场监控", by=world.viewer("D1.district_legal"), now=world.now)
    sent = DirectionRow.objects.get(matter=case.id)
    client = desk("S1.officer")
    assert [row.event for row, _matter in client.get("/").context["directions"]] == [sent.event]
    assert not desk("S1.officer2").get("/").context["directions"]
    assert "签收并查看" in client.get(f"/matters/{case.id}/").content.decode()
    assert "签收并查看" not in desk("S1.station_legal").get(f"/matters/{case.id}/").content.decode()
    refused = desk("S1.station_legal").post(f"/matters/{case.id}/directions/{sent.event}/", follow=True).content.decode()
    assert "由承办人签收" in refused and "先调取市场监控" not in refused
    shown = client.post(f"/matters/{case.id}/directions/{sent.event}/").content.decode()
    assert "先调取市场监控" in shown and "已签收" in shown
    assert not client.get("/").context["directions"] and "先调取市场监控" not in client.get(f"/matters/{case.id}/").content.decode()


def test_cases_brought_in_are_answered_for_at_once_on_the_page_of_the_day(city, desk):
    row = DayStatement.objects.filter(unit="D1", accepted__gt=0, closed_at=None).order_by("day").first()
    url = f"/days/{row.day.isoformat()}/{row.unit}"
    assert "一并梳理" not in desk("D1.district_legal").get(f"{url}/").content.decode()
    told = desk("D1.district_legal").post(f"{url}/imported/", follow=True).content.decode()
    assert "没有待梳理的导入案件" in told


def test_a_finding_says_which_step_mends_it_and_who_may_take_it(city, desk):
    row = next(one for one in city.findings if one.rule == "public-security.closing-period")
    page = desk("S1.station_chief").get(f"/findings/{row.id}/")
    (way,) = page.context["ways"]
    assert "怎样改正" in page.content.decode() and f"/matters/{row.matter}/steps/{way.move}/" in page.content.decode()
    (other,) = desk("S1.officer").get(f"/findings/{row.id}/").context["ways"]
    assert other.move == "" and "派出所负责人" in other.otherwise
