"""Imports from the desk as work beside the watch. What an import does: `work/matters/intake/carrying.py`."""

from hengjian.watch.beside import Clock, Portions, Work
from hengjian.work.matters.intake.carrying import carry_out, take_one
from hengjian.work.matters.intake.jobs import drop_old


def take(clock: Clock) -> Portions | None:
    job = take_one(clock())
    if job is None:
        drop_old(clock())
        return None
    return carry_out(job, clock)


IMPORTS = Work("imports", take, pause=1.0)
