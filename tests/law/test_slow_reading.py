"""The engine against the slow reading on histories made by chance: every answer of every key at every moment, cell by cell."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.core.vectors.running import run_file
from tests.law.slow import chance
from tests.law.slow.days import table
from tests.law.slow.judge import judge

CALENDAR = table()
EXAMPLES, MOMENTS, CELLS = 400, 24, 20_000


def judged_both_ways(seed):
    """One counting and one history by this seed, judged at many moments by both."""
    rng = Random(seed)
    epoch = rng.choice(chance.EPOCHS)
    policies, counting, history = chance.policies(rng), chance.counting(rng, epoch), chance.history(rng, epoch)
    cases = []
    for number, moment in enumerate(chance.moments(rng, history["events"], MOMENTS)):
        case = history | {"as_of": moment}
        cases.append({"id": f"{seed}/{number}", "counting": "by-chance"} | case | {"expect": judge(counting, CALENDAR, policies, case)})
    return run_file({"policies": policies, "countings": {"by-chance": counting}, "cases": cases}, CALENDAR)


def test_both_readings_agree_on_histories_made_by_chance():
    cells = []

    @settings(max_examples=EXAMPLES)
    @given(st.integers(min_value=0, max_value=2**48))
    def each(seed):
        for one in judged_both_ways(seed):
            assert one.agrees, f"{one.case}: slow {one.expected}, engine {one.found}"
            cells.append(len(one.expected))

    each()
    assert sum(cells) >= CELLS
