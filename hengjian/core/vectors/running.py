"""Test vectors run through the engine: what was expected, what came out, in the words of the vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty, Mark
from hengjian.core.vectors.reading import read_facts, read_law, read_moment

LIMIT = ("limit", "limit_exact", "limit_given", "threshold")
EXTENSION = "extension_"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One case as it ran: `expected` and `found` are equal where the engine agrees."""

    case: str
    expected: Sequence[Data]
    found: Sequence[Data]

    @property
    def agrees(self) -> bool:
        return self.expected == self.found


def run_file(vectors: Data, calendar: Data) -> list[Result]:
    """Every case of one file of vectors."""
    laws = {name: read_law(name, counting, calendar, vectors["policies"]) for name, counting in vectors["countings"].items()}
    zone = {name: law.calendars[calendar["id"]].zone for name, law in laws.items()}
    results = []
    for case in vectors["cases"]:
        name = case["counting"]
        facts, now = read_facts(case["events"], zone[name]), read_moment(case["as_of"], zone[name])
        evaluation = evaluate(facts, laws[name], now, attributes=case.get("matter", {}))
        expected = [{key: value for key, value in one.items() if key != "version"} for one in case["expect"]]
        back = "before" in vectors["countings"][name]
        found = [verdict(one) for one in evaluation.judgements] if back else answers(evaluation.duties, evaluation.breaches)
        results.append(Result(case["id"], expected, found))
    return results


def answers(duties: Sequence[Duty], breaches: Sequence[Breach]) -> list[Data]:
    """What the engine says, as a vector expects it."""
    found = []
    for place, duty in enumerate(duties):
        until = next((place_of(one.started) for one in duties[place + 1 : place + 2] if one.key == duty.key), None)
        own = [
            one
            for one in breaches
            if one.key == duty.key and place_of(duty.started) < place_of(one.act) and (until is None or place_of(one.act) < until)
        ]
        found.append(answer(duty, own))
    return found


def verdict(judged: Breach) -> Data:
    """What the engine says of an act that needs a step before it."""
    said = {**({"key": judged.key} if judged.key else {}), "act": number(judged.act), "verdict": judged.verdict}
    return {**said, "missing": judged.missing} if judged.missing else said


def place_of(mark: Mark) -> tuple[datetime, int]:
    return mark.at, int(mark.id)


def answer(duty: Duty, refused: Sequence[Breach]) -> Data:
    article = next((str(reason.values[1]) for reason in duty.reasons if reason.code in LIMIT), "")
    said = {**({"key": duty.key} if duty.key else {}), "started": int(duty.started.id), "state": duty.state, "article": article}
    if duty.state == "undetermined":
        return {**said, "missing": duty.missing}
    said |= {"due": shown(duty.due), "nominal": shown(duty.nominal)}
    more = {
        "met": number(duty.met),
        "explained": number(duty.explained),
        "excluded": [[number(one.start), number(one.to)] for one in duty.pauses],
        "extended": [number(one.mark) for one in duty.extensions],
        "refused": [[number(one.act), one.what.removeprefix(EXTENSION)] for one in refused],
        "rolled_over": [
            (one.start + timedelta(days=skipped)).isoformat() for one in duty.rolls for skipped in range((one.to - one.start).days)
        ],
        "unpublished": [reason.values[0] for reason in duty.reasons if reason.code == "calendar_unpublished"],
    }
    return {**said, **{name: value for name, value in more.items() if value}}


def number(mark: Mark | None) -> int | None:
    return int(mark.id) if mark is not None else None


def shown(moment: date | datetime | None) -> str | None:
    """A day, or a local time to the minute."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None).isoformat(timespec="minutes")
    return moment.isoformat() if moment is not None else None
