"""A rule in words as it stood on a day: what it asks, of whom, by which article; fields, values and conditions by their labels."""

import shutil

import pytest

from hengjian.core.describe import describe
from hengjian.core.naming import field_name, value_name
from tests.core.rules import HOUSE_LAW, at, clock, rule

NEVER = "2030-01-01"


@pytest.fixture(autouse=True)
def labels(folder):
    """Fields have their labels here."""
    shutil.copy(HOUSE_LAW / "terms" / "fields.yaml", folder / "terms" / "fields.yaml")


def lines(law, day="2026-03-01", language="zh"):
    (found,) = law.rules.values()
    return dict(describe(found, law, at(day)[0].date(), language))


class TestClocks:
    def test_the_values_in_force_are_shown_with_their_conditions(self, law_of):
        text = clock(
            "{2020-01-01: {source: 甲, variants: [{when: {complex: {equal: true}}, days: 60}, {days: 30}]}, "
            "2025-01-01: {threshold: promptly, source: 乙}}",
            "extended_by: {source: 丙, steps: [{event: extension.approved, when: {matter.level: {equal: station}}, to: {days: 90}}, "
            "{event: extension.approved, add: {field: days, unit: days, at_most: 4}}]}\n"
            "excluded: {intervals: [{from: examination.submitted, to: examination.received}], source: 丁}\n"
            "released_by: [case.transferred]\nper: party\n",
        )
        law = law_of(r=text)
        then = lines(law, "2024-03-01")
        assert then["期限"] == "60日（疑难复杂：是）\n30日"
        assert then["延长"] == "批准延长办案期限：延长至90日（总期限）（办理单位的层级：派出所）\n批准延长办案期限：延长1–4日"
        assert then["依据"].split("\n") == ["一", "甲", "丙", "丁"] and then["条文"] == "手头没有条文，未核对"
        assert (then["按"], then["不计入"], then["休息日顺延"]) == ("每名当事人", "送交鉴定 → 收到鉴定意见", "是（一）")
        now = lines(law, "2025-06-01", "en")
        assert now["Limit"] == "promptly (the law names no figure)" and "Rolls over rest days" not in now
        assert "Limit" not in lines(law, "2019-06-01", "en")

    def test_who_approves_an_extension_and_how_often_is_said(self, law_of):
        more = (
            "extended_by: {event: extension.approved, days: 30, times: 2, "
            "approver: {default: next_level, station: own_bureau, role: [city_chief]}, source: 一}\n"
        )
        law = law_of(r=clock("{days: 30, source: 一}", more))
        assert lines(law)["延长"] == "批准延长办案期限：延长30日，至多2次，由上一级、派出所的所属公安机关、市局负责人批准"
        said = lines(law, language="en")["Extension"]
        assert said.endswith("approved by the next level up, its own bureau (of a station), Head of city bureau")

    def test_a_due_time_in_the_record_a_case_without_duty_and_a_policy_that_rolls(self, law_of):
        law = law_of(r=clock("{field: due, source: 一}", rolls="{policy: bail_rolls}"))
        assert lines(law)["期限"] == "答复期限"
        assert lines(law)["休息日顺延"] == "取保候审、监视居住期限的末日遇休息日是否顺延：否（一）"
        none = law_of(r=clock("{variants: [{when: {complex: {present: true}}, none: true}, {days: 3, source: 一}]}"))
        assert lines(none)["期限"].startswith("不适用（记有疑难复杂）")


ACTS = {
    "required_step": (
        "act: case.decided\nneeds: {all_of: [notice.given, hearing.told], at_least_before: {working_days: 7}, at_most_before: {days: 30}, "
        "after: [case.returned], source: 一}\nunless: {events: [hearing.waived], source: 一}\n",
        {"要求": "处罚前告知 和 告知听证权利", "时间": "至少提前7个工作日\n至多提前30日\n在最近一次“退回补正”之后", "除外": "放弃听证"},
    ),
    "required_document": (
        "act: case.decided\nneeds: {forms: [受案回执, 送达回执], signed: true, source: 一}\n"
        "unless: {when: {outcome: {equal: penalty}}, source: 一}\n",
        {"要求": "受案回执 和 送达回执（须签名）", "除外": "处理结果：给予处罚"},
    ),
    "presence": (
        "act: questioning.held\nneeds: {source: 一, each: [{must: {officers: {at_least: 2}}}, "
        "{when: {party.added.minor: {equal: true}}, any_of: [{guardian: {equal: present}}, {recorded: {equal: true}}]}]}\n",
        {
            "要求": "民警人数不少于2\n监护人或者合适成年人到场情况：监护人在场 或者 全程同步录音录像：是"
            "（适用于：“登记当事人”的是否未成年人：是）"
        },
    ),
    "authority": (
        "act: case.decided\nallowed: {source: 一, any_of: [{level: [station], when: {penalties: {in: [warning, fine]}}, "
        "up_to: {fine: {yuan: 1000}}}, {role: [district_chief]}]}\n",
        {"有权作出": "派出所；处罚种类：警告、罚款；罚款数额不超过1,000元\n分局负责人"},
    ),
    "separation": ("first: [questioning.held]\nsecond: [legal_review.done]\nsource: 一\n", {"不得同一人": "询问", "行为": "法制审核"}),
    "at_most": (
        "act: mediation.held\nlimit: {times: 2, source: 一}\nsince: [case.reopened]\n",
        {"次数": "至多2次", "时间": "“重新办理”之后重新计数"},
    ),
    "not_after": (
        "act: case.decided\nafter: {events: [mediation.performed], source: 一}\nuntil: [case.reopened]\nbeyond: {days: 60, source: 一}\n"
        "soon_after: {events: [decision.served], days: 60}\n",
        {"发生之后禁止": "履行调解协议", "时间": "超过60日的\n限于“送达决定书”后60日以内", "直到": "重新办理"},
    ),
    "age_gate": (
        "act: case.decided\nages: {source: 一, any_of: [{under: 14}, {from: 14, under: 16}, "
        "{from: 70, when: {first_offence: {equal: true}}}]}\n"
        "requires: {guardian_told: {equal: true}}\n",
        {"年龄": "不满14周岁\n已满14周岁不满16周岁\n已满70周岁（初次违反治安管理：是）", "要求": "已告知监护人：是"},
    ),
    "field": (
        "act: case.decided\nfield: fine\nmust: {required: true, codes: [100, 200], at_least: 1, at_most: 5, pattern: 'A+', "
        "not_before: due, not_after: due, equal_to: due, unique: true, days_ahead: 7, source: 一}\n"
        "when: {fine: {less_than: {yuan: 2000}}}\n",
        {
            "字段": "罚款数额（罚款数额少于2,000元）",
            "要求": "必填；应为：1元、2元；不少于0.01元；不多于0.05元；格式应为 A+；"
            "不早于答复期限；不晚于答复期限；与答复期限一致；所填日期至少在该行为7日之后；在本事项中不重复",
        },
    ),
    "recording_cover": (
        "act: questioning.held\nneeds: {otherwise: invalid, gap: {seconds: 3}, source: 一}\n",
        {"要求": "全程录音录像，否则所得证据不能作为处罚的根据\n间断不超过3秒，设备时差不超过2秒"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", ACTS)
def test_a_check_of_an_act_shows_what_it_demands(law_of, check):
    body, wanted = ACTS[check]
    law = law_of(r=rule(check, body))
    shown = lines(law)
    assert {name: shown[name] for name in wanted} == wanted
    assert len(lines(law, language="en")) == len(shown)


DEMANDS = {
    "required_step": ("needs: ", "{events: [notice.given], source: 一}"),
    "required_document": ("needs: ", "{events: [receipt.issued], source: 一}"),
    "presence": ("needs: ", "{source: 一, each: [{must: {officers: {at_least: 2}}}]}"),
    "authority": ("allowed: ", "{source: 一, any_of: [{level: [city]}]}"),
    "at_most": ("limit: ", "{times: 1, source: 一}"),
    "not_after": ("after: ", "{events: [mediation.performed], source: 一}"),
    "age_gate": ("ages: ", "{source: 一, any_of: [{under: 14}]}"),
    "field": ("field: fine\nmust: ", "{required: true, source: 一}"),
    "recording_cover": ("needs: ", "{otherwise: curable, source: 一}"),
}


@pytest.mark.parametrize("check", DEMANDS)
def test_nothing_is_demanded_before_the_first_value(law_of, check):
    key, value = DEMANDS[check]
    law = law_of(r=rule(check, f"act: case.decided\n{key}{{{NEVER}: {value}}}\n"))
    before, then = lines(law), lines(law, NEVER)
    assert then.keys() - before.keys() > {"依据"} and before.keys() - then.keys() == {"效力"}


def test_the_gate_is_said(law_of):
    law = law_of(r=rule("separation", "first: {2030-01-01: [questioning.held]}\nsecond: [legal_review.done]\nsource: 一\n"))
    assert lines(law)["事前"] == "阻止这一步" and "不得同一人" not in lines(law)
    old = law_of(r=rule("at_most", "act: {2026-01-01: case.decided}\nlimit: {times: 1, source: 一}\n"))
    assert "行为" not in lines(old, "2025-01-01")


class TestNaming:
    @pytest.fixture
    def law(self, law_of):
        return law_of(r=clock("{days: 30, source: 一}"))

    def test_a_field_is_named_with_its_fact_where_it_stands_in_another(self, law):
        assert field_name("minor", law, "zh") == "是否未成年人"
        assert field_name("matter.level", law, "zh") == "办理单位的层级"
        assert field_name("party.added.minor", law, "zh") == "“登记当事人”的是否未成年人"
        assert field_name("party.added.minor", law, "en") == "whether a minor (Party added)"
        assert field_name("case.opened", law, "zh") == "立案"
        assert field_name("of_a_foreign_log", law, "zh") == "of_a_foreign_log"

    def test_where_a_pack_has_no_labels_the_engine_knows_its_own_few(self, law_of, folder):
        (folder / "terms" / "fields.yaml").unlink()
        law = law_of(r=clock("{days: 30, source: 一}"))
        assert field_name("officers", law, "en") == "number of officers"
        assert value_name("fine", 100, law, "zh") == "100"

    def test_a_value_is_read_by_its_label(self, law):
        assert value_name("outcome", "penalty", law, "zh") == "给予处罚"
        assert value_name("minor", True, law, "en") == "yes"
        assert value_name("fine", 400000, law, "zh") == "4,000元" and value_name("fine", 50, law, "en") == "0.50 yuan"
        assert value_name("penalties", ("fine", "warning"), law, "en") == "Fine / Warning"
        assert value_name("rule", "s.r", law, "zh") == "测试规则" and value_name("rule", "s.r", law, "en") == "Test rule"
        assert value_name("rule", "s.gone", law, "zh") == "s.gone"
