"""The engine's own small words, Chinese and English: states, bearers, demands, missing facts, tests of a condition. No logic here."""

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
    "days_ahead": ("所填日期至少在该行为{value}日之后", "at least {value} days after the act"),
    "cover_invalid": ("全程录音录像，否则所得证据不能作为处罚的根据", "recorded throughout, or what it yields cannot ground a penalty"),
    "cover_curable": ("全程录音录像，有缺漏的应当补正或者说明", "recorded throughout; what is missing is cured or accounted for"),
    "cover_tolerance": ("间断不超过{gap}秒，设备时差不超过{drift}秒", "no gap over {gap} s, no clock off by more than {drift} s"),
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
NOT_COUNTED = (
    ("{length}，起算当日不计入", "{length}; the day of the start does not count"),
    ("{length}，开始的时不计入", "{length}; the starting hour does not count"),
)
GIVEN = {"": ("未填", "not filled in"), "True": ("是", "yes"), "False": ("否", "no")}
NOBODY = ("未记录", "not recorded")
MISSING = {
    "time": ("具体时刻（只有日期）", "the time of day (only the date is known)"),
    "by": ("经办人", "who acted"),
    "by_level": ("批准或决定机关的层级", "the level of the organ that decided"),
    "by_role": ("批准或决定人的岗位", "the role of the person who decided"),
    "recording_cover": ("录音录像是否全程覆盖", "whether recordings cover the whole act"),
    "recordings": ("录音录像的登记", "the registered recordings"),
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
    "days_ahead": ("提前的日数不足", "not so many days ahead as it must be"),
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
THRESHOLDS = {
    "immediately": ("立即", "at once"),
    "promptly": ("及时", "promptly"),
    "soon": ("尽快", "as soon as possible"),
    "watch_again": ("有人看护", "somebody watching"),
    "meal_again": ("保证饮食", "food and drink"),
    "rest_again": ("保证必要的休息", "the rest needed"),
    "month_after": ("满三十日", "after thirty days"),
    "quarter_after": ("满九十日", "after ninety days"),
}
STATES = {
    "pending": ("进行中", "in progress"),
    "paused": ("中止计算", "clock suspended"),
    "met": ("已办", "done"),
    "met_late": ("逾期办", "done late"),
    "overdue": ("超期", "overdue"),
    "released": ("已解除", "released"),
    "undetermined": ("无法判断", "undetermined"),
    "passed": ("符合", "in order"),
    "breached": ("不符", "not in order"),
}
CITIZEN_STATES = {
    "pending": ("期限内", "time is running"),
    "met": ("期限内已办", "done in time"),
    "met_late": ("过期后才办", "after the time lapsed"),
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
