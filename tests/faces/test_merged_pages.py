"""The page of the case that stays shows what it took over from a merged one: time line, time limits, findings."""

from hengjian.work.findings.actions import raise_finding
from hengjian.work.matters.models import Matter


def test_time_limits_and_findings_of_the_merged_case_stand_on_the_page_of_the_one_that_stays(city, desk):
    world = city.world
    case, stays = world.case("S1.officer"), world.case("S1.officer")
    for one in (case, stays):
        world.step(one, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    found = raise_finding(case.id, "self_check", "未见回执", by=world.viewer("S1.station_legal"), now=world.now)
    phone = {"kind": "phone", "description": "手机", "officers": 2, "place": "case_area", "recorded": True, "on_spot": True}
    world.step(case, "seize", "S1.officer", **phone)
    client = desk("S1.station_legal")
    assert "并入案件的期限" not in client.get(f"/matters/{stays.id}/").content.decode()
    world.step(case, "merge", "S1.station_chief", into=stays.number, reasons="同一违法行为")
    page = client.get(f"/matters/{stays.id}/").content.decode()
    assert "并入案件的期限，由本案承接" in page and f"/matters/{case.id}/why/" in page
    assert "并入案件的期限事项由本案承接" in page and "扣押期限" in page
    assert f"/findings/{found.id}/" in page
    merged = client.get(f"/matters/{case.id}/").content.decode()
    assert "已并案" in merged and Matter.objects.get(id=case.id).stage == "merged"
