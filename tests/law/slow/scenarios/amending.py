"""The law changes while a clock runs: which version holds, and whose law an extension after the amendment follows."""

from tests.law.slow.scenarios.making import EXTENDED, START, at, bare, once_more, period, scenario, version


def amendment_overnight():
    law = bare({"days": 30, "source": "old"}, since="2020-01-01", **once_more(days=10))
    law["versions"].append(version({"days": 15, "source": "new"}, since="2026-01-01", **once_more(2, days=15)))
    for start in ("2025-12-31", "2025-12-31T23:59", "2026-01-01T00:00", "2026-01-01"):
        yield period(f"{start} 起算，看起算日的法", f"starts {start}: the law of the start day", law, start, "2026-01-05")
        for extended in ("2025-12-31T23:59", "2026-01-05"):
            events = sorted([at(start, START), at(extended, EXTENDED)], key=lambda one: one["at"])
            yield scenario(f"{start} 起算，{extended} 延长", f"starts {start}, extended {extended}", law, events, "2026-01-06")
    yield from first_extension_by_amendment()
    gone = bare({"days": 5}, since="2020-01-01")
    gone["versions"].append({"from": "2026-01-01", "limits": None})
    for start in ("2019-12-31", "2025-12-31", "2026-01-01"):
        yield period(f"规则自2026年起废止，{start} 起算", f"repealed from 2026: starts {start}", gone, start, "2026-01-03")


def first_extension_by_amendment():
    """An extension that the newer version alone knows, and one that the older version alone knew: each follows the law of its own day."""
    brought = bare({"days": 30, "source": "old"}, since="2020-01-01")
    brought["versions"].append(version({"days": 30, "source": "new"}, since="2026-01-01", **once_more(days=30)))
    taken = bare({"days": 30, "source": "old"}, since="2020-01-01", **once_more(days=30))
    taken["versions"].append(version({"days": 30, "source": "new"}, since="2026-01-01"))
    for law, zh, en in (
        (brought, "修法才有的延长", "an extension that the amendment brings"),
        (taken, "修法取消的延长", "one that it takes away"),
    ):
        for extended in ("2025-12-31T23:59", "2026-01-01T00:00", "2026-01-09T23:59", "2026-01-10T00:00"):
            events = [at("2025-12-10", START), at(extended, EXTENDED)]
            yield scenario(f"{zh}，{extended} 延长", f"{en}, extended {extended}", law, events, "2026-01-12")
        twice = [at("2025-12-10", START), at("2026-01-05", EXTENDED), at("2026-01-06", EXTENDED)]
        yield scenario(f"{zh}，修法后两次", f"{en}, twice after the amendment", law, twice, "2026-01-12")


THEMES = {"amendment-overnight": ("一夜之间修法", "An amendment overnight", amendment_overnight)}
