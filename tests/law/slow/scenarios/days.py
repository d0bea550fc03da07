"""Days, working days and months: month ends, leap days, nights before a holiday, make-up Saturdays, years nobody has published."""

from tests.law.slow.scenarios.making import bare, period

THIRTY = bare({"days": 30}, rolls=True)
HELD = bare({"days": 7}, exact=True)


def month_ends():
    starts = ("2023-01-28", "2023-01-31", "2023-02-28", "2024-01-30", "2024-02-29", "2024-08-31", "2024-12-31", "2025-03-30")
    ways = {"same_day": "同日", "sticky_end": "月末对月末", "day_before": "前一日"}
    for way, zh in ways.items():
        for start in starts:
            for count in (1, 2, 6):
                counting = bare({"months": count}, months=way)
                yield period(f"{start} 起 {count} 个月，按{zh}计算", f"{count} months from {start}, {way}", counting, start, "2024-01-01")


def leap_days():
    for start in ("2023-02-28", "2024-02-28", "2024-02-29", "2028-02-29"):
        for length in ({"days": 1}, {"days": 366}, {"months": 12}, {"months": 48}):
            unit, count = next(iter(length.items()))
            zh = f"{start} 起 {count} {'日' if unit == 'days' else '个月'}，跨过二月末"
            yield period(zh, f"{count} {unit} from {start}, across the end of February", bare(length), start, start)


def before_a_holiday():
    eves = ("2023-04-28", "2024-02-09", "2024-04-03", "2024-09-30", "2025-01-27", "2025-04-30", "2026-02-13", "2026-04-03", "2026-09-30")
    for eve in eves:
        for count in (1, 3, 7):
            counting = bare({"days": count}, rolls=True)
            zh, en = f"节前 {eve} 起 {count} 日，末日顺延", f"{count} days from {eve}, the eve of a holiday, rolling"
            yield period(zh, en, counting, eve, eve)
        working = bare({"working_days": 3})
        yield period(f"节前 {eve} 起三个工作日", f"three working days from {eve}, the eve of a holiday", working, eve, eve)


def make_up_days():
    eves = ("2023-04-20", "2024-02-02", "2024-04-03", "2024-04-26", "2024-09-12", "2025-01-24", "2025-04-25", "2026-02-13", "2026-05-07")
    for eve in eves:
        for count in (1, 2, 5):
            zh = f"{eve} 起 {count} 个工作日，调休的周末是工作日"
            en = f"{count} working days from {eve}: a make-up weekend day is worked"
            yield period(zh, en, bare({"working_days": count}), eve, eve)
    for start, zh, en in (
        ("2024-04-06", "调休的周日不顺延", "a make-up Sunday does not roll"),
        ("2026-02-13", "调休的周六不顺延", "a make-up Saturday does not roll"),
    ):
        yield period(zh, en, bare({"days": 1}, rolls=True), start, start)


def unpublished_year():
    for start in ("2026-12-28", "2027-09-24", "2027-12-30", "2028-01-21"):
        yield period(
            f"{start} 起五个工作日，日历未公布的年份只计周末",
            f"five working days from {start}: weekends only",
            bare({"working_days": 5}),
            start,
            start,
        )
        yield period(
            f"{start} 起十日顺延，日历未公布",
            f"ten days from {start}, rolling, calendar not published",
            bare({"days": 10}, rolls=True),
            start,
            start,
        )


def held_never_rolls():
    for start in ("2024-02-03", "2024-09-24", "2025-04-24", "2026-02-10", "2026-09-26"):
        free = bare({"days": 7}, rolls=True)
        yield period(
            f"在押的人 {start} 起七日，末日在假期也不顺延",
            f"a held person, seven days from {start}: the holiday does not roll",
            HELD,
            start,
            start,
        )
        yield period(
            f"未在押的 {start} 起七日，末日在假期则顺延", f"nobody held, seven days from {start}: the holiday rolls", free, start, start
        )


def on_the_last_day():
    for start, due in (("2024-03-01", "2024-04-01"), ("2025-12-02", "2026-01-04"), ("2026-01-22", "2026-02-24")):
        last = f"{due}T23:59"
        yield period(f"{due} 最后一分钟办结，在期限内", f"met in the last minute of {due}", THIRTY, start, "2026-12-01", last)
        late = {"2024-04-01": "2024-04-02T00:00", "2026-01-04": "2026-01-05T00:00", "2026-02-24": "2026-02-25T00:00"}[due]
        yield period("次日零时办结，逾期", "met at midnight after the last day: late", THIRTY, start, "2026-12-01", late)
        yield period("期限最后一刻仍未办结，尚在期限内", "not yet met at the end of the last day: pending", THIRTY, start, last)
        yield period("次日零时未办结，逾期", "not met at midnight after the last day: overdue", THIRTY, start, late)


THEMES = {
    "month-ends": ("月末", "Month ends", month_ends),
    "leap-days": ("闰日", "Leap days", leap_days),
    "before-a-holiday": ("节前", "The night before a holiday", before_a_holiday),
    "make-up-days": ("调休", "Make-up days", make_up_days),
    "unpublished-year": ("日历未公布", "A year whose calendar is not published", unpublished_year),
    "held-never-rolls": ("在押不顺延", "A held person's clock never rolls", held_never_rolls),
    "last-day": ("最后一日", "On the last day", on_the_last_day),
}
