"""What happens to a clock: pauses, extensions, restarts, many suspects, one instant, hours."""

from tests.law.slow.scenarios.making import (
    EXTENDED,
    MET,
    PAUSED,
    RELEASED,
    RESTARTED,
    RESUMED,
    STANDS_STILL,
    START,
    at,
    bare,
    event,
    once_more,
    period,
    scenario,
)  # fmt: skip

THIRTY = bare({"days": 30}, rolls=True, **STANDS_STILL)
MORE = bare({"days": 30}, rolls=True, **once_more(days=30))
ENDS = bare({"days": 30}, rolls=True, released_by=event(RELEASED), restarted_by=event(RESTARTED))
VARIANTS = (
    {"when": [{"field": "complex", "equal": True, "absent": False}], "hours": 24},
    {"when": [{"field": "many", "equal": True, "absent": False}], "hours": 12},
    {"hours": 8},
)
QUESTIONED = bare(*VARIANTS, exact=True, per="party")


def exclusion_across_a_holiday():
    spans = (("2024-02-05", "2024-02-19"), ("2024-04-03", "2024-04-08"), ("2025-09-29", "2025-10-09"), ("2026-02-12", "2026-02-25"))
    for begun, ended in spans:
        start = begun[:8] + "01"
        for counting, zh, en in (
            (THIRTY, "三十日", "thirty days"),
            (bare({"working_days": 10}, **STANDS_STILL), "十个工作日", "ten working days"),
        ):
            events = [at(start, START), at(begun, PAUSED, "item:1"), at(ended, RESUMED, "item:1")]
            yield scenario(
                f"{zh}，{begun} 至 {ended} 不计入，跨假期",
                f"{en}, not counting {begun} to {ended} across a holiday",
                counting,
                events,
                ended,
            )
            yield scenario(f"{zh}，{begun} 起停止计算，尚未恢复", f"{en}, standing still since {begun}", counting, events[:2], ended)


def unmatched_pauses():
    one = at("2026-03-10", PAUSED, "item:1")
    two = at("2026-03-12", PAUSED, "item:2")
    back = at("2026-03-20", RESUMED, "item:1")
    cases = (
        ("没有开始的结束，不起作用", "a closing without an opening does nothing", [back]),
        ("同一物品第二次开始，不起作用", "a second opening of the same item does nothing", [one, at("2026-03-15", PAUSED, "item:1"), back]),
        ("两件物品重叠，合并计算", "two items overlap and are united", [one, two, back, at("2026-03-25", RESUMED, "item:2")]),
        ("两件物品只结束一件，仍停止计算", "of two items one is back: still standing", [one, two, back]),
        ("没有指明物品的结束，结束一切", "a closing that names nothing closes everything", [one, two, at("2026-03-20", RESUMED)]),
        ("没有指明物品的开始，任一结束都结束它", "an opening that names nothing is closed by any", [at("2026-03-10", PAUSED), back]),
        ("期满之日才开始，不起作用", "a pause that begins on the last day changes nothing", [at("2026-04-01", PAUSED)]),
        ("期满前一日开始", "a pause that begins the day before the last", [at("2026-03-31", PAUSED)]),
        (
            "起算以前已经开始，自起算日起不计入",
            "open before the start: not counted from the start on",
            [at("2026-02-20", PAUSED), at("2026-03-10", RESUMED)],
        ),
        ("停止计算期间办结", "met while standing still", [one, at("2026-06-01", MET)]),
    )
    for zh, en, events in cases:
        yield scenario(zh, en, THIRTY, [*events, at("2026-03-02", START)], "2026-05-01" if events[-1]["event"] != MET else "2026-06-02")


def extension_on_the_last_minute():
    for start, due, after in (
        ("2024-03-01", "2024-04-01", "2024-04-02"),
        ("2026-02-02", "2026-03-04", "2026-03-05"),
        ("2025-12-02", "2026-01-04", "2026-01-05"),
    ):
        for moment, zh, en in (
            (f"{due}T23:59", "期满最后一分钟延长，算数", "extended in the last minute: counts"),
            (f"{after}T00:00", "期满次日零时延长，不算数", "extended at midnight after: does not count"),
        ):
            yield scenario(zh, en, MORE, [at(start, START), at(moment, EXTENDED)], after)
    yield from extensions_by_length()


def extensions_by_length():
    yield scenario(
        "第二次延长超过次数，不算数",
        "a second extension is one too many",
        MORE,
        [at("2026-01-05", START), at("2026-02-03", EXTENDED), at("2026-03-05", EXTENDED)],
        "2026-03-06",
    )
    twice = bare({"days": 30}, rolls=True, **once_more(2, days=30))
    yield scenario(
        "两次延长自未顺延的期满日相加",
        "two extensions add to the end before it rolled",
        twice,
        [at("2026-01-05", START), at("2026-02-03", EXTENDED), at("2026-03-05", EXTENDED)],
        "2026-03-06",
    )
    total = bare({"hours": 24}, exact=True, extended_by=[{"event": EXTENDED, "times": 1, "to": {"hours": 48}}])
    yield scenario(
        "延长至四十八小时，自起算时计",
        "extended to a total of 48 hours from the start",
        total,
        [at("2026-03-02T09:10", START), at("2026-03-03T09:10", EXTENDED)],
        "2026-03-03T12:00",
    )
    yield scenario(
        "晚一分钟延长至四十八小时，不算数",
        "a minute too late for the total of 48 hours",
        total,
        [at("2026-03-02T09:10", START), at("2026-03-03T09:11", EXTENDED)],
        "2026-03-03T12:00",
    )
    months = bare({"months": 2}, **once_more(months=1))
    yield scenario(
        "十二月三十一日起二个月，再延长一个月：月数先相加",
        "two months from 31 December and one more: months are added up first",
        months,
        [at("2024-12-31", START), at("2025-02-20", EXTENDED)],
        "2025-02-21",
    )
    still = bare({"days": 30}, rolls=True, **STANDS_STILL, **once_more(days=30))
    yield scenario(
        "停止计算期间延长，算数",
        "extended while standing still: counts",
        still,
        [at("2026-01-05", START), at("2026-01-20", PAUSED), at("2026-03-01", EXTENDED), at("2026-03-10", RESUMED)],
        "2026-03-11",
    )


def fifteen_suspects():
    parties = [f"party:{number}" for number in range(1, 16)]
    arrivals = [at(f"2026-03-02T{8 + number // 4:02d}:{number % 4 * 15:02d}", START, party) for number, party in enumerate(parties)]
    leaving = [
        at(f"2026-03-02T{16 + number // 4:02d}:{number % 4 * 15 + number % 2:02d}", MET, party) for number, party in enumerate(parties[:10])
    ]
    grave = [one | ({"body": {"complex": True}} if place % 3 == 0 else {}) for place, one in enumerate(arrivals)]
    for zh, en, events in (
        ("十五人各算各的时间", "fifteen suspects, fifteen clocks", arrivals + leaving),
        ("十五人中五人二十四小时", "fifteen suspects, five of them with 24 hours", grave + leaving),
        ("一个不指明人的结束，结束所有人的时间", "one end that names nobody ends every clock", [*arrivals, at("2026-03-02T18:00", MET)]),
    ):
        for as_of in ("2026-03-02T15:59", "2026-03-02T17:00", "2026-03-03"):
            yield scenario(zh, en, QUESTIONED, events, as_of)


def one_instant():
    hours = bare({"hours": 24}, released_by=event(RELEASED), restarted_by=event(RESTARTED))
    moment = "2026-03-02T10:00"
    for kinds in (
        (START, MET),
        (MET, START),
        (START, START, MET),
        (MET, START, MET),
        (START, RELEASED),
        (START, RESTARTED),
        (START, RESTARTED, MET),
        (RELEASED, START),
        (START, MET, START),
    ):
        names = ", ".join(kind.removeprefix("clock.") for kind in kinds)
        yield scenario(
            f"同一时刻依次：{names}", f"at one instant, in this order: {names}", hours, [at(moment, kind) for kind in kinds], "2026-03-04"
        )


def restarted_and_released():
    for kind, zh, en in ((RESTARTED, "重新起算", "restart"), (RELEASED, "解除", "release")):
        for moment in ("2026-03-23", "2026-04-01T23:59", "2026-04-02T00:00", "2026-04-10"):
            yield scenario(
                f"三月二日起三十日，{moment} {zh}",
                f"thirty days from 2 March, {en} at {moment}",
                ENDS,
                [at("2026-03-02", START), at(moment, kind)],
                "2026-05-10",
            )
    yield scenario(
        "调解两次失败，两次重新起算",
        "restarted twice",
        ENDS,
        [at("2026-03-02", START), at("2026-03-20", RESTARTED), at("2026-04-10", RESTARTED), at("2026-05-06", MET)],
        "2026-05-10",
    )
    yield scenario(
        "期间内再次起算，不起作用",
        "a second start while one is open does nothing",
        ENDS,
        [at("2026-03-02", START), at("2026-03-10", START)],
        "2026-03-20",
    )
    yield scenario(
        "办结以后再次起算，另计一次",
        "a start after the end opens another",
        ENDS,
        [at("2026-03-02", START), at("2026-03-10", MET), at("2026-03-11", START)],
        "2026-03-20",
    )


def variants():
    for body, hours in (
        ({}, 8),
        ({"many": True}, 12),
        ({"complex": True}, 24),
        ({"complex": True, "many": True}, 24),
        ({"many": False}, 8),
    ):
        for minute in ("09:10", "09:11"):
            day = "2026-03-03" if hours == 24 else "2026-03-02"
            clock = f"{(9 + hours) % 24:02d}:{minute[3:]}"
            events = [at("2026-03-02T09:10", START, "party:1", **body), at(f"{day}T{clock}", MET, "party:1")]
            yield scenario(
                f"{hours} 小时的情形，{clock} 离开", f"the case of {hours} hours, leaving at {clock}", QUESTIONED, events, "2026-03-04"
            )


def hours_across_midnight():
    for start in ("2024-02-28T20:30", "2025-12-31T18:00", "2026-03-02T23:59", "2026-04-30T22:15"):
        for hours in (4, 8, 24):
            for exact, zh, en in (
                (True, "限制人身自由，精确到分钟", "a held person, to the minute"),
                (False, "开始的时不计入", "the starting hour does not count"),
            ):
                yield period(
                    f"{start} 起 {hours} 小时，{zh}", f"{hours} hours from {start}, {en}", bare({"hours": hours}, exact=exact), start, start
                )
    still = bare({"hours": 8}, exact=True, **STANDS_STILL)
    yield scenario(
        "中间两小时零五分不计入",
        "two hours and five minutes do not count",
        still,
        [at("2026-03-02T20:00", START), at("2026-03-02T23:00", PAUSED), at("2026-03-03T01:05", RESUMED)],
        "2026-03-03T02:00",
    )


def a_day_alone():
    hours = bare(
        {"hours": 24}, released_by=event(RELEASED), extended_by=[{"event": EXTENDED, "times": 1, "to": {"hours": 48}}], **STANDS_STILL
    )
    cases = (
        ("起算只有日期", "the start is a day alone", [at("2026-03-02", START)]),
        ("办结只有日期", "the end is a day alone", [at("2026-03-02T10:00", START), at("2026-03-03", MET)]),
        ("解除只有日期", "the release is a day alone", [at("2026-03-02T10:00", START), at("2026-03-03", RELEASED)]),
        ("延长只有日期", "the extension is a day alone", [at("2026-03-02T10:00", START), at("2026-03-03", EXTENDED)]),
        ("暂停只有日期", "the pause is a day alone", [at("2026-03-02T10:00", START), at("2026-03-03", PAUSED)]),
    )
    for zh, en, events in cases:
        yield scenario(f"以小时计的期限，{zh}", f"a limit in hours, {en}", hours, events, "2026-03-03T08:00")
        yield scenario(f"以小时计的期限，{zh}，数日以后", f"a limit in hours, {en}, days later", hours, events, "2026-03-10")


THEMES = {
    "exclusion-across-a-holiday": ("不计入的期间跨假期", "An exclusion across a holiday", exclusion_across_a_holiday),
    "unmatched-pauses": ("不成对的停止与恢复", "Unmatched pauses", unmatched_pauses),
    "last-minute-extension": ("最后一刻的延长", "An extension on the last minute", extension_on_the_last_minute),
    "fifteen-suspects": ("十五名嫌疑人", "Fifteen suspects", fifteen_suspects),
    "one-instant": ("同一时刻", "Equal timestamps", one_instant),
    "restart-and-release": ("重新起算与解除", "Restart after failed mediation, and release", restarted_and_released),
    "variants": ("八、十二、二十四小时", "Variants of 8, 12 and 24 hours", variants),
    "hours-across-midnight": ("跨零时的小时", "Hours across midnight", hours_across_midnight),
    "a-day-alone": ("只有日期", "A day alone under a limit in hours", a_day_alone),
}
