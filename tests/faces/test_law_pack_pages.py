"""Law packs at the desk and at the command line: out as a signed file, in as a proposal, publishers named by the security administrator."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from hengjian.faces.cli.law_packs import export, key, take_in, trust
from hengjian.faces.cli.loading import around
from hengjian.ledger import vkeys
from hengjian.work.matters.actions_law import adopt_first_law, standing
from hengjian.work.matters.lawmaking import packfile, publishers
from tests.amending import amend, law_here
from tests.faces.conftest import BY_PASSWORD, Client
from tests.world import World, small_world

__all__ = ["law_here"]
PAGE = "/administration/law/packs/"


@pytest.fixture
def world(db, law_here) -> World:
    world = small_world()
    adopt_first_law(law_here, now=world.now)
    return world


def seated(world, seat):
    client = Client()
    client.force_login(world.accounts[seat], backend=BY_PASSWORD)
    return client


def said(answer):
    return answer.content.decode()


def test_the_adopted_pack_comes_as_a_file_that_opens(world):
    legal = seated(world, "C.city_legal")
    assert str(packfile.own_key()) in said(legal.get(PAGE))
    answer = legal.get(f"{PAGE}export/")
    assert answer["Content-Type"] == "application/zip" and packfile.opened(answer.content, [packfile.own_key()]).pack == standing().pack
    assert "法规包的交换" in said(legal.get("/administration/law/"))
    assert seated(world, "S1.officer").get(PAGE).status_code == 403


def test_a_file_is_refused_in_words_or_becomes_a_proposal(world, law_here):
    admin = seated(world, "C.system_admin")
    assert "请选择" in said(admin.post(f"{PAGE}import/", follow=True))
    wrong = SimpleUploadedFile("x.zip", b"nothing")
    assert "不是法规包文件" in said(admin.post(f"{PAGE}import/", {"file": wrong}, follow=True))
    same = SimpleUploadedFile("x.zip", packfile.signed_file(standing().pack))
    assert "没有可提出的修改" in said(admin.post(f"{PAGE}import/", {"file": same}, follow=True))
    amend(law_here, "    times: 2\n", "    times: 3\n")
    changed = packfile.lawpacks.keep(law_here)
    page = said(admin.post(f"{PAGE}import/", {"file": SimpleUploadedFile("x.zip", packfile.signed_file(changed))}, follow=True))
    assert "来自签名的法规包" in page and standing().proposed.body["pack"] == changed


def test_publishers_are_named_and_dropped_by_the_security_administrator(world):
    other = str(vkeys.of_private("elsewhere", vkeys.LOG, Ed25519PrivateKey.generate()))
    security = seated(world, "C.security_admin")
    assert seated(world, "C.city_legal").post(f"{PAGE}trust/", {"key": other}).status_code == 403
    assert "不是有效的验证公钥" in said(security.post(f"{PAGE}trust/", {"key": "x"}, follow=True))
    assert "elsewhere" in said(security.post(f"{PAGE}trust/", {"key": other}, follow=True))
    assert list(publishers.publishers()) == [other]
    security.post(f"{PAGE}drop/", {"key": other})
    assert not publishers.publishers()


@pytest.fixture
def at_the_terminal(world, monkeypatch):
    """Whoever is asked for at the terminal is who they say."""

    def who(username, now):
        seat = next(seat for seat, account in world.accounts.items() if account.username == username)
        return type("Shown", (), {"viewer": world.viewer(seat), "proof": "command_line.password"})()

    monkeypatch.setattr("hengjian.faces.cli.law_packs.ask_who", who)
    return lambda command, *words: CliRunner().invoke(around(command), [str(word) for word in words])


def test_the_command_line_writes_checks_and_names(world, law_here, at_the_terminal, tmp_path):
    file = tmp_path / "pack.zip"
    account = {seat: world.accounts[seat].username for seat in ("C.system_admin", "C.security_admin")}
    assert at_the_terminal(export, file).exit_code == 0 and file.read_bytes() == packfile.signed_file(standing().pack)
    again = at_the_terminal(export, file)
    assert (again.exit_code, "不存在的文件名" in again.output) == (2, True)
    assert at_the_terminal(take_in, tmp_path / "none.zip", "--by", account["C.system_admin"]).exit_code == 2
    amend(law_here, "    times: 2\n", "    times: 3\n")
    file.write_bytes(packfile.signed_file(packfile.lawpacks.keep(law_here)))
    taken = at_the_terminal(take_in, file, "--by", account["C.system_admin"])
    assert taken.exit_code == 0 and standing().proposed.body["proof"] == "command_line.password"
    other = str(vkeys.of_private("elsewhere", vkeys.LOG, Ed25519PrivateKey.generate()))
    assert at_the_terminal(trust, other, "--by", account["C.system_admin"]).exit_code == 2
    assert at_the_terminal(trust, other, "--by", account["C.security_admin"]).exit_code == 0
    assert other in at_the_terminal(key).output
