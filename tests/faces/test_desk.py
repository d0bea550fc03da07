"""Every page answers for those who have it, every button leaves its event, and who may not is told so."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hengjian.ledger.models import Event
from hengjian.work.findings.models import DayStatement, FindingRow
from hengjian.work.matters.models import Matter
from hengjian.work.people.models import Account
from tests.faces.city import small_city
from tests.world import ADULT

LINKS = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
LEAVE_ALONE = re.compile(r"^/(static|live|sign-out|export)")


@pytest.fixture
def city(db):
    return small_city()


def desk(city, seat: str) -> Client:
    client = Client()
    client.force_login(city.world.accounts[seat], backend="django.contrib.auth.backends.ModelBackend")
    return client


def crawl(client: Client, start: str = "/", most: int = 160) -> dict[str, int]:
    """Every page that links lead to from `start`, with its status."""
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < most:
        url = waiting.pop(0).replace("&amp;", "&")
        path = url.split("?")[0]
        if url in seen or LEAVE_ALONE.match(url) or sum(known.split("?")[0] == path for known in seen) > 3:
            continue
        answer = client.get(url, follow=True)
        seen[url] = answer.status_code
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            waiting += LINKS.findall(answer.content.decode())
    return seen


@pytest.mark.parametrize(
    "seat",
    [
        "S1.officer",
        "S1.station_legal",
        "S1.station_chief",
        "D1.dispatcher",
        "D1.district_legal",
        "D1.district_chief",
        "C.city_legal",
        "C.city_chief",
        "C.centre",
        "C.system_admin",
        "C.security_admin",
        "C.auditor",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_that_a_desk_links_to_answers(city, seat, language):
    client = desk(city, seat)
    client.cookies["django_language"] = language
    seen = crawl(client, most=160 if language == "zh-hans" else 25)
    assert len(seen) >= 3
    assert {url: status for url, status in seen.items() if status != 200} == {}


def test_who_is_not_signed_in_comes_to_the_door_and_back(city):
    client = Client()
    answer = client.get("/cases/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    answer = client.post("/sign-in/", {"username": "S1.officer", "password": "only-for-tests-2026", "next": "/cases/"})
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")


def test_a_wrong_password_is_refused_and_five_lock_the_account(city):
    client = Client()
    codes = [client.post("/sign-in/", {"username": "S1.officer", "password": "wrong"}).status_code for _try in range(6)]
    assert codes[0] == 401 and codes[-1] == 429


def test_a_new_call_is_taken_at_the_desk(city):
    client = desk(city, "S1.officer")
    form = {"channel": "call_110", "kind": "dispute", "place": "柳荫里3号", "description": "邻里争吵"}
    answer = client.post("/new/incident/", form)
    assert answer.status_code == 302
    assert Event.objects.filter(kind="incident.reported").count() == 2
    assert client.post("/new/incident/", {"channel": "call_110"}).status_code in {200, 400, 422}
    assert Event.objects.filter(kind="incident.reported").count() == 2


def test_a_step_is_taken_and_one_that_is_not_allowed_is_refused_with_words(city):
    case = city.matters["case"]
    client = desk(city, "S1.officer")
    assert client.get(f"/matters/{case.id}/steps/note/").status_code == 200
    assert client.post(f"/matters/{case.id}/steps/note/", {"note": "已联系证人"}).status_code == 302
    assert Event.objects.filter(matter=case.id, kind="note.added").count() == 1
    refused = client.post(f"/matters/{case.id}/steps/refuse/", {"ground": "no_offence", "reasons": "无"})
    assert refused.status_code >= 400 or Matter.objects.get(id=case.id).stage != "refused"


def test_sealed_parts_open_with_a_purpose_only_and_the_look_is_recorded(city):
    case = city.matters["case"]
    client = desk(city, "S1.station_chief")
    assert "王大力" not in client.get(f"/matters/{case.id}/").content.decode()
    client.post(f"/matters/{case.id}/unlock/", {"purpose": ""})
    assert Event.objects.filter(kind="record.looked_at").count() == 0
    shown = client.post(f"/matters/{case.id}/unlock/", {"purpose": "supervision"}, follow=True)
    assert "王大力" in shown.content.decode()
    assert Event.objects.filter(kind="record.looked_at").count() == 1


def test_a_station_beside_finds_nothing(city):
    client = desk(city, "S2.officer")
    assert client.get(f"/matters/{city.matters['case'].id}/").status_code == 404
    assert client.get("/administration/").status_code == 403


def test_a_finding_is_asked_answered_and_contested_at_the_desk(city):
    finding = FindingRow.objects.exclude(state="closed").first()
    assert finding is not None
    legal, chief = desk(city, "D1.district_legal"), desk(city, "S1.station_chief")
    page = legal.get(f"/findings/{finding.id}/")
    assert page.status_code == 200
    deeds = set(
        re.findall(rf"/findings/{finding.id}/(\w+)/", page.content.decode() + chief.get(f"/findings/{finding.id}/").content.decode())
    )
    assert deeds
    for client in (legal, chief):
        for deed in sorted(deeds):
            client.post(f"/findings/{finding.id}/{deed}/", {"text": "请于期限内整改", "reasons": "理由", "how": "rectified"})
    assert Event.objects.filter(stream=finding.id).count() > 1


def test_a_day_is_reviewed_case_by_case_and_then_closed(city):
    day = DayStatement.objects.filter(unit="D1").order_by("-day").first()
    assert day is not None
    client = desk(city, "D1.district_legal")
    address = f"/days/{day.day.isoformat()}/{day.unit}/"
    page = client.get(address)
    assert page.status_code == 200
    for matter in set(re.findall(rf"{address}review/(\w+)/", page.content.decode())):
        client.post(f"{address}review/{matter}/", {"answer": "confirmed", "direction": "核实伤情"})
    client.post(f"{address}close/", {})
    assert DayStatement.objects.get(pk=day.pk).closed_at is not None


def test_the_record_is_verified_by_the_button(city):
    answer = desk(city, "C.auditor").post("/record/verify/", follow=True)
    assert answer.status_code == 200


def test_administrators_make_units_accounts_and_posts(city):
    system, security = desk(city, "C.system_admin"), desk(city, "C.security_admin")
    system.post(
        "/administration/units/add/",
        {"code": "S7", "name": "新所", "short_name": "新", "level": "station", "area": "990102", "parent": "D1"},
    )
    system.post("/administration/accounts/add/", {"username": "new.officer", "display_name": "新民警", "password": "a-long-password-77"})
    person = Account.objects.filter(username="new.officer").values_list("person", flat=True).first()
    assert person
    for address in ("password", "unlock", "sessions"):
        system.post(f"/administration/accounts/{person}/{address}/", {"password": "another-password-78"})
    security.post(f"/administration/accounts/{person}/posts/", {"unit": "S1", "role": "officer"})
    assert Event.objects.filter(kind="post.changed", body__person=person).count() == 1


def test_ones_own_account_password_and_second_factor(city):
    client = desk(city, "S1.station_chief")
    for page in ("/account/", "/account/password/", "/account/second-factor/"):
        assert client.get(page).status_code == 200
    client.post("/account/password/", {"old": "only-for-tests-2026", "new": "fresh-password-2026", "again": "fresh-password-2026"})
    until = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    client.post("/account/delegate/", {"to": city.world.accounts["S1.station_legal"].person, "until": until, "reason": "外出"})
    assert client.get("/account/").status_code == 200


def test_a_list_leaves_as_excel_and_the_export_is_an_event(city):
    client = desk(city, "S1.station_chief")
    answer = client.get("/cases/?export=xlsx")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert Event.objects.filter(kind="record.exported").count() == 1


def test_theme_size_and_language_are_kept(city):
    client = desk(city, "S1.officer")
    client.post("/prefer/", {"theme": "dark", "elder": "1", "language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert 'data-theme="dark"' in page and "data-elder" in page and 'lang="en"' in page


def test_a_party_is_added_at_the_desk(city):
    case = city.matters["case"]
    form = {name: str(value).lower() if isinstance(value, bool) else value for name, value in ADULT.items()} | {
        "role": "witness",
        "name": "周清和",
    }
    assert desk(city, "S1.officer").post(f"/matters/{case.id}/steps/add_party/", form).status_code == 302
    assert Event.objects.filter(matter=case.id, kind="party.added").count() == 3
