"""Every page of the desk opens for whom it is meant, in both languages, and says who may where it does not open."""

import pytest

from hengjian.ledger.models import Event
from hengjian.work.findings.models import DayStatement
from hengjian.work.matters.models import DutyRow

EVERYBODY = (
    "/",
    "/messages/",
    "/messages/?done=1",
    "/account/",
    "/account/password/",
    "/account/second-factor/",
    "/rules/",
    "/library/",
    "/library/changes/",
    "/record/",
    "/administration/law/",
)
CASEWORK = ("/incidents/", "/cases/", "/findings/", "/findings/?loop=external", "/rules/?q=立案", "/cases/?state=overdue&column=title")
PAGES = {
    "S1.officer": (*EVERYBODY, *CASEWORK, "/new/incident/", "/new/case-admin/"),
    "S1.station_chief": (*EVERYBODY, *CASEWORK, "/queue/", "/queue/?left=1", "/export/cases/"),
    "D1.district_legal": (*EVERYBODY, *CASEWORK, "/queue/", "/days/", "/messages/?done=1"),
    "C.system_admin": (*EVERYBODY, "/administration/", "/administration/units/", "/administration/units/S1/", "/administration/accounts/"),
    "C.security_admin": (*EVERYBODY, "/administration/", "/administration/accounts/"),
    "C.auditor": (*EVERYBODY, "/looks/"),
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("seat", PAGES)
def test_every_page_of_a_seat_opens(desk, seat, language):
    client = desk(seat, language)
    answers = {url: client.get(url).status_code for url in PAGES[seat]}
    assert {url for url, status in answers.items() if status != 200} == set()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_single_things_open(city, desk, language):
    duty, day = DutyRow.objects.filter(state="overdue").first(), DayStatement.objects.filter(accepted__gt=0, level="district").first()
    case, event = city.matters["case"], Event.objects.filter(matter=city.matters["case"].id).first()
    urls = [f"/matters/{matter.id}/" for matter in city.matters.values()] + [
        f"/matters/{matter.id}/check/" for matter in city.matters.values()
    ]
    urls += [f"/matters/{duty.matter_id}/why/?rule={duty.rule}&key={duty.key}&start={duty.start_event}", f"/record/events/{event.id}/"]
    urls += [f"/findings/{finding.id}/" for finding in city.findings] + [f"/days/{day.day}/{day.unit}/"]
    urls += [f"/rules/{duty.rule}/", f"/matters/{case.id}/steps/add_party/", f"/matters/{case.id}/law/"]
    client = desk("D1.district_legal", language)
    assert {url for url in urls if client.get(url).status_code != 200} == set()


@pytest.mark.parametrize("seat", PAGES)
def test_the_rail_has_at_most_seven_places_and_each_opens(desk, seat):
    client = desk(seat)
    places = client.get("/").context["places"]
    assert 2 <= len(places) <= 7
    for place in places:
        assert client.get("/" if place.name == "home" else f"/{place.name}/").status_code == 200, place.name


def test_who_may_not_open_a_page_is_told_who_may(desk):
    answer = desk("S1.officer").get("/looks/")
    assert answer.status_code == 403
    assert "审计员" in answer.content.decode()


def test_an_unknown_page_and_a_matter_out_of_sight_look_alike(city, desk):
    client = desk("S2.officer")
    unknown, unseen = client.get("/matters/nothing/"), client.get(f"/matters/{city.matters['case'].id}/")
    assert (unknown.status_code, unseen.status_code) == (404, 404)
    assert unknown.content.decode().split("<main")[1][:200] == unseen.content.decode().split("<main")[1][:200]


def test_no_page_carries_a_style_or_a_script_of_its_own(city, desk):
    client = desk("S1.officer")
    for url in ("/", "/cases/", f"/matters/{city.matters['old'].id}/", "/sign-in/"):
        page = client.get(url).content.decode()
        assert "style=" not in page and "<style" not in page and "onclick" not in page, url
        assert page.count("<script") <= 1, url


def test_a_page_shows_no_name_of_a_party_before_a_purpose_is_given(city, desk):
    for url in ("/", "/cases/", f"/matters/{city.matters['case'].id}/"):
        assert "王大力" not in desk("S1.officer").get(url).content.decode()
