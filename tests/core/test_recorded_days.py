"""Days of a case area made from a seed: every gap in the recordings is found with its times; no clock within 2 s gives an alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.trial import alone
from tests.core.rules import CHINA_TIME, HOUSE_LAW

RULE = "public-security.one-officer-recorded"
MATTER = {"matter": "case/admin", "category": "public_security"}
DAY = datetime(2026, 3, 2, 8, tzinfo=CHINA_TIME)
NIGHT = DAY + timedelta(days=1)
DRIFT = 2
PER_DAY = 60


@dataclass(frozen=True)
class Held:
    """One questioning: its facts, and the gaps that its recordings have in truth."""

    facts: list[Fact]
    gaps: list[tuple[datetime, datetime]]


def seconds(count):
    return timedelta(seconds=count)


def cut(luck, start, end):
    """Gaps of 15 s to 10 min inside the act or at its ends, apart from one another."""
    found = []
    at = start
    for _ in range(luck.choice([0, 0, 1, 1, 2, 3])):
        begin = at + seconds(luck.choice([0, 1, 1]) * luck.randrange(60, 900) if at == start else luck.randrange(60, 900))
        stop = begin + seconds(luck.choice([15, 16, 30, 61, luck.randrange(15, 600)]))
        if stop > end:
            break
        found.append((begin, stop))
        at = stop
    return found


class Steady:
    """Three clocks, each off by so much all day, of which half were compared."""

    def __init__(self, luck):
        self.off = {f"A{number}": luck.randint(-DRIFT, DRIFT) for number in range(3)}
        self.compared = {device: luck.random() < 0.5 for device in self.off}

    def ahead(self, device, _at):
        return self.off[device]

    def told(self, device):
        return {"clock_offset": self.off[device]} if self.compared[device] else {}

    def comparisons(self):
        return []


class Drifting(Steady):
    """Clocks that gain or lose up to fifteen seconds a day, compared in whole seconds in the morning and at night."""

    def __init__(self, luck):
        self.off = {f"A{number}": luck.choice([-15, -7, -2, 0, 1, 7, 15]) for number in range(3)}

    def ahead(self, device, at):
        return self.off[device] * ((at - DAY) / (NIGHT - DAY))

    def told(self, _device):
        return {}

    def comparisons(self):
        times = (DAY - seconds(3600), NIGHT - seconds(7200))
        for device in self.off:
            for at in times:
                off = self.ahead(device, at)
                yield {"device": device, "compared_at": (at + seconds(off)).isoformat(), "clock_offset": round(off)}


def held(luck, kind=Steady):
    """An act of 10 to 90 minutes, recorded by turns on up to three devices that overlap at every change but the gaps."""
    start = DAY + seconds(luck.randrange(0, 12 * 3600))
    end = start + seconds(luck.randrange(600, 5400))
    gaps = cut(luck, start, end)
    about = ("party:1",)
    body = {"officers": 1, "place": "case_area", "recorded": True, "started_at": start.isoformat(), "ended_at": end.isoformat()}
    facts = [Fact("questioning.held", start, body, about, "p1", 1, "act")]
    clocks = kind(luck)
    edges = [start - seconds(luck.randrange(5, 300)), *(edge for gap in gaps for edge in gap), end + seconds(luck.randrange(5, 300))]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        for begun, over in turns(luck, first, last):
            device = luck.choice(list(clocks.off))
            first_read, last_read = ((at + seconds(clocks.ahead(device, at))).isoformat() for at in (begun, over))
            told = {"device": device, "started_at": first_read, "ended_at": last_read} | clocks.told(device)
            facts.append(Fact("recording.made", NIGHT, told, about, "p1", len(facts) + 1, f"r{len(facts)}"))
    for told in clocks.comparisons():
        facts.append(Fact("clock.compared", NIGHT, told, (), "p1", len(facts) + 1, f"r{len(facts)}"))
    luck.shuffle(facts)
    return Held(facts, gaps)


def turns(luck, first, last):
    """From first to last in files; the next begins 10 s before the one before it ends."""
    while (last - first).total_seconds() > 600 and luck.random() < 0.6:
        change = first + seconds(luck.randrange(120, 400))
        yield first, change
        first = change - seconds(10)
    yield first, last


@pytest.fixture(scope="module")
def law():
    house = read_lawbook(HOUSE_LAW)
    return alone(house, house.rules[RULE])


@pytest.mark.parametrize("seed", range(8))
def test_every_seeded_gap_is_found_with_its_times_and_nothing_else_is(law, seed):
    luck = Random(seed)
    acts = [held(luck) for _ in range(PER_DAY)]
    whole = sum(not act.gaps for act in acts)
    assert 10 < whole < PER_DAY - 10, "the day must hold both"
    for act in acts:
        (found,) = evaluate(act.facts, law, NIGHT, attributes=MATTER).judgements
        told = [reason.values[:2] for reason in found.reasons if reason.code == "cover_gap"]
        assert found.verdict == ("breached" if act.gaps else "passed"), (seed, act)
        assert len(told) == len(act.gaps)
        for said, true in zip(told, act.gaps, strict=True):
            assert all(abs(one - other) <= seconds(DRIFT) for one, other in zip(said, true, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_clocks_that_drift_all_day_are_set_right_between_two_comparisons(law, seed):
    """Off by up to fifteen seconds, they call for a note where nothing else covers; no gap is missed, and none is seen that is none."""
    luck, drifted = Random(100 + seed), 0
    for act in [held(luck, Drifting) for _ in range(PER_DAY)]:
        (found,) = evaluate(act.facts, law, NIGHT, attributes=MATTER).judgements
        told = [reason.values[:2] for reason in found.reasons if reason.code == "cover_gap"]
        assert len(told) == len(act.gaps), (seed, act)
        assert found.verdict != "undetermined" and (found.what == "cover_void") is bool(act.gaps)
        for said, true in zip(told, act.gaps, strict=True):
            assert all(abs(one - other) <= seconds(DRIFT) for one, other in zip(said, true, strict=True))
        drifted += any(reason.code == "cover_drifted" for reason in found.reasons)
    assert drifted, "some drift must show within an act"
