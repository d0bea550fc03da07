"""The fields of a rule as a whole: its head, the check it makes, its examples; and those of policies and calendars."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hengjian.core.lawbook.read_calendar import WEEK
from hengjian.core.lawbook.rule import CLOCK_CHECKS
from hengjian.faces.desk.law_form.act_shapes import ACTS
from hengjian.faces.desk.law_form.clock_shapes import CLOCK
from hengjian.faces.desk.law_form.parts import (
    DAY,
    EVENT,
    FIELD,
    MOMENT,
    NAME,
    NUMBER,
    PATTERNS,
    TEXT,
    VALUE,
    WORDS,
    YES,
    named,
)
from hengjian.faces.desk.law_form.shapes import ANY_FIELD, Anything, ByDay, Case, Either, Key, Keys, Many, One, Pairs, Row, Turn
from hengjian.faces.look.templatetags.house_words import PARTS

CHECKS = {
    "deadline": _("期限：甲之后须在时限内有乙"),
    "custody_limit": _("限制人身自由的时限：自进入到离开"),
    "required_step": _("前置步骤：乙之前须先有甲"),
    "required_document": _("文书：行为之时须有文书"),
    "presence": _("在场：谁必须在场"),
    "authority": _("权限：由谁、到多少"),
    "separation": _("分离：不得由同一人"),
    "at_most": _("次数：至多几次"),
    "not_after": _("禁止：甲之后不得有乙"),
    "age_gate": _("年龄：什么年龄不得或者须有"),
    "field": _("字段：必填、格式、范围"),
    "recording_cover": _("录音录像：全程不间断"),
}
BEARERS = (
    ("handler", _("办理单位")),
    ("police", _("公安机关")),
    ("procuratorate", _("检察机关")),
    ("court", _("法院")),
    ("department", _("其他部门")),
    ("citizen", _("当事人（权利的期限）")),
)
PER = (
    ("matter", _("每件事项")),
    ("party", _("每个当事人")),
    ("item", _("每件物品")),
    ("document", _("每份文书")),
    ("recording", _("每段录音录像")),
    ("request", _("每项请求")),
    ("measure", _("每项措施")),
)
STATES = (
    ("pending", _("进行中")),
    ("paused", _("中止计算")),
    ("met", _("已办")),
    ("met_late", _("逾期办")),
    ("overdue", _("超期")),
    ("released", _("已解除")),
    ("undetermined", _("无法判断")),
)
VERDICTS = (("passed", _("符合")), ("breached", _("不符")), ("undetermined", _("无法判断")), ("none", _("不适用")))
ANSWERS = (*VERDICTS, ("blocked", _("阻止")), ("warned", _("提醒")), ("clear", _("可以办")))
CODES = Many(VALUE, _("再加一个值"), "值")
BODY = Pairs(FIELD, CODES, _("加一个字段"), ANY_FIELD, "true")
FACT = Row(
    (
        Key("0", _("时间"), MOMENT, must=True),
        Key("1", _("事件"), EVENT, must=True),
        Key("2", _("登记的内容"), BODY, f"{{{ANY_FIELD}: true}}"),
    )
)
EXPECTED = Keys(
    (
        Key("state", _("结论"), One("choice", STATES), "pending"),
        Key("verdict", _("结论"), One("choice", VERDICTS), "passed"),
        Key("due", _("到期"), MOMENT, "2026-01-01"),
        Key("nominal", _("顺延前的期满之日"), MOMENT, "2026-01-01"),
        Key("key", _("对谁或者对什么"), WORDS, "party:1"),
        Key("missing", _("缺少的字段"), FIELD, ANY_FIELD),
        Key("explained", _("已作说明"), YES, "true"),
        Key("breaches", _("不符的项数"), NUMBER, "1"),
        Key("what", _("缺口的种类"), WORDS, "cover_lacking"),
    )
)
EXPECT = Either(
    (
        Case("list", Many(EXPECTED, _("再加一项"), "{state: pending}")),
        Case("map", EXPECTED),
        Case("scalar", One("choice", ANSWERS), turns=(Turn(_("写得更细"), "{verdict: {old}}"),)),
    )
)
EXAMPLE = Keys(
    (
        Key("name", _("例子说明什么"), WORDS, must=True),
        Key("attributes", _("事项的属性"), BODY, "{level: station}"),
        Key("events", _("发生了什么"), Many(FACT, _("再加一件事"), "[2026-01-01, 事件]", again=True), must=True),
        Key("step", _("打算办的一步"), FACT),
        Key("as_of", _("判断之日"), MOMENT, must=True),
        Key("expect", _("应当得出"), EXPECT, must=True),
    )
)
HEAD = (
    Key("title", _("名称"), NAME, must=True),
    Key("restates", _("规则（用自己的话）"), TEXT, must=True),
    Key("check", _("检查"), One("fixed"), must=True),
    Key("applies_to", _("适用于"), Pairs(FIELD, CODES, _("加一个属性"), ANY_FIELD, "值"), must=True),
    Key("text", _("条文库中的条文"), ByDay(Many(WORDS, _("再加一条"), "not_held")), must=True),
    Key("per", _("对谁分别判断"), One("choice", PER), "party"),
    Key("bearer", _("由谁承担"), One("choice", BEARERS), "handler"),
)
JUDGED_BY = Either(
    (
        Case("map", Keys((Key("field", _("字段所载之日"), FIELD), Key("event", _("事件之日"), EVENT)))),
        Case(
            "scalar", One("choice", (("start", _("起算之日")), ("act", _("行为之日")))), turns=(Turn(_("按另一事件之日"), "{event: 事件}"),)
        ),
    )
)
TAIL = (
    Key("judged_by", _("依哪一天的法"), JUDGED_BY, "{event: 事件}"),
    Key("gate", _("事前"), One("choice", (("block", _("阻止这一步")), ("warn", _("只提醒")))), "warn"),
    Key("remedy", _("补救"), PATTERNS, "[事件]"),
    Key("stage", _("环节"), named("rule_stages"), "investigation"),
    Key("dimension", _("方面"), named("rule_dimensions"), "procedure"),
    Key("severity", _("轻重"), named("severities"), "serious"),
    Key("note", _("说明"), TEXT, "说明"),
    Key(
        "checked",
        _("核对"),
        Keys((Key("by", _("谁核对"), WORDS, must=True), Key("day", _("核对之日"), DAY, must=True))),
        "{by: 姓名, day: 2026-01-01}",
    ),
)
EXAMPLES = Key("examples", _("例子"), Many(EXAMPLE, _("再加一个例子"), "", again=True), must=True)


def rule_shape(check: str) -> Keys:
    """The fields of a rule that makes this check; of an unknown check the head alone."""
    own = CLOCK if check in CLOCK_CHECKS else ACTS.get(check, ())
    return Keys((*HEAD, *own, EXAMPLES, *TAIL))


POLICY = Keys(
    (
        Key("label", _("名称"), NAME, must=True),
        Key("value", _("值"), Anything(PARTS), must=True),
        Key("why", _("理由"), TEXT, "理由"),
        Key("source", _("依据（条文）"), TEXT),
    )
)
DAYS_OF_WEEK = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
NOTICE = "国务院办公厅通知文号"
YEAR = Keys(
    (
        Key("source", _("依据（条文）"), WORDS, NOTICE, must=True),
        Key("holidays", _("放假"), Pairs(DAY, WORDS, _("加一个放假日"), "day", "元旦"), "{}"),
        Key("workdays", _("补班"), Many(DAY, _("加一个补班日"), "day", again=True), "[]"),
    )
)
CALENDAR = Keys(
    (
        Key("label", _("名称"), NAME, must=True),
        Key("zone", _("时区"), WORDS, must=True),
        Key("library", _("已公布年份取自日历库"), WORDS),
        Key("rest_days", _("每周休息"), Many(One("choice", tuple(zip(WEEK, DAYS_OF_WEEK, strict=True))), _("再加一日"), "sun"), must=True),
        Key(
            "years",
            _("自行录入的年份"),
            Pairs(NUMBER, YEAR, _("加一个年份"), "year", f"{{source: {NOTICE}, holidays: {{}}, workdays: []}}"),
            "{}",
        ),
    )
)
