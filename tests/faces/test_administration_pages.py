"""What administrators do: units, accounts, posts, passwords, sessions, locks; and what officers delegate."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.publish import publish
from hengjian.ledger.witness import Witness
from hengjian.ledger.witnesses import name_witness
from hengjian.work.people.models import Account, Delegation, Post, Unit
from tests.world import PASSWORD


def person(city, seat: str) -> str:
    return city.world.accounts[seat].person


def test_a_unit_is_added_renamed_and_refused_with_a_sentence(city, desk):
    client = desk("C.system_admin")
    new = {"code": "S3", "name": "青禾路派出所", "short_name": "青禾", "level": "station", "area": "990102", "parent": "D1"}
    client.post("/administration/units/add/", new)
    assert Unit.objects.get(code="S3").path.startswith(Unit.objects.get(code="D1").path)
    assert "已存在" in client.post("/administration/units/add/", new, follow=True).content.decode()
    client.post("/administration/units/S3/", {"name": "青禾派出所", "short_name": "青禾", "area": "990102"})
    assert (Unit.objects.get(code="S3").name, Unit.objects.get(code="S3").is_active) == ("青禾派出所", False)
    assert desk("C.security_admin").post("/administration/units/add/", new).status_code == 403


def test_an_account_is_made_with_a_one_time_password_shown_once(city, desk):
    client = desk("C.system_admin")
    page = client.post("/administration/accounts/add/", {"username": "shen", "display_name": "沈若兰"}, follow=True)
    account = Account.objects.get(username="shen")
    given = str(list(page.context["messages"])[0]).rsplit("：", 1)[1]
    assert account.must_change_password and account.check_password(given)
    assert given not in client.get(f"/administration/accounts/{account.person}/").content.decode()
    assert client.post("/administration/accounts/add/", {"username": ""}).status_code == 302
    assert client.get("/administration/accounts/?q=shen").context["accounts"][0] == account


def test_an_account_is_renamed_switched_off_and_given_a_new_password(city, desk):
    client, officer = desk("C.system_admin"), city.world.accounts["S2.officer"]
    client.post(f"/administration/accounts/{officer.person}/", {"display_name": "周以宁", "active": "1"})
    client.post(f"/administration/accounts/{officer.person}/password/")
    officer.refresh_from_db()
    assert officer.display_name == "周以宁" and not officer.check_password(PASSWORD) and officer.must_change_password
    client.post(f"/administration/accounts/{officer.person}/", {"display_name": "周以宁"})
    officer.refresh_from_db()
    assert not officer.is_active


def test_posts_are_given_and_ended_by_the_security_administrator_alone(city, desk):
    who = person(city, "S2.officer")
    given = {"unit": "S2", "role": "station_legal"}
    assert desk("C.system_admin").post(f"/administration/accounts/{who}/posts/", given).status_code == 403
    client = desk("C.security_admin")
    client.post(f"/administration/accounts/{who}/posts/", given)
    post = Post.objects.get(account__person=who, role="station_legal")
    client.post(f"/administration/posts/{post.pk}/end/")
    post.refresh_from_db()
    assert post.until is not None
    refused = client.post(f"/administration/accounts/{who}/posts/", {"unit": "S2", "role": "auditor"}, follow=True)
    assert Post.objects.filter(account__person=who, role="auditor").count() == 0 and refused.status_code == 200


def test_the_security_administrator_unlocks_and_ends_sessions(city, desk):
    stranger, who = Client(), person(city, "S2.officer")
    for _number in range(5):
        stranger.post("/sign-in/", {"username": "S2.officer", "password": "wrong"})
    assert AccessAttempt.objects.filter(username="S2.officer").exists()
    client = desk("C.security_admin")
    client.post(f"/administration/accounts/{who}/unlock/")
    assert stranger.post("/sign-in/", {"username": "S2.officer", "password": PASSWORD}).status_code == 302
    client.post(f"/administration/accounts/{who}/sessions/")
    assert stranger.get("/").status_code == 302


def test_a_post_is_delegated_and_taken_back(city, desk):
    chief, other = desk("S1.station_chief"), city.world.accounts["S1.officer2"]
    post = Post.objects.get(account=city.world.accounts["S1.station_chief"])
    asked = {"post": post.pk, "to": other.person, "until": "2099-01-01T08:00", "reason": "出差"}
    chief.post("/account/delegate/", asked)
    delegation = Delegation.objects.get(post=post, to=other)
    assert "派出所负责人" in desk("S1.officer2").get("/account/").content.decode()
    chief.post(f"/account/delegate/{delegation.pk}/end/")
    assert desk("S1.officer2").get("/account/").context["lent"].count() == 0
    assert "请选择受托人" in chief.post("/account/delegate/", asked | {"until": "someday"}, follow=True).content.decode()


def test_the_record_page_tells_who_witnesses_and_what_has_left_the_house(city, desk, settings, tmp_path):
    settings.CHECKPOINTS_TO = [f"file://{tmp_path}/out", "http://127.0.0.1:1/"]
    court = Witness(tmp_path / "court", "court.example")
    name_witness(court.key(), by="operator", now=city.world.now)
    publish(integrate_all(city.world.now).at)
    page = desk("C.system_admin").get("/record/").content.decode()
    assert "court.example" in page and "尚无见证签名" in page and f"file://{tmp_path}/out" in page and "已送达前" in page
    plain = desk("S1.officer").get("/record/").content.decode()
    assert "court.example" in plain and "127.0.0.1:1" not in plain


def test_at_night_a_lawbook_may_be_adopted_from_the_day_it_is_in_china(city, desk, monkeypatch):
    night = (timezone.now() + timedelta(days=1)).replace(hour=17, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: night)
    page = desk("C.city_legal").get("/administration/law/")
    assert page.context["today"] == (night.date() + timedelta(days=1)).isoformat()


def test_the_administrator_sets_the_mark_of_a_units_papers_and_sees_the_next_numbers(city, desk):
    client = desk("C.system_admin")
    page = client.get("/administration/units/S1/").content.decode()
    assert "C公（S1公安机关）受案字〔" in page
    done = client.post("/administration/units/S1/", {"paper_mark": "云公(城)"}, follow=True).content.decode()
    assert "云公（城）受案字〔" in done and "机关代字 云公（城）" in done
    assert (Unit.objects.get(code="S1").name, Unit.objects.get(code="S1").is_active) == ("S1公安机关", True), "nothing else changes"
    assert "已由S1公安机关使用" in client.post("/administration/units/S2/", {"paper_mark": "云公（城）"}, follow=True).content.decode()
