"""Counting back from an act, as a notice before a hearing: never rolled, over holidays, to the minute where hours are asked."""

from tests.law.slow.scenarios.making import at, event, scenario

NOTICE, HEARING = "clock.notified", "clock.held"
NOTICES = (
    ("2026-02-12", "2026-02-19"), ("2026-02-12", "2026-02-18"), ("2026-02-12", "2026-02-27"), ("2026-02-12", "2026-02-28"),
    ("2024-09-27", "2024-10-11"), ("2024-09-27", "2024-10-12"), ("2024-04-03", "2024-04-12"), ("2026-03-02", "2026-03-11"),
    ("2026-03-02", "2026-03-10"),
)  # fmt: skip


def before(**lengths):
    return {"calendar": "china", "before": {"acts": event(HEARING), "steps": event(NOTICE)} | lengths}


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
    twice = [at("2026-03-02", NOTICE), at("2026-03-09", NOTICE), at("2026-03-10", HEARING), at("2026-03-20", HEARING)]
    yield scenario("两次通知，较早的一次已足够", "told twice: the earlier is early enough", seven, twice, "2026-03-21")


THEMES = {"before-an-act": ("行为之前", "Before an act", before_an_act)}
