"""What one does on the pages of matters: take steps, begin, look at what is sealed, check, print, list, export."""

import io

import openpyxl

from hengjian.faces.desk import export
from hengjian.ledger.models import Event
from hengjian.work.matters.models import Matter
from tests.world import ADULT

REPORT = {"channel": "call_110", "kind": "dispute", "place": "青禾路8号", "description": "楼上漏水，两家争吵"}
SUSPECT = {"role": "witness", "age_band": "18_69", "minor": "false", "sex": "male", "name": "周敏"}


def case_of(city) -> str:
    return f"/matters/{city.matters['case'].id}"


def test_a_call_is_registered_and_leads_to_its_page(city, desk):
    answer = desk("S1.officer").post("/new/incident/", REPORT, follow=True)
    matter = answer.context["matter"]
    assert matter.kind == "incident" and matter.number in answer.content.decode()
    assert "漏水" not in str(Event.objects.get(matter=matter.id).body)


def test_a_missing_field_is_named_and_nothing_is_lost(city, desk):
    answer = desk("S1.officer").post("/new/incident/", REPORT | {"kind": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "青禾路8号" in page and "请填写" in page


def test_a_step_is_taken_from_its_form(city, desk):
    client = desk("S1.officer")
    before = Matter.objects.get(id=city.matters["case"].id).version
    answer = client.post(f"{case_of(city)}/steps/add_party/", SUSPECT, follow=True)
    assert answer.context["matter"].version == before + 1
    assert answer.context["draft_done"] == f"{city.matters['case'].id}.add_party"


def test_a_step_that_is_not_ones_own_says_who_may(city, desk):
    answer = desk("S1.officer").post(f"{case_of(city)}/steps/assign/", {"handler": city.world.accounts["S1.officer"].person})
    assert answer.status_code == 422
    assert "派出所负责人" in answer.content.decode()


def test_the_form_of_a_step_that_may_not_be_taken_says_so_before_anything_is_typed(city, desk):
    page = desk("S1.officer").get(f"{case_of(city)}/steps/assign/")
    assert page.context["wrong"]
    assert desk("S1.officer").get(f"{case_of(city)}/steps/add_party/").context["wrong"] == ""


def test_each_reason_of_a_refusal_stands_on_its_own_line(city, desk):
    answer = desk("S1.officer").post(f"{case_of(city)}/steps/assign/", {"handler": city.world.accounts["S1.officer"].person})
    assert "\n可以办理的岗位：" in answer.context["wrong"]


def test_a_page_that_was_overtaken_says_by_whom(city, desk):
    matter = city.matters["case"]
    city.world.step(matter, "add_party", "S1.officer2", **SUSPECT)
    page = desk("S1.officer").get(f"{case_of(city)}/?seen={matter.version}").content.decode()
    assert f"此事项刚有新记录（{city.world.accounts['S1.officer2'].display_name}）" in page


def test_a_time_in_the_future_is_refused_at_its_field(city, desk):
    answer = desk("S1.officer").post(f"{case_of(city)}/steps/add_party/", SUSPECT | {"at": "2099-01-01T08:00"})
    assert answer.status_code == 422 and "at" in answer.context["faults"]


def test_a_step_on_a_person_asks_which_one(city, desk):
    page = desk("S1.officer").get(f"{case_of(city)}/steps/notify_family/")
    assert page.context["keys"] == ["party:1", "party:2"]
    registering = desk("S1.officer").get(f"{case_of(city)}/steps/add_party/")
    assert registering.context["keys"] == [], "who is being registered cannot be chosen from those who are"


def test_the_page_offers_what_may_be_taken_and_says_who_may_take_the_rest(city, desk):
    context = desk("S1.officer").get(f"{case_of(city)}/").context
    assert context["can"] and context["cannot"]
    assert all(link.why for link in context["cannot"])


def test_a_call_is_taken_up_as_a_case_linked_to_it(city, desk):
    client = desk("S1.officer")
    call = client.post("/new/incident/", REPORT | {"offence_marks": ["injured_person"]}, follow=True).context["matter"]
    desk("D1.dispatcher").post(f"/matters/{call.id}/steps/dispatch/", {"unit": "S1"})
    client.post(f"/matters/{call.id}/steps/arrive/", {"officers": "2", "recorder_on": "true"})
    body = {"channel": "call_110", "category": "public_security", "offence": "assault", "description": "被打", "from": call.id}
    answer = client.post("/new/case-admin/", body, follow=True)
    case = answer.context["matter"]
    assert case.kind == "case/admin"
    assert call.number in answer.content.decode()
    assert Matter.objects.get(id=call.id).links.filter(other=case.id).exists()


def test_sealed_names_show_once_a_purpose_is_given_and_the_look_is_recorded(city, desk):
    client = desk("S1.officer")
    looks = Event.objects.filter(kind="record.looked_at").count()
    refused = client.post(f"{case_of(city)}/unlock/", {"purpose": ""}, follow=True)
    assert "王大力" not in refused.content.decode() and Event.objects.filter(kind="record.looked_at").count() == looks
    opened = client.post(f"{case_of(city)}/unlock/", {"purpose": "handling"})
    assert "王大力" in opened.content.decode()
    assert Event.objects.filter(kind="record.looked_at").count() == looks + 1
    assert "王大力" not in client.get(f"{case_of(city)}/").content.decode()
    assert any(look.purpose == "handling" for look in desk("C.auditor").get("/looks/").context["looks"])


def test_the_register_lists_every_number_of_ones_units_with_the_voided_ones(city, desk):
    client = desk("S1.station_legal")
    assert "还没有文书" in client.get("/papers/").content.decode()
    client.post(f"{case_of(city)}/papers/receipt/", {"key": "party:2"})
    ((row, *_rest),) = client.get(f"{case_of(city)}/").context["papers"]["standing"]
    client.post(f"{case_of(city)}/papers/{row.id.removeprefix('paper/')}/void/", {"reasons": "收执人有误"})
    client.post(f"{case_of(city)}/papers/receipt/", {"key": "party:2"})
    page = client.get("/papers/?unit=S1")
    assert [(one.number, bool(one.voided_at), matter.id) for one, _name, matter in page.context["rows"]] == [
        (2, False, city.matters["case"].id), (1, True, city.matters["case"].id),
    ]  # fmt: skip
    assert "已作废" in page.content.decode() and "李小桃" not in page.content.decode()
    assert not desk("S2.station_legal").get("/papers/").context["rows"]


def test_a_lawful_query_names_who_asks_and_on_what_ground(city, desk):
    client = desk("S1.officer")
    told = client.post(f"{case_of(city)}/unlock/", {"purpose": "lawful_query"}, follow=True).content.decode()
    assert "王大力" not in told and "查询单位" in told
    given = {"purpose": "lawful_query", "basis": "state_rule", "recipient": "云泽市教育局"}
    assert "王大力" in client.post(f"{case_of(city)}/unlock/", given).content.decode()
    assert "lawful_query" not in desk("S1.officer").get("/export/cases/").content.decode(), "an export is no answer to a query"


def test_the_why_of_a_duty_comes_as_a_fragment_with_its_articles(city, desk):
    duty = city.matters["old"].duties.get(rule="public-security.closing-period")
    url = f"/matters/{duty.matter_id}/why/?rule={duty.rule}&key={duty.key}&start={duty.start_event}"
    part = desk("S1.officer").get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "第一百一十八条" in part


def test_checking_my_case_says_what_the_patrol_says(city, desk):
    context = desk("S1.officer").get(f"/matters/{city.matters['old'].id}/check/").context
    assert {duty.rule for duty, _why in context["late"]} == {
        finding.rule for finding in city.findings if finding.matter == city.matters["old"].id
    }


def test_a_receipt_is_printed_for_the_victim_and_counts_as_a_look(city, desk):
    client = desk("S1.officer")
    looks = Event.objects.filter(kind="record.looked_at").count()
    paper = client.post(f"{case_of(city)}/papers/receipt/", {"key": "party:2"})
    assert paper.content.startswith(b"%PDF") and Event.objects.filter(kind="record.looked_at").count() == looks + 1
    assert client.post(f"{case_of(city)}/papers/receipt/", {"key": "party:1"}).status_code == 404, "no receipt for the suspect"


def test_a_paper_stands_on_the_page_with_its_number_and_is_printed_again_or_voided(city, desk):
    client = desk("S1.station_legal")
    assert "制作" in client.get(f"{case_of(city)}/").content.decode()
    client.post(f"{case_of(city)}/papers/receipt/", {"key": "party:2"})
    page = client.get(f"{case_of(city)}/")
    ((row, paper, name, may_void),) = page.context["papers"]["standing"]
    assert may_void and not desk("S1.officer").get(f"{case_of(city)}/").context["papers"]["standing"][0][3]
    assert name == "受案回执" and row.text in page.content.decode() and not page.context["papers"]["offers"]
    again = client.post(f"{case_of(city)}/papers/{paper}/print/")
    assert again.content.startswith(b"%PDF") and Event.objects.get(kind="paper.printed").body["copy"] == 1
    assert client.post(f"{case_of(city)}/papers/nothing/print/").status_code == 404
    client.post(f"{case_of(city)}/papers/{paper}/void/", {"reasons": ""})
    assert not Event.objects.filter(kind="paper.voided").exists()
    told = client.post(f"{case_of(city)}/papers/{paper}/void/", {"reasons": "收执人有误"}, follow=True)
    assert "已作废" in told.content.decode() and told.context["papers"]["offers"]
    refused = client.post(f"{case_of(city)}/papers/{paper}/print/", follow=True)
    assert "已经作废" in refused.content.decode()


def test_a_number_finds_its_matter_at_once(city, desk):
    number = city.matters["case"].number
    assert desk("S1.officer").get(f"/find/?number={number}").headers["Location"] == f"{case_of(city)}/"


def test_a_view_is_saved_shown_and_dropped(city, desk):
    client = desk("S1.officer")
    client.post("/views/", {"section": "cases", "name": "超期的", "query": "state=overdue&column=title"})
    view = client.get("/cases/").context["views"][0]
    shown = client.get(f"/cases/?{view.query}")
    assert shown.context["columns"] == ["title"] and shown.context["page"].total == 1
    assert list(desk("S2.officer").get("/cases/").context["views"]) == []
    client.post(f"/views/{view.pk}/drop/")
    assert list(client.get("/cases/").context["views"]) == []


def sheet(answer) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_an_export_carries_no_name_and_is_recorded(city, desk):
    rows = sheet(desk("S1.officer").get("/cases/?export=xlsx"))
    assert len(rows) == 3 and "王大力" not in str(rows)
    assert Event.objects.filter(kind="record.exported").latest("recorded_at").body == {"what": "cases", "rows": 2, "purpose": ""}


def test_an_export_with_names_needs_a_purpose_and_hides_minors(city, desk):
    client = desk("S1.officer")
    assert client.post("/export/cases/").status_code == 422
    rows = sheet(client.post("/export/cases/", {"purpose": "supervision"}))
    assert "王大力" in str(rows)
    assert Event.objects.filter(kind="record.exported").latest("recorded_at").body["purpose"] == "supervision"
    minor = SUSPECT | {"role": "victim", "age_band": "under_14", "minor": "true", "name": "小明"}
    client.post(f"{case_of(city)}/steps/add_party/", minor)
    rows = sheet(client.post("/export/cases/", {"purpose": "supervision"}))
    assert "小明" not in str(rows) and "王大力" not in str(rows), "a minor's case hides everybody's name"
    assert client.get("/export/incidents/").status_code == 404


def test_an_export_says_where_it_ends(city, desk, monkeypatch):
    whole = sheet(desk("S1.station_chief").get("/matters/?export=xlsx"))
    monkeypatch.setattr(export, "MOST", 2)
    cut = sheet(desk("S1.station_chief").get("/matters/?export=xlsx"))
    assert len(whole) > 3 and cut[:3] == whole[:3] and len(cut) == 4 and "超过 2 件" in cut[3][0]
    exported = Event.objects.filter(kind="record.exported").order_by("recorded_at")
    assert [event.body["rows"] for event in exported] == [len(whole) - 1, 2]


def test_a_recording_is_registered_to_the_second_and_may_name_nobody(city, desk):
    client = desk("S1.officer")
    page = client.get(f"{case_of(city)}/steps/register_recording/")
    assert '<option value="">整个事项</option>' in page.content.decode()
    body = {"device": "jy 0071", "started_at": "2026-11-16T09:58:07", "ended_at": "2026-11-16T10:00:59", "clock_offset": "-1"}
    answer = client.post(f"{case_of(city)}/steps/register_recording/", body, follow=True)
    (event,) = Event.objects.filter(matter=city.matters["case"].id, kind="recording.made")
    assert answer.status_code == 200 and event.about == []
    held = {name: event.body[name] for name in body}
    assert held == {
        "device": "JY0071", "started_at": "2026-11-16T01:58:07+00:00", "ended_at": "2026-11-16T02:00:59+00:00", "clock_offset": -1,
    }  # fmt: skip


def test_a_case_from_a_call_asks_for_nothing_that_the_call_told(city, desk):
    client = desk("S1.officer")
    call = city.world.incident(description="听到砸窗声")
    city.world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    page = client.get(f"/new/case-admin/?from={call.id}").content.decode()
    assert "不填即从警情带入" in page and "听到砸窗声" not in page
    form = {"from": call.id, "channel": "call_110", "category": "public_security", "offence": "property_damage"}
    case = client.post("/new/case-admin/", form, follow=True).context["matter"]
    assert case.kind == "case/admin" and case.links.get().other == call.id


def test_a_penalty_on_the_spot_is_one_form_from_the_call(city, desk):
    world, client = city.world, desk("S1.officer")
    call = world.incident()
    world.step(call, "dispatch", "D1.dispatcher", unit="S1")
    assert "请先登记被处罚人" in client.get(f"/matters/{call.id}/spot-penalty/").context["wrong"]
    world.step(call, "add_party", "S1.officer", role="suspect", name="卢朝", **ADULT)
    assert "从轻 罚款0–200元；一般 罚款200–1000元、拘留0–5日" in client.get(f"/matters/{call.id}/spot-penalty/").content.decode()
    assert f"/matters/{call.id}/spot-penalty/" in client.get(f"/matters/{call.id}/").content.decode()
    form = {
        "reasons": "现场查明", "offence": "noise", "law_applied": "有关条款", "bracket": "lesser", "fine": "200", "rights_told": "true",
        "heard": "none", "undisputed": "true", "officers": "2", "card_shown": "true", "recorded": "true", "setting": "ordinary",
        "victim": "false",
    }  # fmt: skip
    refused = client.post(f"/matters/{call.id}/spot-penalty/", form)
    assert refused.status_code == 422 and set(refused.context["faults"]) == {"discretion_reasons"}
    done = client.post(f"/matters/{call.id}/spot-penalty/", form | {"discretion_reasons": "初次"}, follow=True)
    assert done.context["matter"].stage == "decided"
    assert client.get(f"/matters/{done.context['matter'].id}/spot-penalty/").status_code == 404
