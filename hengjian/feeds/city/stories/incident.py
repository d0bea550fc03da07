"""Calls: disputes settled on the spot, help given, reports withdrawn, and those that become cases."""

from datetime import timedelta

from hengjian.feeds.city.stories.act import Act, Luck

NOW = timedelta(0)
WEEK = timedelta(days=7)
KINDS = {
    "dispute": 4.0,
    "nuisance": 2.0,
    "help": 3.0,
    "traffic": 2.0,
    "public_security": 3.0,
    "domestic_violence": 0.5,
    "complaint": 0.5,
    "missing_person": 0.3,
    "other": 1.0,
}
MARKS = ("threat", "property_taken", "property_damaged", "injured_person", "money_demanded")


def on_scene(luck: Luck, kind: str, marks: list[str] | None = None) -> list[Act]:
    """From the call until somebody stands there and has written down what they found."""
    return [
        Act("report", NOW, {"channel": "call_110", "kind": kind, "offence_marks": marks or [], "urgent": luck.happens(0.2)}),
        Act("dispatch", luck.minutes(2), {"officers": 2}, by="dispatcher"),
        Act("arrive", luck.minutes(13), {"officers": 2, "recorder_on": luck.happens(0.98)}),
        Act("record_scene", luck.minutes(9), {"offence_marks": marks or [], "injured": 0}),
    ]


def closed(luck: Luck, result: str = "disposed") -> list[Act]:
    """The reporter is told how it ended, and the call is closed."""
    told = (
        [Act("inform_reporter", luck.hours(3, 0.8), {"result": "understood", "manner": "phone"}, by="officer")]
        if luck.happens(0.97)
        else []
    )
    return [*told, Act("close", luck.hours(6, 0.8), {"result": result}, by="station_legal")]


def settled_on_spot(luck: Luck) -> list[Act]:
    outcome = luck.pick({"mediated": 4, "by_day": 1, "educated": 2, "dispute_advised": 2, "nothing_found": 1})
    kind = luck.pick({"dispute": 5, "nuisance": 2, "domestic_violence": 0.3})
    if outcome in ("mediated", "by_day"):
        return [*on_scene(luck, kind), mediated(luck, by_day=outcome == "by_day"), *seen_through(luck, by_day=outcome == "by_day")]
    if outcome == "educated":
        return [*on_scene(luck, "nuisance"), educated(luck), *closed(luck)]
    return [
        *on_scene(luck, kind),
        Act("dispose", luck.minutes(25), {"outcome": outcome, "offence_marked": False}, by="officer"),
        *closed(luck),
    ]


def mediated(luck: Luck, *, by_day: bool, marked: bool = False) -> Act:
    """Both sides agree on the spot: most pay or apologise at once, some by a day."""
    body = {
        "offence_marked": marked, "voluntary": True, "exclusions": [], "officers": 2, "recorded": True, "minor_involved": False,
        "guardian": "not_needed", "paper": by_day, "performance": "by_day" if by_day else "at_once",
    }  # fmt: skip
    return Act("mediate", luck.minutes(25), body | ({"perform_by": WEEK} if by_day else {}), by="officer")


def seen_through(luck: Luck, *, by_day: bool) -> list[Act]:
    """What was to be done by a day is nearly always done; then the call is closed."""
    if not by_day:
        return closed(luck)
    if luck.happens(0.9):
        return [Act("perform_mediation", luck.days(4), {}, by="officer"), *closed(luck)]
    defaulted = Act("default_mediation", luck.days(8), {"civil_action_told": True}, by="officer")
    return [defaulted, Act("give_reasons", luck.hours(3), {"ground": "civil_dispute"}, by="officer"), *closed(luck)]


def educated(luck: Luck) -> Act:
    body = {"offence_marked": False, "conduct": "noise", "education_ground": "minor_corrected", "law_explained": True}
    return Act("educate", luck.minutes(18), body, by="officer")


def helped(luck: Luck) -> list[Act]:
    kind = luck.pick({"help": 5, "missing_person": 1, "fire_or_accident": 1, "other": 2})
    return [
        *on_scene(luck, kind),
        Act("dispose", luck.minutes(20), {"outcome": "help_given", "offence_marked": False}, by="officer"),
        *closed(luck),
    ]


def no_police_matter(luck: Luck) -> list[Act]:
    body = luck.pick({"governance_centre": 3, "urban_management": 3, "market_supervision": 2, "labour": 1, "housing": 1})
    return [
        Act("report", NOW, {"channel": "call_110", "kind": "dispute", "offence_marks": [], "urgent": False}),
        Act("hand_over", luck.minutes(8), {"body": body, "reporter_told": True}, by="dispatcher"),
        *closed(luck, "handed_over"),
    ]


def withdrawn(luck: Luck) -> list[Act]:
    """S4: taken back, and examined; one in five waits for its review."""
    acts = on_scene(luck, "public_security", [luck.one_of(MARKS)])[: luck.random.randint(1, 3)]
    stated = luck.pick({"settled": 4, "misunderstanding": 3, "shame": 1, "fear": 1})
    acts.append(Act("withdraw", luck.minutes(45), {"channel": "call_110", "stated_reason": stated}, by="dispatcher"))
    if luck.happens(0.2):
        return acts
    reached = {"reason": stated, "reporter_reached": True, "earlier_incidents_checked": True, "conclusion": "voluntary"}
    acts.append(Act("review_withdrawal", luck.hours(14, 0.8), reached, by="station_legal"))
    return [
        *acts,
        Act("tell_remedies", luck.minutes(30), {"remedies": ["complaint_superior"], "manner": "phone"}, by="officer"),
        *closed(luck, "withdrawn"),
    ]


def marked_but_disposed(luck: Luck) -> list[Act]:
    """S16: marks of an offence, disposed as a dispute; one in three without reasons or remedies."""
    acts = on_scene(luck, "public_security", [luck.one_of(MARKS)])
    acts.append(mediated(luck, by_day=False, marked=True))
    if luck.happens(0.33):
        return acts
    acts.append(Act("give_reasons", luck.hours(2), {"ground": "mediated_lawfully"}, by="officer"))
    acts.append(
        Act("tell_remedies", luck.minutes(20), {"remedies": ["complaint_superior", "reconsideration"], "manner": "in_person"}, by="officer")
    )
    return [*acts, *closed(luck)]


def taken_up(luck: Luck, case: str, number: str) -> list[Act]:
    """The call becomes a case; `number` is the case's own."""
    kind = "criminal" if case == "case/criminal" else "public_security"
    acts = on_scene(luck, kind, [luck.one_of(MARKS)])
    acts.append(Act("take_up", luck.minutes(30), {"matter_kind": case, "number": number}, by="officer"))
    return [*acts, *closed(luck, "case")]


def punished(luck: Luck, number: str) -> list[Act]:
    """A penalty on the spot ends the call; `number` is that of the small case."""
    acts = on_scene(luck, "nuisance")
    acts.append(Act("punish_on_spot", luck.minutes(30), {"offence_marked": True, "number": number}, by="officer"))
    return [*acts, *closed(luck)]


STORIES = {settled_on_spot: 10.0, helped: 6.0, no_police_matter: 3.0, withdrawn: 1.0, marked_but_disposed: 0.6}
