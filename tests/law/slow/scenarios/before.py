"""Counting back from an act, as a notice before a hearing: never rolled, over holidays, to the minute where hours are asked."""

from tests.law.slow.scenarios.making import at, event, scenario

NOTICE, HEARING, WAIVED = "clock.notified", "clock.held", "clock.waived"
NOTICES = (
    ("2026-02-12", "2026-02-19"), ("2026-02-12", "2026-02-18"), ("2026-02-12", "2026-02-27"), ("2026-02-12", "2026-02-28"),
    ("2024-09-27", "2024-10-11"), ("2024-09-27", "2024-10-12"), ("2024-04-03", "2024-04-12"), ("2026-03-02", "2026-03-11"),
    ("2026-03-02", "2026-03-10"),
)  # fmt: skip


def before(**lengths):
    return {"per": "matter", "calendar": "china", "before": [version(**lengths)]}


def version(since=None, **asked):
    return {"from": since, "acts": event(HEARING), "steps": event(NOTICE)} | asked


def before_an_act():
    seven, working = before(at_least={"days": 7}), before(at_least={"working_days": 7})
    for notice, hearing in NOTICES:
        for counting, zh, en in ((seven, "七日", "seven days"), (working, "七个工作日", "seven working days")):
            events = [at(notice, NOTICE), at(hearing, HEARING)]
            yield scenario(
                f"{notice} 通知，{hearing} 听证，应提前{zh}", f"told {notice}, held {hearing}, {en} before", counting, events, hearing
            )
    yield from at_least_and_at_most()
    yield from out_of_the_ordinary(seven)


def at_least_and_at_most():
    hours, window = before(at_least={"hours": 24}), before(at_least={"days": 3}, at_most={"months": 1})
    for notice, hearing in (
        ("2026-03-02T10:00", "2026-03-03T10:00"),
        ("2026-03-02T10:01", "2026-03-03T10:00"),
        ("2026-03-02", "2026-03-03T10:00"),
    ):
        yield scenario(
            f"{notice} 通知，{hearing} 举行，应提前二十四小时",
            f"told {notice}, held {hearing}, 24 hours before",
            hours,
            [at(notice, NOTICE), at(hearing, HEARING)],
            "2026-03-04",
        )
    for notice, hearing in (
        ("2026-01-31", "2026-02-28"),
        ("2026-01-31", "2026-03-01"),
        ("2026-01-31", "2026-02-02"),
        ("2026-01-31", "2026-02-03"),
    ):
        yield scenario(
            f"{notice} 通知，{hearing} 举行，提前三日以上一个月以内",
            f"told {notice}, held {hearing}, between three days and a month before",
            window,
            [at(notice, NOTICE), at(hearing, HEARING)],
            hearing,
        )


def out_of_the_ordinary(seven):
    yield scenario("没有通知", "never told", seven, [at("2026-03-10", HEARING)], "2026-03-11")
    yield scenario("举行以后才通知", "told only afterwards", seven, [at("2026-03-10", HEARING), at("2026-03-11", NOTICE)], "2026-03-12")
    yield from amended()
    twice = [at("2026-03-02", NOTICE), at("2026-03-09", NOTICE), at("2026-03-10", HEARING), at("2026-03-20", HEARING)]
    yield scenario("两次通知，较早的一次已足够", "told twice: the earlier is early enough", seven, twice, "2026-03-21")


def amended():
    """The version goes by the day of the act; a waiver excuses; each party is told for itself."""
    law = {"per": "party", "calendar": "china"}
    law["before"] = [version("2013-01-01", at_least={"days": 7}), version("2021-07-15", at_least={"working_days": 7}, unless=event(WAIVED))]
    for hearing in ("2012-12-31", "2021-07-14", "2021-07-15", "2021-07-16"):
        events = [at("2021-07-07" if hearing > "2020" else "2012-12-30", NOTICE), at(hearing, HEARING)]
        zh, en = f"{hearing} 举行，看举行之日的法", f"held {hearing}: the law of that day"
        yield scenario(zh, en, law, events, hearing)
    one, other = at("2026-03-02", NOTICE, "party:1"), at("2026-03-09", NOTICE, "party:2")
    yield scenario("二人分别通知", "two parties told on their own", law, [one, other, at("2026-03-11", HEARING)], "2026-03-12")
    excused = [at("2026-03-10", WAIVED, "party:2"), at("2026-03-11", HEARING)]
    yield scenario("一人放弃", "one of them waives it", law, [one, other, *excused], "2026-03-12")
    late = [at("2026-03-11", HEARING), at("2026-03-12", WAIVED, "party:2")]
    yield scenario("举行以后才放弃", "waived only afterwards", law, [one, other, *late], "2026-03-13")


THEMES = {"before-an-act": ("行为之前", "Before an act", before_an_act)}
