"""The pages of the registers: who is in the case area now, and which things still have no end."""

from tests.world import ADULT

ARRIVAL = {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": False, "signed": True}


def held(city):
    world = city.world
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    world.step(case, "accept", "S1.officer")
    world.step(case, "arrive", "S1.officer", "party:1", **ARRIVAL)
    entry = {"ground": "summoned", "paper": "summons", "searched": True, "injuries": False}
    world.step(case, "enter_area", "S1.officer", "party:1", brought_by=world.accounts["S1.officer"].person, **entry)
    world.step(case, "take_item", "S1.officer", kind="phone", description="手机", remote_place=False, examined_first=False)
    return case


def test_who_is_in_the_area_stands_on_its_page_without_a_name(city, desk):
    case = held(city)
    page = desk("S1.officer").get("/area/").content.decode()
    assert case.number in page and "询问查证时间" in page and "卢朝" not in page
    assert f"/matters/{case.id}/steps/watch_person/?about=party:1" in page
    assert case.number not in desk("S2.officer").get("/area/").content.decode()
    assert case.number not in desk("D1.district_legal").get("/area/?unit=S2").content.decode()
    assert "Nobody is in the case area now" in desk("S2.officer", "en").get("/area/").content.decode()


def test_the_form_opened_from_there_names_the_person(city, desk):
    case = held(city)
    assert desk("S1.officer").get(f"/matters/{case.id}/steps/watch_person/?about=party:1").context["about"] == "party:1"


def test_things_without_an_end_stand_on_their_page_and_on_the_matters(city, desk):
    case = held(city)
    page = desk("S1.officer").get("/property/").content.decode()
    assert case.number in page and "手机等电子设备" in page and "尚未移交" in page
    assert case.number not in desk("S2.officer").get("/property/").content.decode()
    own = desk("S1.officer").get(f"/matters/{case.id}/").content.decode()
    assert "1 件，1 件未了结" in own and "在区人员" in own
    city.world.step(case, "return_item", "S1.officer", to="party:1")
    assert case.number not in desk("S1.officer").get("/property/").content.decode()
    assert "1 件，0 件未了结" in desk("S1.officer").get(f"/matters/{case.id}/").content.decode()


def test_lists_may_be_cut_to_an_outcome(city, desk):
    world = city.world
    call = world.incident()
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    body = {"offence_marked": False, "conduct": "noise", "education_ground": "minor_corrected", "law_explained": True}
    world.step(call, "educate", "S1.officer", account="音响扰民", reasons="当场改正", **body)
    shown = desk("S1.officer").get("/incidents/?outcome=education_only").context["page"]
    assert [row.id for row in shown.rows] == [call.id]


def test_what_waits_for_ones_approval_is_opened_first(city, desk):
    world, client = city.world, desk("D1.district_chief")
    case = world.case()
    world.step(case, "accept", "S1.officer")
    world.step(case, "request_extension", "S1.officer", reasons="案情复杂")
    assert case.number in client.get("/approvals/").content.decode() and "打开案卷" in client.get("/approvals/").content.decode()
    refused = client.post(f"/matters/{case.id}/steps/approve_extension/", {"reasons": "同意"})
    assert refused.status_code == 422 and "先打开案卷" in refused.content.decode()
    client.post(f"/matters/{case.id}/unlock/", {"purpose": "review"})
    assert "已打开" in client.get("/approvals/").content.decode()
    assert client.post(f"/matters/{case.id}/steps/approve_extension/", {"reasons": "同意"}).status_code == 302


def test_a_qualification_is_entered_on_the_page_of_the_account(city, desk):
    account, client = city.world.accounts["S1.station_legal"], desk("C.security_admin")
    url = f"/administration/accounts/{account.person}/qualification/"
    page = client.post(url, {"qualified_on": "2019-03-01", "qualification_proof": "A9901022019"}, follow=True).content.decode()
    assert "A9901022019" in page and "登记法律职业资格" in page
    assert "日期应为" in client.post(url, {"qualified_on": "三月"}, follow=True).content.decode()
    assert desk("S1.station_chief").post(url, {}).status_code in (302, 403, 404)
