"""What nobody may lose: a form sent twice, after the session ended, or with a fault; and addresses that only take forms."""

from datetime import timedelta
from urllib.parse import quote

from django.test import Client
from django.utils import timezone

from hengjian.ledger.models import Event
from hengjian.watch.supervision import heartbeat
from hengjian.work.findings.models import FindingRow

CALL = {"channel": "call_110", "kind": "dispute", "place": "柳荫里3号", "description": "邻里争吵"}


def test_a_new_call_sent_twice_from_one_form_is_recorded_once(city, desk):
    client = desk("S1.officer")
    once, before = client.get("/new/incident/").context["once"], Event.objects.filter(kind="incident.reported").count()
    first, second = (client.post("/new/incident/", CALL | {"once": once}) for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Event.objects.filter(kind="incident.reported").count() == before + 1
    another = client.post("/new/incident/", CALL | {"once": client.get("/new/incident/").context["once"]})
    assert another.headers["Location"] != first.headers["Location"]


def test_a_step_sent_twice_from_one_form_is_recorded_once(city, desk):
    client, url = desk("S1.officer"), f"/matters/{city.matters['case'].id}/steps/note/"
    form = client.get(url).context
    sent = {"note": "已联系证人", "once": form["once"], "seen": form["matter"].version}
    assert [client.post(url, sent).status_code for _press in range(2)] == [302, 302]
    assert Event.objects.filter(matter=city.matters["case"].id, kind="note.added").count() == 1


def test_a_form_with_a_fault_keeps_the_time_that_was_typed_and_leads_to_each_fault(city, desk):
    url = f"/matters/{city.matters['case'].id}/steps/add_party/"
    page = desk("S1.officer").post(url, {"at": "2026-01-02T03:04", "name": "周敏"})
    words = page.content.decode()
    assert page.status_code == 422 and 'value="2026-01-02T03:04"' in words and "周敏" in words
    assert 'href="#f-role"' in words and 'aria-describedby="w-role"' in words


def test_a_form_sent_after_the_session_ended_says_so_and_leads_back_to_its_page(city):
    url = f"/matters/{city.matters['case'].id}/steps/note/"
    page = Client().post(url, {"note": "写了一半"}, headers={"referer": f"http://testserver{url}"}, follow=True)
    assert "刚才的提交没有记录" in page.content.decode() and page.context["next"] == url
    deed = Client().post(f"/matters/{city.matters['case'].id}/unlock/", {"purpose": "handling"})
    assert deed.headers["Location"].endswith("?next=%2F"), "an address that only takes forms is no way back"


def test_an_address_that_only_takes_forms_leads_to_its_page(city, desk):
    client, case, finding = desk("S1.station_chief"), city.matters["case"].id, FindingRow.objects.first()
    assert client.get(f"/matters/{case}/unlock/").headers["Location"] == f"/matters/{case}/"
    assert client.get(f"/findings/{finding.id}/reply/").headers["Location"] == f"/findings/{finding.id}/"
    assert client.get("/record/verify/").headers["Location"] == "/record/"
    assert client.put(f"/matters/{case}/unlock/").status_code == 405


def test_a_correction_shows_yes_and_no_as_they_were_recorded(city, desk):
    old = Event.objects.get(matter=city.matters["case"].id, kind="party.added", about=["party:1"])
    form = desk("S1.officer").get(f"/matters/{city.matters['case'].id}/events/{old.id}/correct/")
    assert next(one for one in form.context["inputs"] if one.name == "minor").value == "false"
    assert "留空的项保持原样" in form.content.decode()


def test_what_recurs_leads_to_as_many_findings_as_it_counts(city, desk):
    client = desk("D1.district_legal")
    everything = client.get("/findings/?state=all").context["page"].paginator.count
    assert everything == FindingRow.objects.filter(loop="internal").count()
    row = FindingRow.objects.exclude(rule="").first()
    narrowed = client.get(f"/findings/?unit={row.unit}&rule={row.rule}&again=1")
    assert narrowed.context["page"].paginator.count == FindingRow.objects.filter(unit=row.unit, rule=row.rule).count()
    assert "请放宽上面的条件" in client.get("/findings/?rule=no.such.rule").content.decode()


def test_a_step_that_takes_a_matter_out_of_sight_says_so(city, desk):
    call = city.world.incident("S1.officer")
    given = {"unit": "S2", "ground": "place", "reasons": "报警地点在邻所辖区"}
    answer = desk("S1.station_chief").post(f"/matters/{call.id}/steps/transfer/", given, follow=True)
    assert answer.redirect_chain[-1][0] == "/" and "已不在您可以查看的范围内" in answer.content.decode()


def test_the_day_named_last_belongs_to_the_list(city, desk):
    today = timezone.localdate().isoformat()
    client, opened = desk("S1.station_chief"), city.matters["case"]
    assert opened.id in {row.id for row in client.get(f"/cases/?until={today}").context["page"].rows}
    assert "请改正" in client.get(f"/cases/?since={today}&until=2020-01-01").content.decode()


def test_a_live_page_whose_session_ended_comes_back_to_itself(city):
    url = f"/matters/{city.matters['case'].id}/"
    live = {"hx-request": "true", "hx-current-url": f"http://testserver{url}?open=1", "x-live": "1"}
    answer = Client().get(url, headers=live)
    assert answer.headers["HX-Redirect"] == f"/sign-in/?next={quote(f'{url}?open=1', safe='')}"


def test_an_open_page_learns_that_the_watch_has_stopped_and_asking_is_no_touch(city, desk):
    client = desk("S1.officer")
    client.get("/")
    seen = client.session["seen"]
    heartbeat.begin(timezone.now())
    assert 'data-beat="alive"' in client.get("/live/beat").content.decode()
    heartbeat.begin(timezone.now() - timedelta(hours=1))
    assert 'data-beat="stopped"' in client.get("/live/beat").content.decode()
    assert client.session["seen"] == seen and Client().get("/live/beat").status_code == 204
