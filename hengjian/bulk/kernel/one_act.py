"""One act judged by one rule, whichever check it is, for the compiled kernel."""

from __future__ import annotations

from hengjian.bulk.kernel.acts import NOT_JUDGED, judge_count, judge_separation, judge_step
from hengjian.bulk.kernel.machine import piece
from hengjian.bulk.kernel.qualities import judge_after, judge_age, judge_authority, judge_document, judge_presence
from hengjian.bulk.layout import AGE_GATE, AT_MOST, AUTHORITY, DOCUMENT, NOT_AFTER, PRESENCE, REQUIRED_STEP, SEPARATION


@piece
def judge_act(table, columns, days, rule, machine, act, key, matter, low, high, registers, counted, who):
    """What a rule says of one act: a bit, or NOT_JUDGED."""
    if machine == REQUIRED_STEP:
        return judge_step(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AT_MOST:
        return judge_count(table, columns, days, rule, act, counted, key, matter, low, high, registers)
    if machine == NOT_AFTER:
        return judge_after(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == SEPARATION:
        return judge_separation(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AUTHORITY:
        return judge_authority(table, columns, days, rule, act, key, matter, low, high, registers, who)
    if machine == PRESENCE:
        return judge_presence(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == AGE_GATE:
        return judge_age(table, columns, days, rule, act, key, matter, low, high, registers)
    if machine == DOCUMENT:
        return judge_document(table, columns, days, rule, act, key, matter, low, high, registers)
    return NOT_JUDGED
