"""The fields of the checks that judge an act: what must come before it, who must be there, who may do it, what is forbidden."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hengjian.faces.desk.law_form.clock_shapes import TOTAL
from hengjian.faces.desk.law_form.parts import (
    CALENDAR,
    EVENT,
    EVENTS,
    EXCUSE,
    FIELD,
    LENGTH,
    MONEY,
    NO_CHECK_OF_NUMBER,
    NUMBER,
    PATTERNS,
    VALUE,
    WHEN,
    WORDS,
    YES,
    named,
    source,
)
from hengjian.faces.desk.law_form.shapes import ANY_FIELD, CONDITION, SOURCE, ByDay, Key, Keys, Many, One, Pairs

ACT = Key("act", _("行为"), ByDay(PATTERNS), must=True)
UNLESS = Key("unless", _("除外"), ByDay(EXCUSE), f"{{events: [事件], source: {SOURCE}}}")
ON_CALENDAR = Key("calendar", _("日历"), CALENDAR, "china")
STEP_BEFORE = Keys(
    (
        Key("event", _("先有的事件"), EVENT),
        Key("events", _("先有其中任何一个"), EVENTS),
        Key("all_of", _("先有其中每一个"), EVENTS),
        Key("at_least_before", _("至少提前"), TOTAL, "{days: 3}"),
        Key("at_most_before", _("至多提前"), TOTAL, "{days: 30}"),
        Key("after", _("须在此之后"), PATTERNS, "[事件]"),
        source(),
    )
)
PAPER = Keys(
    (
        Key("form", _("文书"), named("document_forms", "papers")),
        Key("forms", _("每一种文书"), Many(named("document_forms", "papers"), _("再加一种文书"), "文书")),
        Key("events", _("事件"), EVENTS),
        Key("signed", _("须签名"), YES, "true"),
        source(),
    )
)
ATTENDANCE = Keys(
    (
        Key("when", _("只在"), WHEN, CONDITION),
        Key("must", _("必须"), WHEN),
        Key("any_of", _("其中之一"), Many(WHEN, _("再加一种"), CONDITION)),
        Key("unclear", _("不能判断的情形"), WHEN),
        Key("unclear_missing", _("此时缺少的字段"), FIELD),
    )
)
EACH = Many(ATTENDANCE, _("再加一项要求"), f"{{must: {CONDITION}}}")
COMPETENCE = Keys(
    (
        Key("level", _("层级"), Many(named("levels"), _("再加一级"), "district"), "[district]"),
        Key("role", _("岗位"), Many(named("roles"), _("再加一个岗位"), "district_chief"), "[district_chief]"),
        Key("organ", _("机关"), Many(WORDS, _("再加一个机关"), "procuratorate"), "[procuratorate]"),
        Key("when", _("只在"), WHEN, CONDITION),
        Key("up_to", _("金额不超过"), Pairs(FIELD, MONEY, _("加一项金额"), "fine", "{yuan: 500}"), "{fine: {yuan: 500}}"),
    )
)
AGE = Keys(
    (
        Key("from", _("满几周岁"), NUMBER, "14"),
        Key("under", _("不满几周岁"), NUMBER, "18"),
        Key("when", _("只在"), WHEN, CONDITION),
    )
)
SECONDS = Keys((Key("seconds", _("秒"), NUMBER, must=True),))
DEMAND = Keys(
    (
        Key("required", _("必须填写"), YES, "true"),
        Key("unique", _("不得重复"), YES, "true"),
        Key("codes", _("只能是"), Many(VALUE, _("再加一个值"), "值"), "[值]"),
        Key("at_least", _("不少于"), MONEY, "1"),
        Key("at_most", _("不超过"), MONEY, "1"),
        Key("pattern", _("写法（正则表达式）"), WORDS, "'[0-9]+'"),
        Key("not_before", _("不早于字段"), FIELD, ANY_FIELD),
        Key("not_after", _("不晚于字段"), FIELD, ANY_FIELD),
        Key("equal_to", _("与字段相同"), FIELD, ANY_FIELD),
        Key("days_ahead", _("至少在行为之后几日"), NUMBER, "1"),
        source(must=True),
    )
)
NEEDS = Key("needs", _("要求"), ByDay(STEP_BEFORE), must=True)
ACTS: dict[str, tuple[Key, ...]] = {
    "required_step": (ACT, NEEDS, UNLESS, ON_CALENDAR),
    "required_document": (ACT, Key("needs", _("要求的文书"), ByDay(PAPER), must=True), UNLESS),
    "presence": (
        ACT,
        Key("needs", _("要求在场"), ByDay(Keys((source(must=True), Key("each", _("每一项"), EACH, must=True)))), must=True),
        UNLESS,
    ),
    "authority": (
        ACT,
        Key(
            "allowed",
            _("有权作出的"),
            ByDay(
                Keys((source(must=True), Key("any_of", _("其中之一"), Many(COMPETENCE, _("再加一种"), "{level: [district]}"), must=True)))
            ),
            must=True,
        ),
    ),
    "separation": (
        Key("first", _("作过这些的人"), ByDay(PATTERNS), must=True),
        Key("second", _("不得再作这些"), ByDay(PATTERNS), must=True),
        Key("who", _("比较的字段"), FIELD, "by"),
        source(must=True),
    ),
    "at_most": (
        ACT,
        Key("limit", _("次数"), ByDay(Keys((Key("times", _("至多几次"), NUMBER, must=True), NO_CHECK_OF_NUMBER, source()))), must=True),
        Key("since", _("之后重新计数"), PATTERNS, "[事件]"),
    ),
    "not_after": (
        Key("after", _("发生之后"), ByDay(PATTERNS), must=True),
        Key("act", _("不得再有的行为"), ByDay(PATTERNS), must=True),
        Key("until", _("直到"), PATTERNS, "[事件]"),
        Key("beyond", _("超过多久才禁止"), ByDay(Keys((*LENGTH, NO_CHECK_OF_NUMBER, source()))), f"{{days: 60, source: {SOURCE}}}"),
        Key(
            "soon_after",
            _("只在某事之后多久以内"),
            Keys((Key("event", _("事件"), EVENT), Key("events", _("事件"), EVENTS), *LENGTH, source())),
            f"{{events: [事件], days: 60, source: {SOURCE}}}",
        ),
        UNLESS,
        ON_CALENDAR,
    ),
    "age_gate": (
        ACT,
        Key("age", _("年龄所在的字段"), FIELD, "party.added.age_band"),
        Key(
            "ages",
            _("年龄"),
            ByDay(Keys((source(must=True), Key("any_of", _("其中之一"), Many(AGE, _("再加一段"), "{under: 14}"), must=True)))),
            must=True,
        ),
        Key("requires", _("此时行为须有"), WHEN, CONDITION),
        UNLESS,
    ),
    "field": (
        ACT,
        Key("field", _("字段"), FIELD, must=True),
        Key("must", _("要求"), ByDay(DEMAND), must=True),
        Key("when", _("只在"), WHEN, CONDITION),
    ),
    "recording_cover": (
        ACT,
        Key(
            "needs",
            _("全程录音录像"),
            ByDay(
                Keys(
                    (
                        Key(
                            "otherwise",
                            _("有缺口时"),
                            One("choice", (("invalid", _("不得作为证据")), ("curable", _("可以补正或者说明")))),
                            must=True,
                        ),
                        Key("gap", _("容许的间断"), SECONDS, "{seconds: 0}"),
                        Key("drift", _("容许的时钟误差"), SECONDS, "{seconds: 2}"),
                        source(must=True),
                    )
                )
            ),
            must=True,
        ),
        UNLESS,
    ),
}
