"""The fields of a time limit: from when, how long, what does not count, what lengthens and what ends it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hengjian.faces.desk.law_form.parts import (
    CALENDAR,
    EVENT,
    FIELD,
    LENGTH,
    NO_CHECK_OF_NUMBER,
    NUMBER,
    PATTERNS,
    POLICY,
    UNITS,
    WHEN,
    WORDS,
    YES,
    named,
    source,
)
from hengjian.faces.desk.law_form.shapes import CONDITION, SOURCE, ByDay, Case, Either, Key, Keys, Many, One, Turn

RELATION = One(
    "choice",
    (("same_level", _("本级")), ("next_level", _("上一级")), ("two_levels_up", _("上两级")), ("own_bureau", _("所属公安机关"))),
)
MONTHS = One("choice", (("same_day", _("同日")), ("sticky_end", _("月末对月末")), ("day_before", _("前一日"))))
LIMIT_KEYS = (
    *LENGTH,
    Key("field", _("届满之时登记在字段"), FIELD),
    Key("threshold", _("法律没有数字，按政策提醒"), named("thresholds")),
    Key("none", _("这种情形没有期限"), YES),
    Key("working_if", _("是否工作日由政策决定"), POLICY),
    Key("when", _("只在"), WHEN, CONDITION),
    NO_CHECK_OF_NUMBER,
    source(),
)
LIMIT = Keys(LIMIT_KEYS)
WITHIN = Either(
    (
        Case("map", Keys((source(), Key("variants", _("按情形"), Many(LIMIT, _("再加一种情形"), "{days: 10}"), must=True))), ("variants",)),
        Case("map", LIMIT, turns=(Turn(_("按情形分别规定"), "{variants: [{old}]}"),)),
    )
)
TOTAL = Keys(LENGTH)
READ = Keys(
    (
        Key("field", _("字段"), FIELD, must=True),
        Key("unit", _("单位"), One("choice", UNITS[:-1]), must=True),
        Key("at_least", _("至少"), NUMBER, "1"),
        Key("at_most", _("至多"), NUMBER, must=True),
    )
)
LEVELS = (("default", _("其他层级")), ("station", _("派出所")), ("district", _("区县")), ("city", _("市")), ("province", _("省")))
APPROVER = Either(
    (
        Case("scalar", RELATION, turns=(Turn(_("按层级分别规定"), "{default: {old}}"),)),
        Case(
            "map",
            Keys(
                (
                    *(Key(name, label, RELATION, "next_level") for name, label in LEVELS),
                    Key("national", _("全国"), RELATION),
                    Key("organ", _("机关"), WORDS, "procuratorate"),
                    Key("role", _("岗位"), Many(named("roles"), _("再加一个岗位"), "district_chief"), "[district_chief]"),
                )
            ),
        ),
    )
)
STEP = Keys(
    (
        Key("event", _("批准的事件"), EVENT, must=True),
        *LENGTH,
        Key("to", _("总共延长至"), TOTAL, "{days: 60}"),
        Key("add", _("延长多久登记在事件里"), READ, "{field: days, unit: days, at_most: 30}"),
        Key("times", _("至多几次"), NUMBER, "1"),
        Key("approver", _("由谁批准"), APPROVER, "next_level"),
        Key("when", _("只在"), WHEN, CONDITION),
        Key("after_previous", _("须先用过前一步"), YES, "true"),
        NO_CHECK_OF_NUMBER,
        source(),
    )
)
NEW_STEP = f"{{event: extension.approved, days: 30, approver: next_level, source: {SOURCE}}}"
EXTENDED = Either(
    (
        Case("map", Keys((Key("steps", _("先后"), Many(STEP, _("再加一步"), NEW_STEP), must=True), source())), ("steps",)),
        Case("map", STEP, turns=(Turn(_("再加一步"), f"{{steps: [{{old}}, {NEW_STEP}]}}"),)),
    )
)
INTERVAL = Keys((Key("from", _("自"), PATTERNS, must=True), Key("to", _("至"), PATTERNS, must=True)))
EXCLUDED = Keys(
    (
        Key("intervals", _("期间"), Many(INTERVAL, _("再加一段"), "{from: 事件, to: 事件}"), must=True),
        source(),
    )
)
ROLLS = Either(
    (
        Case("map", Keys((Key("policy", _("由政策决定"), POLICY, must=True),)), ("policy",)),
        Case("scalar", YES),
    )
)
COUNTED = Keys(
    (
        Key("rolls", _("末日遇休息日顺延"), ROLLS, "true"),
        Key("months", _("月的末日"), MONTHS, "same_day"),
        Key("calendar", _("日历"), CALENDAR, "china"),
        Key("liberty", _("人身自由受限制（不顺延，精确到分）"), YES, "true"),
        source(),
    )
)
SOME = f"{{event: 事件, source: {SOURCE}}}"
CLOCK = (
    Key("starts", _("起算"), ByDay(PATTERNS), SOME, must=True),
    Key("within", _("期限（多久）"), ByDay(WITHIN), f"{{days: 10, source: {SOURCE}}}", must=True),
    Key("met_by", _("办结（满足期限）"), ByDay(PATTERNS), "[事件]", must=True),
    Key("extended_by", _("延长"), ByDay(EXTENDED), NEW_STEP),
    Key("excluded", _("不计入期限"), ByDay(EXCLUDED), f"{{intervals: [{{from: 事件, to: 事件}}], source: {SOURCE}}}"),
    Key("restarted_by", _("重新起算"), ByDay(PATTERNS), f"{{events: [事件], source: {SOURCE}}}"),
    Key("released_by", _("不再计算"), ByDay(PATTERNS), "[事件]"),
    Key("explained_by", _("超期可作说明"), ByDay(PATTERNS), "[deadline.explained]"),
    Key("counted", _("怎样计算"), COUNTED, "{rolls: true}"),
)
