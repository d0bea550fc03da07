"""The sentences of reasons, Chinese and English. `slots` says what each value is, so that `explain.py` can write it; no logic here.

Slots: kind (an event), kinds, when (day or time), source, length (hours, working days, months, days), field, fields, text, number,
level, role, policy, value, names (holidays), span (minutes).
"""

SENTENCES: dict[str, tuple[str, str, str]] = {
    # --- a period without a rule
    "counted_from": ("when", "自{when}起算", "Counted from {when}"),
    "plain_length": ("length", "期限{length}，起算当日（时）不计入", "Limit: {length}; the day (hour) of the start does not count"),
    "strict_hours": ("when", "精确到分钟（限制人身自由的时限）：{when}", "To the minute (a person is held): {when}"),
    "full_hours": ("when", "开始的时不计入（其他以时计算的期限）：{when}", "The starting hour not counted (other limits in hours): {when}"),
    # --- clocks
    "started": ("kind when source", "{when}“{kind}”，期限开始计算{source}", "{when} {kind}: the period begins{source}"),
    "restarted": ("kind when source", "{when}“{kind}”，期限重新起算", "{when} {kind}: the period begins anew"),
    "already_standing_still": (
        "kind when",
        "起算时已在不计入的期间内（{when}“{kind}”）",
        "At the start the clock already stands still ({when} {kind})",
    ),
    "limit": (
        "length source",
        "期限{length}，起算当日（时）不计入{source}",
        "Limit: {length}; the day (hour) of the start does not count{source}",
    ),
    "limit_given": ("field source", "期限由记录中的“{field}”确定{source}", "The due time stands in the record as {field}{source}"),
    "threshold": (
        "text source span",
        "法律要求“{text}”，没有给出数字{source}；按政策，超过{span}即提醒，不构成违法认定",
        "The law says {text} and gives no figure{source}; by policy a warning comes after {span}; this is no finding of unlawfulness",
    ),
    "policy": ("policy value", "政策：{policy}——{value}", "Policy: {policy}: {value}"),
    "standstill_begins": ("kind when", "{when}“{kind}”，期限停止计算", "{when} {kind}: the clock stands still"),
    "standstill_ends": (
        "kind when when",
        "{when}“{kind}”，继续计算，期限届满日变为{when2}",
        "{when} {kind}: it runs on; the last day becomes {when2}",
    ),
    "standstill_after_end": (
        "kind when",
        "{when}“{kind}”时期限已届满，不影响期限",
        "{when} {kind}: the period had already run out, so nothing changes",
    ),
    "extended_by": (
        "kind when length source when",
        "{when}“{kind}”，延长{length}{source}，期限届满日变为{when2}",
        "{when} {kind}: longer by {length}{source}; the last day becomes {when2}",
    ),
    "extended_to": (
        "kind when length source when",
        "{when}“{kind}”，延长至{length}{source}，期限届满日变为{when2}",
        "{when} {kind}: a total of {length}{source}; the last day becomes {when2}",
    ),
    "approver_not_recorded": ("kind when", "{when}“{kind}”未记录批准人的层级", "{when} {kind}: the approver's level is not recorded"),
    "extension_late": (
        "kind when when",
        "{when}“{kind}”在期限（{when2}）届满之后，不算数",
        "{when} {kind} came after the due time ({when2}) and does not count",
    ),
    "extension_too_many": (
        "kind when when",
        "{when}“{kind}”超过允许的次数，不算数",
        "{when} {kind}: more often than allowed; it does not count",
    ),
    "extension_out_of_order": (
        "kind when when",
        "{when}“{kind}”跳过了前一步延长，不算数",
        "{when} {kind} skips the step before it and does not count",
    ),
    "extension_wrong_approver": (
        "kind when when",
        "{when}“{kind}”不是由有权机关批准，不算数",
        "{when} {kind} was not approved by the competent organ and does not count",
    ),
    "extension_out_of_bounds": (
        "kind when when",
        "{when}“{kind}”延长的长度超出法定幅度，不算数",
        "{when} {kind}: a length outside the law's bounds; it does not count",
    ),
    "released_too_late": ("kind when", "{when}“{kind}”时已超期，不免除责任", "{when} {kind} came after the due time and cures nothing"),
    "restarted_too_late": ("kind when", "{when}“{kind}”时已超期，不重新起算", "{when} {kind} came after the due time; nothing begins anew"),
    "nominal": ("when", "期限届满：{when}", "The period ends: {when}"),
    "rolled": (
        "when when names source",
        "{when}是{names}，顺延到{when2}{source}",
        "{when} is a rest day ({names}); the end moves to {when2}{source}",
    ),
    "calendar_unpublished": (
        "number text",
        "{number}年的放假安排尚未收录，只按周末计算",
        "The holidays of {number} are not in the calendar; only weekends count",
    ),
    "due": ("when", "最后期限：{when}", "Due: {when}"),
    "met": ("kind when", "{when}“{kind}”，按期完成", "{when} {kind}: in time"),
    "met_late": ("kind when", "{when}“{kind}”，超期完成", "{when} {kind}: late"),
    "ended_released": ("kind when", "{when}“{kind}”，期限不再计算", "{when} {kind}: the duty ends"),
    "ended_restarted": ("kind when", "{when}“{kind}”，原期限终止", "{when} {kind}: this period ends"),
    "paused": ("when", "期限停止计算中，至早{when}届满", "The clock stands still; due no earlier than {when}"),
    "overdue": ("when", "已超过最后期限{when}，尚未完成", "Overdue since {when}"),
    "explained": ("kind when", "{when}“{kind}”，已说明超期原因", "{when} {kind}: the delay stands explained"),
    "missing": ("field", "缺少{field}，不能下结论；请补录或者更正", "Undetermined: missing: {field}; record or correct it"),
    # --- checks of an act
    "undetermined": (
        "kind when field",
        "{when}“{kind}”：缺少{field}，不能下结论；请补录或者更正",
        "{when} {kind}: undetermined; missing: {field}; record or correct it",
    ),
    "excused": ("kind when", "{when}“{kind}”：属于法定例外", "{when} {kind}: excused by law"),
    "step_stands": ("kind when source", "{when}“{kind}”：事前步骤齐备{source}", "{when} {kind}: what had to come before it stands{source}"),
    "step_missing": (
        "kind when kinds source",
        "{when}“{kind}”之前没有“{kinds}”{source}",
        "{when} {kind}: {kinds} does not stand before it{source}",
    ),
    "step_too_near": (
        "kind when kind when source",
        "{when}“{kind}”与{when2}“{kind2}”的间隔不合要求{source}",
        "{when} {kind}: not the distance from {when2} {kind2} that the law asks{source}",
    ),
    "document_there": ("kind when source", "{when}“{kind}”：文书齐备{source}", "{when} {kind}: the document is there{source}"),
    "document_missing": (
        "kind when names signature source",
        "{when}“{kind}”时没有文书：{names}{signature}{source}",
        "{when} {kind}: the document is not there: {names}{signature}{source}",
    ),
    "presence_kept": (
        "kind when source",
        "{when}“{kind}”：符合要求{source}",
        "{when} {kind}: as required{source}",
    ),
    "presence_lacking": (
        "kind when fields source",
        "{when}“{kind}”：不符合要求的是{fields}{source}",
        "{when} {kind}: not as required: {fields}{source}",
    ),
    "authority_held": ("kind when source", "{when}“{kind}”：有权作出{source}", "{when} {kind}: within authority{source}"),
    "authority_lacking": (
        "kind when level role source",
        "{when}“{kind}”：超出作出者的权限（层级：{level}；岗位：{role}）{source}",
        "{when} {kind}: beyond the authority of who acted (level: {level}; post: {role}){source}",
    ),
    "persons_differ": ("kind when source", "{when}“{kind}”：不是同一人{source}", "{when} {kind}: done by different persons{source}"),
    "same_person": (
        "kind when kind when source",
        "{when}“{kind}”与{when2}“{kind2}”是同一人所为{source}",
        "{when} {kind} and {when2} {kind2} were done by the same person{source}",
    ),
    "not_too_often": (
        "kind when number number source",
        "{when}“{kind}”第{number}次，至多{number2}次{source}",
        "{when} {kind}: number {number} of at most {number2}{source}",
    ),
    "too_often": (
        "kind when number number source",
        "{when}“{kind}”是第{number}次，至多{number2}次{source}",
        "{when} {kind}: number {number}, at most {number2} are allowed{source}",
    ),
    "not_barred": ("kind when", "{when}“{kind}”：没有禁止的情形", "{when} {kind}: nothing forbids it"),
    "barred": (
        "kind when kind when source",
        "{when2}“{kind2}”之后不得“{kind}”（{when}）{source}",
        "{when} {kind} is forbidden after {when2} {kind2}{source}",
    ),
    "age_allows": ("kind when source", "{when}“{kind}”：年龄条件允许{source}", "{when} {kind}: age allows it{source}"),
    "age_forbids": (
        "kind when text source",
        "{when}“{kind}”：当事人年龄（{text}）不允许{source}",
        "{when} {kind}: the party's age ({text}) forbids it{source}",
    ),
    "age_requires": (
        "kind when text source",
        "{when}“{kind}”：当事人年龄（{text}）要求的条件不具备{source}",
        "{when} {kind}: what the party's age ({text}) requires is lacking{source}",
    ),
    "field_right": ("kind when field", "{when}“{kind}”：{field}符合要求", "{when} {kind}: {field} is right"),
    "field_wrong": (
        "kind when field demand given source",
        "{when}“{kind}”：{field}不符合要求（{demand}；现为：{given}）{source}",
        "{when} {kind}: {field} is not right ({demand}; it is: {given}){source}",
    ),
}

# A citizen's own time lapses; nobody breaches it.
OF_CITIZENS: dict[str, tuple[str, str]] = {
    "met": ("{when}“{kind}”，在期限之内", "{when} {kind}: within the time"),
    "met_late": ("{when}“{kind}”，期限已过", "{when} {kind}: after the time had lapsed"),
    "overdue": ("期限已于{when}届满，没有办理", "The time lapsed on {when}; nothing was done"),
    "due": ("可以办理至：{when}", "May be done until: {when}"),
}

TESTS = {
    "equal": ("{field}：{value}", "{field}: {value}"),
    "in": ("{field}：{value}", "{field}: {value}"),
    "at_least": ("{field}不少于{value}", "{field}: at least {value}"),
    "less_than": ("{field}少于{value}", "{field}: less than {value}"),
    "present_true": ("记有{field}", "{field}: recorded"),
    "present_false": ("没有记{field}", "{field}: not recorded"),
    "kind_true": ("有“{field}”的记录", "{field}: on record"),
    "kind_false": ("没有“{field}”的记录", "{field}: not on record"),
}
ASKED = {
    "at_least_before": ("至少提前{length}", "at least {length} before"),
    "at_most_before": ("至多提前{length}", "at most {length} before"),
    "after": ("在最近一次“{kinds}”之后", "after the last {kinds}"),
    "since": ("“{kinds}”之后重新计数", "counted anew after {kinds}"),
    "signed": ("（须签名）", " (signed)"),
    "where": ("（适用于：{condition}）", " (where {condition})"),
    "up_to": ("{field}不超过{most}", "{field} up to {most}"),
    "times": ("至多{times}次", "at most {times}"),
    "beyond": ("超过{length}的", "later than {length}"),
    "soon_after": ("限于“{kinds}”后{length}以内", "only within {length} of {kinds}"),
    "under_age": ("不满{high}周岁", "under {high}"),
    "between_ages": ("已满{low}周岁不满{high}周岁", "from {low}, under {high}"),
    "from_age": ("已满{low}周岁", "from {low}"),
    "required": ("必填", "required"),
    "codes": ("应为：{codes}", "must be: {codes}"),
    "at_least": ("不少于{value}", "at least {value}"),
    "at_most": ("不多于{value}", "at most {value}"),
    "pattern": ("格式应为 {value}", "of the form {value}"),
    "not_before": ("不早于{field}", "not before {field}"),
    "not_after": ("不晚于{field}", "not after {field}"),
    "equal_to": ("与{field}一致", "equal to {field}"),
    "unique": ("在本事项中不重复", "unique within the matter"),
}
SORTS = {
    "party": ("每名当事人", "each party"),
    "item": ("每件财物", "each item"),
    "document": ("每份文书", "each document"),
    "recording": ("每份录音录像", "each recording"),
    "request": ("每项申请", "each request"),
    "measure": ("每项措施", "each measure"),
}
RELATIONS = {
    "same_level": ("同级", "the same level"),
    "next_level": ("上一级", "the next level up"),
    "two_levels_up": ("上二级", "two levels up"),
    "own_bureau": ("所属公安机关", "its own bureau"),
}
SIGNATURE = ("（须签名）", " (signed)")
GIVEN = {"": ("未填", "not filled in"), "True": ("是", "yes"), "False": ("否", "no")}
NOBODY = ("未记录", "not recorded")
MISSING = {
    "time": ("具体时刻（只有日期）", "the time of day (only the date is known)"),
    "by": ("经办人", "who acted"),
    "by_level": ("批准或决定机关的层级", "the level of the organ that decided"),
    "by_role": ("批准或决定人的岗位", "the role of the person who decided"),
    "recording_cover": ("录音录像是否全程覆盖", "whether recordings cover the whole act"),
    "age_band": ("年龄", "age"),
    "signed": ("是否签名", "whether it is signed"),
    "officers": ("民警人数", "number of officers"),
}
DEMANDS = {
    "required": ("必填", "required"),
    "codes": ("不在允许的值之列", "not among the values allowed"),
    "at_least": ("小于下限", "below the least"),
    "at_most": ("大于上限", "above the most"),
    "pattern": ("格式不符", "not of the form"),
    "unique": ("重复", "not unique"),
    "equal_to": ("与另一处不一致", "differs from the other place"),
    "not_before": ("早于应有的时间", "earlier than it may be"),
    "not_after": ("晚于应有的时间", "later than it may be"),
}
REST_DAYS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "国庆节": "National Day",
    "中秋": "Mid-autumn Festival",
    "星期一": "Monday",
    "星期二": "Tuesday",
    "星期三": "Wednesday",
    "星期四": "Thursday",
    "星期五": "Friday",
    "星期六": "Saturday",
    "星期日": "Sunday",
}
THRESHOLDS = {"immediately": ("立即", "at once"), "promptly": ("及时", "promptly"), "soon": ("尽快", "as soon as possible")}
STATES = {
    "pending": ("未到期", "pending"),
    "paused": ("停止计算", "paused"),
    "met": ("按期完成", "met"),
    "met_late": ("超期完成", "met late"),
    "overdue": ("超期", "overdue"),
    "released": ("不再计算", "released"),
    "undetermined": ("不能下结论", "undetermined"),
    "passed": ("符合", "passed"),
    "breached": ("违反", "breached"),
}
CITIZEN_STATES = {
    "pending": ("期限内", "time is running"),
    "met": ("期限内已办", "done in time"),
    "met_late": ("过期后才办", "done after the time had lapsed"),
    "overdue": ("已过期限", "time has lapsed"),
}
BEARERS = {
    "handler": ("办理单位", "the unit that handles the matter"),
    "police": ("公安机关", "the police"),
    "procuratorate": ("人民检察院", "the procuratorate"),
    "court": ("人民法院", "the court"),
    "department": ("行政机关", "the administrative organ"),
    "citizen": ("当事人", "the citizen"),
}
