"""`hengjian law propose | difference | approve | decline` at the terminal: who may, what is asked for, what the record keeps."""

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from hengjian.work.matters.actions_law import adopt_first_law, standing
from tests.amending import amend, law_here
from tests.world import PASSWORD, small_world

__all__ = ["law_here"]
RULE = "public-security.closing-period"


@pytest.fixture
def world(db, law_here):
    world = small_world()
    adopt_first_law(law_here, now=world.now)
    amend(law_here, "  2026-01-01: {days: 30,", "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,")
    return world


def typed(*words, answers=()):
    return CliRunner().invoke(app, ["law", *words], input="".join(f"{one}\n" for one in answers))


def test_two_persons_propose_and_approve_with_their_passwords(world):
    told = typed("difference")
    assert (told.exit_code, f"~ {RULE}" in told.output, "within.days [2026-11-01]: — → 20" in told.output) == (1, True, True)
    assert "+  2026-11-01: {days: 20" in typed("difference", "--lines").output
    assert "您的岗位" in typed("propose", "--by", "S1.officer", answers=[PASSWORD]).output
    done = typed("propose", "--by", "C.city_legal", answers=[PASSWORD])
    assert (done.exit_code, f"~ {RULE}" in done.output) == (0, True)
    assert standing().proposed.by == world.accounts["C.city_legal"].person
    pack = standing().proposed.body["pack"]
    assert (f"{pack} 等待他人批准" in typed("adopted").output, "待批准的法规包" in typed("difference").output) == (True, True)
    own = typed("approve", pack[:8], "--by", "C.city_legal", answers=[PASSWORD])
    assert (own.exit_code, "不能批准自己提出的" in own.output) == (2, True)
    assert "没有等待处理" in typed("approve", pack[:7], "--by", "C.city_chief", answers=[PASSWORD]).output
    approved = typed("approve", pack[:8], "--by", "C.city_chief", answers=[PASSWORD])
    assert (approved.exit_code, f"已采用：{pack}" in approved.output, standing().pack) == (0, True, pack)
    assert "没有推演" in approved.output and standing().adopted.body["rehearsal"] == ""
    assert "相同" in typed("difference").output


def test_secrets_are_never_arguments_and_wrong_ones_lock_the_account(world):
    assert typed("propose", "--by", "C.system_admin", "--password", PASSWORD).exit_code == 2
    for _try in range(5):
        wrong = typed("propose", "--by", "C.system_admin", answers=["wrong"])
        assert wrong.exit_code == 2
    locked = typed("propose", "--by", "C.system_admin", answers=[PASSWORD])
    assert (locked.exit_code, "已锁定" in locked.output, standing().proposed) == (2, True, None)


def test_a_one_time_password_opens_nothing_at_the_terminal(world):
    account = world.accounts["C.system_admin"]
    account.must_change_password = True
    account.save()
    assert "更换一次性口令" in typed("propose", "--by", "C.system_admin", answers=[PASSWORD]).output


def test_a_folder_with_faults_is_refused_line_by_line(world, law_here):
    amend(law_here, "check: deadline", "check: dead_line")
    refused = typed("propose", "--by", "C.system_admin", answers=[PASSWORD])
    assert (refused.exit_code, "closing-period.yaml:" in refused.output) == (2, True)
