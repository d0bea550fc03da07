"""Pages that guard people: corrections beside the record, searches across matters, forgetting, what is searched in words."""

from hengjian.ledger.models import Event
from hengjian.work.matters.models import Matter


def case_of(city) -> str:
    return f"/matters/{city.matters['case'].id}"


def party_event(city) -> Event:
    return Event.objects.get(matter=city.matters["case"].id, kind="party.added", about=["party:1"])


def test_a_correction_stands_beside_the_record_and_changes_only_what_differs(city, desk):
    client, old = desk("S1.officer"), party_event(city)
    form = client.get(f"{case_of(city)}/events/{old.id}/correct/")
    assert form.status_code == 200 and "王大力" not in form.content.decode()
    given = {"role": "suspect", "sex": "female", "age_band": "18_69", "minor": "false", "reasons": "登记有误", "at": form.context["at"]}
    page = client.post(f"{case_of(city)}/events/{old.id}/correct/", given, follow=True)
    correction = Event.objects.get(kind="event.corrected")
    assert correction.body["body"] == {"sex": "female"} and correction.body["corrects"] == old.id
    assert "更正为" in page.content.decode()
    assert Event.objects.get(id=old.id).body["sex"] == "male", "the record itself stays"


def test_a_correction_without_reasons_or_without_a_change_is_refused(city, desk):
    client, url = desk("S1.officer"), f"{case_of(city)}/events/{party_event(city).id}/correct/"
    same = {"role": "suspect", "sex": "male", "age_band": "18_69", "minor": "false"}
    assert client.post(url, same | {"sex": "female"}).status_code == 422
    assert client.post(url, same | {"reasons": "没有变化"}).status_code == 422
    assert client.get(f"{case_of(city)}/events/nothing/correct/").status_code == 404
    assert not Event.objects.filter(kind="event.corrected").exists()


def test_a_form_that_was_open_while_somebody_else_recorded_says_so_and_keeps_what_was_typed(city, desk):
    client, url = desk("S1.officer"), f"{case_of(city)}/steps/add_party/"
    seen = client.get(url).context["matter"].version
    person = {"role": "witness", "age_band": "18_69", "minor": "false", "sex": "male", "name": "周敏"}
    client.post(url, person | {"seen": seen})
    late = client.post(url, person | {"name": "沈若兰", "seen": seen})
    assert late.status_code == 409 and "沈若兰" in late.content.decode()


def ask(client, city, **more):
    asked = {"name": "王大力", "basis": "public_security_evidence", "reasons": "核实前科以外的同类纠纷"} | more
    return client.post(f"{case_of(city)}/search/", asked, follow=True)


def test_a_search_across_matters_is_asked_for_approved_and_run_once(city, desk):
    officer, chief = desk("S1.officer"), desk("S1.station_chief")
    another = city.world.case("S1.officer2")
    city.world.step(another, "add_party", "S1.officer2", role="suspect", sex="male", age_band="18_69", minor="false", name="王大力")
    identity = ask(officer, city).context["searches"][0][0].id
    officer.post(f"/searches/{identity}/run/")
    assert not Event.objects.filter(kind="search.across_matters").exists(), "not before it is approved"
    officer.post(f"/searches/{identity}/approve/")
    assert not Event.objects.filter(kind="search.approved").exists(), "nobody approves their own"
    assert [one.id for one in chief.get("/").context["searches"]] == [identity]
    chief.post(f"/searches/{identity}/approve/")
    page = officer.post(f"/searches/{identity}/run/")
    assert [row.id for row, _seen in page.context["found"]] == [another.id]
    assert page.context["count"] == 1
    officer.post(f"/searches/{identity}/run/")
    assert Event.objects.filter(kind="search.across_matters").count() == 1, "it serves once"


def test_a_search_needs_ones_own_matter_and_a_basis(city, desk):
    ask(desk("S1.officer"), city, basis="")
    ask(desk("S1.officer2"), city)
    assert not Event.objects.filter(kind="search.requested").exists()
    assert desk("C.auditor").get("/searches/").status_code == 403


def test_words_of_the_narrative_find_a_case(city, desk):
    page = desk("S1.officer").get("/cases/?text=菜市场").context["page"]
    assert [row.id for row in page.rows] == [city.matters["case"].id]


def test_what_waits_for_an_answer_stands_on_the_home_page_of_who_may_give_it(city, desk):
    assert desk("S1.station_legal").get("/").context["approvals"][0].id == city.matters["call"].id


def test_only_a_closed_matter_is_forgotten_by_who_repeats_its_number(city, desk):
    client, case = desk("C.security_admin"), city.matters["case"]
    form = {"number": case.number, "again": case.number, "ground": "retention_ended"}
    assert "已办结" in client.post("/administration/forgetting/", form, follow=True).content.decode()
    Matter.objects.filter(id=case.id).update(stage="closed", closed_at=city.world.now)
    client.post("/administration/forgetting/", form | {"again": "other"})
    assert not Event.objects.filter(kind="key.destroyed").exists()
    page = client.post("/administration/forgetting/", form, follow=True)
    assert [number for number, _ground, _event in page.context["forgotten"]] == [case.number]
    opened = desk("S1.officer").post(f"{case_of(city)}/unlock/", {"purpose": "handling"})
    assert "王大力" not in opened.content.decode() and opened.status_code == 200
    assert desk("C.system_admin").get("/administration/forgetting/").status_code == 403
