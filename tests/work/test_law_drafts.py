"""A draft of changed rules: kept rule by rule beside the lawbook in force, put forward only when every example comes out."""

import pytest

from hengjian.work.matters.actions_law import adopt_first_law, approve_law, decline_law, standing
from hengjian.work.matters.lawbook import follow_law, law_in_force
from hengjian.work.matters.lawmaking import drafts
from hengjian.work.matters.lawmaking.models import LawDraft
from hengjian.work.people.refusal import Refused
from tests.amending import law_here

__all__ = ["law_here"]
RULE = "public-security.closing-period"
TWO_MONTHS = "    times: 2\n"


@pytest.fixture
def founded(world, law_here):
    adopt_first_law(law_here, now=world.now)
    return world


def text_in_force(rule=RULE):
    return drafts.base_files()[drafts.file_of(rule)].decode()


def keep(world, text, *, rule=RULE, version=0, seat="C.city_legal"):
    return drafts.keep_rule(rule, text, version=version, by=world.viewer(seat), now=world.now)


def thrice(text):
    assert TWO_MONTHS in text
    return text.replace(TWO_MONTHS, "    times: 3\n")


def test_what_is_kept_is_found_again_and_binds_nobody(founded):
    digest, changed = law_in_force().digest, thrice(text_in_force())
    keep(founded, changed)
    found = drafts.writing(RULE, founded.viewer("C.city_legal"))
    assert (found.text, found.in_draft, found.in_force) == (changed, True, True)
    assert drafts.writing(RULE, founded.viewer("C.system_admin")).in_draft is False
    assert law_in_force().digest == digest
    (part,) = drafts.changed(drafts.draft_of(founded.viewer("C.city_legal")))
    assert (part.rule, part.state) == (RULE, "changed")


def test_a_text_like_the_one_in_force_leaves_the_draft_again(founded):
    keep(founded, thrice(text_in_force()))
    assert keep(founded, text_in_force().replace("\n", "\r\n"), version=1).files == {}


def test_a_change_that_somebody_made_meanwhile_is_not_written_over(founded):
    keep(founded, thrice(text_in_force()))
    with pytest.raises(Refused, match="刚刚在别处改过"):
        keep(founded, text_in_force(), version=0)
    assert LawDraft.objects.get().files


def test_only_those_who_may_propose_write_and_ids_are_those_of_the_lawbook(founded):
    with pytest.raises(Refused, match="不能起草"):
        keep(founded, "id: x", seat="S1.officer")
    for rule in ("nowhere.rule", "public-security.", "public-security.../x", "public-security.Big"):
        with pytest.raises(Refused, match="规则编号"):
            keep(founded, "id: x", rule=rule)
    for text in (" \n", "x" * (drafts.LONGEST + 1)):
        with pytest.raises(Refused, match="不能为空"):
            keep(founded, text)
    assert not LawDraft.objects.exists()


def test_a_draft_with_faults_or_wrong_examples_is_kept_and_not_put_forward(founded):
    legal = founded.viewer("C.city_legal")
    with pytest.raises(Refused, match="没有可提出的修改"):
        drafts.put_forward(by=legal, now=founded.now)
    keep(founded, "id: [")
    with pytest.raises(Refused, match="有错误"):
        drafts.put_forward(by=legal, now=founded.now)
    keep(
        founded,
        text_in_force().replace("{days: 30, source: 治安管理处罚法（2025）", "{days: 20, source: 治安管理处罚法（2025）"),
        version=1,
    )
    with pytest.raises(Refused, match="个例子不符"):
        drafts.put_forward(by=legal, now=founded.now)
    assert standing().proposed is None and drafts.draft_of(legal).version == 2


def test_what_is_put_forward_is_adopted_by_another_and_what_is_declined_can_be_mended(founded):
    legal, chief = founded.viewer("C.city_legal"), founded.viewer("C.city_chief")
    keep(founded, thrice(text_in_force()))
    pack = drafts.put_forward(by=legal, now=founded.now).body["pack"]
    decline_law(pack, by=chief, now=founded.now)
    assert drafts.draft_of(legal).files
    pack = drafts.put_forward(by=legal, now=founded.now).body["pack"]
    approve_law(pack, effective=founded.now.date(), by=chief, now=founded.now)
    assert follow_law() and pack == standing().pack
    assert drafts.changed(drafts.draft_of(legal)) == []
    assert "    times: 3\n" in text_in_force()


def test_a_rule_is_taken_out_and_a_draft_thrown_away(founded):
    legal = founded.viewer("C.city_legal")
    with pytest.raises(Refused, match="没有法规草稿"):
        drafts.discard(by=legal)
    keep(founded, thrice(text_in_force()))
    with pytest.raises(Refused, match="没有这个文件"):
        drafts.drop_rule("public-security.no-penalty-under-14", version=1, by=legal, now=founded.now)
    assert drafts.drop_rule(RULE, version=1, by=legal, now=founded.now).files == {}
    drafts.discard(by=legal)
    assert not LawDraft.objects.exists()
