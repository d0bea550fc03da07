"""A witness is retired by two persons: an administrator asks for it, the auditor agrees, both with their own secrets."""

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from hengjian.ledger import witnesses
from hengjian.ledger.read import ZONE, events_in
from hengjian.ledger.vkeys import BadNote
from hengjian.ledger.witness import Witness
from hengjian.work.people.actions_witness import retire_witness
from hengjian.work.people.refusal import Refused
from tests.world import PASSWORD

NAME = "court.example"


@pytest.fixture
def court(world, tmp_path):
    witnesses.name_witness(Witness(tmp_path / "court", NAME).key(), by="operator", now=world.now)


def asked(world, by="C.system_admin", agreed="C.auditor", **more):
    given = {"since": world.now.astimezone(ZONE).date(), "reason": "key_lost"} | more
    return retire_witness(NAME, **given, by=world.viewer(by), agreed=world.viewer(agreed), now=world.now)


def test_an_administrator_and_the_auditor_retire_it(world, court):
    event = asked(world)
    people = (world.accounts["C.system_admin"].person, world.accounts["C.auditor"].person)
    assert (event.by, event.body["agreed_by"], event.body["reason"]) == (*people, "key_lost")
    assert witnesses.standing(world.now) == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"by": "C.auditor"}, "系统管理员或安全管理员"),
        ({"by": "C.city_chief"}, "系统管理员或安全管理员"),
        ({"agreed": "C.system_admin"}, "另一人"),
        ({"agreed": "C.city_chief"}, "另一人"),
        ({"reason": "because"}, "原因应为"),
    ],
)
def test_nobody_else_and_nobody_alone(world, court, more, sentence):
    with pytest.raises(Refused, match=sentence):
        asked(world, **more)
    with pytest.raises(BadNote, match="不能早于今天"):
        asked(world, since=world.now.date() - timedelta(days=2))
    assert len(witnesses.standing(world.now)) == 1


def test_both_type_their_secrets_at_the_terminal(world, court):
    words = ["ledger", "retire", NAME, "--from", (datetime.now(UTC) + timedelta(days=2)).date().isoformat(), "--reason", "unresponsive"]
    words += ["--by", "C.security_admin", "--with", "C.auditor"]
    wrong = CliRunner().invoke(app, words, input=f"{PASSWORD}\nwrong\n")
    assert (wrong.exit_code, "账号或口令不对" in wrong.output) == (2, True)
    done = CliRunner().invoke(app, words, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert (done.exit_code, "起停用" in done.output) == (0, True)
    body = events_in(witnesses.STREAM)[-1].body
    assert (body["proof"], body["agreed_proof"], body["reason"]) == ("command_line.password", "command_line.password", "unresponsive")
    assert "起停用" in CliRunner().invoke(app, ["ledger", "places"]).output
