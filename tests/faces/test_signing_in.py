"""The door: password, lockout, second factor, idle limit, one-time passwords, sessions."""

from datetime import timedelta

import pytest
from axes.utils import reset
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.world import PASSWORD

SEAT = "S1.officer"


@pytest.fixture(autouse=True)
def unlocked(city):
    reset()


def sign_in(client: Client, username: str = SEAT, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(city):
    client = Client()
    answer = client.get("/cases/?state=overdue")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fcases%2F%3Fstate%3Doverdue"
    assert sign_in(client, next="/cases/?state=overdue").headers["Location"] == "/cases/?state=overdue"


def test_the_way_back_never_leads_out_of_the_house(city):
    assert sign_in(Client(), next="https://elsewhere.example/").headers["Location"] == "/"


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(city):
    client = Client()
    for _number in range(4):
        assert sign_in(client, password="wrong").status_code == 401
    assert sign_in(client, password="wrong").status_code == 429
    locked = sign_in(client)
    assert locked.status_code == 429 and "十五分钟" in locked.content.decode()


def test_a_second_factor_is_enrolled_by_its_first_code_and_asked_for_afterwards(city, desk):
    client = desk(SEAT)
    assert "data:image/svg+xml" in client.get("/account/second-factor/").content.decode()
    device = TOTPDevice.objects.get(user=city.world.accounts[SEAT])
    assert client.post("/account/second-factor/", {"code": "000000"}).status_code in {200, 422}
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_count=0, throttling_failure_timestamp=None)
    enrolled = client.post("/account/second-factor/", {"code": f"{totp(device.bin_key):06d}"})
    codes = enrolled.context["codes"]
    assert len(codes) == 8 and TOTPDevice.objects.get(pk=device.pk).confirmed

    other = Client()
    assert sign_in(other).headers["Location"] == "/sign-in/code/"
    assert other.get("/").status_code == 302, "the password alone opens nothing"
    assert other.post("/sign-in/code/", {"code": "not it"}).status_code == 401
    StaticToken.objects.get(token=codes[0]).device.throttle_reset()
    TOTPDevice.objects.get(pk=device.pk).throttle_reset()
    assert other.post("/sign-in/code/", {"code": codes[0]}).headers["Location"] == "/"
    assert other.get("/").status_code == 200
    assert not StaticToken.objects.filter(token=codes[0]).exists(), "a recovery code serves once"


def test_the_code_page_does_not_open_without_a_password(city):
    assert Client().get("/sign-in/code/").headers["Location"] == "/sign-in/"


def test_the_second_factor_ends_only_with_the_password(city, desk):
    account = city.world.accounts[SEAT]
    TOTPDevice.objects.create(user=account, confirmed=True)
    client = desk(SEAT)
    client.post("/account/second-factor/end/", {"password": "wrong"})
    assert TOTPDevice.objects.filter(user=account).exists()
    client.post("/account/second-factor/end/", {"password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=account).exists()


def test_half_an_hour_without_a_touch_signs_out_and_live_parts_are_no_touch(city, desk):
    client = desk(SEAT)
    client.get("/")
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=29)).isoformat()
    session.save()
    client.get("/", headers={"X-Live": "1"})
    assert client.session["seen"] == session["seen"]
    session["seen"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/sign-in/?next=%2F"


def test_a_fourth_sign_in_ends_the_first_session(city):
    clients = [Client() for _number in range(4)]
    for client in clients:
        assert sign_in(client).status_code == 302
    assert [client.get("/").status_code for client in clients] == [302, 200, 200, 200]


def test_one_ends_ones_other_sessions(city):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post("/account/sessions/end/")
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert Session.objects.count() >= 1


def test_a_one_time_password_opens_only_the_page_that_changes_it(city, desk):
    account = city.world.accounts[SEAT]
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    client = Client()
    sign_in(client)
    assert client.get("/cases/").headers["Location"] == "/account/password/"
    new = {"old": PASSWORD, "new": "quiet-river-412", "again": "quiet-river-412"}
    assert client.post("/account/password/", new | {"again": "other"}).status_code == 422
    assert client.post("/account/password/", new | {"new": "12345", "again": "12345"}).status_code == 422
    assert client.post("/account/password/", new).headers["Location"] == "/"
    assert client.get("/cases/").status_code == 200


def test_language_theme_and_size_are_kept_in_this_browser(city, desk):
    client = desk(SEAT)
    client.post("/prefer/", {"language": "en", "next": "/"})
    client.post("/prefer/", {"theme": "dark", "next": "/"})
    assert client.post("/prefer/", {"elder": "1", "next": "https://elsewhere.example/"}).headers["Location"] == "/"
    page = client.get("/").content.decode()
    assert 'lang="en"' in page and 'data-theme="dark"' in page and "data-elder" in page


def test_signing_out_ends_the_session(city, desk):
    client = desk(SEAT)
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_password_that_breaks_a_rule_is_refused_in_the_words_of_the_house(city, desk):
    client = desk(SEAT)
    for new, said in (("short", "至少要有 10 个字符"), ("password123", "太常见"), (f"{SEAT}1", "太相似")):
        page = client.post("/account/password/", {"old": PASSWORD, "new": new, "again": new})
        assert (page.status_code, said in page.content.decode()) == (422, True), new
