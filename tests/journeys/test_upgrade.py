"""A new version cannot read the adopted lawbook (X2): it refuses, two persons adopt another at the terminal, it serves again."""

from datetime import UTC, date, datetime, timedelta

import pytest
import typer
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from typer.testing import CliRunner

from hengjian.core.lawbook import reader
from hengjian.faces.cli.main import app
from hengjian.faces.cli.ready import check_ready
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.ledger.verify import verify
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.lawbook import forget_law, law_in_force, law_of, read_kept, why_unread
from hengjian.work.matters.models import Matter
from tests.amending import amend, law_here
from tests.journeys.watching import keep_watch
from tests.world import PASSWORD, assert_replays, small_world

__all__ = ["law_here"]
AUTUMN = datetime(2026, 9, 1, 2, tzinfo=UTC)
STATUTE = "statutes/public-security/_statute.yaml"
NOTE = "note: 只有原来的版本认得这一项\n"
CODE = "482913"


@pytest.fixture
def world(db, law_here):
    """A city whose adopted lawbook holds a key of the old version; one case is open and late."""
    amend(law_here, "bearer: police\n", f"bearer: police\n{NOTE}", STATUTE)
    world = small_world(AUTUMN)
    adopt_first_law(law_here, now=world.now)
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实需要追究")
    keep_watch(world.later(days=45))
    StaticDevice.objects.create(user=world.accounts["C.city_chief"], name="t").token_set.create(token=CODE)
    return world


@pytest.fixture
def next_version(world, monkeypatch):
    """The version after: it knows that key no more."""
    monkeypatch.setattr(reader, "STATUTE_KEYS", tuple(key for key in reader.STATUTE_KEYS if key != "note"))
    forget_law()


def typed(*words, answers=()):
    return CliRunner().invoke(app, ["law", *words], input="".join(f"{one}\n" for one in answers))


def refused_at_start(now, capsys):
    with pytest.raises(typer.Exit) as ended:
        check_ready(now)
    assert ended.value.exit_code == 2
    return capsys.readouterr().err


def test_the_whole_way(world, next_version, law_here, capsys):
    before, old = list(Event.objects.order_by("id").values_list("id", "leaf")), standing().adopted.body["digest"]
    now = datetime.now(UTC)
    said = refused_at_start(now, capsys)
    assert "note" in said and f"{STATUTE}:7" in said and "hengjian law approve" in said

    amend(law_here, NOTE, "", STATUTE)
    amend(law_here, "  2026-01-01: {days: 30,", "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,")
    told = typed("difference")
    assert (told.exit_code, "逐行比较" in told.output, f"-{NOTE.strip()}" in told.output) == (1, True, True)
    assert "+  2026-11-01: {days: 20, source: 测试修正 第一条}" in told.output

    done = typed("propose", "--by", "C.system_admin", answers=[PASSWORD])
    assert (done.exit_code, "只核对了口令" in done.output, "等待他人批准" in done.output) == (0, True, True)
    pack = standing().proposed.body["pack"]
    day = (now + timedelta(days=3)).date().isoformat()
    assert "您的岗位" in typed("approve", pack[:12], "--by", "C.system_admin", answers=[PASSWORD]).output
    assert "验证码不对" in typed("approve", pack[:12], "--by", "C.city_chief", answers=[PASSWORD, "000000"]).output
    StaticDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    approved = typed("approve", pack[:12], "--by", "C.city_chief", "--from", day, answers=[PASSWORD, CODE])
    assert (approved.exit_code, f"自 {day} 起采用" in approved.output) == (0, True), approved.output
    assert standing().approved.body["proof"] == "command_line.password_and_code"
    assert standing().proposed.body["proof"] == "command_line.password"

    refused_at_start(now, capsys)
    later = now + timedelta(days=4)
    check_ready(later)
    assert (law_in_force().digest, law_in_force().digest != old) == (standing().adopted.body["digest"], True)
    nothing_is_lost(world, before, old, later)


def nothing_is_lost(world, before, old, later):
    """Every event is there, the case goes over to the new book, and the old finding says that its own cannot be read any more."""
    assert list(Event.objects.filter(id__in=[one for one, _leaf in before]).order_by("id").values_list("id", "leaf")) == before
    keep_watch(later)
    (case,) = Matter.objects.all()
    assert case.law == law_in_force().digest
    assert_replays(case, later)
    integrate_all(later)
    assert verify().problems == []
    assert (law_of(old), "note" in why_unread(old), why_unread("never")) == (None, True, "")
    client = Client()
    client.force_login(world.accounts["C.city_chief"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/findings/{FindingRow.objects.filter(matter=case.id).first().id}/").content.decode()
    assert "本版本已读不了那个法规包" in page and "2026-10-08" in page
    missing = client.get(f"/rules/?book={old}")
    assert (missing.status_code, "本版本读不了采用过的这个法规包" in missing.content.decode()) == (404, True)
    assert "本版本读不了" in typed("adopted").output


def test_a_server_that_runs_on_serves_no_page_under_another_lawbook(world, law_here, monkeypatch):
    client = Client()
    client.force_login(world.accounts["C.city_legal"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/rules/").status_code == 200
    amend(law_here, "bearer: police\n", "bearer: police\nhorizon: wide\n", STATUTE)
    with monkeypatch.context() as newer:
        newer.setattr(reader, "STATUTE_KEYS", (*reader.STATUTE_KEYS, "horizon"))
        pack = propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now).body["pack"]
        approve_law(pack, effective=date(2026, 10, 16), by=world.viewer("C.city_chief"), now=world.now)
    read_kept.cache_clear()
    closed = client.get("/rules/")
    assert (closed.status_code, "horizon" in closed.content.decode()) == (503, True)
    assert "本版本读不了已采用的法规包" in closed.content.decode()


def test_what_a_newer_version_proposed_is_shown_line_by_line_and_not_approved_by_one_that_cannot_read_it(world, law_here, monkeypatch):
    amend(law_here, "bearer: police\n", "bearer: police\nhorizon: wide\n", STATUTE)
    with monkeypatch.context() as newer:
        newer.setattr(reader, "STATUTE_KEYS", (*reader.STATUTE_KEYS, "horizon"))
        assert typed("propose", "--by", "C.system_admin", answers=[PASSWORD]).exit_code == 0
    forget_law()
    pack = standing().proposed.body["pack"]
    client = Client()
    client.force_login(world.accounts["C.city_legal"], backend="django.contrib.auth.backends.ModelBackend")
    assert "+horizon: wide" in client.get("/administration/law/").content.decode()
    told = typed("approve", pack[:12], "--by", "C.city_legal", answers=[PASSWORD])
    assert (told.exit_code, "本版本读不了这个法规包" in told.output, standing().approved) == (2, True, None)
    assert typed("decline", pack[:12], "--by", "C.system_admin", answers=[PASSWORD]).exit_code == 0
    assert standing().proposed is None
