"""A day that the law works out and somebody types: the form shows the clock's day with its arithmetic and asks again where they differ."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from hengjian.ledger.models import Event
from tests.world import ADULT, small_world

MOVE = "request_custody_extension"


@pytest.fixture
def case(db):
    """Two suspects of one case; the first was arrested on 2026-09-10."""
    world = small_world(datetime(2026, 9, 1, 2, tzinfo=UTC))
    case = world.crime("S1.officer")
    world.step(case, "accept", "S1.officer", source="reported", offence="theft", has_complainant=True, account="车内财物被盗")
    world.step(case, "open", "D1.district_chief", offence="theft", reasons="有犯罪事实")
    for name in ("甲", "乙"):
        world.step(case, "add_party", "S1.officer", role="suspect", name=name, **ADULT)
    world.later(days=9)
    world.step(case, "execute_arrest", "S1.officer", about="party:1", identity_unknown=False)
    case.world = world
    return case


def posted(case, **more):
    client = Client()
    client.force_login(case.world.accounts["D1.district_chief"], backend="django.contrib.auth.backends.ModelBackend")
    given = {"at": "", "about": "party:1", "step": "first", "reasons": "案情复杂"} | more
    return client.get(f"/matters/{case.id}/steps/{MOVE}/") if not more else client.post(f"/matters/{case.id}/steps/{MOVE}/", given)


def requests():
    return [event.body["expires_on"] for event in Event.objects.filter(kind="custody_extension.requested").order_by("version")]


def test_the_form_shows_the_day_of_the_clock_and_its_arithmetic(case):
    page = posted(case).content.decode()
    assert "当事人 1：按“逮捕后的侦查羁押期限”算出 2026-11-10" in page and "2个月" in page
    assert "仍按所填的日期记录" not in page


def test_another_day_is_asked_about_once_and_then_recorded_as_typed(case):
    asked = posted(case, expires_on="2026-11-13")
    said = asked.content.decode()
    assert (asked.status_code, requests()) == (422, [])
    assert "所填 2026-11-13，系统算出 2026-11-10：所填晚了 3 日。" in said and "仍按所填的日期记录" in said
    kept = posted(case, expires_on="2026-11-13", **{"kept-expires_on": "yes"})
    assert (kept.status_code, requests()) == (302, ["2026-11-13"])


def test_the_same_day_and_a_party_without_a_clock_pass(case):
    assert "所填早了 2 日" in posted(case, expires_on="2026-11-08").content.decode()
    assert posted(case, expires_on="2026-11-10").status_code == 302
    assert posted(case, about="party:2", expires_on="2026-11-13").status_code == 302
    assert "请填写日期" in posted(case, expires_on="soon").content.decode()
    assert requests() == ["2026-11-10", "2026-11-13"]
