"""The sentences of reasons, Chinese and English. `slots` says what each value is, so that `explain.py` can write it; no logic here.

Slots: kind (an event), kinds, when (day or time), source, length (hours, working days, months, days), field, fields, text, number,
level, role, policy, value, names (holidays, devices), span (minutes), second (a time to the second), seconds (how long).
"""

SENTENCES: dict[str, tuple[str, str, str]] = {
    # --- a period without a rule
    "counted_from": ("when", "自{when}起算", "Counted from {when}"),
    "plain_length": ("limit", "期限{limit}", "Limit: {limit}"),
    "skipped": (
        "number names",
        "其间{number}日不是工作日（{names}），不计入",
        "{number} days between are no working days ({names}) and do not count",
    ),
    "made_up": ("days", "{days}是调休上班日，计入", "{days}: people work to make up for a holiday; it counts"),
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
    "limit": ("limit source", "期限{limit}{source}", "Limit: {limit}{source}"),
    "limit_exact": (
        "length source",
        "期限{length}，自起算的时刻起算到分{source}",
        "Limit: {length}, to the minute from the moment it starts{source}",
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
    "cover_whole": ("kind when source", "{when}“{kind}”：全程有录音录像{source}", "{when} {kind}: recorded from beginning to end{source}"),
    "cover_by_word": (
        "kind when source",
        "{when}“{kind}”：记载为全程录音录像，没有登记录音录像可供核对{source}",
        "{when} {kind}: the record says that all was recorded; no recording is registered to check it by{source}",
    ),
    "cover_void": (
        "kind when source",
        "{when}“{kind}”：没有全程录音录像，所得证据不能作为处罚的根据{source}",
        "{when} {kind}: not recorded from beginning to end; what it yielded cannot ground a penalty{source}",
    ),
    "cover_lacking": (
        "kind when source",
        "{when}“{kind}”：没有全程录音录像，应当补正或者作出说明{source}",
        "{when} {kind}: not recorded from beginning to end; to be cured or accounted for{source}",
    ),
    "cover_clock_off": (
        "kind when seconds source",
        "{when}“{kind}”：按核对的时差换算后覆盖全程，但设备时钟的误差超过{seconds}，应当附时差说明{source}",
        "{when} {kind}: covered once the clocks are set right, but a device was off by more than {seconds}; "
        "a note on the clock is to be added{source}",
    ),
    "cover_span": ("second second", "行为自{second}至{second2}", "The act lasted from {second} to {second2}"),
    "cover_gap": (
        "second second seconds",
        "{second}至{second2}没有录音录像（{seconds}）",
        "Not recorded from {second} to {second2} ({seconds})",
    ),
    "cover_by": ("names", "登记的录音录像设备：{names}", "Devices that recorded: {names}"),
    "cover_unmeasured": ("text", "设备{text}的时钟没有核对过", "The clock of device {text} was not compared with a reference"),
    "cover_ahead": ("text seconds", "设备{text}的时钟快{seconds}，已换算", "The clock of device {text} was {seconds} fast; set right here"),
    "cover_behind": (
        "text seconds",
        "设备{text}的时钟慢{seconds}，已换算",
        "The clock of device {text} was {seconds} slow; set right here",
    ),
    "cover_drifted": (
        "text number number",
        "设备{text}的时钟核对过多次：相差自{number}秒至{number2}秒（快为正，慢为负），其间按匀速换算",
        "The clock of device {text} was compared more than once: off from {number} s to {number2} s (ahead: positive), evenly in between",
    ),
    "cover_set": (
        "text second second seconds",
        "设备{text}的时钟在{second}至{second2}之间被拨动过{seconds}，何时拨动不明，其间不作换算",
        "The clock of device {text} was set by {seconds} between {second} and {second2}, nobody knows when; not set right in between",
    ),
    "cover_lost": ("names", "登记有录音录像损毁、丢失，设备：{names}", "Recordings registered as damaged or lost; devices: {names}"),
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
