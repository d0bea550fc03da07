"""`recording_cover`: an act is recorded from its beginning to its end; else the evidence is lost, or the fault is to be cured.

Recordings that are registered decide. Where none is, the act's own word (`recorded`) does: a no is a breach, a yes counts where policy
says so, and never where the evidence would be lost. How recordings lie on the clock is told in `core/recordings.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hengjian.core.case import Case, Moment, concerns
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.device_clocks import SECOND
from hengjian.core.evaluation import Breach, Reason
from hengjian.core.lawbook.acts import Coverage, RecordingCover
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.read_cover import TOLERANCES, WORD
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Test
from hengjian.core.recordings import (
    COMPARED,
    RECORDINGS,
    Shelf,
    Tape,
    act_start,
    before,
    comparisons_in,
    cover,
    moment,
    shelf_of,
    span_of,
    touching,
)  # fmt: skip
from hengjian.core.spans import Span, Spans, gaps, widened

DECLARED = Test("event", "", "recorded", "equal", True)
GAP, DRIFT = TOLERANCES["gap"], TOLERANCES["drift"]
FAULT = {"invalid": "cover_void", "curable": "cover_lacking"}


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, RecordingCover)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        needs = shape.needs.on(day)
        assert needs is not None
        excuse = excused(shape.unless, day, act, moments, key, case)
        if excuse is True:
            found.append(passed(rule, key, act, "excused", act.kind, act.shown))
        elif isinstance(excuse, str):
            found.append(undetermined(rule, key, act, excuse))
        else:
            found.append(weigh(rule, needs, act, [one for one in moments if about(one, act, key)], moments, key, case))


def about(recording: Moment, act: Moment, key: str) -> bool:
    """Whether a moment is a recording, or the loss of one, that may show the act: both name the same, or one of them names nothing."""
    return recording.kind in RECORDINGS and concerns(recording.fact, key, act)


def weigh(
    rule: Rule, needs: Coverage, act: Moment, recordings: Sequence[Moment], moments: Sequence[Moment], key: str, case: Case
) -> Breach:
    if not recordings:
        return by_word(rule, needs, act, key, case)
    zone, drift = act.at.tzinfo, allowed(needs.drift, DRIFT, case) * SECOND
    comparisons = comparisons_in((one.fact for one in moments if one.kind == COMPARED), zone)
    shelf, begun = shelf_of((one.fact for one in recordings), zone, comparisons), act_start(act.fact, zone)
    whole = span_of(begun, act.fact.body, zone)
    if isinstance(whole, str):
        no = DECLARED.says(act.fact.body.get("recorded")) is False
        return by_word(rule, needs, act, key, case) if no or before(shelf, begun, drift) else undetermined(rule, key, act, whole)
    if not touching(shelf, whole, drift):
        return by_word(rule, needs, act, key, case)
    return by_recordings(rule, needs, act, shelf, whole, key, case)


def by_word(rule: Rule, needs: Coverage, act: Moment, key: str, case: Case) -> Breach:
    """What the act says of itself, where nothing that was recorded meanwhile is registered."""
    said = DECLARED.says(act.fact.body.get("recorded"))
    if said is None:
        return undetermined(rule, key, act, DECLARED.path)
    if said is False:
        return breached(rule, key, act, FAULT[needs.otherwise], act.kind, act.shown, needs.source)
    if not word_counts(needs, case.law):
        return undetermined(rule, key, act, "recordings")
    answer = passed(rule, key, act, "cover_by_word", act.kind, act.shown, needs.source)
    return replace(answer, reasons=(*answer.reasons, Reason("policy", (WORD, True))))


def word_counts(needs: Coverage, law: Lawbook) -> bool:
    """Whether the act's own yes is enough where no recording is registered."""
    return needs.otherwise != "invalid" and law.policy(WORD) is True


def allowed(own: int | None, policy: str, case: Case) -> int:
    """Seconds: the rule's own figure, else the policy's."""
    return int(case.law.policy(policy)) if own is None else own


def by_recordings(rule: Rule, needs: Coverage, act: Moment, shelf: Shelf, whole: Span, key: str, case: Case) -> Breach:
    gap, drift = (allowed(own, name, case) for own, name in ((needs.gap, GAP), (needs.drift, DRIFT)))
    used = [tape for tape in shelf.tapes if gaps(widened(tape.widest(), drift * SECOND), whole) != (whole,)]
    steady = [tape for tape in used if tape.off_by() <= drift]
    every = cover(used, whole, gap * SECOND, drift * SECOND)
    if every.sure and not shelf.unread:
        answer = breached(rule, key, act, FAULT[needs.otherwise], act.kind, act.shown, needs.source)
    elif every.possible:
        answer = undetermined(rule, key, act, shelf.unread or "clock_offset")
    elif shelf.unread_loss:
        answer = undetermined(rule, key, act, shelf.unread_loss)
    elif cover(steady, whole, gap * SECOND, drift * SECOND).possible:
        answer = breached(rule, key, act, "cover_clock_off", act.kind, act.shown, drift, needs.source)
    else:
        answer = passed(rule, key, act, "cover_whole", act.kind, act.shown, needs.source)
    told = [*told_span(act, whole), *told_gaps(act, every.seen), *told_tapes(used, act), *told_losses(shelf.lost)]
    tolerated = not every.seen and gaps((span for tape in used for span in tape.spans), whole)
    policies = [(GAP, needs.gap, gap, bool(tolerated)), (DRIFT, needs.drift, drift, any(not tape.measured for tape in used))]
    told += [Reason("policy", (name, value)) for name, own, value, bears in policies if bears and own is None]
    return replace(answer, reasons=(*answer.reasons, *told))


def told_span(act: Moment, whole: Span) -> list[Reason]:
    start, end = (moment(tick, act.at.tzinfo) for tick in whole)
    return [Reason("cover_span", (start, end))]


def told_gaps(act: Moment, spans: Spans) -> list[Reason]:
    """Each gap with its times and its length in seconds, begun ones counted."""
    zone = act.at.tzinfo
    return [Reason("cover_gap", (moment(start, zone), moment(end, zone), -((start - end) // SECOND))) for start, end in spans]


def told_tapes(tapes: Sequence[Tape], act: Moment) -> list[Reason]:
    """How many devices recorded, and what their clocks said."""
    found = [Reason("cover_by", (tuple(dict.fromkeys(tape.device for tape in tapes)),))] if tapes else []
    return found + [reason for tape in tapes for reason in told_clock(tape, act)]


def told_clock(tape: Tape, act: Moment) -> list[Reason]:
    """What comparisons say of one clock over its recordings: never compared, how far off, from how far to how far, when it was set."""
    offsets = tape.offsets()
    if not tape.measured:
        return [Reason("cover_unmeasured", (tape.device,))]
    zone = act.at.tzinfo
    found = [
        Reason("cover_set", (tape.device, moment(first[0], zone), moment(last[0], zone), abs(last[1] - first[1]) // SECOND))
        for first, last in tape.clock.jumps()
    ]
    if len(set(offsets)) > 1:
        return [*found, Reason("cover_drifted", (tape.device, offsets[0], offsets[-1]))]
    code = "cover_ahead" if offsets[0] > 0 else "cover_behind"
    return [*found, *([Reason(code, (tape.device, abs(offsets[0])))] if offsets[0] else [])]


def told_losses(devices: tuple[str, ...]) -> list[Reason]:
    return [Reason("cover_lost", (devices,))] if devices else []
