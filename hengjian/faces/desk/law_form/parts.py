"""The small shapes that rules are made of: events, conditions, lengths, sources. Their words follow `docs/rule-schema.md`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hengjian.faces.desk.law_form.shapes import (
    ANY_EVENT,
    ANY_FIELD,
    CONDITION,
    SOURCE,
    Case,
    Either,
    Key,
    Keys,
    Many,
    One,
    Pairs,
    Turn,
)

WORDS, LONG, NUMBER, DAY, MOMENT = One("words"), One("long"), One("number"), One("day"), One("moment")
EVENT, FIELD, VALUE = One("event"), One("field"), One("value")
YES = One("choice", (("true", _("是")), ("false", _("否"))))
CALENDAR = One("code", codes=("calendars",))
POLICY = One("code", codes=("policies",))
UNITS = (
    ("hours", _("小时")),
    ("days", pgettext_lazy("unit of a limit", "日")),
    ("working_days", _("工作日")),
    ("months", _("个月")),
    ("years", pgettext_lazy("unit of a limit", "年")),
)


def named(*codes: str) -> One:
    """A code of these lists of the law's words."""
    return One("code", codes=codes)


def source(must: bool = False) -> Key:
    return Key("source", _("依据（条文）"), WORDS, SOURCE, must)


NO_CHECK_OF_NUMBER = Key("implied", _("条文只是默示的数"), Many(WORDS, _("再加一项"), "times"), "[times]")
LENGTH = tuple(Key(unit, label, NUMBER, "10") for unit, label in UNITS)
MONEY = Either((Case("map", Keys((Key("yuan", _("元"), NUMBER, must=True),)), ("yuan",)), Case("scalar", VALUE)))
TEST = Keys(
    (
        Key("equal", _("等于"), VALUE, "true"),
        Key("in", _("属于其中之一"), Many(VALUE, _("再加一个值"), "值"), "[值]"),
        Key("at_least", _("不少于"), MONEY, "1"),
        Key("less_than", _("少于"), MONEY, "1"),
        Key("present", _("有无记载"), YES, "true"),
        Key("absent", _("没有记载时视为"), YES, "false"),
    )
)
WHEN = Pairs(FIELD, TEST, _("加一个条件"), ANY_FIELD, "{equal: true}")
PATTERN = Either(
    (
        Case("scalar", EVENT, turns=(Turn(_("加条件"), f"{{event: {{old}}, when: {CONDITION}}}"),)),
        Case("map", Keys((Key("event", _("事件"), EVENT, must=True), Key("when", _("条件"), WHEN, CONDITION), source())), ("event",)),
    )
)
EVENTS = Many(PATTERN, _("再加一个事件"), "事件")
PATTERNS = Either(
    (
        Case("scalar", EVENTS, turns=(Turn(_("写明依据"), f"{{event: {{old}}, source: {SOURCE}}}"),)),
        Case("list", EVENTS, turns=(Turn(_("写明依据"), f"{{events: {{old}}, source: {SOURCE}}}"),)),
        Case("map", Keys((Key("events", _("其中任何一个"), EVENTS, must=True), source())), ("events",)),
        Case("map", Keys((Key("first_of", _("最先发生的"), EVENTS, must=True), source())), ("first_of",)),
        Case(
            "map",
            Keys((Key("event", _("事件"), EVENT, must=True), Key("when", _("条件"), WHEN, CONDITION), source())),
            ("event",),
            (Turn(_("再加一个事件"), f"{{events: [{{old}}, {ANY_EVENT}]}}"),),
        ),
    )
)
TEXT = Either(
    (
        Case("map", Keys((Key("zh", _("中文"), LONG, must=True), Key("en", _("英文"), LONG, "English"))), ("zh",)),
        Case("scalar", LONG, turns=(Turn(_("加英文"), "{zh: {old}, en: English}"),)),
    )
)
NAME = Either(
    (
        Case("map", Keys((Key("zh", _("中文"), WORDS, must=True), Key("en", _("英文"), WORDS, "English"))), ("zh",)),
        Case("scalar", WORDS, turns=(Turn(_("加英文"), "{zh: {old}, en: English}"),)),
    )
)
EXCUSE = Either(
    (
        Case(
            "map",
            Keys(
                (
                    Key("event", _("事件"), EVENT),
                    Key("events", _("事件"), EVENTS),
                    Key("when", _("条件"), WHEN, CONDITION),
                    source(),
                )
            ),
            ("when",),
        ),
        *PATTERNS.cases,
    )
)
