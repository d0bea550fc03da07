"""A lawbook comes into force only by being adopted: proposed by one person, approved by another, with a day from which it serves."""

from datetime import date, timedelta

import pytest

from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger.models import Event
from hengjian.work.matters import lawpacks
from hengjian.work.matters.actions_law import (
    adopt_due_law,
    adopt_first_law,
    approve_law,
    decline_law,
    propose_law,
    standing,
)
from hengjian.work.matters.law_notice import changes_of, law_notice, lost_lawbooks
from hengjian.work.matters.lawbook import flows, follow_law, forget_law, law_folder, law_in_force, law_of, terms
from hengjian.work.people.refusal import Refused
from tests.amending import amend, law_here

__all__ = ["law_here"]
RULE = "public-security.closing-period"
OLD = "  2026-01-01: {days: 30,"
NEW = "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,"
TODAY = date(2026, 11, 16)


@pytest.fixture
def founded(world, law_here):
    adopt_first_law(law_here, now=world.now)
    return world


def amended(law_here):
    amend(law_here, OLD, NEW)
    return law_here


def test_the_installation_adopts_once_and_serves_the_kept_folder(founded, law_here):
    assert adopt_first_law(law_here, now=founded.now) is None
    adopted = standing().adopted
    assert (adopted.by, adopted.body["digest"], standing().pack) == ("installer", law_in_force().digest, lawpacks.keep(law_here))
    assert law_folder() == lawpacks.folder_of(standing().pack) != law_here
    assert (set(flows()), terms().has_list("roles"), law_notice()) == ({"incident", "case/admin", "case/criminal"}, True, None)


def test_before_any_adoption_the_folder_serves_and_that_is_said(world, law_here):
    assert (law_folder(), law_notice().code) == (law_here, "law.none")
    assert str(law_here) in law_notice().sentence
    assert law_of("never adopted") is None


def test_a_changed_folder_is_not_judged_by_until_it_is_adopted(founded, law_here):
    before = law_in_force().digest
    amended(law_here)
    forget_law()
    assert law_in_force().digest == before
    assert law_notice().code == "law.unproposed"
    assert before[:16] in law_notice().sentence


def test_what_is_proposed_is_shown_value_by_value_and_waits(founded, law_here):
    proposed = propose_law(amended(law_here), by=founded.viewer("C.system_admin"), now=founded.now)
    (part,) = changes_of(standing(), proposed.body["pack"])
    assert (part.rule, part.state) == (RULE, "changed")
    assert ("within.days", date(2026, 11, 1), "", "20") in {(c.name, c.since, c.before, c.after) for c in part.changes}
    assert (proposed.body["examples"] > 10, proposed.body["base"], law_notice().code) == (True, standing().pack, "law.proposed")
    assert not follow_law()


def test_nobody_approves_their_own_proposal_and_not_everybody_may(founded, law_here):
    legal = founded.viewer("C.city_legal")
    pack = propose_law(amended(law_here), by=legal, now=founded.now).body["pack"]
    with pytest.raises(Refused, match="不能批准自己提出的"):
        approve_law(pack, effective=TODAY, by=legal, now=founded.now)
    for seat in ("S1.officer", "C.system_admin", "D1.district_legal"):
        with pytest.raises(Refused, match="您的岗位"):
            approve_law(pack, effective=TODAY, by=founded.viewer(seat), now=founded.now)
    with pytest.raises(Refused, match="您的岗位"):
        propose_law(law_here, by=founded.viewer("S1.officer"), now=founded.now)
    assert Event.objects.filter(kind="lawbook.adopted").count() == 1


def test_approved_for_today_it_serves_at_once_in_every_process_that_asks(founded, law_here):
    before = law_in_force()
    pack = propose_law(amended(law_here), by=founded.viewer("C.system_admin"), now=founded.now).body["pack"]
    approve_law(pack, effective=TODAY, by=founded.viewer("C.city_chief"), now=founded.now)
    assert law_in_force() is before
    assert follow_law() and not follow_law()
    assert (law_in_force().digest, law_notice()) == (standing().adopted.body["digest"], None)
    body = standing().adopted.body
    people = {seat: founded.accounts[seat].person for seat in ("C.system_admin", "C.city_chief")}
    assert (body["proposed_by"], body["approved_by"], body["since"]) == (*people.values(), "2026-11-16")
    assert law_of(before.digest).rules[RULE] == before.rules[RULE] != law_in_force().rules[RULE]


def test_approved_for_a_later_day_it_waits_for_that_day(founded, law_here):
    pack = propose_law(amended(law_here), by=founded.viewer("C.system_admin"), now=founded.now).body["pack"]
    chief = founded.viewer("C.city_chief")
    with pytest.raises(Refused, match="不能早于今天"):
        approve_law(pack, effective=TODAY - timedelta(days=1), by=chief, now=founded.now)
    approve_law(pack, effective=TODAY + timedelta(days=2), by=chief, now=founded.now)
    assert (law_notice().code, adopt_due_law(founded.later(days=1))) == ("law.approved", None)
    with pytest.raises(Refused, match="已经批准"):
        approve_law(pack, effective=TODAY + timedelta(days=2), by=chief, now=founded.now)
    with pytest.raises(Refused, match="先撤回它"):
        propose_law(law_here, by=founded.viewer("C.city_legal"), now=founded.now)
    assert adopt_due_law(founded.later(days=1)).by == "machine"
    assert adopt_due_law(founded.now) is None


def test_a_proposal_is_taken_back_by_its_author_or_declined_by_an_approver(founded, law_here):
    admin, chief = founded.viewer("C.system_admin"), founded.viewer("C.city_chief")
    pack = propose_law(amended(law_here), by=admin, now=founded.now).body["pack"]
    with pytest.raises(Refused, match="您的岗位"):
        decline_law(pack, by=founded.viewer("S1.station_chief"), now=founded.now)
    decline_law(pack, by=admin, now=founded.now)
    with pytest.raises(Refused, match="没有等待处理"):
        approve_law(pack, effective=TODAY, by=chief, now=founded.now)
    propose_law(law_here, by=admin, now=founded.now)
    approve_law(pack, effective=TODAY + timedelta(days=9), by=chief, now=founded.now)
    decline_law(pack, by=chief, now=founded.now)
    assert (standing().approved, adopt_due_law(founded.later(days=10))) == (None, None)


def test_a_faulty_folder_or_a_failing_example_cannot_be_proposed(founded, law_here):
    admin = founded.viewer("C.system_admin")
    with pytest.raises(Refused, match="没有可提出的修改"):
        propose_law(law_here, by=admin, now=founded.now)
    amend(law_here, "expect: {state: paused}", "expect: {state: met}")
    with pytest.raises(Refused, match="个例子不符.*鉴定未回"):
        propose_law(law_here, by=admin, now=founded.now)
    amend(law_here, "check: deadline", "check: dead_line")
    with pytest.raises(LawErrors):
        propose_law(law_here, by=admin, now=founded.now)
    with pytest.raises(LawErrors):
        propose_law(law_here / "nowhere", by=admin, now=founded.now)
    assert standing().proposed is None
    assert not lawpacks.is_whole(lawpacks.digest_of(lawpacks.files_of(law_here))), "a faulty folder was kept"


def test_a_kept_lawbook_that_was_tampered_with_is_noticed_and_never_read(founded, law_here):
    kept = law_folder() / "statutes" / "public-security" / "closing-period.yaml"
    kept.write_text(kept.read_text(encoding="utf-8").replace("days: 30", "days: 99"), encoding="utf-8")
    forget_law()
    assert [sentence for _where, sentence in lost_lawbooks()] == ["采用过的法规文本缺失或被改动：请从备份恢复 lawbooks 文件夹"]
    with pytest.raises(lawpacks.LostLawbook, match="从备份恢复"):
        law_in_force()
    lawpacks.keep(law_here)
    assert (lost_lawbooks(), law_in_force().digest) == ([], standing().adopted.body["digest"])
